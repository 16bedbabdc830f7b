//! Functions: what they run, and with what.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use super::Inspection;
use super::text::is_arn;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Function;
use crate::source::{extension, file_name, folder, join};
use crate::vocabulary::{At, LogFormat, Runtime, Words};

/// Layers that a function can have.
/// <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>
const MOST_LAYERS: usize = 5;

const SCRIPT: &[&str] = &["ts", "mts", "cts", "tsx", "js", "mjs", "cjs", "jsx"];

/// A function that is made in code cannot be seen.
pub(super) fn custom(cx: &mut Inspection<'_>) {
    for function in cx.backend.functions.iter().filter(|function| function.custom) {
        let message = "this function is made by code of the CDK, which is never run here";
        let help = "give its properties: `defineFunction({ entry: \"./handler.ts\" })`; for Python, \
                    `{ entry: \"./handler.py\", runtime: \"python3.13\" }`";
        cx.found.push(Diagnostic::new(Code::CustomFunction, function.span, message).help(help));
    }
}

fn is_python(function: &Function) -> bool {
    function.record.runtime.as_ref().is_some_and(|runtime| runtime.is_python())
}

/// The handler's file is there, and of a kind that can be run.
pub(super) fn entries(cx: &mut Inspection<'_>) {
    for function in cx.backend.functions.iter().filter(|function| !function.custom) {
        if function.record.notes.doubts("entry") {
            continue;
        }
        let entry = &function.entry;
        let kind = extension(entry);
        let there = cx.files.is_file(entry);
        let found = if there { None } else { beside(cx, function) };
        let diagnostic = if !there {
            missing(function, found)
        } else if kind != "py" && !SCRIPT.contains(&kind) {
            let message = format!("`{}` cannot be run: its kind is not known", file_name(entry));
            entry.finding(Code::EntryKind, message).help("write a file that ends in `.ts`, `.js`, `.mjs` or `.py`")
        } else {
            continue;
        };
        cx.found.push(diagnostic);
    }
}

fn missing(function: &Function, found: Option<String>) -> Diagnostic {
    let entry = &function.entry;
    let message = format!("there is no file `{}`", entry.value);
    let diagnostic = entry.finding(Code::NoEntry, message);
    match (found, &function.record.entry) {
        (Some(found), Some(written)) => {
            diagnostic.fix(format!("write `\"{found}\"`"), written.span, format!("\"{found}\""))
        }
        (Some(found), None) => diagnostic.help(format!("add `entry: \"{found}\"`")),
        (None, Some(_)) => diagnostic.help(format!("the path is relative to the folder `{}`", function.folder)),
        (None, None) => diagnostic.help("write that file, or say where the handler is: `entry: \"./...\"`"),
    }
}

/// A file that was probably meant, relative to the declaring file.
fn beside(cx: &Inspection<'_>, function: &Function) -> Option<String> {
    let written = function.record.entry.as_ref().map_or("./handler.ts", |entry| entry.as_str());
    let name = file_name(written);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let base = folder(written);
    let base = if base.starts_with('.') || base.starts_with('/') { base.to_owned() } else { format!("./{base}") };
    let names = [stem, "handler", "index"]
        .into_iter()
        .flat_map(|stem| SCRIPT.iter().chain(&["py"]).map(move |extension| format!("{stem}.{extension}")));
    let mut paths = names.map(|name| format!("{base}/{name}"));
    paths.find(|path| cx.files.is_file(&join(&function.folder, path)))
}

/// The runtime fits the handler's file, and AWS still looks after it.
/// <https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html>
pub(super) fn runtimes(cx: &mut Inspection<'_>) {
    for function in cx.backend.functions.iter().filter(|function| !function.custom) {
        let python = is_python(function);
        let kind = extension(&function.entry);
        let settled = !function.record.notes.doubts("entry") && !function.record.notes.doubts("runtime");
        if settled && python && SCRIPT.contains(&kind) {
            let message = format!("`{}` is no Python file", file_name(&function.entry));
            let at = function.record.entry.as_ref().map_or(function.span, At::place);
            let help = "name a `.py` file, or leave out `runtime`";
            cx.found.push(Diagnostic::new(Code::RuntimeAndEntry, at, message).help(help));
        } else if settled && !python && kind == "py" {
            let message = format!("`{}` needs a Python runtime", file_name(&function.entry));
            let help = "add `runtime: \"python3.13\"`";
            cx.found.push(function.entry.finding(Code::RuntimeAndEntry, message).help(help));
        }
        let Some(runtime) = &function.record.runtime else { continue };
        if let Some(since) = unsupported_since(runtime.value) {
            let message = format!("AWS gives Node.js {} no more security updates since {since}", runtime.value.text());
            let diagnostic = runtime.finding(Code::OldRuntime, message);
            cx.found.push(diagnostic.fix("write `22`", runtime.span, "22"));
        }
    }
}

/// Since when AWS no longer updates a runtime, as far as known when this version of the compiler was made.
const fn unsupported_since(runtime: Runtime) -> Option<&'static str> {
    match runtime {
        Runtime::Node18 => Some("1 September 2025"),
        Runtime::Node20 => Some("30 April 2026"),
        _ => None,
    }
}

/// Layers are named by name and version or by ARN, five at most.
pub(super) fn layers(cx: &mut Inspection<'_>) {
    for function in &cx.backend.functions {
        let Some(layers) = &function.record.layers else { continue };
        for (_, layer) in layers.entries.iter().filter(|(_, layer)| !is_layer(layer)) {
            let message = format!("`{}` is not a layer with its version", layer.value);
            let help = "write `name:1`, or `arn:aws:lambda:eu-central-1:123456789012:layer:name:1`";
            cx.found.push(layer.finding(Code::Layers, message).help(help));
        }
        let unique: BTreeMap<&str, &At<SmolStr>> =
            layers.entries.iter().map(|(_, layer)| (layer.as_str(), layer)).collect();
        if unique.len() > MOST_LAYERS
            && let Some((_, last)) = layers.entries.last()
        {
            let message = format!("{} layers are more than the {MOST_LAYERS} that a function can have", unique.len());
            cx.found.push(last.finding(Code::TooMany, message).help("put several into one layer"));
        }
    }
}

fn is_layer(text: &str) -> bool {
    let is_version = |version: &str| !version.is_empty() && version.chars().all(|char| char.is_ascii_digit());
    if text.starts_with("arn:") {
        let parts: Vec<&str> = text.split(':').collect();
        return is_arn(text, "lambda") && parts.len() == 8 && parts[5] == "layer" && is_version(parts[7]);
    }
    text.split_once(':').is_some_and(|(name, version)| {
        !name.is_empty()
            && name.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_'))
            && is_version(version)
    })
}

/// Levels are told apart only in lines of JSON.
pub(super) fn logging(cx: &mut Inspection<'_>) {
    for function in &cx.backend.functions {
        let Some(logging) = &function.record.logging else { continue };
        let json = logging.format.as_ref().is_some_and(|format| format.value == LogFormat::Json);
        if let Some(level) = logging.level.as_ref().filter(|_| !json && !logging.notes.doubts("format")) {
            let message = "Lambda keeps a level only for lines of JSON";
            cx.found.push(level.finding(Code::LogLevel, message).help("add `format: \"json\"`"));
        }
    }
}

/// A durable function runs in Node.js 22 or later.
pub(super) fn durable(cx: &mut Inspection<'_>) {
    for function in cx.backend.functions.iter().filter(|function| function.record.durable_config.is_some()) {
        let Some(runtime) = &function.record.runtime else { continue };
        if !matches!(runtime.value, Runtime::Node22 | Runtime::Node24) {
            let message = format!("a durable function cannot run in {}", runtime.value.identifier());
            cx.found.push(runtime.finding(Code::Durable, message).help("write `22` or `24`"));
        }
    }
}

/// Where a function is placed is decided by names alone.
pub(super) fn placement(cx: &mut Inspection<'_>) {
    for function in &cx.backend.functions {
        if let Some(group) = &function.record.resource_group_name {
            let message = "`resourceGroupName` changes nothing here: the compiler places functions itself";
            let help = "keep it for Amplify, or leave it out; circles between stacks cannot arise";
            cx.found.push(group.finding(Code::Placement, message).help(help));
        }
    }
}
