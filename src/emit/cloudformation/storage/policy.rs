//! What each role may do with files, in as few words as IAM needs.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::super::Plan;
use super::super::aws::{Document, ManagedPolicy, Policy, Statement};
use crate::access::{FileAction, Path, Principal};
use crate::model::Storage;
use crate::names::{self, LogicalId};
use crate::resources::{Graph, MANAGED_POLICY_BYTES, ROLE_POLICY_BYTES, Text};

/// The user's id in the identity pool, filled in by IAM.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html>
pub(in crate::emit) const OWN_ID: &str = "${cognito-identity.amazonaws.com:sub}";

/// Adds to every role what it may do with files: inside of the role if there is room, else in policies beside it.
pub(super) fn add_all(graph: &mut Graph, plan: &Plan<'_>) {
    let mut inline = graph.inline_policies();
    for who in plan.access.storage_principals() {
        let Some((id, role)) = place(plan, who) else { continue };
        let statements = statements(plan, who);
        let key = match &role {
            Text::Ref(role) => role.to_string(),
            Text::Literal(role) => role.clone(),
            _ => continue,
        };
        // several groups may share a role that exists already
        let taken = inline.entry(key).or_default();
        let more = length(graph, &statements);
        if taken.most + more <= ROLE_POLICY_BYTES {
            taken.most += more;
            graph.add(id.clone(), &Policy::beside(&id, role, statements));
            continue;
        }
        for (index, part) in parts(graph, &statements).into_iter().enumerate() {
            let policy = ManagedPolicy { policy_document: Document::new(part), roles: vec![role.clone()] };
            graph.add(names::policy_part(&id, index + 1), &policy);
        }
    }
}

/// The ID of a principal's policy, and the name of its role.
fn place(plan: &Plan<'_>, who: &Principal) -> Option<(LogicalId, Text)> {
    let existing = plan.backend.referenced_auth.as_ref().map(|auth| &auth.record);
    let role = |made: LogicalId, arn: Option<&str>| match (existing, arn) {
        (None, _) => Some(Text::Ref(made)),
        // the name of a role is the last part of its ARN
        (Some(_), arn) => Some(arn?.rsplit('/').next()?.into()),
    };
    Some(match who {
        Principal::Guest => {
            let arn = existing.and_then(|auth| auth.unauth_role_arn.as_ref());
            (names::guest_storage_policy(), role(names::guest_role(), arn.map(|arn| arn.as_str()))?)
        }
        Principal::Authenticated => {
            let arn = existing.and_then(|auth| auth.auth_role_arn.as_ref());
            (names::authenticated_storage_policy(), role(names::authenticated_role(), arn.map(|arn| arn.as_str()))?)
        }
        Principal::Group(name) => {
            let arn = plan.backend.existing_role(name);
            (names::group_storage_policy(name), role(names::group_role(name), arn.map(|arn| arn.as_str()))?)
        }
        Principal::Function(id) => {
            let function = plan.backend.function(*id);
            if function.custom {
                return None;
            }
            (names::function_storage_policy(&function.name), Text::Ref(names::function_role(&function.name)))
        }
    })
}

/// Files that a statement speaks of: those below a prefix, or below the folder there that has the user's own id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Files {
    prefix: String,
    own: bool,
}

impl Files {
    /// `media/*`
    fn pattern(&self) -> String {
        let own = if self.own { format!("{OWN_ID}/") } else { String::new() };
        format!("{}{own}*", self.prefix)
    }
}

/// What a principal may do in one bucket: the files that an action may reach, and those among them that another path
/// takes away.
fn reach(plan: &Plan<'_>, who: &Principal, storage: &Storage, action: FileAction) -> (Vec<Files>, Vec<Files>) {
    let grants = plan.access.storage_grants(who, storage.id).filter(|grant| grant.action == action);
    let allowed: BTreeSet<Files> =
        grants.map(|grant| Files { prefix: grant.path.prefix.to_string(), own: grant.own }).collect();
    if allowed.is_empty() {
        return (Vec::new(), Vec::new());
    }
    // what is granted on the whole bucket is not taken away by paths within
    let bucket = Files { prefix: String::new(), own: false };
    if allowed.contains(&bucket) {
        return (vec![bucket], Vec::new());
    }
    let granted = |path: &Path| allowed.contains(&Files { prefix: path.prefix.to_string(), own: false });
    let paths = &plan.access.paths[&storage.id];
    let overriding = paths.list().iter().map(|path| &path.path).filter(|path| !path.is_bucket() && !granted(path));
    let denied = overriding.filter(|path| paths.around(path).any(|around| granted(&around.path)));
    let denied = denied.map(|path| Files { prefix: path.prefix.to_string(), own: false }).collect();
    (widest(&allowed), widest(&denied))
}

/// Those that no other one holds.
fn widest(files: &BTreeSet<Files>) -> Vec<Files> {
    let held = |inner: &&Files| {
        let prefix = inner.prefix.as_str();
        let mut around = prefix.match_indices('/').map(|(at, _)| prefix[..=at].to_owned());
        let wider = |prefix: String| files.contains(&Files { prefix, own: false });
        around.any(|folder| (folder != prefix || inner.own) && wider(folder))
    };
    files.iter().filter(|inner| !held(inner)).cloned().collect()
}

/// The statements of one principal: one for all actions that reach the same files.
fn statements(plan: &Plan<'_>, who: &Principal) -> Vec<Statement> {
    let mut objects: BTreeMap<(bool, BTreeSet<&'static str>), Vec<Text>> = BTreeMap::new();
    let mut lists = Vec::new();
    for storage in plan.storages_of(who) {
        let bucket = || Text::arn(names::bucket(&storage.name));
        // files, and whether they are denied, with the actions
        let mut files: BTreeMap<(bool, Files), BTreeSet<&'static str>> = BTreeMap::new();
        for action in FileAction::ALL {
            let (allowed, denied) = reach(plan, who, storage, action);
            if action == FileAction::List {
                let iam = [action.iam()];
                lists.extend(listing(Statement::allow(iam, [bucket()]), &allowed));
                lists.extend(listing(Statement::deny(iam, [bucket()]), &denied));
                continue;
            }
            for (effect, found) in [(false, allowed), (true, denied)] {
                for found in found {
                    files.entry((effect, found)).or_default().insert(action.iam());
                }
            }
        }
        for ((deny, files), actions) in files {
            let pattern = Text::concat([bucket(), format!("/{}", files.pattern()).into()]);
            objects.entry((deny, actions)).or_default().push(pattern);
        }
    }
    let objects = objects.into_iter().map(|((deny, actions), resources)| {
        if deny { Statement::deny(actions, resources) } else { Statement::allow(actions, resources) }
    });
    objects.chain(lists).collect()
}

/// A statement on a bucket, for the listing of these names alone; `None` if there are none.
fn listing(statement: Statement, files: &[Files]) -> Option<Statement> {
    let patterns: Vec<String> = files.iter().map(Files::pattern).collect();
    match &patterns[..] {
        [] => None,
        [all] if all == "*" => Some(statement),
        _ => {
            let both = |pattern: &String| [pattern.clone(), pattern.trim_end_matches('*').to_owned()];
            let prefixes: Vec<String> = patterns.iter().flat_map(both).collect();
            Some(statement.when(json!({ "StringLike": { "s3:prefix": prefixes } })))
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
