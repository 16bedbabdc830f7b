//! The definitions that a schema makes by itself, in the order of the published `@aws-amplify/data-schema`: custom types
//! come last, and behind them what is written in place.

use std::collections::HashSet;

use crate::model::Data;
use crate::model::data::{Field, Named, OperationId, TypeId, TypeKind};

/// What a schema defines.
#[derive(Debug, Default)]
pub(super) struct Declared {
    /// Models, custom types and enumerations, each once.
    pub(super) definitions: Vec<TypeKind>,
    /// The custom types that operations are given: what they hold stands before them.
    pub(super) inputs: Vec<TypeId>,
}

impl Declared {
    pub(super) fn of(data: &Data) -> Self {
        let (types, others): (Vec<Named>, Vec<Named>) =
            data.members.iter().partition(|member| matches!(member, Named::Type(_)));
        let mut collector =
            Collector { data, found: Self::default(), inline: Vec::new(), seen: HashSet::new(), given: HashSet::new() };
        for member in others.into_iter().chain(types) {
            match member {
                Named::Model(id) => collector.define(TypeKind::Model(id)),
                Named::Enumeration(id) => collector.define(TypeKind::Enumeration(id)),
                Named::Type(id) => collector.define(TypeKind::Type(id)),
                Named::Operation(id) => collector.operation(id),
            }
        }
        let mut next = 0;
        while let Some(kind) = collector.inline.get(next) {
            collector.define(*kind);
            next += 1;
        }
        collector.found
    }
}

struct Collector<'a> {
    data: &'a Data,
    found: Declared,
    /// What is written in place, in the order in which it was met.
    inline: Vec<TypeKind>,
    seen: HashSet<TypeId>,
    given: HashSet<TypeId>,
}

impl Collector<'_> {
    fn define(&mut self, kind: TypeKind) {
        self.found.definitions.push(kind);
        let fields: &[Field] = match kind {
            TypeKind::Model(id) => &self.data.model(id).fields,
            TypeKind::Type(id) => &self.data.custom_type(id).fields,
            _ => &[],
        };
        for field in fields {
            self.met(field.kind);
        }
    }

    fn met(&mut self, kind: TypeKind) {
        let new = match kind {
            TypeKind::Enumeration(id) => self.data.enumeration(id).inline,
            // the answer of operations that nobody waits for is one for all
            TypeKind::Type(id) => self.data.custom_type(id).inline && self.seen.insert(id),
            _ => false,
        };
        if new {
            self.inline.push(kind);
        }
    }

    fn operation(&mut self, id: OperationId) {
        let operation = self.data.operation(id);
        if let Some(returns) = &operation.returns {
            self.met(returns.kind);
        }
        for argument in &operation.arguments {
            self.argument(argument.kind, true);
        }
    }

    /// The type of an argument, or of a field of one; `own` if no type with a name of its own holds it.
    fn argument(&mut self, kind: TypeKind, own: bool) {
        let TypeKind::Type(id) = kind else {
            if own {
                self.met(kind);
            }
            return;
        };
        if self.given.insert(id) {
            let custom = self.data.custom_type(id);
            for field in &custom.fields {
                self.argument(field.kind, own && custom.inline);
            }
            self.found.inputs.push(id);
        }
    }
}
