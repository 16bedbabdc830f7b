//! What the compiler says to people: one type, one table of codes, suggestions as data.
//!
//! Wording: lower case, no full stop, the user's own names in backticks, no words of Rust or of the grammar; the help
//! says what to write instead.

mod codes;
pub mod render;
mod suggest;

pub use codes::{CODES, Code, CodeRow};
pub use suggest::closest;

use crate::source::Span;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is wrong; the reader should know.
    Note,
    /// Probably a mistake; fails only with `--deny-warnings`.
    Warning,
    /// Nothing is built.
    Error,
}

/// A further place that belongs to a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there.
    pub text: String,
}

/// One replacement of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// With what.
    pub text: String,
}

/// A mechanical repair: the editor's quick-fix and the end of the help text come from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in the imperative: "write `ADMINS`".
    pub title: String,
    /// All edits, to be made together.
    pub edits: Vec<Edit>,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind of finding.
    pub code: Code,
    /// How bad it is; usually the code's own.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// The exact place.
    pub span: Span,
    /// A few words at the exact place; often empty.
    pub note: String,
    /// Further places.
    pub labels: Vec<Label>,
    /// What to write instead.
    pub help: Option<String>,
    /// The same as data, where it can be done mechanically.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A finding with its code's own severity.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.row().severity,
            message: message.into(),
            span,
            note: String::new(),
            labels: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// With a few words at the exact place.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.note = text.into();
        self
    }

    /// With a further place.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// With what to write instead.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// With a mechanical repair of one place; its title is the help, unless there is one already.
    #[must_use]
    pub fn fix(self, title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        self.fixes(title, vec![Edit { span, text: text.into() }])
    }

    /// With a mechanical repair of several places.
    #[must_use]
    pub fn fixes(mut self, title: impl Into<String>, edits: Vec<Edit>) -> Self {
        let title = title.into();
        self.help.get_or_insert_with(|| title.clone());
        self.fix = Some(Fix { title, edits });
        self
    }

    /// With another severity than its code's own.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The order in which findings are shown: by file, place, then code.
    pub fn order(&self) -> impl Ord + use<> {
        (self.span, self.code, self.message.clone())
    }
}

/// A text as it is written in a definition: in double quotes.
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Sorts by place and drops what was found twice.
pub fn settle(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by_cached_key(Diagnostic::order);
    diagnostics.dedup();
}
