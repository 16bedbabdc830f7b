//! What each role may do with files, in as few words as IAM needs.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::super::Plan;
use super::super::aws::Statement;
use super::super::grants::{self, Grants};
use crate::access::{FileAction, Path, Principal};
use crate::model::Storage;
use crate::names::{self, LogicalId};
use crate::resources::{Graph, Text};

/// The user's id in the identity pool, filled in by IAM.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html>
pub(in crate::emit) const OWN_ID: &str = "${cognito-identity.amazonaws.com:sub}";

/// Adds to every role what it may do with files.
pub(super) fn add_all(graph: &mut Graph, plan: &Plan<'_>, grants: &mut Grants) {
    for who in plan.access.storage_principals() {
        if let Some(role) = grants::role(plan, who) {
            grants.add(graph, &id(plan, who), &role, statements(plan, who));
        }
    }
}

/// The ID of a principal's policy.
fn id(plan: &Plan<'_>, who: &Principal) -> LogicalId {
    match who {
        Principal::Guest => names::guest_storage_policy(),
        Principal::Authenticated => names::authenticated_storage_policy(),
        Principal::Group(name) => names::group_storage_policy(name),
        Principal::Function(id) => names::function_storage_policy(&plan.backend.function(*id).name),
    }
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
