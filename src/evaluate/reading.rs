//! The reader's findings, as findings of a file.

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, TextRange};
use crate::syntax::{Problem, Tree};

/// All problems of a tree.
pub(super) fn findings(tree: &Tree, file: FileId) -> Vec<Diagnostic> {
    tree.problems().into_iter().map(|problem| finding(problem, file)).collect()
}

fn finding(problem: Problem, file: FileId) -> Diagnostic {
    let span = |range: TextRange| range.in_file(file);
    let mut finding = Diagnostic::new(problem.code, span(problem.range), problem.message);
    if let Some((range, text)) = problem.label {
        finding = finding.label(span(range), text);
    }
    if let Some(help) = problem.help {
        finding = finding.help(help);
    }
    if let Some((title, range, text)) = problem.fix {
        finding = finding.fix(title, span(range), text);
    }
    finding
}
