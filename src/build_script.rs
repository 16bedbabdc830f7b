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

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::analysis::{self, Analysis, Options};
use crate::check::HiddenCode;
use crate::diagnostic::{Diagnostic, Severity, render, settle};
use crate::disk::{self, DiskFiles};
use crate::emit::layout;
use crate::source::{Files, Sources};
use crate::{emit, output};

/// What to compile, and where to.
#[derive(Clone, Debug)]
pub struct Config {
    path: String,
    folder: String,
    deny_warnings: bool,
    allow_layout_change: bool,
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
#[derive(Clone, PartialEq, Eq)]
pub struct Failed(String);

/// The message, since that is what Rust prints for a `main` that fails.
impl fmt::Debug for Failed {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Display for Failed {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failed {}

impl Config {
    /// A backend: a file, or a folder as for `ampc build`. Relative paths begin at the package, where build scripts run.
    pub fn new(path: impl Into<String>) -> Self {
        Self { path: path.into(), folder: "amp".to_owned(), deny_warnings: false, allow_layout_change: false }
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

    /// Whether resources may move to other stacks than those of the last build, where those that hold data begin empty.
    #[must_use]
    pub fn allow_layout_change(mut self, allow: bool) -> Self {
        self.allow_layout_change = allow;
        self
    }

    /// Compiles and writes. Cargo is told every file and every environment variable that was read, so that it runs the
    /// build script again when one of them changes, and every finding. Functions' own code is not bundled.
    ///
    /// Fails with an error in the backend, without `OUT_DIR`, and if the folder cannot be written.
    pub fn emit(self) -> Result<Emitted, Failed> {
        let out = std::env::var_os("OUT_DIR").ok_or_else(|| Failed("OUT_DIR is not set".to_owned()))?;
        self.run(&DiskFiles::new(), Path::new(&out), &mut std::io::stdout().lock())
    }

    /// [`Config::emit`] with its surroundings as arguments.
    fn run(&self, files: &dyn Files, out: &Path, cargo: &mut dyn Write) -> Result<Emitted, Failed> {
        let inside = Path::new(&self.folder).components().all(|part| matches!(part, std::path::Component::Normal(_)));
        if self.folder.is_empty() || !inside {
            return Err(Failed(format!("`{}` is not the name of a folder inside OUT_DIR", self.folder)));
        }
        let entry = analysis::entry(files, &self.path).map_err(|error| Failed(error.to_string()))?;
        let analysis = analysis::analyze(files, &entry, &Options { hidden_code: HiddenCode::Refuse });
        let mut analysis = analysis.map_err(|error| Failed(format!("cannot read `{entry}`: {error}")))?;
        let emitted = analysis.checked().map(|checked| emit::emit(checked, files, disk::now()));
        let Analysis { diagnostics, sources, program, configs, .. } = &mut analysis;
        let mut artifacts = None;
        if let Some((made, found)) = emitted {
            diagnostics.extend(found);
            if !self.allow_layout_change {
                let allow = "call `.allow_layout_change(true)` in the build script";
                let folder = out.join(&self.folder);
                let read = |name: &str| std::fs::read_to_string(folder.join(name)).ok();
                diagnostics.extend(layout::changed(&made, &output::last(&folder), read, allow));
            }
            artifacts = Some(made);
        }
        settle(diagnostics);
        let read = sources.iter().map(|(_, file)| &file.path).chain(configs.iter());
        let directives = read.map(|path| format!("cargo::rerun-if-changed={path}"));
        let directives = directives.chain(program.env.iter().map(|name| format!("cargo::rerun-if-env-changed={name}")));
        let told = self.tell(directives, diagnostics, sources, cargo);
        told.map_err(|error| Failed(format!("cargo does not listen: {error}")))?;

        let failing = diagnostics.iter().filter(|diagnostic| diagnostic.severity >= self.limit()).count();
        let Some(artifacts) = artifacts.filter(|_| failing == 0) else {
            return Err(Failed(format!(
                "`{entry}` was not compiled: {}",
                render::summary(diagnostics).unwrap_or_default()
            )));
        };
        let texts = artifacts.files.into_iter().map(|(path, text)| (path, text.into_bytes()));
        let texts: BTreeMap<String, Vec<u8>> = texts.collect();
        let folder = out.join(&self.folder);
        output::write(&folder, &texts).map_err(|error| Failed(error.to_string()))?;
        Ok(Emitted { folder, files: texts.into_keys().collect() })
    }

    fn limit(&self) -> Severity {
        if self.deny_warnings { Severity::Warning } else { Severity::Error }
    }

    /// Cargo's own lines: <https://doc.rust-lang.org/cargo/reference/build-scripts.html#outputs-of-the-build-script>.
    fn tell(
        &self,
        mut directives: impl Iterator<Item = String>,
        diagnostics: &[Diagnostic],
        sources: &Sources,
        cargo: &mut dyn Write,
    ) -> std::io::Result<()> {
        directives.try_for_each(|directive| writeln!(cargo, "{directive}"))?;
        for diagnostic in diagnostics {
            let kind = if diagnostic.severity >= self.limit() { "error" } else { "warning" };
            let help = diagnostic.help.as_ref().map(|help| format!("; {}", help.replace(['\r', '\n'], " ")));
            let line = render::short_line(diagnostic, sources);
            writeln!(cargo, "cargo::{kind}={line}{}", help.unwrap_or_default())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
