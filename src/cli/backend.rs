//! Which backend a command reads, and from where.

use std::path::Path;

use super::{Failure, Terminal};
use crate::analysis::{self, Analysis, Options};
use crate::check::HiddenCode;
use crate::disk::DiskFiles;
use crate::source::{Files as _, file_name, join};

/// A backend that is there, but not read yet.
pub(super) struct Source {
    /// Where it is read from.
    pub(super) files: DiskFiles,
    /// The file that it begins with.
    pub(super) entry: String,
    /// Another backend in the folder, which is not read since this one comes first.
    pub(super) passed_over: Option<String>,
}

/// Endings of files that are read as definitions.
const DEFINITIONS: [&str; 8] = ["amp", "ts", "mts", "cts", "tsx", "js", "mjs", "cjs"];

impl Source {
    /// What the path means: a file, or the backend in a folder.
    pub(super) fn find(path: &Path, env_file: Option<&Path>) -> Result<Self, Failure> {
        let mut files = DiskFiles::new();
        if let Some(env_file) = env_file {
            files = files.with_env_file(&text(env_file)?).map_err(|error| Failure(error.to_string()))?;
        }
        let path = text(path)?;
        let entry = analysis::entry(&files, &path).map_err(|error| Failure(error.to_string()))?;
        if let Some(ending) = file_name(&entry).rsplit_once('.').map(|(_, ending)| ending.to_lowercase())
            && !DEFINITIONS.contains(&ending.as_str())
        {
            return Err(Failure(format!(
                "`{entry}` is no definition: name a file that ends in `.amp` or `.ts`, or a folder"
            )));
        }
        let candidates = ["amplify/backend.amp", "amplify/backend.ts"].map(|name| join(&path, name));
        let passed_over =
            candidates.into_iter().find(|other| entry == join(&path, "backend.amp") && files.is_file(other));
        Ok(Self { files, entry, passed_over })
    }

    /// Says what is passed over, which is easily taken for what is read.
    pub(super) fn tell(&self, terminal: &Terminal) {
        if let Some(other) = &self.passed_over {
            terminal.remark(format_args!("`{}` is read, and `{other}` is not: name it to read that one", self.entry));
        }
    }

    /// Reads it. Findings are in what comes back, with code that cannot be seen as warnings only; a first file that
    /// cannot be read is a failure.
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
