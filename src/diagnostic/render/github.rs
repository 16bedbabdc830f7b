//! GitHub's workflow commands, which put findings beside the lines of a pull request.
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions#setting-an-error-message>

use std::fmt::Write as _;

use super::{end, start};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Sources;

/// One `::error file=...::message` a finding. A range over several lines has no columns, which GitHub would refuse.
pub fn github(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let path = property(&sources.get(diagnostic.span.file).path);
        let (from, to) = (start(diagnostic.span, sources), end(diagnostic.span, sources));
        let columns = if from.line == to.line {
            format!(",col={},endColumn={}", from.column, to.column.max(from.column))
        } else {
            String::new()
        };
        let mut text = diagnostic.message.clone();
        if let Some(help) = &diagnostic.help {
            let _ = write!(text, "\n{help}");
        }
        let _ = writeln!(
            out,
            "::{command} file={path},line={}{columns},endLine={},title={}::{}",
            from.line,
            to.line,
            diagnostic.code,
            data(&text)
        );
    }
    out
}

/// What stands after the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value before it, where `:` and `,` have a meaning too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
