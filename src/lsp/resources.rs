//! Resources in words: what a function is, and what it may do.

use std::fmt::Write;

use super::projects::Place;
use super::{access, markdown};
use crate::access::Principal;
use crate::evaluate::DeclarationId;
use crate::model::Function;
use crate::vocabulary::{RestPath, Words};

/// A declared resource under the name that it has here.
pub(super) fn describe(place: &Place<'_>, name: &str, id: DeclarationId) -> String {
    let declaration = place.analysis.program.declaration(id);
    let heading = format!("const {name} = {}(...)", declaration.builder);
    let mut paragraphs = Vec::new();
    if let Some(function) = place.analysis.backend.function_of(id) {
        paragraphs = vec![facts(function), calls(place, function), grants(place, function), files(place, function)];
    } else if let Some(builder) = crate::vocabulary::builder(&declaration.builder) {
        paragraphs.push(builder.doc.to_owned());
    }
    let path = &place.analysis.sources.get(declaration.span.file).path;
    if path != place.path {
        paragraphs.push(format!("Declared in `{path}`."));
    }
    markdown::page(&heading, &paragraphs)
}

fn facts(function: &Function) -> String {
    let record = &function.record;
    let mut text = format!("Function `{}`", function.name.value);
    if function.custom {
        text.push_str(", made in code that ampc cannot see");
        return text;
    }
    let _ = write!(text, "\n- handler `{}`", function.entry.value);
    if let Some(runtime) = &record.runtime {
        let _ = write!(text, "\n- runtime `{}`", runtime.value.identifier());
    }
    if let Some(memory) = &record.memory_mb {
        let _ = write!(text, "\n- memory {} MB", memory.value.0);
    }
    if let Some(timeout) = &record.timeout_seconds {
        let _ = write!(text, "\n- timeout {} s", timeout.value.0);
    }
    text
}

/// What calls it.
fn calls(place: &Place<'_>, function: &Function) -> String {
    let triggers = place.analysis.backend.triggers().filter(|(_, _, it)| it.id == function.id);
    let names: Vec<String> = triggers.map(|(trigger, ..)| format!("`{}`", trigger.text())).collect();
    let mut callers = Vec::new();
    if !names.is_empty() {
        callers.push(format!("Called by the user pool: {}.", names.join(", ")));
    }
    let backend = &place.analysis.backend;
    for storage in &backend.storages {
        let triggers = backend.storage_triggers(storage).filter(|(_, it)| it.id == function.id);
        let names: Vec<String> = triggers.map(|(trigger, _)| format!("`{}`", trigger.text())).collect();
        if !names.is_empty() {
            callers.push(format!("Called by the storage `{}`: {}.", storage.name.value, names.join(", ")));
        }
    }
    for api in &backend.rest_apis {
        let entries = api.record.paths.iter().flat_map(|paths| &paths.entries);
        let is_called = |path: &RestPath| path.function.as_ref().is_some_and(|it| it.value.0 == function.declaration);
        let paths = entries.filter(|(_, path)| is_called(path)).map(|(key, _)| format!("`{}`", key.value));
        let paths: Vec<String> = paths.collect();
        if !paths.is_empty() {
            callers.push(format!("Called by the REST API `{}`: {}.", api.name.value, paths.join(", ")));
        }
    }
    callers.join("\n\n")
}

/// What it may do with files.
fn files(place: &Place<'_>, function: &Function) -> String {
    access::of_principal(place.analysis, &Principal::Function(function.id))
}

/// What it may do with users and groups.
fn grants(place: &Place<'_>, function: &Function) -> String {
    let access = &place.analysis.access;
    let mut words: Vec<&str> = Vec::new();
    for grant in access.of_function(function.id) {
        for action in &grant.actions.value {
            let word = action.value.text();
            if !words.contains(&word) {
                words.push(word);
            }
        }
    }
    if words.is_empty() {
        return String::new();
    }
    let by_function = access.auth_by_function();
    let iam = by_function.get(&function.id).into_iter().flatten().map(|action| format!("\n- `{action}`"));
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    format!("May do with users and groups: {}, that is{}", words.join(", "), iam.collect::<String>())
}
