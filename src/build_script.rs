//! The way in for a `build.rs`: a backend is compiled with the crate that serves or deploys it.
//!
//! ```no_run
//! // build.rs
//! fn main() -> Result<(), amp_compiler::build_script::Failed> {
//!     amp_compiler::build_script::Config::new("backend.amp").emit()?;
//!     Ok(())
//! }
//! ```
//!
//! and in the crate: `include_str!(concat!(env!("OUT_DIR"), "/amp/template.json"))`.
//!
//! With `amp-compiler` as a build dependency, `default-features = false` leaves out the command line and the editor.

use std::collections::BTreeSet;
use std::env;
use std::fmt::{self, Display, Formatter, Write as _};
use std::path::{Path, PathBuf};

use crate::analysis::{self, Analysis};
use crate::diagnostic::{Diagnostic, Severity, render};
use crate::disk::DiskFiles;
use crate::output;
use crate::source::Sources;

/// What to compile, and where to.
#[derive(Clone, Debug)]
pub struct Config {
    path: String,
    folder: String,
    deny_warnings: bool,
}

/// What [`Config::emit`] wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emitted {
    /// The folder, inside `OUT_DIR`.
    pub folder: PathBuf,
    /// The files in it, in order.
    pub files: Vec<String>,
}

/// Why nothing was written. All findings were handed to cargo already; this is for the end of `main`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed(String);

impl Display for Failed {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failed {}

impl Config {
    /// A backend: a file, or a folder as for `ampc build`. Relative paths begin at the package, where build scripts run.
    pub fn new(path: impl Into<String>) -> Self {
        Self { path: path.into(), folder: "amp".to_owned(), deny_warnings: false }
    }

    /// The name of the folder inside `OUT_DIR`; `amp`, unless given.
    #[must_use]
    pub fn out_dir_name(mut self, name: impl Into<String>) -> Self {
        self.folder = name.into();
        self
    }

    /// Whether warnings fail as errors do.
    #[must_use]
    pub fn deny_warnings(mut self, deny: bool) -> Self {
        self.deny_warnings = deny;
        self
    }
}
