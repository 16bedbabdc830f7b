//! SARIF 2.1.0, for code scanning and viewers. <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{end, start};
use crate::diagnostic::{Code, CodeRow, Diagnostic, Severity};
use crate::source::{Sources, Span};

/// One run with the rules that were met, each with its page. Columns count Unicode scalar values; files outside the
/// working folder have `file:` URIs, the others relative ones.
pub fn sarif(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut met: Vec<Code> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    met.sort_unstable();
    met.dedup();
    let results: Vec<Value> = diagnostics.iter().map(|diagnostic| result(diagnostic, &met, sources)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "ampc",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": met.iter().map(|code| rule(code.row())).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn level(severity: Severity) -> &'static str {
    severity.word()
}

fn rule(row: &CodeRow) -> Value {
    json!({
        "id": row.text,
        "name": format!("{:?}", row.code),
        "shortDescription": { "text": row.title },
        "help": { "text": row.page, "markdown": row.page },
        "defaultConfiguration": { "level": level(row.severity) },
    })
}

fn result(diagnostic: &Diagnostic, met: &[Code], sources: &Sources) -> Value {
    let mut text = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        let _ = write!(text, "\n{help}");
    }
    let mut result = json!({
        "ruleId": diagnostic.code.text(),
        "ruleIndex": met.iter().position(|code| *code == diagnostic.code),
        "level": level(diagnostic.severity),
        "message": { "text": text },
        "locations": [{ "physicalLocation": place(diagnostic.span, sources) }],
    });
    if !diagnostic.labels.is_empty() {
        let related = diagnostic.labels.iter().zip(1..).map(|(label, id)| {
            json!({
                "id": id,
                "message": { "text": label.text },
                "physicalLocation": place(label.span, sources),
            })
        });
        result["relatedLocations"] = related.collect();
    }
    if let Some(fix) = &diagnostic.fix {
        let changes = fix.edits.iter().map(|edit| {
            json!({
                "artifactLocation": { "uri": uri(&sources.get(edit.span.file).path) },
                "replacements": [{
                    "deletedRegion": region(edit.span, sources),
                    "insertedContent": { "text": edit.text },
                }],
            })
        });
        result["fixes"] = json!([{
            "description": { "text": fix.title },
            "artifactChanges": changes.collect::<Vec<_>>(),
        }]);
    }
    result
}

fn place(span: Span, sources: &Sources) -> Value {
    json!({
        "artifactLocation": { "uri": uri(&sources.get(span.file).path) },
        "region": region(span, sources),
    })
}

fn region(span: Span, sources: &Sources) -> Value {
    let (from, to) = (start(span, sources), end(span, sources));
    json!({
        "startLine": from.line,
        "startColumn": from.column,
        "endLine": to.line,
        "endColumn": to.column,
    })
}

/// The path as a URI reference: everything but unreserved characters and `/` percent-encoded.
fn uri(path: &str) -> String {
    let mut uri = if path.starts_with('/') { "file://".to_owned() } else { String::new() };
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}
