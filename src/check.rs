//! The rules: a flat, ordered list of small functions. Each looks at one thing and says all that is wrong with it.

use crate::access::Access;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Backend;
use crate::source::Files;

/// What becomes of code that the compiler cannot see into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HiddenCode {
    /// A warning for each statement: `ampc check` and the editor.
    #[default]
    Warn,
    /// An error for each statement: `ampc build`.
    Refuse,
}

/// What a rule may look at.
pub(crate) struct Rule<'a> {
    pub(crate) backend: &'a Backend,
    pub(crate) access: &'a Access,
    pub(crate) files: &'a dyn Files,
    pub(crate) hidden_code: HiddenCode,
    pub(crate) found: Vec<Diagnostic>,
}

impl Rule<'_> {
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }
}

/// Every rule, in the order in which they run.
static RULES: &[fn(&mut Rule<'_>)] = &[];

/// The proof that no rule, and nothing before the rules, found an error. Only [`check`] gives one.
#[derive(Clone, Copy, Debug)]
pub struct Proof(());

/// A backend in which nothing is wrong: what emitters demand.
#[derive(Clone, Copy, Debug)]
pub struct Checked<'a> {
    backend: &'a Backend,
    access: &'a Access,
}

impl<'a> Checked<'a> {
    /// The backend and its grants, which were checked.
    pub const fn new(backend: &'a Backend, access: &'a Access, _: Proof) -> Self {
        Self { backend, access }
    }

    /// The backend.
    pub const fn backend(&self) -> &'a Backend {
        self.backend
    }

    /// Its grants.
    pub const fn access(&self) -> &'a Access {
        self.access
    }
}

/// What the rules find, and the proof if neither they nor `earlier` (what reading, evaluating and lowering found) hold
/// an error.
pub fn check(
    backend: &Backend,
    access: &Access,
    files: &dyn Files,
    hidden_code: HiddenCode,
    earlier: &[Diagnostic],
) -> (Vec<Diagnostic>, Option<Proof>) {
    let mut rule = Rule { backend, access, files, hidden_code, found: Vec::new() };
    for run in RULES {
        run(&mut rule);
    }
    let broken = earlier.iter().chain(&rule.found).any(|diagnostic| diagnostic.severity == Severity::Error);
    (rule.found, (!broken).then_some(Proof(())))
}
