//! Code that the compiler cannot see into.

use super::{HiddenCode, Inspection};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::evaluate::instead_of_statement;
use crate::source::is_declarative;

/// Each statement that is not data: a warning, or an error where a template shall be built.
pub(super) fn hidden_statements(cx: &mut Inspection<'_>) {
    for blind in &cx.backend.blind {
        let severity = match cx.hidden_code {
            HiddenCode::Judge if is_declarative(&cx.sources.get(blind.span.file).path) => Severity::Error,
            HiddenCode::Judge | HiddenCode::Warn => Severity::Warning,
            HiddenCode::Refuse => Severity::Error,
        };
        let message = format!("{} cannot be seen: the definition is read, never run", blind.construct);
        let help = instead_of_statement(&blind.construct);
        cx.report(Diagnostic::new(Code::HiddenCode, blind.span, message).severity(severity).help(help));
    }
}
