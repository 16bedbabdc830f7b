//! From a path to a checked backend: the one facade for the command line, the editor and build scripts.

use std::sync::Arc;

use crate::access::Access;
use crate::check::{self, Checked, HiddenCode, Proof};
use crate::diagnostic::{Diagnostic, settle};
use crate::evaluate::{self, Evaluation, Program};
use crate::model::{self, Backend};
use crate::source::{FileId, Files, ReadError, Sources};
use crate::syntax::{self, Tree};

pub use crate::evaluate::{ProjectError, entry, resolve};

/// How a backend is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// What becomes of code that the compiler cannot see into.
    pub hidden_code: HiddenCode,
}

/// All that is known about a backend.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// The source files that were read, the entry first.
    pub sources: Sources,
    /// Their trees, by file id.
    pub trees: Vec<Arc<Tree>>,
    /// Other files that were read: every tsconfig.json that matters.
    pub configs: Vec<String>,
    /// The evaluated declarations.
    pub program: Program,
    /// The typed backend; partial where the source is broken.
    pub backend: Backend,
    /// Who may do what.
    pub access: Access,
    /// What was found; sorted.
    pub diagnostics: Vec<Diagnostic>,
    proof: Option<Proof>,
}

impl Analysis {
    /// The backend for emitters; `None` if there are errors.
    pub fn checked(&self) -> Option<Checked<'_>> {
        self.proof.map(|proof| Checked::new(&self.backend, &self.access, &self.sources, proof))
    }

    /// The tree of a file.
    pub fn tree(&self, file: FileId) -> Option<&Arc<Tree>> {
        self.trees.get(file.0 as usize)
    }
}

/// Reads, evaluates and checks the backend that begins with a file (see [`entry`]). Fails only if that file cannot be
/// read; all else is in the diagnostics.
pub fn analyze(files: &dyn Files, entry: &str, options: &Options) -> Result<Analysis, ReadError> {
    analyze_with(files, entry, options, &mut |_, text| Arc::new(syntax::parse(text)))
}

/// The same with a reader of the caller's, which may keep trees: it is given a file's path and text.
pub fn analyze_with(
    files: &dyn Files,
    entry: &str,
    options: &Options,
    parse: &mut dyn FnMut(&str, &Arc<str>) -> Arc<Tree>,
) -> Result<Analysis, ReadError> {
    let evaluation = evaluate::evaluate_with(files, entry, parse)?;
    let Evaluation { program, sources, trees, configs, mut diagnostics } = evaluation;
    let (backend, found) = model::build(&program, &sources);
    diagnostics.extend(found);
    let access = Access::of(&backend);
    let (found, proof) = check::check(&backend, &access, &sources, files, options.hidden_code, &diagnostics);
    diagnostics.extend(found);
    settle(&mut diagnostics);
    Ok(Analysis { sources, trees, configs, program, backend, access, diagnostics, proof })
}
