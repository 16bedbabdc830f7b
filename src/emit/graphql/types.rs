//! Models and custom types, and pages of items.

use super::directives::Pages;
use super::tree::{Argument, Definition, Field, Owner, Type};
use super::{Writer, field, index_queries, names, type_of};
use crate::model::data::{Model, ModelOperation, TypeId, TypeKind};
use crate::names::capitalized;
use crate::vocabulary::data::{Many, Related};

impl Writer<'_> {
    pub(super) fn model_type(&mut self, model: &Model) {
        let fields = model.fields.iter().map(|field| {
            let kind = type_of(self.data, model, field);
            match &field.relation {
                Some(relation) if relation.kind.value == Related::HasMany => {
                    let connection = Type::new(names::connection(&kind.name));
                    Field { arguments: page(&kind.name), ..Field::new(field.name.value.clone(), connection) }
                }
                _ => Field::new(field.name.value.clone(), kind),
            }
        });
        let fields = fields.collect();
        self.document.add(
            Owner::Model(model.id),
            Definition::object(model.name.value.clone(), fields, self.directives.model(model)),
        );
    }

    pub(super) fn custom_type(&mut self, id: TypeId) {
        let custom = self.data.custom_type(id);
        let fields = custom.fields.iter().map(|it| field(self.data, it)).collect();
        let directives = self.directives.custom_type(id);
        self.document.add(Owner::Type(id), Definition::object(custom.name.value.clone(), fields, directives));
    }

    /// A page of a model's items, by the model's name as it is written or with a capital letter.
    pub(super) fn connection(&mut self, model: &Model, name: &str) {
        let connection = names::connection(name);
        if !self.document.is_new(&connection, Owner::Model(model.id)) {
            return;
        }
        let (by_itself, as_written) = (name == capitalized(&model.name.value), name == model.name.value);
        let from = [
            (Pages::List, by_itself && model.has(ModelOperation::List)),
            (Pages::Index, as_written && index_queries(model).next().is_some()),
            (Pages::Relation, as_written),
        ];
        let from: Vec<Pages> = from.into_iter().filter(|(_, is)| *is).map(|(pages, _)| pages).collect();
        let items = Type { name: model.name.value.clone(), many: Many { required: false, list: Some(true) } };
        let fields = vec![Field::new("items", items), Field::new("nextToken", Type::new("String"))];
        let directives = self.directives.connection(model, &from);
        self.document.add(Owner::Model(model.id), Definition::object(connection, fields, directives));
    }

    /// Pages for queries of indexes, and for fields that lead to many items.
    pub(super) fn relations(&mut self, model: &Model) {
        let many = model.relations().filter(|(_, relation)| relation.kind.value == Related::HasMany);
        for (field, _) in many {
            let TypeKind::Model(id) = field.kind else { continue };
            let other = self.data.model(id);
            self.connection(other, &other.name.value);
            self.related_filter(other);
        }
    }
}

/// The arguments of a field that gives a page.
fn page(model: &str) -> Vec<Argument> {
    vec![
        Argument::new("filter", Type::new(names::filter_input(model))),
        Argument::new("sortDirection", Type::new("ModelSortDirection")),
        Argument::new("limit", Type::new("Int")),
        Argument::new("nextToken", Type::new("String")),
    ]
}
