//! Evaluation of small projects in memory: what the value is, or what is said.

use std::fmt::Write as _;

use super::*;
use crate::source::MemoryFiles;

mod bounds;
mod files;
mod hidden;
mod random;
mod values;

/// A project of one file `backend.amp`.
fn one(text: &str) -> MemoryFiles {
    MemoryFiles::single("backend.amp", text)
}

fn run(files: &MemoryFiles) -> Evaluation {
    let entry = entry(files, ".").expect("the test has a backend");
    evaluate(files, &entry).expect("the entry is there")
}

/// The first argument of the last declaration, on one line; nothing may be found.
fn value(files: &MemoryFiles) -> String {
    let evaluation = run(files);
    assert_eq!(found(&evaluation), "");
    shown(&evaluation)
}

/// The same where something may be found.
fn shown(evaluation: &Evaluation) -> String {
    let last = evaluation.program.declarations.last().expect("something is declared");
    last.arguments.iter().map(text).collect::<Vec<_>>().join(", ")
}

/// What was found: code, the text at the place, message; a line each.
fn found(evaluation: &Evaluation) -> String {
    let mut lines = String::new();
    for diagnostic in &evaluation.diagnostics {
        let place = evaluation.sources.text(diagnostic.span).lines().next().unwrap_or_default().to_owned();
        let _ = writeln!(lines, "{} at `{place}`: {}", diagnostic.code, diagnostic.message);
    }
    lines
}

/// `define(value)` in one file, evaluated.
fn of(expression: &str) -> String {
    value(&one(&format!("export const x = defineX({expression});")))
}

/// A value on one line.
fn text(value: &Value) -> String {
    let list = |values: &[Value]| values.iter().map(text).collect::<Vec<_>>().join(", ");
    match &value.kind {
        ValueKind::Null => "null".into(),
        ValueKind::Undefined => "undefined".into(),
        ValueKind::Bool(value) => value.to_string(),
        ValueKind::Number(number) => number.to_string(),
        ValueKind::String(text) => format!("{text:?}"),
        ValueKind::Template(parts) => format!("template({})", list(parts)),
        ValueKind::List(values) => format!("[{}]", list(values)),
        ValueKind::Object(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|entry| format!("{}: {}", entry.key, text(&entry.value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        ValueKind::Chain(chain) => {
            let root = match chain.root {
                Root::Builder => String::new(),
                Root::Parameter(index) => format!("#{index}:"),
                Root::ParameterMember(index) => format!("#{index}."),
            };
            let link = |link: &Link| match &link.arguments {
                Some(arguments) => format!("{}({})", link.name, list(arguments)),
                None => link.name.to_string(),
            };
            root + &chain.links.iter().map(link).collect::<Vec<_>>().join(".")
        }
        ValueKind::Callback(callback) => format!("|{}| {}", callback.parameters, text(&callback.body)),
        ValueKind::Resource(id) => format!("resource {}", id.0),
        ValueKind::Opaque(words) => format!("<{words}>"),
        ValueKind::Broken => "broken".into(),
    }
}
