//! Findings as text: for people (feature `cli`), for editors and scripts, for SARIF viewers and for GitHub's workflow log.
//!
//! Every function takes findings that [`settle`](super::settle) has put into order, and returns whole lines.

mod github;
#[cfg(feature = "cli")]
mod human;
mod json;
mod sarif;

use super::{Diagnostic, Severity};
use crate::source::{Position, Sources, Span};

pub use github::github;
#[cfg(feature = "cli")]
pub use human::{Answer, Look, answer, human};
pub use json::json;
pub use sarif::sarif;

impl Severity {
    /// The word that is printed.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One line each: `amplify/auth/resource.ts:4:3: error[AMP0401]: message`.
pub fn short(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    diagnostics.iter().map(|diagnostic| short_line(diagnostic, sources) + "\n").collect()
}

/// One finding on one line, without the line break.
pub fn short_line(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let Position { line, column } = start(diagnostic.span, sources);
    let path = &sources.get(diagnostic.span.file).path;
    let Diagnostic { severity, code, message, .. } = diagnostic;
    format!("{path}:{line}:{column}: {}[{code}]: {}", severity.word(), on_one_line(message))
}

/// How many there are: `2 errors, 1 warning`; `None` if there are none.
pub fn summary(diagnostics: &[Diagnostic]) -> Option<String> {
    let counted = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
        let count = diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        let plural = if count == 1 { "" } else { "s" };
        (count > 0).then(|| format!("{count} {}{plural}", severity.word()))
    });
    let parts: Vec<String> = counted.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn start(span: Span, sources: &Sources) -> Position {
    sources.get(span.file).position(span.start)
}

fn end(span: Span, sources: &Sources) -> Position {
    sources.get(span.file).position(span.end)
}

fn on_one_line(text: &str) -> String {
    text.split(['\r', '\n']).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
