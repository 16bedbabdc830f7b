//! What mutations are given, and what items are filtered by.

use smol_str::SmolStr;

use super::helpers::compared_as;
use super::tree::{Definition, Field, Owner, Type};
use super::{Writer, has_own_key, index_queries, names, type_of, typed, written, written_indexes};
use crate::access::data::{Condition, Role};
use crate::model::data::{self, EnumerationId, Model, ModelOperation, Origin, TypeId, TypeKind};
use crate::names::capitalized;
use crate::vocabulary::data::{Kind, Many, ScalarType};

/// The fields that an item has by itself, if they are not written.
const TIMES: [&str; 2] = ["createdAt", "updatedAt"];

fn is_filterable(field: &data::Field) -> bool {
    matches!(field.kind, TypeKind::Scalar(_) | TypeKind::Enumeration(_))
}

/// Whether a type is a list that may be absent. One that must be there is filtered like a single value.
fn is_optional_list(many: Many) -> bool {
    many.list == Some(false)
}

/// `and`, `or` and `not`
fn logic(name: &str) -> [Field; 3] {
    [("and", Type::list(name)), ("or", Type::list(name)), ("not", Type::new(name))]
        .map(|(word, kind)| Field::new(word, kind))
}

fn compared(name: &str, kind: &str) -> Field {
    Field::new(name, Type::new(format!("Model{kind}Input")))
}

/// Adds fields that are not there yet.
fn add_missing(fields: &mut Vec<Field>, more: impl IntoIterator<Item = Field>) {
    for field in more {
        if !fields.iter().any(|there| there.name == field.name) {
            fields.push(field);
        }
    }
}

impl Writer<'_> {
    /// All inputs of a model, and its pages.
    pub(super) fn model_inputs(&mut self, model: &Model) {
        let name = &model.name.value;
        let (own, owner) = (capitalized(name), Owner::Model(model.id));
        self.type_inputs(&model.fields);
        if model.has(ModelOperation::List) {
            self.connection(model, &own);
            self.filter(model, &own);
        }
        for operation in [ModelOperation::Create, ModelOperation::Update, ModelOperation::Delete] {
            if model.has(operation) {
                self.condition(model);
                let fields = match operation {
                    ModelOperation::Create => self.created(model),
                    ModelOperation::Update => self.updated(model),
                    _ => model.key_fields(&model.key).map(|field| self.key_field(field)).collect(),
                };
                self.document.add(owner, Definition::input(names::mutation_input(operation.text(), name), fields));
            }
        }
        if model.operations().any(|operation| operation.kind() == Kind::Subscription) {
            self.subscription_filter(model);
        }
        if has_own_key(model) {
            self.key_inputs(model, Owner::Key(model.id), &model.key, names::PRIMARY);
        }
        if index_queries(model).next().is_some() {
            self.connection(model, name);
            self.index_filter(model);
        }
        for (at, index) in written_indexes(model).enumerate() {
            self.key_inputs(model, Owner::Index(model.id, at), &index.key, &index.name);
        }
    }

    /// A field of the identifier, which must be given.
    fn key_field(&self, field: &data::Field) -> Field {
        Field::new(field.name.value.clone(), typed(self.data, field.kind, Many { required: true, list: None }))
    }

    /// The custom types that a model's fields hold, as inputs: what holds others stands before them.
    fn type_inputs(&mut self, fields: &[data::Field]) {
        for field in fields {
            let TypeKind::Type(id) = field.kind else { continue };
            let custom = self.data.custom_type(id);
            let name = names::type_input(&capitalized(&custom.name.value));
            if self.document.is_new(&name, Owner::Type(id)) {
                let made = |field: &data::Field| Field::new(field.name.value.clone(), self.given(field, field.many));
                let fields = custom.fields.iter().map(made).collect();
                self.document.add(Owner::Type(id), Definition::input(name, fields));
                self.type_inputs(&custom.fields);
            }
        }
    }

    /// The type of a field where it is given with a model: inputs of custom types begin with a capital letter.
    fn given(&self, field: &data::Field, many: Many) -> Type {
        let kind = typed(self.data, field.kind, many);
        match field.kind {
            TypeKind::Type(_) => Type { name: names::type_input(&capitalized(&kind.name)).into(), ..kind },
            _ => kind,
        }
    }

    /// The type of an argument, or of a field of an input of arguments.
    pub(super) fn argument_type(&self, field: &data::Field) -> Type {
        let kind = typed(self.data, field.kind, field.many);
        match field.kind {
            TypeKind::Type(_) => Type { name: names::type_input(&kind.name).into(), ..kind },
            _ => kind,
        }
    }

    /// A custom type that an operation is given.
    pub(super) fn argument_input(&mut self, id: TypeId) {
        let custom = self.data.custom_type(id);
        let field = |field: &data::Field| Field::new(field.name.value.clone(), self.argument_type(field));
        let fields = custom.fields.iter().map(field).collect();
        self.document.add(Owner::Type(id), Definition::input(names::type_input(&custom.name.value), fields));
    }

    fn created(&self, model: &Model) -> Vec<Field> {
        let mut fields: Vec<Field> = written(model)
            .filter(|field| field.relation.is_none())
            .map(|field| {
                let kind = self.given(field, type_of(self.data, model, field).many);
                Field::new(field.name.value.clone(), if is_made(field) { kind.optional() } else { kind })
            })
            .collect();
        if model.field("id").is_some_and(|id| id.origin == Origin::Identifier) {
            fields.push(Field::new("id", Type::new("ID")));
        }
        fields
    }

    fn updated(&self, model: &Model) -> Vec<Field> {
        let is_key = |name: &str| model.key.fields().any(|key| key == name);
        let mut fields: Vec<Field> = written(model)
            .filter(|field| field.relation.is_none())
            .map(|field| {
                let kind = self.given(field, field.many);
                let kind = if is_key(&field.name.value) { kind.required() } else { kind.optional() };
                Field::new(field.name.value.clone(), kind)
            })
            .collect();
        if model.field("id").is_some_and(|id| id.origin == Origin::Identifier) {
            fields.push(Field::new("id", Type::new("ID").required()));
        }
        fields
    }

    /// The fields that rules compare with the user, written or not: for those that are not there yet.
    fn owner_fields(&self, model: &Model) -> Vec<Field> {
        let roles = self.access.model(model.id).roles.iter();
        let owner = |role: &Role| match &role.when {
            Condition::Owner { field, .. } => Some(compared(field, "String")),
            _ => None,
        };
        roles.filter_map(owner).collect()
    }

    /// By what a field is filtered; the inputs for enumerations are added.
    fn filtered(&mut self, field: &data::Field, is_list: bool) -> Field {
        let kind = match field.kind {
            TypeKind::Scalar(kind) => compared_as(kind).to_owned(),
            TypeKind::Enumeration(id) => self.enumeration_input(id, is_list),
            _ => "String".to_owned(),
        };
        compared(&field.name.value, &kind)
    }

    /// What an enumeration is called in the name of the input that compares it, which is added.
    fn enumeration_input(&mut self, id: EnumerationId, is_list: bool) -> String {
        let name = self.data.enumeration(id).name.value.as_str();
        let kind = if is_list { format!("{name}List") } else { name.to_owned() };
        self.document.input(Owner::Enumeration(id), format!("Model{kind}Input"), || {
            let several = ["eq", "ne"].map(|word| Field::new(word, Type::list(name)));
            let single = |words: [&'static str; 2]| words.map(|word| Field::new(word, Type::new(name)));
            if is_list {
                several.into_iter().chain(single(["contains", "notContains"])).collect()
            } else {
                single(["eq", "ne"]).into()
            }
        });
        kind
    }

    /// What lists of items are filtered by.
    fn filter(&mut self, model: &Model, own: &str) {
        let name = names::filter_input(own);
        let fields: Vec<&data::Field> = written(model).filter(|field| is_filterable(field)).collect();
        let mut filter: Vec<Field> =
            fields.into_iter().map(|field| self.filtered(field, is_optional_list(field.many))).collect();
        filter.extend(by_themselves(model).map(|(name, kind)| compared(name, kind)));
        filter.extend(logic(&name));
        add_missing(&mut filter, self.owner_fields(model));
        self.document.add(Owner::Model(model.id), Definition::input(name, filter));
    }

    /// What the query of an index filters by, where there is no list.
    fn index_filter(&mut self, model: &Model) {
        self.written_filter(model, |many| many.list.is_some());
        // made by the transformer of indexes, whether or not the filter needs them
        for field in written(model) {
            if let TypeKind::Enumeration(id) = field.kind {
                self.enumeration_input(id, is_optional_list(field.many));
            }
        }
    }

    /// What a relation filters by, where there is neither a list nor a query of an index.
    pub(super) fn related_filter(&mut self, model: &Model) {
        self.written_filter(model, |_| false);
    }

    fn written_filter(&mut self, model: &Model, is_list: fn(Many) -> bool) {
        let name = names::filter_input(&model.name.value);
        if !self.document.is_new(&name, Owner::Model(model.id)) {
            return;
        }
        let fields: Vec<&data::Field> = written(model).filter(|field| is_filterable(field)).collect();
        let mut filter: Vec<Field> =
            fields.into_iter().map(|field| self.filtered(field, is_list(field.many))).collect();
        filter.extend(logic(&name));
        if model.name.value == capitalized(&model.name.value) {
            add_missing(&mut filter, self.owner_fields(model));
        }
        self.document.add(Owner::Model(model.id), Definition::input(name, filter));
    }

    /// What an item must be like to be changed: nothing about its key.
    fn condition(&mut self, model: &Model) {
        let name = names::condition_input(&model.name.value);
        if !self.document.is_new(&name, Owner::Model(model.id)) {
            return;
        }
        // the transformers of keys look for the name as it is written
        let found = model.name.value == capitalized(&model.name.value);
        let keyed = found && has_own_key(model);
        let without_id = keyed || found && written_indexes(model).next().is_some();
        let is_id = |field: &data::Field| {
            field.name.value == "id" && (without_id || field.kind == TypeKind::Scalar(ScalarType::Id))
        };
        let is_key = |field: &data::Field| keyed && model.key.fields().any(|key| *key == field.name.value);
        let fields = written(model).filter(|field| is_filterable(field));
        let mut condition = Vec::new();
        for field in fields.collect::<Vec<_>>() {
            let compared = self.filtered(field, is_optional_list(field.many));
            if !is_id(field) && !is_key(field) {
                condition.push(compared);
            }
        }
        condition.extend(logic(&name));
        let times = TIMES.into_iter().filter(|time| !is_written_scalar(model, time));
        add_missing(&mut condition, times.map(|time| compared(time, "String")));
        add_missing(&mut condition, self.owner_fields(model));
        self.document.add(Owner::Model(model.id), Definition::input(name, condition));
    }

    /// What items must be like for subscribers to be told. Whose they are is asked by the names of rules' fields.
    fn subscription_filter(&mut self, model: &Model) {
        let roles = &self.access.model(model.id).roles;
        let named: Vec<&SmolStr> = roles.iter().filter_map(|role| role.when.field()).collect();
        let subscribed = |name: &str, kind: &str| Field::new(name, Type::new(format!("ModelSubscription{kind}Input")));
        let fields = written(model).filter(|field| is_filterable(field));
        let mut filter: Vec<Field> = fields
            .map(|field| match field.kind {
                TypeKind::Scalar(kind) => subscribed(&field.name.value, compared_as(kind)),
                _ => subscribed(&field.name.value, "String"),
            })
            .collect();
        filter.extend(by_themselves(model).map(|(name, kind)| subscribed(name, kind)));
        let name = names::subscription_filter_input(&model.name.value);
        filter.extend(logic(&name).into_iter().take(2));
        filter.retain(|field| !named.contains(&&field.name));
        add_missing(&mut filter, self.owner_fields(model));
        self.document.add(Owner::Model(model.id), Definition::input(name, filter));
    }
}

/// What is made if it is not given: an identifier, and the times.
fn is_made(field: &data::Field) -> bool {
    let TypeKind::Scalar(kind) = field.kind else { return false };
    match field.name.value.as_str() {
        "id" => matches!(kind, ScalarType::Id | ScalarType::String),
        "createdAt" | "updatedAt" => matches!(kind, ScalarType::Datetime | ScalarType::String),
        _ => false,
    }
}

fn is_written_scalar(model: &Model, name: &str) -> bool {
    written(model).any(|field| field.name.value == name && is_filterable(field))
}

/// What items have by themselves, with what it is compared as. The transformer of models adds `id` before that of keys
/// takes it away, so that filters know it in any case.
fn by_themselves(model: &Model) -> impl Iterator<Item = (&'static str, &'static str)> {
    let is_written = |name: &str| written(model).any(|field| field.name.value == name);
    let id = (!is_written("id")).then_some(("id", "ID"));
    let times = TIMES.map(|time| (!is_written(time)).then_some((time, "String")));
    id.into_iter().chain(times.into_iter().flatten()).collect::<Vec<_>>().into_iter()
}
