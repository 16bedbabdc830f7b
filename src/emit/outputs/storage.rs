//! `storage` in `amplify_outputs.json`: the buckets, and for file browsers who may do what where.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Place;
use crate::access::{FileAction, Path};
use crate::emit::cloudformation::{OWN_ID, outputs};
use crate::model::{Backend, Storage};
use crate::names;
use crate::vocabulary::{StorageRule, StorageSubject};

#[derive(Debug, Serialize)]
pub(super) struct StorageOutputs {
    aws_region: Place,
    bucket_name: Place,
    buckets: Vec<Bucket>,
}

#[derive(Debug, Serialize)]
#[expect(clippy::struct_field_names, reason = "the form is given")]
struct Bucket {
    aws_region: Place,
    bucket_name: Place,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    paths: Option<BTreeMap<String, Rules>>,
}

/// Who, in the words of the form, and what.
type Rules = BTreeMap<String, Vec<&'static str>>;

/// What clients need to know of the buckets; `None` without any.
pub(super) fn storage(backend: &Backend) -> Option<StorageOutputs> {
    let region = || Place::Output { name: outputs::REGION.to_owned() };
    let name = |storage: &Storage| Place::Output { name: names::bucket_output(&storage.name) };
    let default = backend.default_storage()?;
    let buckets = backend.storages.iter().map(|storage| Bucket {
        aws_region: region(),
        bucket_name: name(storage),
        name: storage.name.to_string(),
        paths: paths(backend, storage),
    });
    Some(StorageOutputs { aws_region: region(), bucket_name: name(default), buckets: buckets.collect() })
}

fn paths(backend: &Backend, storage: &Storage) -> Option<BTreeMap<String, Rules>> {
    let mut found: BTreeMap<String, Rules> = BTreeMap::new();
    for written in &storage.record.access.as_ref()?.paths {
        let Some(path) = Path::parse(&written.path) else { continue };
        for rule in &written.rules {
            let own = rule.who.value == StorageSubject::Entity;
            let place = if own { format!("{}{OWN_ID}/*", path.prefix) } else { format!("{}*", path.prefix) };
            let rules = found.entry(place).or_default();
            for who in subjects(backend, rule) {
                let may = rules.entry(who).or_default();
                may.extend(actions(rule).into_iter().filter(|action| !may.contains(action)).collect::<Vec<_>>());
            }
        }
    }
    Some(found)
}

/// Functions are no users, and are left out. Owners need not be told by their groups.
fn subjects(backend: &Backend, rule: &StorageRule) -> Vec<String> {
    let of_group = |name: &str| format!("groups{name}");
    match &rule.who.value {
        StorageSubject::Guest => vec!["guest".to_owned()],
        StorageSubject::Authenticated => {
            let inheriting = backend.inheriting().map(|group| of_group(&group.name));
            std::iter::once("authenticated".to_owned()).chain(inheriting).collect()
        }
        StorageSubject::Entity => vec!["entityidentity".to_owned()],
        StorageSubject::Groups(names) => names.iter().map(|name| of_group(name)).collect(),
        StorageSubject::Resource(_) => Vec::new(),
    }
}

/// Each once, in the order of the text.
fn actions(rule: &StorageRule) -> Vec<&'static str> {
    let mut actions = Vec::new();
    for action in rule.actions.iter().flat_map(|action| FileAction::of(action.value)) {
        if !actions.contains(&action.text()) {
            actions.push(action.text());
        }
    }
    actions
}
