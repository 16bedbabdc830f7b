//! What roles may do: in policies beside them, as few as there is room for.

use super::Plan;
use super::aws::{Document, ManagedPolicy, Policy, Statement};
use crate::access::Principal;
use crate::names::{self, LogicalId};
use crate::resources::{Graph, MANAGED_POLICY_BYTES, ROLE_POLICY_BYTES, Text};

/// The name of a principal's role; `None` for one whose role is not known here.
pub(super) fn role(plan: &Plan<'_>, who: &Principal) -> Option<Text> {
    let existing = plan.backend.referenced_auth.as_ref().map(|auth| &auth.record);
    let role = |made: LogicalId, arn: Option<&str>| match (existing, arn) {
        (None, _) => Some(Text::Ref(made)),
        // the name of a role is the last part of its ARN
        (Some(_), arn) => Some(arn?.rsplit('/').next()?.into()),
    };
    match who {
        Principal::Guest => {
            let arn = existing.and_then(|auth| auth.unauth_role_arn.as_ref());
            role(names::guest_role(), arn.map(|arn| arn.as_str()))
        }
        Principal::Authenticated => {
            let arn = existing.and_then(|auth| auth.auth_role_arn.as_ref());
            role(names::authenticated_role(), arn.map(|arn| arn.as_str()))
        }
        Principal::Group(name) => {
            role(names::group_role(name), plan.backend.existing_role(name).map(|arn| arn.as_str()))
        }
        Principal::Function(id) => {
            let function = plan.backend.function(*id);
            (!function.custom).then(|| Text::Ref(names::function_role(&function.name)))
        }
    }
}

/// Adds policies to roles.
pub(super) struct Grants {
    /// What the policies inside each role take, by the role's ID or name.
    inline: std::collections::BTreeMap<String, crate::resources::Length>,
}

impl Grants {
    /// With the policies that roles have already.
    pub(super) fn new(graph: &Graph) -> Self {
        Self { inline: graph.inline_policies() }
    }

    /// Adds statements to a role: inside of it if there is room, else in policies beside it.
    pub(super) fn add(&mut self, graph: &mut Graph, id: &LogicalId, role: &Text, statements: Vec<Statement>) {
        let key = match role {
            Text::Ref(role) => role.to_string(),
            Text::Literal(role) => role.clone(),
            _ => return,
        };
        // several groups may share a role that exists already
        let taken = self.inline.entry(key).or_default();
        let more = length(graph, &statements);
        if taken.most + more <= ROLE_POLICY_BYTES {
            taken.most += more;
            graph.add(id.clone(), &Policy::beside(id, role.clone(), statements));
            return;
        }
        for (index, part) in parts(graph, &statements).into_iter().enumerate() {
            let policy = ManagedPolicy { policy_document: Document::new(part), roles: vec![role.clone()] };
            graph.add(names::policy_part(id, index + 1), &policy);
        }
    }
}

/// The characters that a policy of these statements takes at most.
fn length(graph: &Graph, statements: &[Statement]) -> usize {
    let json = serde_json::to_value(statements).unwrap_or_default();
    graph.length(&json).most + r#"{"Version":"2012-10-17","Statement":}"#.len()
}

/// The statements in parts that each fill a policy of its own. A statement may go on in the next part.
fn parts(graph: &Graph, statements: &[Statement]) -> Vec<Vec<Statement>> {
    let one = |statement: &Statement, index| length(graph, &[statement.some(index..index + 1)]);
    let empty = length(graph, &[]);
    let mut parts: Vec<Vec<Statement>> = vec![Vec::new()];
    let mut used = empty;
    for statement in statements {
        let frame = length(graph, &[statement.some(0..0)]) - empty + 1;
        let mut from = 0;
        used += frame;
        for index in 0..statement.count() {
            let cost = one(statement, index) - empty + 1 - frame + 1;
            if used + cost > MANAGED_POLICY_BYTES && used > empty + frame {
                add(&mut parts, statement, from..index);
                parts.push(Vec::new());
                (from, used) = (index, empty + frame);
            }
            used += cost;
        }
        add(&mut parts, statement, from..statement.count());
    }
    parts.retain(|part| !part.is_empty());
    parts
}

fn add(parts: &mut [Vec<Statement>], statement: &Statement, range: std::ops::Range<usize>) {
    if let (Some(part), false) = (parts.last_mut(), range.is_empty()) {
        part.push(statement.some(range));
    }
}
