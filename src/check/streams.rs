//! What calls functions: streams of tables, and addresses of their own.

use std::collections::HashMap;

use super::Inspection;
use super::grants::no_model;
use crate::diagnostic::{Code, Diagnostic};
use crate::names::{LogicalId, function_parameter, function_stream};
use crate::vocabulary::UrlAuth;

/// A stream is that of a model, and each model's once.
pub(super) fn models(cx: &mut Inspection<'_>) {
    for function in &cx.backend.functions {
        let mut seen = HashMap::new();
        let streams = function.record.streams.iter().flatten();
        for model in streams.filter_map(|stream| stream.0.model.as_ref()) {
            let name = model.value.0.as_str();
            if let Some(first) = seen.insert(name, model.span) {
                let message = format!("`{}` gets the changes of `{name}` twice", function.name.value);
                let finding = model.finding(Code::DuplicateName, message).label(first, "first here");
                cx.found.push(finding.help("leave one of them out"));
            } else {
                cx.found.extend(no_model(cx.backend, model, name));
            }
        }
    }
}

/// An address that everybody may call is worth a look.
pub(super) fn urls(cx: &mut Inspection<'_>) {
    for function in &cx.backend.functions {
        let Some(url) = &function.record.url else { continue };
        let Some(auth) = url.auth.as_ref().filter(|auth| auth.value == UrlAuth::None) else { continue };
        let message = format!("everybody on the internet may call `{}`", function.name.value);
        let help = "keep it if the handler checks who asks (a signature, a token), as webhooks want; else `\"iam\"`";
        cx.found.push(auth.finding(Code::OpenUrl, message).help(help));
    }
}

/// An address belongs to the function as it is now, and a durable one is called by a version.
/// <https://docs.aws.amazon.com/lambda/latest/dg/durable-functions.html>
pub(super) fn durable(cx: &mut Inspection<'_>) {
    for function in &cx.backend.functions {
        let Some(durable) = function.record.notes.key("durableConfig") else { continue };
        for what in ["url", "streams"] {
            if let Some(key) = function.record.notes.key(what) {
                let message = format!("`{}` is durable, and this calls it without a version", function.name.value);
                let finding = Diagnostic::new(Code::DurableTrigger, key, message);
                let finding = finding.label(durable, "durable by this");
                cx.found.push(finding.help("let a second function be called, and call this one"));
            }
        }
    }
}

/// What belongs to one function and one model, or one variable, has a name made of both.
pub(super) fn clashes(cx: &mut Inspection<'_>) {
    let mut seen: HashMap<LogicalId, (&str, String)> = HashMap::new();
    let mut found = Vec::new();
    for function in &cx.backend.functions {
        let name = function.name.as_str();
        let streams = function.record.streams.iter().flatten().filter_map(|stream| stream.0.model.as_ref());
        let streams =
            streams.map(|model| (function_stream(name, &model.value.0), model.value.0.to_string(), model.place()));
        let variables = function.record.environment.iter().flat_map(|environment| &environment.entries);
        let variables = variables.map(|(key, _)| (function_parameter(name, key), key.value.to_string(), key.place()));
        for (id, what, place) in streams.chain(variables) {
            match seen.get(&id) {
                Some((other, theirs)) if *other != name => {
                    let message =
                        format!("`{what}` of `{name}` and `{theirs}` of `{other}` would be the same in a template");
                    let finding = Diagnostic::new(Code::ClashingNames, place, message);
                    found.push(finding.help("rename one of the functions"));
                }
                _ => drop(seen.insert(id, (name, what))),
            }
        }
    }
    cx.found.append(&mut found);
}
