//! Which backend a command reads, and from where.

use std::path::Path;

use super::Failure;
use crate::analysis::{self, Analysis, Options};
use crate::check::HiddenCode;
use crate::disk::DiskFiles;

/// A backend that is there, but not read yet.
pub(super) struct Source {
    /// Where it is read from.
    pub(super) files: DiskFiles,
    /// The file that it begins with.
    pub(super) entry: String,
}

impl Source {
    /// What the path means: a file, or the backend in a folder.
    pub(super) fn find(path: &Path, env_file: Option<&Path>) -> Result<Self, Failure> {
        let mut files = DiskFiles::new();
        if let Some(env_file) = env_file {
            files = files.with_env_file(&text(env_file)?).map_err(|error| Failure(error.to_string()))?;
        }
        let entry = analysis::entry(&files, &text(path)?).map_err(|error| Failure(error.to_string()))?;
        Ok(Self { files, entry })
    }

    /// Reads it. Findings are in what comes back, with code that cannot be seen as warnings only; a first file that cannot be read is a failure.
    pub(super) fn analyze(&self) -> Result<Analysis, Failure> {
        let analysis = analysis::analyze(&self.files, &self.entry, &Options { hidden_code: HiddenCode::Warn });
        analysis.map_err(|error| Failure(format!("cannot read `{}`: {error}", self.entry)))
    }
}

/// A path in the form that the compiler uses, with `/` on every system.
fn text(path: &Path) -> Result<String, Failure> {
    let text = path.to_str().ok_or_else(|| Failure(format!("the path `{}` is not Unicode", path.display())))?;
    Ok(if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() })
}
