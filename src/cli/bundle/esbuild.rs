//! Running esbuild.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf, absolute};
use std::process::{Command, Stdio};

use super::{Job, Project};
use crate::names;

/// As many functions go into one call: the system bounds the length of a command line.
const MOST_ENTRIES: usize = 200;

/// Gives bundled `CommonJS` modules what they expect in an ES module.
const BANNER: &str = "import{createRequire as __ampRequire}from\"node:module\";\
import{fileURLToPath as __ampPath}from\"node:url\";import{dirname as __ampFolder}from\"node:path\";\
globalThis.require??=__ampRequire(import.meta.url);globalThis.__filename??=__ampPath(import.meta.url);\
globalThis.__dirname??=__ampFolder(globalThis.__filename);";

/// What must be the same for functions to share a call.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Options {
    target: Option<String>,
    minify: bool,
    external: Vec<String>,
}

impl Options {
    pub(super) fn new(job: &Job) -> Self {
        Self { target: job.target.clone(), minify: job.minify, external: job.external.clone() }
    }
}

/// What a run gave.
#[derive(Debug)]
pub(super) struct Outcome {
    /// What it printed.
    pub(super) log: String,
    /// For each function the files of its folder; `None` if it failed.
    pub(super) folders: Option<Vec<BTreeMap<String, Vec<u8>>>>,
}

/// The esbuild for a handler: of the nearest `node_modules` upwards, else of `PATH`.
pub(super) fn find(entry: &str) -> Option<PathBuf> {
    let entry = absolute(entry).ok()?;
    // The native program beside the package saves the start of Node.
    let native = match (std::env::consts::OS, std::env::consts::ARCH) {
        ("windows", "x86_64") => Some("@esbuild/win32-x64/esbuild.exe"),
        ("windows", "aarch64") => Some("@esbuild/win32-arm64/esbuild.exe"),
        ("macos", "x86_64") => Some("@esbuild/darwin-x64/bin/esbuild"),
        ("macos", "aarch64") => Some("@esbuild/darwin-arm64/bin/esbuild"),
        ("linux", "x86_64") => Some("@esbuild/linux-x64/bin/esbuild"),
        ("linux", "aarch64") => Some("@esbuild/linux-arm64/bin/esbuild"),
        _ => None,
    };
    let script = if cfg!(windows) { ".bin/esbuild.cmd" } else { ".bin/esbuild" };
    for folder in entry.ancestors().skip(1) {
        let modules = folder.join("node_modules");
        if modules.join(script).is_file() {
            let native = native.map(|path| modules.join(path)).filter(|path| path.is_file());
            return Some(native.unwrap_or_else(|| modules.join(script)));
        }
    }
    let name = if cfg!(windows) { "esbuild.exe" } else { "esbuild" };
    std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// Bundles functions that share their options.
pub(super) fn run(program: &Path, options: &Options, jobs: &[&Job], project: &Project<'_>) -> io::Result<Outcome> {
    let temp = Temp::new()?;
    let generated = temp.0.join("amplify");
    for (path, text) in project.generated {
        put(&generated.join(path), text.as_bytes())?;
    }
    let mut outcome = Outcome { log: String::new(), folders: Some(Vec::new()) };
    for (at, jobs) in jobs.chunks(MOST_ENTRIES).enumerate() {
        let out = temp.0.join(format!("out{at}"));
        let call = Call { program, options, project, generated: &generated };
        let log = call.run(jobs, &out)?;
        outcome.log.push_str(&log.text);
        if !log.good {
            outcome.folders = None;
            continue;
        }
        // Files that a bundle loads at run time (native add-ons) land beside the folders of functions: to give each
        // function its own, bundle one by one.
        let strays = std::fs::read_dir(&out)?.flatten().any(|entry| entry.path().is_file());
        for (number, job) in jobs.iter().enumerate() {
            let folder = if strays {
                let own = temp.0.join(format!("own{at}-{number}"));
                call.run_alone(job, &own)?;
                own
            } else {
                out.join(&job.name)
            };
            let files = read_tree(&folder, &temp.0)?;
            if let Some(folders) = &mut outcome.folders {
                folders.push(files);
            }
        }
    }
    Ok(outcome)
}

struct Call<'a> {
    program: &'a Path,
    options: &'a Options,
    project: &'a Project<'a>,
    generated: &'a Path,
}

struct Log {
    good: bool,
    text: String,
}

impl Call<'_> {
    fn run(&self, jobs: &[&Job], out: &Path) -> io::Result<Log> {
        let entries = jobs.iter().map(|job| entry(&format!("{}/{}", job.name, job.stem), &job.entry));
        self.start(&entries.collect::<io::Result<Vec<_>>>()?, out)
    }

    fn run_alone(&self, job: &Job, out: &Path) -> io::Result<Log> {
        self.start(&[entry(job.stem, &job.entry)?], out)
    }

    fn start(&self, entries: &[OsString], out: &Path) -> io::Result<Log> {
        let Options { target, minify, external } = self.options;
        let mut command = Command::new(self.program);
        command.args(entries).args(["--bundle", "--platform=node", "--format=esm", "--out-extension:.js=.mjs"]);
        command.args(["--color=false", "--log-level=warning", "--log-limit=0", "--loader:.node=file"]);
        command.arg("--external:@aws-sdk/*").arg(format!("--banner:js={BANNER}"));
        command.args(target.as_ref().map(|target| format!("--target={target}")));
        command.args(external.iter().map(|name| format!("--external:{name}")));
        command.args(minify.then_some("--minify"));
        command.arg(with_path("--outdir=", out)).arg(with_path("--alias:$amplify=", self.generated));
        let [runtime, _] = names::RUNTIME_FILES;
        if self.project.generated.contains_key(runtime) {
            let file = self.generated.join(runtime);
            command.args(names::RUNTIME_MODULES.map(|module| with_path(&format!("--alias:{module}="), &file)));
        }
        command.current_dir(absolute(self.project.root)?).stdin(Stdio::null());
        let output = command.output()?;
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        Ok(Log { good: output.status.success(), text })
    }
}

fn with_path(option: &str, path: &Path) -> OsString {
    let mut argument = OsString::from(option);
    argument.push(path);
    argument
}

fn entry(name: &str, path: &str) -> io::Result<OsString> {
    Ok(with_path(&format!("{name}="), &absolute(path)?))
}

fn put(path: &Path, text: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, text)
}

/// All files below a folder. A comment in a bundle that is not made small names the file that a part comes from; the
/// name of the temporary folder is taken out of it, since it is another one each time.
fn read_tree(folder: &Path, temp: &Path) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let mut waiting = vec![(folder.to_owned(), String::new())];
    while let Some((folder, prefix)) = waiting.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                waiting.push((entry.path(), format!("{name}/")));
            } else {
                files.insert(name, without_temp(std::fs::read(entry.path())?, temp));
            }
        }
    }
    Ok(files)
}

fn without_temp(contents: Vec<u8>, temp: &Path) -> Vec<u8> {
    let mark = temp.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let Ok(text) = std::str::from_utf8(&contents) else { return contents };
    if !text.contains(&mark) {
        return contents;
    }
    let from = format!("{mark}/amplify/");
    let lines = text.split_inclusive('\n').map(|line| match line.split_once(from.as_str()) {
        Some((before, after)) if before.starts_with("// ") => format!("// $amplify/{after}"),
        _ => line.to_owned(),
    });
    lines.collect::<String>().into_bytes()
}

/// A new folder in the system's folder for such things. Dropping it removes it.
struct Temp(PathBuf);

impl Temp {
    fn new() -> io::Result<Self> {
        let base = std::env::temp_dir();
        for attempt in 0..1000 {
            let path = base.join(format!("ampc-{}-{attempt}", std::process::id()));
            match std::fs::create_dir(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
                Ok(()) => return Ok(Self(path)),
            }
        }
        Err(io::Error::other("no temporary folder is free"))
    }
}

impl Drop for Temp {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
