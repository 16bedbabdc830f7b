//! Resources that would move from one template to another.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value as Json;

use super::Artifacts;
use crate::diagnostic::{Code, Diagnostic};
use crate::names::{ROOT_TEMPLATE, STACKS_FOLDER};

/// The finding that the layout is another one than in the last build, so that resources would move to another stack.
/// `before` are the paths of the files that it wrote, `read` gives their contents, and `allow` is how the user says that
/// the resources may move.
pub fn changed(
    artifacts: &Artifacts,
    before: &BTreeSet<String>,
    read: impl Fn(&str) -> Option<String>,
    allow: &str,
) -> Option<Diagnostic> {
    let moved = moved(&artifacts.files, before, read);
    let (first, place) = (moved.first()?, artifacts.layout?);
    let others = match moved.len() - 1 {
        0 => String::new(),
        1 => " and another resource".to_owned(),
        others => format!(" and {others} other resources"),
    };
    let message = format!("`{first}`{others} would move to another stack: the last build had another layout");
    let help = format!(
        "go back to the layout that it had; or, if nothing of it is deployed or the data may stay behind, {allow}"
    );
    Some(Diagnostic::new(Code::LayoutChanged, place, message).help(help))
}

/// The IDs of resources that are in another template than before. Nothing is read unless there are nested stacks now and
/// were none before, or the other way round: otherwise, names alone decide where a resource lives.
fn moved(
    files: &BTreeMap<String, String>,
    before: &BTreeSet<String>,
    read: impl Fn(&str) -> Option<String>,
) -> Vec<String> {
    let nested = |name: &String| name.starts_with(STACKS_FOLDER);
    if before.iter().any(nested) == files.keys().any(nested) {
        return Vec::new();
    }
    let old = places(before, read);
    let new = places(files.keys(), |name| files.get(name));
    let moved = old.into_iter().filter(|(id, place)| new.get(id).is_some_and(|now| now != place));
    moved.map(|(id, _)| id).collect()
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Template {
    resources: BTreeMap<String, Json>,
}

/// The file of each resource.
fn places<'a, T: AsRef<str>>(
    files: impl IntoIterator<Item = &'a String>,
    read: impl Fn(&str) -> Option<T>,
) -> BTreeMap<String, &'a str> {
    let mut places = BTreeMap::new();
    for name in files.into_iter().filter(|name| *name == ROOT_TEMPLATE || name.starts_with(STACKS_FOLDER)) {
        let template = read(name).and_then(|text| serde_json::from_str::<Template>(text.as_ref()).ok());
        let ids = template.into_iter().flat_map(|template| template.resources.into_keys());
        places.extend(ids.map(|id| (id, name.as_str())));
    }
    places
}
