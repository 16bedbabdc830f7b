//! An array of findings, for programs.

use serde::Serialize;

use super::{end, start};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Position, Sources, Span};

#[derive(Serialize)]
struct Finding<'a> {
    code: &'static str,
    severity: Severity,
    message: &'a str,
    file: &'a str,
    range: Range,
    labels: Vec<Label<'a>>,
    help: Option<&'a str>,
    fix: Option<Fix<'a>>,
}

#[derive(Serialize)]
struct Label<'a> {
    file: &'a str,
    range: Range,
    text: &'a str,
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    edits: Vec<Label<'a>>,
}

#[derive(Serialize)]
struct Range {
    start: Place,
    end: Place,
}

#[derive(Serialize)]
struct Place {
    line: u32,
    column: u32,
}

impl From<Position> for Place {
    fn from(Position { line, column }: Position) -> Self {
        Self { line, column }
    }
}

/// `[{code, severity, message, file, range, labels, help, fix}]`. Lines and columns count from 1, columns in Unicode
/// scalar values; a range's end is one past its last character. `help` and `fix` may be null.
#[expect(clippy::missing_panics_doc, reason = "strings and numbers can always be written")]
pub fn json(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let findings: Vec<Finding<'_>> = diagnostics.iter().map(|diagnostic| finding(diagnostic, sources)).collect();
    serde_json::to_string_pretty(&findings).expect("strings and numbers only") + "\n"
}

fn finding<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Finding<'a> {
    Finding {
        code: diagnostic.code.text(),
        severity: diagnostic.severity,
        message: &diagnostic.message,
        file: &sources.get(diagnostic.span.file).path,
        range: range(diagnostic.span, sources),
        labels: diagnostic.labels.iter().map(|it| label(it.span, &it.text, sources)).collect(),
        help: diagnostic.help.as_deref(),
        fix: diagnostic.fix.as_ref().map(|fix| Fix {
            title: &fix.title,
            edits: fix.edits.iter().map(|edit| label(edit.span, &edit.text, sources)).collect(),
        }),
    }
}

fn label<'a>(span: Span, text: &'a str, sources: &'a Sources) -> Label<'a> {
    Label { file: &sources.get(span.file).path, range: range(span, sources), text }
}

fn range(span: Span, sources: &Sources) -> Range {
    Range { start: start(span, sources).into(), end: end(span, sources).into() }
}
