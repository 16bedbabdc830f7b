//! What roles may ask the API: those of the identity pool exactly the operations that rules grant them, and functions
//! the kinds of operations.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Plan;
use super::super::aws::Statement;
use super::super::grants::{self, Grants};
use crate::access::Principal;
use crate::access::data::{Caller, Condition, DataAction};
use crate::emit::resolvers::Resolver;
use crate::model::Data;
use crate::model::data::{Field, Model, ModelOperation, TypeId, TypeKind};
use crate::names::{self, LogicalId};
use crate::resources::{Graph, Text};
use crate::vocabulary::data::Kind;

/// Adds to every role what it may ask.
pub(super) fn add_all(graph: &mut Graph, plan: &Plan<'_>, data: &Data, resolvers: &[Resolver], grants: &mut Grants) {
    let asked = Operations::of(resolvers);
    let guest = asked.granted(plan, data, &Caller::Guest);
    let signed_in = asked.granted(plan, data, &Caller::Identity);
    let mut roles = vec![
        (Principal::Guest, names::guest_data_policy(), &guest),
        (Principal::Authenticated, names::authenticated_data_policy(), &signed_in),
    ];
    // users in groups have the roles of their groups instead
    for group in plan.backend.group_names() {
        roles.push((Principal::Group(group.value.clone()), names::group_data_policy(&group.value), &signed_in));
    }
    for (who, id, granted) in roles {
        if let (false, Some(role)) = (granted.is_empty(), grants::role(plan, &who)) {
            grants.add(graph, &id, &role, vec![statement(granted.iter().cloned())]);
        }
    }
    for right in &plan.access.data.functions {
        let kinds = [Kind::Query, Kind::Mutation, Kind::Subscription].into_iter().filter(|kind| right.may(*kind));
        let kinds = kinds.map(|kind| format!("{}/*", kind.type_name()));
        let kinds: Vec<String> = kinds.collect();
        let who = Principal::Function(right.function);
        if let (false, Some(role)) = (kinds.is_empty(), grants::role(plan, &who)) {
            let id: LogicalId = names::function_data_policy(&plan.backend.function(right.function).name);
            grants.add(graph, &id, &role, vec![statement(kinds)]);
        }
    }
}

/// Allows operations and the fields of types: `Query/fields/getPost`, `Post/*`.
/// <https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#aws-iam-authorization>
fn statement(below_types: impl IntoIterator<Item = String>) -> Statement {
    let arn = |path: String| Text::concat([Text::arn(names::data_api()), format!("/types/{path}").into()]);
    Statement::allow(["appsync:GraphQL"], below_types.into_iter().map(arn))
}

/// The operations that there are: type and field.
struct Operations<'a>(BTreeSet<(&'a str, &'a str)>);

impl<'a> Operations<'a> {
    fn of(resolvers: &'a [Resolver]) -> Self {
        let root = |it: &&Resolver| {
            [Kind::Query, Kind::Mutation, Kind::Subscription].map(Kind::type_name).contains(&it.type_name.as_str())
        };
        Self(resolvers.iter().filter(root).map(|it| (it.type_name.as_str(), it.field.as_str())).collect())
    }

    /// What a caller with credentials of the identity pool may ask, below `types/`.
    fn granted(&self, plan: &Plan<'_>, data: &Data, who: &Caller) -> BTreeSet<String> {
        let mut fields: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
        let mut types = BTreeSet::new();
        for model in &data.models {
            let access = plan.access.data.model(model.id);
            let may = |action: DataAction| {
                let mut roles = access.roles_for(action).map(|(role, _)| role);
                roles.any(|role| role.who == *who && role.when == Condition::Always)
            };
            let mut any = false;
            for operation in ModelOperation::ALL.into_iter().filter(|operation| may(action(*operation))) {
                let root = operation.kind().type_name();
                let mut names = vec![operation.name(&model.name.value)];
                if operation == ModelOperation::List {
                    names.extend(model.indexes.iter().filter_map(|index| Some(index.query.as_ref()?.to_string())));
                }
                names.retain(|name| self.0.contains(&(root, name.as_str())));
                any |= !names.is_empty();
                fields.entry(root).or_default().extend(names);
            }
            // they may be reached from other models
            any |= DataAction::READ.into_iter().any(may);
            if any {
                model_types(data, model, &mut types);
            }
        }
        for operation in &data.operations {
            let root = operation.kind.type_name();
            let name = operation.name.value.as_str();
            let may = plan.access.data.operation(operation.id).iter().any(|role| role.who == *who);
            if may && self.0.contains(&(root, name)) {
                fields.entry(root).or_default().insert(name.to_owned());
                match operation.returns.as_ref().map(|returns| returns.kind) {
                    Some(TypeKind::Type(id)) => custom_type(data, id, &mut types),
                    Some(TypeKind::Model(id)) => model_types(data, data.model(id), &mut types),
                    _ => {}
                }
            }
        }
        for (root, fields) in fields {
            let all = self.0.iter().filter(|(it, _)| *it == root).count() == fields.len();
            if all && !fields.is_empty() {
                types.insert(format!("{root}/*"));
            } else {
                types.extend(fields.iter().map(|field| format!("{root}/fields/{field}")));
            }
        }
        types
    }
}

/// What an operation of a model is called in rules.
fn action(operation: ModelOperation) -> DataAction {
    match operation {
        ModelOperation::Get => DataAction::Get,
        ModelOperation::List => DataAction::List,
        ModelOperation::Create => DataAction::Create,
        ModelOperation::Update => DataAction::Update,
        ModelOperation::Delete => DataAction::Delete,
        ModelOperation::OnCreate | ModelOperation::OnUpdate | ModelOperation::OnDelete => DataAction::Listen,
    }
}

/// The types in which items of a model come. Which of their fields a caller gets, resolvers decide.
fn model_types(data: &Data, model: &Model, types: &mut BTreeSet<String>) {
    let name = model.name.value.as_str();
    types.insert(format!("{name}/*"));
    // what relations bring has the name as it is written
    for name in [name.to_owned(), names::capitalized(name)] {
        types.insert(format!("{}/*", names::graphql::connection(&name)));
    }
    nested(data, &model.fields, types);
}

fn nested(data: &Data, fields: &[Field], types: &mut BTreeSet<String>) {
    for field in fields {
        if let TypeKind::Type(id) = field.kind {
            custom_type(data, id, types);
        }
    }
}

fn custom_type(data: &Data, id: TypeId, types: &mut BTreeSet<String>) {
    let custom = data.custom_type(id);
    if types.insert(format!("{}/*", custom.name.value)) {
        nested(data, &custom.fields, types);
    }
}
