//! What the official client library knows of the API: `model_introspection`. The form is that of the published
//! `@aws-amplify/appsync-modelgen-plugin`, with keys in its order.

mod rules;
mod words;

use serde::Serialize;
use serde::Serializer;
use smol_str::SmolStr;

use rules::Rule;

use super::declared::Declared;
use super::{has_own_key, names, source_of, written_indexes};
use crate::model::data::{self, Model, Named, Operation, Origin, TypeKind};
use crate::model::{Backend, Data};
use crate::names as logical;
use crate::vocabulary::Words;
use crate::vocabulary::data::{Disabled, Kind, Many, Related};

/// Members that keep their order.
#[derive(Debug, Default)]
struct Members<T>(Vec<(SmolStr, T)>);

impl<T> Members<T> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> FromIterator<(SmolStr, T)> for Members<T> {
    fn from_iter<I: IntoIterator<Item = (SmolStr, T)>>(members: I) -> Self {
        Self(members.into_iter().collect())
    }
}

impl<T: Serialize> Serialize for Members<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, member)| (name, member)))
    }
}

/// The whole document.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Introspection {
    version: u32,
    models: Members<ModelShape>,
    enums: Members<EnumerationShape>,
    non_models: Members<TypeShape>,
    #[serde(skip_serializing_if = "Members::is_empty")]
    queries: Members<OperationShape>,
    #[serde(skip_serializing_if = "Members::is_empty")]
    mutations: Members<OperationShape>,
    #[serde(skip_serializing_if = "Members::is_empty")]
    subscriptions: Members<OperationShape>,
    #[serde(skip_serializing_if = "Members::is_empty")]
    inputs: Members<InputShape>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ModelShape {
    name: SmolStr,
    fields: Members<FieldShape>,
    syncable: bool,
    plural_name: String,
    attributes: Vec<Attribute>,
    primary_key_info: PrimaryKey,
}

#[derive(Debug, Serialize)]
struct EnumerationShape {
    name: SmolStr,
    values: Vec<SmolStr>,
}

#[derive(Debug, Serialize)]
struct TypeShape {
    name: SmolStr,
    fields: Members<FieldShape>,
}

#[derive(Debug, Serialize)]
struct InputShape {
    name: SmolStr,
    attributes: Members<ArgumentShape>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct FieldShape {
    name: SmolStr,
    is_array: bool,
    r#type: TypeName,
    is_required: bool,
    /// Nothing is ever told here.
    attributes: [(); 0],
    #[serde(skip_serializing_if = "Option::is_none")]
    is_array_nullable: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_read_only: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    association: Option<Association>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ArgumentShape {
    name: SmolStr,
    is_array: bool,
    r#type: TypeName,
    is_required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_array_nullable: Option<bool>,
}

#[derive(Debug, Serialize)]
struct OperationShape {
    #[serde(flatten)]
    result: ArgumentShape,
    #[serde(skip_serializing_if = "Members::is_empty")]
    arguments: Members<ArgumentShape>,
}

/// A scalar by its name, all else by what it is.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
enum TypeName {
    Enum(SmolStr),
    NonModel(SmolStr),
    Model(SmolStr),
    Input(SmolStr),
    #[serde(untagged)]
    Scalar(SmolStr),
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Association {
    connection_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    associated_with: Option<Vec<SmolStr>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_names: Option<Vec<SmolStr>>,
}

#[derive(Debug, Serialize)]
struct PrimaryKey {
    #[serde(rename = "isCustomPrimaryKey")]
    is_written: bool,
    #[serde(rename = "primaryKeyFieldName")]
    partition: SmolStr,
    #[serde(rename = "sortKeyFieldNames")]
    sort: Vec<SmolStr>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "type", content = "properties", rename_all = "camelCase")]
enum Attribute {
    /// The operations that there are not: all of a kind, or single ones.
    Model(Members<Option<Members<()>>>),
    Key(KeyAttribute),
    Auth {
        rules: Vec<Rule>,
    },
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct KeyAttribute {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<SmolStr>,
    #[serde(skip_serializing_if = "Option::is_none")]
    query_field: Option<Query>,
    fields: Vec<SmolStr>,
}

/// The query of an index, `null` if it has none.
#[derive(Debug, Serialize)]
struct Query(Option<SmolStr>);

/// What clients know of the API; `None` without data. It is there also for what cannot be built.
pub fn introspection(backend: &Backend) -> Option<Introspection> {
    let data = backend.data.as_ref()?;
    let declared = Declared::of(data);
    let types = declared.definitions.iter().filter_map(|kind| match kind {
        TypeKind::Type(id) => Some(data.custom_type(*id)),
        _ => None,
    });
    let enumerations = declared.definitions.iter().filter_map(|kind| match kind {
        TypeKind::Enumeration(id) => Some(data.enumeration(*id)),
        _ => None,
    });
    let operations = |kind: Kind| {
        let of_kind = data.operations.iter().filter(move |operation| operation.kind == kind);
        of_kind.map(|it| (it.name.value.clone(), operation(data, it))).collect()
    };
    let related = relation_keys(data);
    Some(Introspection {
        version: 1,
        models: data
            .models
            .iter()
            .zip(related)
            .map(|(it, keys)| (it.name.value.clone(), model(data, it, keys)))
            .collect(),
        enums: enumerations.map(|it| (it.name.value.clone(), enumeration(it))).collect(),
        non_models: types.map(|it| (it.name.value.clone(), custom_type(data, it))).collect(),
        queries: operations(Kind::Query),
        mutations: operations(Kind::Mutation),
        subscriptions: operations(Kind::Subscription),
        inputs: declared.inputs.iter().map(|id| input(data, data.custom_type(*id))).collect(),
    })
}

impl Introspection {
    /// As a file: `model_introspection.json`.
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

/// The name of a type, by what it is.
fn type_name(data: &Data, kind: TypeKind) -> TypeName {
    let name = data.type_name(kind).into();
    match kind {
        TypeKind::Scalar(_) | TypeKind::Unknown => TypeName::Scalar(name),
        TypeKind::Enumeration(_) => TypeName::Enum(name),
        TypeKind::Type(_) => TypeName::NonModel(name),
        TypeKind::Model(_) => TypeName::Model(name),
    }
}

fn field(data: &Data, field: &data::Field, many: Many) -> FieldShape {
    let own = field.origin == Origin::Timestamp;
    FieldShape {
        name: field.name.value.clone(),
        is_array: many.list.is_some(),
        r#type: type_name(data, field.kind),
        // the client never gives a time, so that it need not know that there always is one
        is_required: many.required && !own,
        attributes: [],
        is_array_nullable: many.list.map(|required| !required),
        is_read_only: own.then_some(true),
        association: field.relation.as_ref().map(association),
    }
}

fn association(relation: &data::Relation) -> Association {
    let references: Vec<SmolStr> = relation.fields().cloned().collect();
    let (connection_type, associated_with, target_names) = match relation.kind.value {
        Related::HasMany => ("HAS_MANY", Some(references), None),
        Related::HasOne => ("HAS_ONE", Some(references), Some(Vec::new())),
        Related::BelongsTo => ("BELONGS_TO", None, Some(references)),
    };
    Association { connection_type, associated_with, target_names }
}

/// The fields that clients know of: `id` first, and none that only rules have.
fn known_fields(model: &Model) -> Vec<&data::Field> {
    let is_id = |field: &&data::Field| field.name.value == "id";
    let known = model.fields.iter().filter(|field| field.origin != Origin::Rule);
    let (mut id, others): (Vec<_>, Vec<_>) = known.partition(is_id);
    id.extend(others);
    id
}

fn model(data: &Data, model: &Model, related: Vec<KeyAttribute>) -> ModelShape {
    let fields = known_fields(model);
    let key = &model.key;
    let mut attributes = vec![Attribute::Model(disabled(model))];
    if has_own_key(model) {
        let fields = key.fields().cloned().collect();
        attributes.push(Attribute::Key(KeyAttribute { name: None, query_field: None, fields }));
    }
    let place = |name: &SmolStr| fields.iter().position(|field| field.name.value == *name);
    let mut indexes: Vec<&data::Index> = written_indexes(model).collect();
    indexes.sort_by_key(|index| place(&index.key.partition));
    attributes.extend(indexes.into_iter().map(|index| {
        Attribute::Key(KeyAttribute {
            name: Some(index.name.clone()),
            query_field: Some(Query(index.query.clone())),
            fields: index.key.fields().cloned().collect(),
        })
    }));
    attributes.extend(related.into_iter().map(Attribute::Key));
    let rules: Vec<Rule> =
        data.rules_of(model).into_iter().flat_map(|claims| &claims.rules).filter_map(Rule::of).collect();
    if !rules.is_empty() {
        attributes.push(Attribute::Auth { rules });
    }
    let shapes = fields.iter().map(|it| (it.name.value.clone(), field(data, it, super::type_of(data, model, it).many)));
    ModelShape {
        name: model.name.value.clone(),
        fields: shapes.collect(),
        syncable: true,
        plural_name: logical::plural(&model.name.value),
        attributes,
        primary_key_info: PrimaryKey {
            is_written: has_own_key(model) && (key.partition != "id" || !key.sort.is_empty()),
            partition: key.partition.clone(),
            sort: key.sort.clone(),
        },
    }
}

/// What `disableOperations` says: kinds first, then single operations of the other kinds.
fn disabled(model: &Model) -> Members<Option<Members<()>>> {
    let kind = |word: Disabled| match word {
        Disabled::Queries | Disabled::Get | Disabled::List => Disabled::Queries,
        Disabled::Mutations | Disabled::Create | Disabled::Update | Disabled::Delete => Disabled::Mutations,
        _ => Disabled::Subscriptions,
    };
    let words = model.disabled.iter().map(|word| word.value);
    let (kinds, single): (Vec<Disabled>, Vec<Disabled>) = words.partition(|word| kind(*word) == *word);
    let mut out: Members<Option<Members<()>>> = Members(Vec::new());
    for word in kinds.into_iter().chain(single) {
        let of = kind(word);
        let at = out.0.iter().position(|(name, _)| name == of.text()).unwrap_or_else(|| {
            let list = (of != word).then(|| Members(Vec::new()));
            out.0.push((of.text().into(), list));
            out.0.len() - 1
        });
        if let (_, Some(list)) = &mut out.0[at]
            && !list.0.iter().any(|(name, ())| name == word.text())
        {
            list.0.push((word.text().into(), ()));
        }
    }
    out
}

/// For each model: the keys by which others find its items and that no relation of its own answers. The first field
/// of the type of the other one is looked at.
fn relation_keys(data: &Data) -> Vec<Vec<KeyAttribute>> {
    let mut keys: Vec<Vec<KeyAttribute>> = data.models.iter().map(|_| Vec::new()).collect();
    for model in &data.models {
        for (field, relation) in model.relations().filter(|(_, it)| it.kind.value == Related::HasMany) {
            let TypeKind::Model(id) = field.kind else { continue };
            let back = data.model(id).fields.iter().find(|field| field.kind == TypeKind::Model(model.id));
            let answered = back
                .and_then(|field| field.relation.as_ref())
                .is_some_and(|relation| relation.kind.value == Related::BelongsTo);
            if !answered {
                keys[id.index()].push(KeyAttribute {
                    name: Some(logical::relation_index(&model.name.value, &field.name.value)),
                    query_field: None,
                    fields: relation.fields().cloned().collect(),
                });
            }
        }
    }
    keys
}

fn enumeration(enumeration: &data::Enumeration) -> EnumerationShape {
    let values = enumeration.values.iter().map(|value| value.value.clone());
    EnumerationShape { name: enumeration.name.value.clone(), values: words::distinct(values) }
}

fn custom_type(data: &Data, custom: &data::CustomType) -> TypeShape {
    let fields = custom.fields.iter().map(|it| (it.name.value.clone(), field(data, it, it.many)));
    TypeShape { name: custom.name.value.clone(), fields: fields.collect() }
}

/// An argument: custom types are inputs there.
fn argument(data: &Data, field: &data::Field) -> (SmolStr, ArgumentShape) {
    let r#type = match type_name(data, field.kind) {
        TypeName::NonModel(name) => TypeName::Input(names::type_input(&name).into()),
        other => other,
    };
    (field.name.value.clone(), shape(field.name.value.clone(), r#type, field.many))
}

fn shape(name: SmolStr, r#type: TypeName, many: Many) -> ArgumentShape {
    ArgumentShape {
        name,
        is_array: many.list.is_some(),
        r#type,
        is_required: many.required,
        is_array_nullable: many.list.map(|required| !required),
    }
}

fn input(data: &Data, custom: &data::CustomType) -> (SmolStr, InputShape) {
    let name = SmolStr::new(names::type_input(&custom.name.value));
    let attributes = custom.fields.iter().map(|field| argument(data, field)).collect();
    (name.clone(), InputShape { name, attributes })
}

fn operation(data: &Data, operation: &Operation) -> OperationShape {
    let returns = operation.returns.as_ref().or_else(|| source_of(data, operation)?.returns.as_ref());
    let source = operation.sources.as_ref().and_then(|sources| sources.first());
    let (kind, many) = match (returns, source.and_then(|source| source.of)) {
        (Some(returns), _) => (returns.kind, returns.many),
        (None, Some(Named::Model(id))) => (TypeKind::Model(id), Many::default()),
        _ => (TypeKind::Unknown, Many::default()),
    };
    OperationShape {
        result: shape(operation.name.value.clone(), type_name(data, kind), many),
        arguments: operation.arguments.iter().map(|field| argument(data, field)).collect(),
    }
}
