//! Outputs of the user's own.

use std::collections::HashMap;

use super::Inspection;
use crate::diagnostic::{Code, Diagnostic};
use crate::names::custom_output;
use crate::vocabulary::OutputValue;

/// There is one definition of outputs.
pub(super) fn one(cx: &mut Inspection<'_>) {
    let [(_, first), more @ ..] = &cx.backend.outputs[..] else { return };
    for (_, span) in more {
        let finding = Diagnostic::new(Code::DuplicateName, *span, "outputs are defined a second time");
        cx.found.push(finding.label(*first, "the first time").help("put all values into one `custom`"));
    }
}

/// Values can be told apart in the outputs of a stack, whose names have letters and digits only.
pub(super) fn clashes(cx: &mut Inspection<'_>) {
    let Some((outputs, _)) = cx.backend.outputs.first() else { return };
    let mut seen = HashMap::new();
    for (path, text) in outputs.custom.iter().flat_map(OutputValue::texts).filter(|(_, text)| text.text().is_none()) {
        let written = path.join(".");
        if let Some(first) = seen.insert(custom_output(&path), written.clone()) {
            let message = format!("`{first}` and `{written}` would get the same name in a template");
            cx.found.push(text.finding(Code::ClashingNames, message).help("rename one of them"));
        }
    }
}

/// `$output` stands for what only the deployed stack knows.
pub(super) fn place_holders(cx: &mut Inspection<'_>) {
    fn walk(value: &OutputValue, found: &mut Vec<Diagnostic>) {
        match value {
            OutputValue::List(values) => values.iter().for_each(|value| walk(value, found)),
            OutputValue::Object(members) => {
                for (key, value) in members {
                    if key.value == "$output" {
                        let finding =
                            key.finding(Code::DuplicateName, "`$output` has a meaning of its own in the outputs");
                        found.push(finding.help("choose another name; `ref(\"...\")` is what another resource has"));
                    }
                    walk(value, found);
                }
            }
            OutputValue::Text(_) | OutputValue::Number(_) | OutputValue::Bool(_) => {}
        }
    }
    let Some((outputs, _)) = cx.backend.outputs.first() else { return };
    outputs.custom.iter().for_each(|custom| walk(custom, &mut cx.found));
}

/// `API` is where clients find HTTP APIs.
pub(super) fn reserved(cx: &mut Inspection<'_>) {
    let Some((outputs, _)) = cx.backend.outputs.first() else { return };
    let Some(OutputValue::Object(members)) = &outputs.custom else { return };
    for (key, _) in members.iter().filter(|(key, _)| key.value == "API") {
        let message = "`custom.API` is where clients find the HTTP APIs of the backend";
        cx.found.push(key.finding(Code::DuplicateName, message).help("choose another name"));
    }
}
