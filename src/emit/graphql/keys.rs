//! Keys in arguments: of one item, and of items in the order of an identifier or an index.

use super::helpers::{compared_as, composite_comparisons, key_condition, key_condition_name};
use super::tree::{Argument, Definition, Field, Owner, Type};
use super::{Writer, names, typed};
use crate::model::Data;
use crate::model::data::{self, Key, Model, TypeKind};
use crate::vocabulary::data::Many;

/// The type of a key's field: one value.
fn one(data: &Data, field: &data::Field) -> Type {
    typed(data, field.kind, Many::default())
}

/// As what a sort key is compared: words are texts.
fn sorted_as(field: &data::Field) -> &'static str {
    match field.kind {
        TypeKind::Scalar(kind) => compared_as(kind),
        _ => "String",
    }
}

fn sort_fields<'m>(model: &'m Model, key: &'m Key) -> Vec<&'m data::Field> {
    key.sort.iter().filter_map(|name| model.field(name)).collect()
}

/// All fields of a key, which must be there: `(id: ID!)`
pub(super) fn whole(data: &Data, model: &Model) -> Vec<Argument> {
    let field = |field: &data::Field| Argument::new(field.name.value.clone(), one(data, field).required());
    model.key_fields(&model.key).map(field).collect()
}

/// The partition and how the sort keys compare: `(authorId: ID!, createdAt: ModelStringKeyConditionInput)`
pub(super) fn sorted(data: &Data, model: &Model, key: &Key, name: &str, required: bool) -> Vec<Argument> {
    let partition = model.field(&key.partition).map(|field| {
        let kind = one(data, field);
        Argument::new(field.name.value.clone(), if required { kind.required() } else { kind })
    });
    let sort = match &sort_fields(model, key)[..] {
        [] => None,
        [field] => Some(Argument::new(field.name.value.clone(), Type::new(key_condition_name(sorted_as(field))))),
        fields => {
            let argument = names::composite_argument(fields.iter().map(|field| field.name.value.as_str()));
            let condition = names::composite_key_condition_input(&model.name.value, name);
            Some(Argument::new(argument, Type::new(condition)))
        }
    };
    partition.into_iter().chain(sort).collect()
}

impl Writer<'_> {
    /// The inputs by which the sort keys of a key are compared. In a composite one, the last field is of the type that
    /// it is compared as.
    pub(super) fn key_inputs(&mut self, model: &Model, owner: Owner, key: &Key, name: &str) {
        match &sort_fields(model, key)[..] {
            [] => {}
            [field] => {
                key_condition(&mut self.document, sorted_as(field));
            }
            [others @ .., last] => {
                let input = names::composite_key_input(&model.name.value, name);
                let condition = names::composite_key_condition_input(&model.name.value, name);
                let last_kind = match last.kind {
                    TypeKind::Scalar(kind) => Type::new(compared_as(kind)),
                    _ => one(self.data, last),
                };
                let others = others.iter().map(|field| Field::new(field.name.value.clone(), one(self.data, field)));
                let fields = others.chain([Field::new(last.name.value.clone(), last_kind)]).collect();
                self.document.add(owner, Definition::input(condition, composite_comparisons(&input)));
                self.document.add(owner, Definition::input(input, fields));
            }
        }
    }
}
