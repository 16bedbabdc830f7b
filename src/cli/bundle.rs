//! The code of functions: TypeScript through the project's own esbuild, plain JavaScript and Python copied.
//!
//! esbuild runs once for all functions whose options are the same. Nothing is written here but a temporary folder: what
//! comes back are the contents of `functions/<name>/`, for the output folder to be replaced in one go.

mod esbuild;
mod imports;
mod messages;
mod plain;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use self::esbuild::{Options, Outcome};
use self::plain::Plain;
use crate::diagnostic::{Code, Diagnostic};
use crate::emit::FunctionBundle as Job;
use crate::names;
use crate::source::{Files, Sources, Span, TextRange, extension};

/// What all functions share.
pub(super) struct Project<'a> {
    /// The folder of the backend's definition; esbuild works there, so that its output does not depend on where the
    /// caller stands.
    pub(super) root: &'a str,
    /// The modules below `$amplify/` (`env/add-user.ts` -> text).
    pub(super) generated: &'a BTreeMap<String, String>,
    /// Where handlers are read from.
    pub(super) files: &'a dyn Files,
}

/// The code of all functions, as far as it could be had.
#[derive(Debug, Default)]
pub(super) struct Bundled {
    /// Path below the output folder -> contents.
    pub(super) files: BTreeMap<String, Vec<u8>>,
    /// What went wrong, and esbuild's warnings.
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Bundled {
    fn put(&mut self, job: &Job, files: BTreeMap<String, Vec<u8>>) {
        let folder = names::function_folder(&job.name);
        self.files.extend(files.into_iter().map(|(path, text)| (format!("{folder}/{path}"), text)));
    }
}

/// Makes the code of all functions; handlers with problems are added to `sources`.
pub(super) fn run(jobs: &[Job], project: &Project<'_>, sources: &mut Sources) -> Bundled {
    let mut bundled = Bundled::default();
    let mut groups: BTreeMap<(PathBuf, Options), Vec<&Job>> = BTreeMap::new();
    let mut without: Vec<&Job> = Vec::new();
    for job in jobs {
        let copied = if job.target.is_none() {
            Some(plain::python(&job.entry, job.stem, project.files))
        } else if matches!(extension(&job.entry), "js" | "mjs" | "cjs") {
            let runtime = project.generated.get(names::RUNTIME_FILES[0]).map(String::as_str);
            Some(plain::script(&job.entry, job.stem, &job.external, runtime, project.files))
        } else {
            None
        };
        let import = match copied {
            Some(Plain::Files(files)) => {
                bundled.put(job, files);
                continue;
            }
            Some(Plain::Unreadable(path)) => {
                let message = format!("`{path}`, which `{}` needs, cannot be read as text", job.name);
                bundled.diagnostics.push(Diagnostic::new(Code::NotBundled, job.span, message));
                continue;
            }
            Some(Plain::NeedsBundler { path, range, import }) => Some((path, range, import)),
            None => None,
        };
        match (esbuild::find(&job.entry), import) {
            (Some(program), _) => groups.entry((program, Options::new(job))).or_default().push(job),
            (None, None) => without.push(job),
            (None, Some((path, range, import))) => {
                let span = span_in(&path, range, project, sources).unwrap_or(job.span);
                let message = format!("`{import}` has to be bundled into `{}`, and esbuild is not installed", job.name);
                bundled.diagnostics.push(Diagnostic::new(Code::NoBundler, span, message).help(INSTALL));
            }
        }
    }
    bundled.diagnostics.extend(no_bundler(&without));
    for ((program, options), jobs) in groups {
        bundle(&program, &options, &jobs, project, sources, &mut bundled);
    }
    bundled
}

const INSTALL: &str =
    "run `npm install --save-dev esbuild` in the project, or `ampc build --no-bundle` to go without code";

/// One finding for all functions: it is one thing that is missing.
fn no_bundler(without: &[&Job]) -> Option<Diagnostic> {
    let (first, others) = without.split_first()?;
    let more = match others.len() {
        0 => String::new(),
        1 => format!(", and so does `{}`", others[0].name),
        count => format!(", and so do {count} other functions"),
    };
    let message = format!("`{}` needs esbuild, which is not installed{more}", first.name);
    Some(Diagnostic::new(Code::NoBundler, first.span, message).help(INSTALL))
}

fn bundle(
    program: &Path,
    options: &Options,
    jobs: &[&Job],
    project: &Project<'_>,
    sources: &mut Sources,
    bundled: &mut Bundled,
) {
    match esbuild::run(program, options, jobs, project) {
        Err(error) => {
            let message = format!("`{}` cannot be run: {}", program.display(), crate::output::plain(&error));
            bundled.diagnostics.push(Diagnostic::new(Code::NotBundled, jobs[0].span, message));
        }
        Ok(Outcome { log, folders }) => {
            let messages = messages::parse(&log);
            let failed = folders.is_none();
            if failed && !messages.iter().any(|message| message.is_error) {
                let said = log.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("it gave no reason");
                let message = format!("esbuild failed: {said}");
                bundled.diagnostics.push(Diagnostic::new(Code::NotBundled, jobs[0].span, message));
            }
            for message in messages {
                let code = if message.is_error { Code::NotBundled } else { Code::BundleWarning };
                let path = message.place.as_ref().map(|place| crate::source::join(project.root, &place.path));
                let span = message.place.as_ref().zip(path).and_then(|(place, path)| {
                    let whole = span_in(&path, TextRange::default(), project, sources)?;
                    Some(place.range(sources.get(whole.file)).in_file(whole.file))
                });
                let package = messages::missing_package(&message.text).map(|package| format!("npm install {package}"));
                let diagnostic = Diagnostic::new(code, span.unwrap_or(jobs[0].span), message.text);
                bundled.diagnostics.push(match package {
                    Some(command) => diagnostic.help(format!("install it beside the definition: `{command}`")),
                    None => diagnostic,
                });
            }
            for (job, files) in jobs.iter().zip(folders.unwrap_or_default()) {
                bundled.put(job, files);
            }
        }
    }
}

/// A range of a file that may not have been read yet.
fn span_in(path: &str, range: TextRange, project: &Project<'_>, sources: &mut Sources) -> Option<Span> {
    let file = match sources.find(path) {
        Some(file) => file,
        None => sources.add(path, project.files.read(path).ok()?),
    };
    Some(range.in_file(file))
}

#[cfg(test)]
mod tests;
