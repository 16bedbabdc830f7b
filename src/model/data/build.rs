//! From the written schema to models with resolved names.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use smol_str::SmolStr;

use super::{
    CustomType, Data, Enumeration, EnumerationId, Field, Handler, HandlerSource, Model, ModelId, Named, Operation,
    OperationId, Origin, Part, Relation, Returns, Source, TypeId, TypeKind, index, relation,
};
use crate::evaluate::DeclarationId;
use crate::names;
use crate::source::{Sources, Span, folder, join};
use crate::vocabulary::data::{self as written, FieldType, HandlerFunction, Many, MemberKind, ScalarType, Subject};
use crate::vocabulary::{self, At};

/// What is given back by operations that nobody waits for. From the published `@aws-amplify/data-schema`.
const EVENT_INVOCATION: &str = "EventInvocationResponse";

/// Data, of what is written.
pub(crate) fn build(
    declaration: DeclarationId,
    span: Span,
    mut record: vocabulary::data::Data,
    sources: &Sources,
) -> Data {
    let schemas = record.schema.take();
    let whole = schemas.as_ref().is_some_and(|schemas| schemas.whole);
    let schemas = schemas.unwrap_or_default();
    let data = Data {
        declaration,
        span,
        record,
        whole,
        models: Vec::new(),
        enumerations: Vec::new(),
        types: Vec::new(),
        operations: Vec::new(),
        members: Vec::new(),
        parts: Vec::new(),
        twice: Vec::new(),
        names: HashMap::new(),
    };
    let mut builder = Builder { data, sources, places: HashMap::new(), models: 0, operations: 0 };
    let mut pending = Vec::new();
    for (part, schema) in schemas.parts.into_iter().enumerate() {
        builder.data.parts.push(Part { rules: schema.rules, span: schema.span });
        for member in schema.members {
            pending.extend(builder.name(part, member));
        }
    }
    // names first: a field may refer to what stands further down
    for member in pending {
        match member {
            Pending::Model(part, name, model) => builder.model(part, name, *model),
            Pending::Operation(part, name, operation) => builder.operation(part, name, *operation),
            Pending::Type(id, fields) => {
                let name = builder.data.custom_type(id).name.value.clone();
                builder.data.types[id.index()].fields = builder.fields(&name, fields);
            }
        }
    }
    let mut data = builder.data;
    relation::connect(&mut data);
    data
}

/// A member that has its id, and whose insides are still to be read.
enum Pending {
    Model(usize, At<SmolStr>, Box<written::Model>),
    Operation(usize, At<SmolStr>, Box<written::Operation>),
    Type(TypeId, Vec<written::Field>),
}

struct Builder<'a> {
    data: Data,
    sources: &'a Sources,
    places: HashMap<SmolStr, At<SmolStr>>,
    models: usize,
    operations: usize,
}

impl Builder<'_> {
    /// Gives a member its id. Of two members of one name, the first counts.
    fn name(&mut self, part: usize, member: written::Member) -> Option<Pending> {
        let name = member.name;
        match self.places.entry(name.value.clone()) {
            Entry::Occupied(first) => {
                self.data.twice.push((first.get().clone(), name));
                return None;
            }
            Entry::Vacant(slot) => slot.insert(name.clone()),
        };
        let key = name.value.clone();
        let (named, pending) = match member.kind {
            None => (None, None),
            Some(MemberKind::Model(model)) => {
                self.models += 1;
                (Some(Named::Model(ModelId::at(self.models - 1))), Some(Pending::Model(part, name, Box::new(model))))
            }
            Some(MemberKind::Operation(operation)) => {
                self.operations += 1;
                let id = OperationId::at(self.operations - 1);
                (Some(Named::Operation(id)), Some(Pending::Operation(part, name, operation)))
            }
            Some(MemberKind::Enumeration(found)) => {
                let id = EnumerationId::at(self.data.enumerations.len());
                let enumeration =
                    Enumeration { name, values: found.values, whole: found.whole, inline: false, span: found.span };
                self.data.enumerations.push(enumeration);
                (Some(Named::Enumeration(id)), None)
            }
            Some(MemberKind::Custom(custom)) => {
                let id = TypeId::at(self.data.types.len());
                self.data.types.push(CustomType { name, fields: Vec::new(), inline: false, span: custom.span });
                (Some(Named::Type(id)), Some(Pending::Type(id, custom.fields)))
            }
        };
        self.data.names.insert(key, named);
        self.data.members.extend(named);
        pending
    }

    fn model(&mut self, part: usize, name: At<SmolStr>, model: written::Model) {
        let mut fields = self.fields(&name.value, model.fields);
        let key = index::key(model.identifier.as_ref().map(|identifier| &identifier.value[..]));
        let rules = model.rules;
        let effective = rules.as_ref().filter(|rules| !rules.rules.is_empty());
        let effective = effective.or_else(|| self.data.parts[part].rules.as_ref());
        let mut by_itself = Vec::new();
        if key.partition == "id" {
            by_itself.push(own("id", ScalarType::Id, true, None, Origin::Identifier, model.span));
        }
        for timestamp in ["createdAt", "updatedAt"] {
            by_itself.push(own(timestamp, ScalarType::Datetime, true, None, Origin::Timestamp, model.span));
        }
        let of_fields = fields.iter().filter_map(|field| field.rules.as_ref());
        for rule in effective.into_iter().chain(of_fields).flat_map(|claims| &claims.rules) {
            // the fields of owners come by themselves; those of groups do not
            if let Subject::Owner { field, .. } = &rule.who.value {
                let field = field.as_ref().map_or("owner", |field| field.value.as_str());
                by_itself.push(own(field, ScalarType::String, false, None, Origin::Rule, rule.who.span));
            }
        }
        for field in by_itself {
            // two rules may name one field
            if !fields.iter().any(|other| other.name.value == field.name.value) {
                fields.push(field);
            }
        }
        let indexes = (0..).zip(model.indexes);
        let indexes = indexes.map(|(number, written)| index::index(&name.value, number, written)).collect();
        let id = ModelId::at(self.data.models.len());
        self.data.models.push(Model {
            id,
            name,
            fields,
            key,
            identifier: model.identifier.map(|identifier| identifier.place()),
            indexes,
            disabled: model.disabled,
            rules,
            part,
            span: model.span,
        });
    }

    fn operation(&mut self, part: usize, name: At<SmolStr>, operation: written::Operation) {
        let arguments = self.fields(&name.value, operation.arguments);
        let returns = operation.returns.map(|returns| {
            let span = returns.span;
            let made = |kind, many, link| Returns { kind, many, link, span };
            match returns.value {
                Some(FieldType::Custom(custom)) => {
                    made(self.custom(&names::return_type(&name.value), custom), Many::default(), None)
                }
                Some(FieldType::Enumeration(found)) => {
                    made(self.enumeration(&names::return_type(&name.value), found), Many::default(), None)
                }
                Some(FieldType::Scalar(scalar)) => made(TypeKind::Scalar(scalar.kind.value), scalar.many, None),
                Some(FieldType::Link(link)) => made(self.resolve(&link.to.value), link.many, Some(link.to)),
                Some(FieldType::Relation(_)) | None => made(TypeKind::Unknown, Many::default(), None),
            }
        });
        let handlers = operation.handlers.map(|handlers| {
            handlers.map(|handlers| handlers.into_iter().map(|handler| self.handler(handler)).collect::<Vec<_>>())
        });
        let asynchronous = handlers.iter().filter_map(|handlers| handlers.last()).find_map(|handler| match handler {
            Handler::Function { asynchronous: true, span, .. } => Some(*span),
            _ => None,
        });
        let returns = match asynchronous {
            Some(span) => Some(Returns { kind: self.event_invocation(span), many: Many::default(), link: None, span }),
            None => returns,
        };
        let sources = operation.sources.map(|sources| {
            let resolved = |source: written::Source| Source {
                of: self.data.named(&source.to.value),
                name: source.to,
                mutations: source.mutations,
            };
            sources.map(|sources| sources.into_iter().map(resolved).collect())
        });
        let id = OperationId::at(self.data.operations.len());
        self.data.operations.push(Operation {
            id,
            name,
            kind: operation.kind,
            arguments,
            returns,
            handlers,
            sources,
            rules: operation.rules,
            part,
            span: operation.span,
        });
    }

    fn handler(&self, handler: written::Handler) -> Handler {
        match handler {
            written::Handler::Function { function, asynchronous, span } => {
                let (function, name) = match &function.value {
                    HandlerFunction::Reference(reference) => (Some(function.clone().map(|_| *reference)), None),
                    HandlerFunction::Named(name) => {
                        let known = self.data.record.functions.iter().flat_map(|functions| &functions.entries);
                        let found = known.into_iter().find(|(key, _)| key.value == *name);
                        (found.map(|(_, reference)| reference.clone()), Some(function.clone().map(|_| name.clone())))
                    }
                };
                Handler::Function { function, name, asynchronous, span }
            }
            written::Handler::Custom { written, span } => {
                let entry = written.entry.map(|entry| {
                    let folder = folder(&self.sources.get(entry.span.file).path);
                    At { value: join(folder, &entry.value), span: entry.span, via: entry.via }
                });
                let source = written.data_source.map(|source| match &source.value {
                    written::DataSource::Named(name) => HandlerSource::Named(source.clone().map(|_| name.clone())),
                    written::DataSource::Model(name) => {
                        let model = match self.data.named(&name.value) {
                            Some(Named::Model(id)) => Some(id),
                            _ => None,
                        };
                        HandlerSource::Model(name.clone(), model)
                    }
                });
                Handler::Custom { entry, source, span }
            }
        }
    }

    /// Fields, in the order of the text. Types that are written in place are named after `within`.
    fn fields(&mut self, within: &str, fields: Vec<written::Field>) -> Vec<Field> {
        fields.into_iter().map(|field| self.field(within, field)).collect()
    }

    fn field(&mut self, within: &str, field: written::Field) -> Field {
        let mut out = Field {
            name: field.name,
            kind: TypeKind::Unknown,
            many: Many::default(),
            link: None,
            relation: None,
            default: None,
            validations: Vec::new(),
            rules: None,
            origin: Origin::Written,
        };
        match field.kind {
            None => {}
            Some(FieldType::Scalar(scalar)) => {
                out.kind = TypeKind::Scalar(scalar.kind.value);
                out.many = scalar.many;
                out.default = scalar.default;
                out.validations = scalar.validations;
                out.rules = scalar.rules;
            }
            Some(FieldType::Link(link)) => {
                out.kind = self.resolve(&link.to.value);
                out.link = Some(link.to);
                out.many = link.many;
                out.rules = link.rules;
            }
            Some(FieldType::Enumeration(found)) => {
                out.kind = self.enumeration(&names::inline_type(within, &out.name.value), found);
            }
            Some(FieldType::Custom(custom)) => {
                out.kind = self.custom(&names::inline_type(within, &out.name.value), custom);
            }
            Some(FieldType::Relation(relation)) => {
                out.kind = match self.data.named(&relation.model.value) {
                    Some(Named::Model(id)) => TypeKind::Model(id),
                    _ => TypeKind::Unknown,
                };
                let several = relation.kind.value == written::Related::HasMany;
                out.many = Many { required: relation.required, list: several.then_some(false) };
                out.rules = relation.rules;
                out.relation = Some(Relation {
                    kind: relation.kind,
                    model: relation.model,
                    references: relation.references,
                    counterpart: None,
                    index: None,
                });
            }
        }
        out
    }

    fn resolve(&self, name: &str) -> TypeKind {
        match self.data.named(name) {
            Some(Named::Model(id)) => TypeKind::Model(id),
            Some(Named::Enumeration(id)) => TypeKind::Enumeration(id),
            Some(Named::Type(id)) => TypeKind::Type(id),
            Some(Named::Operation(_)) | None => TypeKind::Unknown,
        }
    }

    /// An enumeration that is written in place.
    fn enumeration(&mut self, name: &str, found: written::Enumeration) -> TypeKind {
        let id = EnumerationId::at(self.data.enumerations.len());
        let name = At::new(SmolStr::new(name), found.span);
        let enumeration =
            Enumeration { name, values: found.values, whole: found.whole, inline: true, span: found.span };
        self.data.enumerations.push(enumeration);
        TypeKind::Enumeration(id)
    }

    /// A custom type that is written in place.
    fn custom(&mut self, name: &str, custom: written::Custom) -> TypeKind {
        let id = TypeId::at(self.data.types.len());
        let span = custom.span;
        let at = At::new(SmolStr::new(name), span);
        self.data.types.push(CustomType { name: at, fields: Vec::new(), inline: true, span });
        self.data.types[id.index()].fields = self.fields(name, custom.fields);
        TypeKind::Type(id)
    }

    /// What is given back where nobody waits for the end.
    fn event_invocation(&mut self, span: Span) -> TypeKind {
        if let Some(at) = self.data.types.iter().position(|it| it.inline && it.name.value == EVENT_INVOCATION) {
            return TypeKind::Type(TypeId::at(at));
        }
        let success = own("success", ScalarType::Boolean, true, None, Origin::Written, span);
        let id = TypeId::at(self.data.types.len());
        let name = At::new(SmolStr::new_static(EVENT_INVOCATION), span);
        self.data.types.push(CustomType { name, fields: vec![success], inline: true, span });
        TypeKind::Type(id)
    }
}

/// A field that is there by itself.
fn own(name: &str, kind: ScalarType, required: bool, list: Option<bool>, origin: Origin, span: Span) -> Field {
    Field {
        name: At::new(SmolStr::new(name), span),
        kind: TypeKind::Scalar(kind),
        many: Many { required, list },
        link: None,
        relation: None,
        default: None,
        validations: Vec::new(),
        rules: None,
        origin,
    }
}
