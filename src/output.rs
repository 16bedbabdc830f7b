//! The folder that a build writes: replaced file by file, never half, and never a file of somebody else's.
//!
//! A manifest in the folder lists what a build wrote. It is how a later build knows which files are stale, and how it
//! knows that the folder is its own.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display, Formatter};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

/// The list of what the last build wrote, inside the output folder.
pub const MANIFEST: &str = ".ampc.json";

/// Files in the making are kept in folders of this name and a process's number, inside the output folder.
const STAGING: &str = ".ampc-tmp-";

/// How old such a folder must be to count as left behind by a build that was killed.
const ABANDONED: Duration = Duration::from_hours(1);

/// What [`write`] did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or have new contents, in order.
    pub changed: Vec<String>,
    /// How many files were there already with the same contents, and were not touched.
    pub unchanged: usize,
    /// Files of an earlier build that this one does not have.
    pub removed: Vec<String>,
}

/// Why nothing was written.
#[derive(Debug)]
pub enum OutputError {
    /// The folder holds files and no manifest.
    NotOurs(PathBuf),
    /// A file that no build wrote stands where one should go.
    InTheWay(PathBuf),
    /// The manifest cannot be read or names files outside the folder.
    BadManifest(PathBuf),
    /// The system refused.
    Io(PathBuf, io::Error),
}

impl Display for OutputError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOurs(path) => write!(
                f,
                "`{}` is not empty and was not written by ampc; choose another folder or empty it",
                path.display()
            ),
            Self::InTheWay(path) => {
                write!(f, "`{}` was not written by ampc and is in the way; move it elsewhere", path.display())
            }
            Self::BadManifest(path) => write!(f, "`{}` is damaged; remove the folder to start afresh", path.display()),
            Self::Io(path, error) => write!(f, "cannot write `{}`: {}", path.display(), plain(error)),
        }
    }
}

impl std::error::Error for OutputError {}

/// The system's words without its number.
pub(crate) fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

fn io(path: &Path) -> impl FnOnce(io::Error) -> OutputError + '_ {
    move |error| OutputError::Io(path.to_owned(), error)
}

/// Makes `folder` hold exactly `files` (path with `/` -> contents) beside what others put there.
///
/// All contents are on the disk before the first file is replaced, each file is replaced in one step, a file that has
/// the right contents is not touched, and files of an earlier build that are not among `files` are removed. A folder
/// that holds anything, but no manifest, is refused, and so is a file that no build wrote.
pub fn write(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<Written, OutputError> {
    let before = claim(folder)?;
    for name in before.iter().chain(files.keys()) {
        no_way_out(folder, name)?;
    }
    let mut written = Written::default();
    for (name, contents) in files {
        let path = folder.join(name);
        match fs::read(&path) {
            Ok(_) if !before.contains(name) => return Err(OutputError::InTheWay(path)),
            Ok(old) if old == *contents => written.unchanged += 1,
            Ok(_) => written.changed.push(name.clone()),
            Err(error) if error.kind() == ErrorKind::NotFound => written.changed.push(name.clone()),
            Err(error) if error.kind() == ErrorKind::IsADirectory => return Err(OutputError::InTheWay(path)),
            Err(error) => return Err(OutputError::Io(path, error)),
        }
    }
    written.removed = before.iter().filter(|name| !files.contains_key(*name)).cloned().collect();

    let names: BTreeSet<String> = files.keys().cloned().collect();
    if written.changed.is_empty() && written.removed.is_empty() && before == names && folder.join(MANIFEST).is_file() {
        return Ok(written);
    }
    let staging = Staging::new(folder)?;
    for (at, name) in written.changed.iter().enumerate() {
        staging.put(at, &files[name])?;
    }
    // Should this process be killed from here on, the manifest still knows every file that may be ampc's.
    staging.manifest(&before.union(&names).cloned().collect())?;
    for (at, name) in written.changed.iter().enumerate() {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(io(parent))?;
        }
        fs::rename(staging.file(at), &path).map_err(io(&path))?;
    }
    for name in &written.removed {
        remove(folder, name)?;
    }
    staging.manifest(&names)?;
    Ok(written)
}

/// Puts one file into place in one step; one that has the right contents is not touched.
pub fn replace(path: &Path, contents: &[u8]) -> Result<(), OutputError> {
    if fs::read(path).is_ok_and(|old| old == contents) {
        return Ok(());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(io(folder))?;
    let staging = Staging::new(folder)?;
    staging.put(0, contents)?;
    fs::rename(staging.file(0), path).map_err(io(path))
}

/// The files of the last build into a folder; none where there was none, or where its manifest cannot be read.
pub fn last(folder: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(folder.join(MANIFEST)).ok();
    text.and_then(|text| parse(&text)).unwrap_or_default()
}

/// The files of the last build; makes the folder if there is none.
fn claim(folder: &Path) -> Result<BTreeSet<String>, OutputError> {
    let manifest = folder.join(MANIFEST);
    match fs::read_to_string(&manifest) {
        Ok(text) => return parse(&text).ok_or(OutputError::BadManifest(manifest)),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) if error.kind() == ErrorKind::NotADirectory => return Err(OutputError::InTheWay(folder.to_owned())),
        Err(error) if error.kind() == ErrorKind::InvalidData => return Err(OutputError::BadManifest(manifest)),
        Err(error) => return Err(OutputError::Io(manifest, error)),
    }
    match fs::read_dir(folder) {
        Ok(entries) => {
            for entry in entries {
                let entry = entry.map_err(io(folder))?;
                if !entry.file_name().to_string_lossy().starts_with(STAGING) {
                    return Err(OutputError::NotOurs(folder.to_owned()));
                }
            }
        }
        Err(error) if error.kind() == ErrorKind::NotFound => fs::create_dir_all(folder).map_err(io(folder))?,
        Err(error) => return Err(OutputError::Io(folder.to_owned(), error)),
    }
    Ok(BTreeSet::new())
}

#[derive(serde::Serialize, serde::Deserialize)]
struct Manifest {
    about: String,
    files: BTreeSet<String>,
}

/// `None` unless every name stays inside the folder.
fn parse(text: &str) -> Option<BTreeSet<String>> {
    let manifest: Manifest = serde_json::from_str(text).ok()?;
    let inside = |name: &String| {
        !name.is_empty() && Path::new(name).components().all(|part| matches!(part, Component::Normal(_)))
    };
    manifest.files.iter().all(inside).then_some(manifest.files)
}

/// Refuses a folder on the way to a file that is a link: it may lead to what is not ampc's.
fn no_way_out(folder: &Path, name: &str) -> Result<(), OutputError> {
    for parent in Path::new(name).ancestors().skip(1).filter(|parent| !parent.as_os_str().is_empty()) {
        let path = folder.join(parent);
        if fs::symlink_metadata(&path).is_ok_and(|found| found.is_symlink()) {
            return Err(OutputError::InTheWay(path));
        }
    }
    Ok(())
}

/// Removes a file of an earlier build, and the folders that it leaves empty.
fn remove(folder: &Path, name: &str) -> Result<(), OutputError> {
    let path = folder.join(name);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(OutputError::Io(path, error)),
        _ => {}
    }
    for parent in Path::new(name).ancestors().skip(1).filter(|parent| !parent.as_os_str().is_empty()) {
        if fs::remove_dir(folder.join(parent)).is_err() {
            break; // not empty
        }
    }
    Ok(())
}

/// A folder for files in the making, inside the output folder, so that a rename never crosses a disk. Dropping it
/// removes it.
struct Staging<'a> {
    folder: &'a Path,
    path: PathBuf,
}

impl<'a> Staging<'a> {
    fn new(folder: &'a Path) -> Result<Self, OutputError> {
        for entry in fs::read_dir(folder).map_err(io(folder))?.flatten() {
            let old = entry.metadata().and_then(|data| data.modified()).ok().and_then(|at| at.elapsed().ok());
            if entry.file_name().to_string_lossy().starts_with(STAGING) && old.is_some_and(|age| age > ABANDONED) {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        let path = folder.join(format!("{STAGING}{}", std::process::id()));
        fs::create_dir_all(&path).map_err(io(&path))?;
        Ok(Self { folder, path })
    }

    fn file(&self, at: usize) -> PathBuf {
        self.path.join(at.to_string())
    }

    fn put(&self, at: usize, contents: &[u8]) -> Result<(), OutputError> {
        let path = self.file(at);
        fs::write(&path, contents).map_err(io(&path))
    }

    fn manifest(&self, files: &BTreeSet<String>) -> Result<(), OutputError> {
        let about = "written by ampc; it removes and replaces the files below, and no others".to_owned();
        let manifest = Manifest { about, files: files.clone() };
        let path = self.path.join("manifest");
        let text = serde_json::to_string_pretty(&manifest).map_err(|error| io(&path)(error.into()))? + "\n";
        fs::write(&path, text).map_err(io(&path))?;
        fs::rename(&path, self.folder.join(MANIFEST)).map_err(io(&path))
    }
}

impl Drop for Staging<'_> {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

#[cfg(test)]
mod tests;
