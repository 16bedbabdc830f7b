//! The API's schema in GraphQL, and what clients know of it. Types, operations, arguments and directives are those that
//! Amplify makes of the same definition: clients have them in their code.

mod clash;
mod declared;
mod directives;
mod helpers;
mod inputs;
mod introspection;
mod keys;
mod operations;
#[cfg(test)]
mod tests;
mod tree;
mod types;

use declared::Declared;
use directives::Directives;
use tree::{Definition, Directive, Document, Field, Owner};

use crate::access::Access;
use crate::access::data::DataAccess;
use crate::diagnostic::Diagnostic;
use crate::model::data::{self, Mode, Named, Operation, TypeKind};
use crate::model::{Backend, Data};
use crate::names::graphql as names;
use crate::vocabulary::data::{Kind, Many};

pub use introspection::{Introspection, introspection};

/// The schema as text: `schema.graphql`. `None` without data. It is there also for what cannot be built, so that it can
/// be looked at.
pub fn schema(backend: &Backend, access: &Access) -> Option<String> {
    Some(document(backend.data.as_ref()?, backend, access).to_string())
}

fn document(data: &Data, backend: &Backend, access: &Access) -> Document {
    let default = backend.modes().default.unwrap_or(Mode::Iam);
    let writer = Writer {
        data,
        access: &access.data,
        directives: Directives::of(data, &access.data, default),
        document: Document::default(),
    };
    writer.schema()
}

/// What the client knows of the models, by its path in the output folder.
pub(super) const INTROSPECTION_FILE: &str = "model_introspection.json";

/// The files that tell of the API, by their paths in the output folder, and names that two parts of it would have.
pub(super) fn files(backend: &Backend, access: &Access) -> (Vec<(String, String)>, Vec<Diagnostic>) {
    let Some(data) = &backend.data else { return (Vec::new(), Vec::new()) };
    let document = document(data, backend, access);
    let mut files = vec![(crate::names::GRAPHQL_FILE.to_owned(), document.to_string())];
    files.extend(introspection(backend).map(|it| (INTROSPECTION_FILE.to_owned(), it.text())));
    (files, clash::diagnostics(data, &document.clashes))
}

/// Writes the definitions of one API.
struct Writer<'a> {
    data: &'a Data,
    access: &'a DataAccess,
    directives: Directives<'a>,
    document: Document,
}

impl Writer<'_> {
    fn schema(mut self) -> Document {
        let declared = Declared::of(self.data);
        self.roots();
        for kind in &declared.definitions {
            self.define(*kind);
        }
        for id in &declared.inputs {
            self.argument_input(*id);
        }
        for model in &self.data.models {
            self.model_inputs(model);
        }
        for model in &self.data.models {
            self.relations(model);
        }
        helpers::define(&mut self.document);
        self.document
    }

    fn define(&mut self, kind: TypeKind) {
        match kind {
            TypeKind::Model(id) => self.model_type(self.data.model(id)),
            TypeKind::Type(id) => self.custom_type(id),
            TypeKind::Enumeration(id) => {
                let enumeration = self.data.enumeration(id);
                let values = enumeration.values.iter().map(|value| value.value.clone());
                self.document
                    .add(Owner::Enumeration(id), Definition::enumeration(enumeration.name.value.clone(), values));
            }
            TypeKind::Scalar(_) | TypeKind::Unknown => {}
        }
    }

    /// The types that hold the operations.
    fn roots(&mut self) {
        for kind in [Kind::Query, Kind::Mutation, Kind::Subscription] {
            let mut fields = self.root_fields(kind);
            if fields.is_empty() && kind == Kind::Query {
                // AppSync takes no schema without queries; this one gives nothing to anybody
                // (https://github.com/aws/aws-appsync-community/issues/345)
                fields.push(Field::new("noQueries", tree::Type::new("Boolean")));
            }
            if fields.is_empty() {
                continue;
            }
            let custom = self.data.operations.iter().any(|operation| operation.kind == kind);
            let directives = if custom { vec![Directive::Allow(Mode::Iam)] } else { Vec::new() };
            self.document.add(Owner::Schema, Definition::object(kind.type_name(), fields, directives));
        }
    }
}

/// A type as it is written, by the name that it has in the schema.
fn typed(data: &Data, kind: TypeKind, many: Many) -> tree::Type {
    tree::Type { name: data.type_name(kind).into(), many }
}

/// The type of a model's field. The field that items are found by must be there, whatever is written.
fn type_of(data: &Data, model: &data::Model, field: &data::Field) -> tree::Type {
    let partition = field.name.value == model.key.partition;
    let many = if partition { Many { required: true, list: None } } else { field.many };
    typed(data, field.kind, many)
}

/// The fields of a model that are written.
fn written(model: &data::Model) -> impl Iterator<Item = &data::Field> {
    model.fields.iter().filter(|field| field.is_written())
}

/// Whether a model's identifier is written, and not just the `id` that every item has.
fn has_own_key(model: &data::Model) -> bool {
    model.field(&model.key.partition).is_some_and(data::Field::is_written)
}

/// The indexes that are written, with the queries that read them.
fn index_queries(model: &data::Model) -> impl Iterator<Item = (&data::Index, &str)> {
    written_indexes(model).filter_map(|index| Some((index, index.query.as_deref()?)))
}

fn written_indexes(model: &data::Model) -> impl Iterator<Item = &data::Index> {
    model.indexes.iter().filter(|index| index.place().is_some())
}

/// The operation that a subscription tells of first, if that is one with a handler of its own.
fn source_of<'a>(data: &'a Data, operation: &Operation) -> Option<&'a Operation> {
    match operation.sources.as_ref()?.first()?.of? {
        Named::Operation(id) => Some(data.operation(id)),
        _ => None,
    }
}

/// A field of the tree, of a custom type or an operation's argument.
fn field(data: &Data, field: &data::Field) -> Field {
    Field::new(field.name.value.clone(), typed(data, field.kind, field.many))
}
