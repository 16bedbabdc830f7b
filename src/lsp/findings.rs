//! Findings as the protocol carries them.

use std::collections::BTreeMap;

use gen_lsp_types::{
    Code, CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, Uri,
};

use super::documents::{self, Documents};
use super::projects::Projects;
use crate::analysis::Analysis;
use crate::diagnostic::{self, Severity};
use crate::source::Span;

/// All findings, by the path of their file.
pub(super) fn by_file(projects: &Projects, documents: &Documents) -> BTreeMap<String, Vec<Diagnostic>> {
    let mut found: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
    let several = projects.analyses().count() > 1;
    for analysis in projects.analyses() {
        for finding in &analysis.diagnostics {
            let path = &analysis.sources.get(finding.span.file).path;
            let list = found.entry(path.clone()).or_default();
            let finding = convert(finding, analysis, documents);
            // what two backends read is reported by both
            if !(several && list.contains(&finding)) {
                list.push(finding);
            }
        }
    }
    found
}

/// One finding.
pub(super) fn convert(finding: &diagnostic::Diagnostic, analysis: &Analysis, documents: &Documents) -> Diagnostic {
    let row = finding.code.row();
    let related = finding.labels.iter().map(|label| DiagnosticRelatedInformation {
        location: location(label.span, analysis, documents),
        message: label.text.clone(),
    });
    let related: Vec<_> = related.collect();
    Diagnostic {
        range: documents::span_range(analysis.sources.get(finding.span.file), finding.span),
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::Error,
            Severity::Warning => DiagnosticSeverity::Warning,
            Severity::Note => DiagnosticSeverity::Information,
        }),
        code: Some(Code::String(row.text.to_owned())),
        code_description: page(row.text).map(|href| CodeDescription { href }),
        source: Some("ampc".to_owned()),
        message: message(finding).into(),
        tags: tag(finding).map(|tag| vec![tag]),
        related_information: (!related.is_empty()).then_some(related),
        data: Some(serde_json::json!({ "title": row.title, "fix": finding.fix.as_ref().map(|fix| &fix.title) })),
    }
}

/// Where a span is, for the editor.
pub(super) fn location(span: Span, analysis: &Analysis, documents: &Documents) -> Location {
    let file = analysis.sources.get(span.file);
    Location { uri: documents.uri(&file.path), range: documents::span_range(file, span) }
}

/// The message, the words at the place, and the help, each in a line.
fn message(finding: &diagnostic::Diagnostic) -> String {
    let note = Some(&finding.note).filter(|note| !note.is_empty()).cloned();
    let help = finding.help.as_ref().map(|help| format!("help: {help}"));
    let lines: Vec<String> = [Some(finding.message.clone()), note, help].into_iter().flatten().collect();
    lines.join("\n")
}

/// The page of a code, where the crate says at which address its repository is.
fn page(code: &str) -> Option<Uri> {
    let repository = Some(env!("CARGO_PKG_REPOSITORY")).filter(|repository| !repository.is_empty())?;
    Some(Uri(format!("{repository}/blob/main/docs/codes/{code}.md")))
}

/// How the place is drawn beside the finding: faded or struck through.
fn tag(finding: &diagnostic::Diagnostic) -> Option<DiagnosticTag> {
    let title = finding.code.row().title;
    let says = |word: &str| title.split(' ').any(|part| part == word);
    if says("deprecated") {
        Some(DiagnosticTag::Deprecated)
    } else if says("unused") {
        Some(DiagnosticTag::Unnecessary)
    } else {
        None
    }
}
