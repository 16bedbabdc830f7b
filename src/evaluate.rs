//! Trees to values: constants, imports, spread, templates and `process.env` are resolved; what remains is literal data.
//!
//! Evaluation is by need: a constant is evaluated when something uses it, an imported file is read when something uses
//! a name of it. So code beside the definitions (CDK constructs, helpers of handlers) is neither read nor judged, except
//! for what a statement of a file that *is* read does to the backend ([`Program::blind`]).

mod chain;
mod constant;
mod declaration;
mod evaluator;
mod expression;
mod helper;
mod imperative;
mod json;
mod module;
mod names;
mod operator;
mod project;
mod reading;
mod resolve;
mod statement;
#[cfg(test)]
mod tests;
mod tsconfig;
mod unknown;
mod unused;
mod value;

use std::sync::Arc;

pub use imperative::{instead, instead_of_statement};
pub use project::{ProjectError, entry};
pub use value::*;

use crate::diagnostic::{Diagnostic, settle};
use crate::source::{Files, ReadError, Sources};
use crate::syntax::{self, Tree};

/// What evaluation gives. It never fails: what is broken was reported and the rest is there.
#[derive(Clone, Debug, Default)]
pub struct Evaluation {
    /// All declarations that the entry file reaches.
    pub program: Program,
    /// All source files that were read, the entry first.
    pub sources: Sources,
    /// Their trees, by file id.
    pub trees: Vec<Arc<Tree>>,
    /// tsconfig files that were read.
    pub configs: Vec<String>,
    /// What was found, in reading too; sorted.
    pub diagnostics: Vec<Diagnostic>,
}

/// Evaluates a file and what it imports.
pub fn evaluate(files: &dyn Files, entry: &str) -> Result<Evaluation, ReadError> {
    evaluate_with(files, entry, &mut |_, text| Arc::new(syntax::parse(text)))
}

/// The same with a reader of the caller's, which may keep trees: it is given a file's path and text.
pub fn evaluate_with(
    files: &dyn Files,
    entry: &str,
    parse: &mut dyn FnMut(&str, &Arc<str>) -> Arc<Tree>,
) -> Result<Evaluation, ReadError> {
    let mut evaluator = evaluator::Evaluator::new(files, parse);
    evaluator.run(entry)?;
    let trees = evaluator.modules.iter().map(|module| Arc::clone(&module.tree)).collect();
    let mut diagnostics = evaluator.diagnostics;
    settle(&mut diagnostics);
    Ok(Evaluation {
        program: evaluator.program,
        sources: evaluator.sources,
        trees,
        configs: evaluator.resolver.read,
        diagnostics,
    })
}

/// The file that an import leads to: `from` as it is written in the file `importer`; `None` for packages, and for what
/// is not there.
pub fn resolve(files: &dyn Files, importer: &str, from: &str) -> Option<String> {
    match resolve::Resolver::default().resolve(files, importer, from) {
        resolve::Resolved::File(path) => Some(path),
        resolve::Resolved::Package | resolve::Resolved::Missing(_) => None,
    }
}
