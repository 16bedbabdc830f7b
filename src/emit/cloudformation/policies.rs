//! The IAM statements that are written for roles: of groups, of functions, and of all who are signed in or not.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::Plan;
use super::aws::Statement;
use super::grants::{self, Grants};
use super::references::text;
use crate::access::Principal;
use crate::names::{self, LogicalId};
use crate::resources::Graph;
use crate::vocabulary::{Effect, PolicyStatement};

/// Adds to every role what is written for it.
pub(super) fn add_all(graph: &mut Graph, plan: &Plan<'_>, grants: &mut Grants) {
    let mut by_role: BTreeMap<&Principal, Vec<Statement>> = BTreeMap::new();
    for policy in &plan.access.policies {
        by_role.entry(&policy.who).or_default().push(statement(plan, &policy.statement));
    }
    for (who, statements) in by_role {
        if let Some(role) = grants::role(plan, who) {
            grants.add(graph, &id(plan, who), &role, statements);
        }
    }
}

fn id(plan: &Plan<'_>, who: &Principal) -> LogicalId {
    match who {
        Principal::Guest => names::guest_policy(),
        Principal::Authenticated => names::authenticated_policy(),
        Principal::Group(name) => names::group_policy(name),
        Principal::Function(id) => names::function_own_policy(&plan.backend.function(*id).name),
    }
}

fn statement(plan: &Plan<'_>, written: &PolicyStatement) -> Statement {
    let actions = written.actions().map(|action| action.to_string());
    let resources = written.resources().map(|it| text(plan, it));
    let statement = match written.effect.as_ref().map(|effect| effect.value) {
        Some(Effect::Allow) => Statement::allow(actions, resources),
        Some(Effect::Deny) | None => Statement::deny(actions, resources),
    };
    let mut condition = Map::new();
    for (operator, keys) in written.condition.iter().flat_map(|condition| &condition.entries) {
        let compared = keys.entries.iter().map(|(key, values)| {
            let mut values: Vec<Json> = values.0.iter().map(|value| json!(text(plan, &value.0))).collect();
            let one = (values.len() == 1).then(|| values.remove(0));
            (key.to_string(), one.unwrap_or(Json::Array(values)))
        });
        condition.insert(operator.to_string(), Json::Object(compared.collect()));
    }
    Statement {
        sid: written.sid.as_ref().map(|sid| sid.to_string()),
        condition: (!condition.is_empty()).then_some(Json::Object(condition)),
        ..statement
    }
}
