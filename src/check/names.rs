//! Names: their form, and whether they can be told apart.

use std::collections::HashMap;

use smol_str::SmolStr;

use super::Inspection;
use super::text::is_resource_name;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Backend, Function, Storage};
use crate::names::{
    capitalized, clashes, folder_clashes, group_clashes as case_clashes, model_clashes as all_model_clashes,
    variable_clashes,
};
use crate::source::Span;
use crate::vocabulary::At;

/// The longest name of a function that Lambda takes.
/// <https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html>
const LONGEST_FUNCTION: usize = 64;

/// The longest name of an API that API Gateway takes.
/// <https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html>
const LONGEST_API: usize = 128;

/// A function's name has a form that Amplify takes.
pub(super) fn functions(cx: &mut Inspection<'_>) {
    for function in named(cx.backend) {
        let name = &function.name;
        if matches!(name.as_str(), "." | ".." | "/") {
            let message = "this function has no name: it would be that of its folder, which is not known";
            let help = "add `name: \"...\"`";
            cx.found.push(name.finding(Code::ResourceName, message).help(help));
            continue;
        }
        let advice = if function.record.name.is_some() { "" } else { "; `name: \"...\"` gives it one of its own" };
        if !is_resource_name(name) {
            let message = format!("`{}` cannot be the name of a function", name.value);
            let help = format!("begin with a letter; go on with letters, digits, `-`, `_` and blanks{advice}");
            cx.found.push(name.finding(Code::ResourceName, message).help(help));
        } else if name.len() > LONGEST_FUNCTION {
            let message = format!("this name has {} characters, more than {LONGEST_FUNCTION}", name.len());
            cx.found.push(name.finding(Code::ResourceName, message).help("choose a shorter one"));
        }
    }
}

/// The functions whose names are known for sure: `name`, or what stands for it, was not reported.
fn named(backend: &Backend) -> impl Iterator<Item = &Function> {
    let functions = backend.functions.iter().filter(|function| !function.custom);
    functions.filter(|function| function.record.name.is_some() || !function.record.notes.doubts("name"))
}

/// A function's name stands once.
pub(super) fn functions_twice(cx: &mut Inspection<'_>) {
    let mut seen = HashMap::new();
    for function in named(cx.backend).filter(|function| !matches!(function.name.as_str(), "." | ".." | "/")) {
        let name = &function.name;
        if let Some(first) = seen.insert(name.as_str(), name.place()) {
            let message = format!("two functions are called `{}`", name.value);
            let help = if function.record.name.is_some() {
                "choose another name".to_owned()
            } else {
                "without `name`, a function is called like its folder, or like the file of `entry`: add `name`"
                    .to_owned()
            };
            cx.found.push(name.finding(Code::DuplicateName, message).label(first, "the other one").help(help));
        }
    }
}

/// Names that differ only in ways that a template does not keep, or not every disk.
pub(super) fn function_clashes(cx: &mut Inspection<'_>) {
    let names: Vec<_> = named(cx.backend).map(|function| &function.name).collect();
    let texts = || names.iter().map(|name| name.as_str());
    let same = clashes(texts());
    for (first, second) in same.iter().copied() {
        let (first, second) = (names[first], names[second]);
        cx.found.push(in_a_template("functions", first, first.place(), second));
    }
    for (first, second) in folder_clashes(texts()).into_iter().filter(|pair| !same.contains(pair)) {
        let (first, second) = (names[first], names[second]);
        let message = format!(
            "the functions `{}` and `{}` would share a folder where case does not count, as on macOS and Windows",
            first.value, second.value
        );
        let help = "let their names differ in more than case";
        cx.found.push(second.finding(Code::ClashingNames, message).label(first.place(), "the other one").help(help));
    }
}

/// Two names of some kind clash in a template; the first stands at `place`.
fn in_a_template(kind: &str, first: &str, place: Span, second: &At<SmolStr>) -> Diagnostic {
    let message = format!("the {kind} `{first}` and `{}` would be the same in a template", second.value);
    let finding = second.finding(Code::ClashingNames, message).label(place, "the other one");
    finding.help("CloudFormation takes only letters and digits in names, so let them differ in those")
}

/// Names of groups that differ only in ways that a template does not keep, or Cognito does not.
pub(super) fn group_clashes(cx: &mut Inspection<'_>) {
    let Some(auth) = &cx.backend.auth else { return };
    let names: Vec<_> = auth.groups.iter().map(|group| &group.name).collect();
    let texts = || names.iter().map(|name| name.as_str());
    let same = clashes(texts());
    for (first, second) in same.iter().copied() {
        let (first, second) = (names[first], names[second]);
        // a constant may bring all groups to one place
        cx.found.push(in_a_template("groups", first, first.span, second));
    }
    for (first, second) in case_clashes(texts()).into_iter().filter(|pair| !same.contains(pair)) {
        let (first, second) = (names[first], names[second]);
        let message = format!(
            "the groups `{}` and `{}` differ in case only: Cognito takes one of them",
            first.value, second.value
        );
        let help = "let their names differ in more than case";
        cx.found.push(second.finding(Code::ClashingNames, message).label(first.span, "the other one").help(help));
    }
}

/// Names of models that differ only in ways that a template does not keep, or not every disk. Those that give the same
/// types of GraphQL are reported there.
pub(super) fn model_clashes(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    let names: Vec<_> = data.models.iter().map(|model| &model.name).collect();
    let texts = || names.iter().map(|name| name.as_str());
    let same = clashes(texts());
    for pair in all_model_clashes(texts()) {
        let (first, second) = (names[pair.0], names[pair.1]);
        if capitalized(&first.value) == capitalized(&second.value) {
            continue;
        }
        if same.contains(&pair) {
            cx.found.push(in_a_template("models", first, first.place(), second));
            continue;
        }
        let message = format!(
            "the models `{}` and `{}` would share a template where case does not count, as on macOS and Windows",
            first.value, second.value
        );
        let help = "let their names differ in more than case";
        cx.found.push(second.finding(Code::ClashingNames, message).label(first.place(), "the other one").help(help));
    }
}

/// The storages whose names are known for sure.
fn named_storages(backend: &Backend) -> impl Iterator<Item = &Storage> {
    backend.storages.iter().filter(|storage| storage.record.name.is_some())
}

/// A storage's name has a form that Amplify takes.
pub(super) fn storages(cx: &mut Inspection<'_>) {
    for storage in named_storages(cx.backend) {
        let name = &storage.name;
        if !is_resource_name(name) {
            let message = format!("`{}` cannot be the name of a storage", name.value);
            let help = "begin with a letter; go on with letters, digits, `-`, `_` and blanks";
            cx.found.push(name.finding(Code::ResourceName, message).help(help));
        }
    }
}

/// A storage's name stands once.
pub(super) fn storages_twice(cx: &mut Inspection<'_>) {
    let mut seen = HashMap::new();
    for storage in named_storages(cx.backend) {
        let name = &storage.name;
        if let Some(first) = seen.insert(name.as_str(), name.place()) {
            let message = format!("two storages are called `{}`", name.value);
            let finding = name.finding(Code::DuplicateName, message).label(first, "the other one");
            cx.found.push(finding.help("choose another name"));
        }
    }
}

/// Names of storages that differ only in ways that a template or a variable's name does not keep.
pub(super) fn storage_clashes(cx: &mut Inspection<'_>) {
    let names: Vec<_> = named_storages(cx.backend).map(|storage| &storage.name).collect();
    let texts = || names.iter().map(|name| name.as_str());
    let same = clashes(texts());
    let variables = variable_clashes(texts()).into_iter().filter(|pair| !same.contains(pair));
    for (first, second) in same.iter().copied().chain(variables) {
        let (first, second) = (names[first], names[second]);
        cx.found.push(in_a_template("storages", first, first.place(), second));
    }
}

/// The names of HTTP APIs that are known for sure, and whether each is written.
fn api_names(backend: &Backend) -> impl Iterator<Item = (&At<SmolStr>, bool)> {
    let rest = backend.rest_apis.iter().map(|api| (&api.name, &api.record.name, &api.record.notes));
    let admin = backend.admin_queries.iter().map(|api| (&api.name, &api.record.name, &api.record.notes));
    let known = rest.chain(admin).filter(|(_, written, notes)| written.is_some() || !notes.doubts("name"));
    known.map(|(name, written, _)| (name, written.is_some()))
}

/// An API's name has the form of other names.
pub(super) fn http_apis(cx: &mut Inspection<'_>) {
    for (name, written) in api_names(cx.backend) {
        if name.is_empty() && !written {
            let message = "this API has no name, by which the client calls it";
            cx.found.push(name.finding(Code::ResourceName, message).help("add `name: \"...\"`"));
        } else if !is_resource_name(name) || name.len() > LONGEST_API {
            let message = format!("`{}` cannot be the name of an API", name.value);
            let help = "begin with a letter; go on with letters, digits, `-`, `_` and blanks, 128 in all at most";
            cx.found.push(name.finding(Code::ResourceName, message).help(help));
        }
    }
}

/// An API's name stands once.
pub(super) fn http_apis_twice(cx: &mut Inspection<'_>) {
    let mut seen = HashMap::new();
    for (name, _) in api_names(cx.backend).filter(|(name, _)| !name.is_empty()) {
        if let Some(first) = seen.insert(name.as_str(), name.place()) {
            let message = format!("two APIs are called `{}`", name.value);
            let finding = name.finding(Code::DuplicateName, message).label(first, "the other one");
            cx.found.push(finding.help("choose another name"));
        }
    }
}

/// Names of APIs that differ only in ways that a template does not keep.
pub(super) fn http_api_clashes(cx: &mut Inspection<'_>) {
    let names: Vec<_> = api_names(cx.backend).map(|(name, _)| name).collect();
    for (first, second) in clashes(names.iter().map(|name| name.as_str())) {
        let (first, second) = (names[first], names[second]);
        cx.found.push(in_a_template("APIs", first, first.place(), second));
    }
}

/// The name of a secret is a part of the name of a parameter.
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html>
pub(super) fn secrets(cx: &mut Inspection<'_>) {
    for secret in &cx.backend.secrets {
        let name = &secret.name;
        let sound = !name.is_empty()
            && name.len() <= 512
            && name.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '.'));
        if !sound {
            let message = if name.is_empty() {
                "a secret needs a name".to_owned()
            } else {
                format!("`{}` cannot be the name of a secret", name.value)
            };
            cx.found.push(name.finding(Code::ResourceName, message).help("use letters, digits, `_`, `-` and `.`"));
        }
    }
}
