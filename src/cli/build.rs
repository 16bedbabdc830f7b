//! `ampc check`, `ampc build` and `ampc outputs`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;
use std::time::Instant;
use std::{fs, io};

use super::backend::Source;
use super::bundle::{self, Project};
use super::{Failure, Terminal, Verdict, leave_out};
use crate::analysis::Analysis;
use crate::disk;
use crate::emit::{self, Artifacts, NextStep, layout};
use crate::names;
use crate::output::{self, Written, plain};
use crate::source::{folder, is_declarative};

/// Reports all that is wrong; writes nothing.
pub(super) fn check(source: &Source, leave_out: &[String], terminal: &Terminal) -> Result<Verdict, Failure> {
    let started = Instant::now();
    source.tell(terminal);
    let mut analysis = source.analyze()?;
    leave_out::apply(leave_out, &mut analysis.diagnostics, &analysis.sources)?;
    leave_out::something_is_left(leave_out, &analysis)?;
    leave_out::refuse(&mut analysis.diagnostics, &analysis.sources, is_declarative);
    // some limits show only in what would be written
    artifacts(source, &mut analysis, terminal);
    let Analysis { mut diagnostics, sources, .. } = analysis;
    if terminal.report(&mut diagnostics, &sources) {
        return Ok(Verdict::Findings);
    }
    if diagnostics.is_empty() {
        let files = counted(sources.iter().count(), "file");
        terminal.say(format_args!("no problems in {files} ({})", elapsed(started)));
    }
    Ok(Verdict::Clean)
}

/// What `build` was told beside the backend.
pub(super) struct Wish<'a> {
    pub(super) path: &'a Path,
    pub(super) out: &'a Path,
    pub(super) no_bundle: bool,
    pub(super) allow_layout_change: bool,
    pub(super) leave_out: &'a [String],
}

/// Reports all that is wrong, and writes the output folder if nothing is.
pub(super) fn build(source: &Source, wish: &Wish<'_>, terminal: &Terminal) -> Result<Verdict, Failure> {
    let started = Instant::now();
    source.tell(terminal);
    let mut analysis = source.analyze()?;
    leave_out::apply(wish.leave_out, &mut analysis.diagnostics, &analysis.sources)?;
    leave_out::something_is_left(wish.leave_out, &analysis)?;
    leave_out::refuse(&mut analysis.diagnostics, &analysis.sources, |_| true);
    let artifacts = artifacts(source, &mut analysis, terminal);
    let Analysis { mut diagnostics, mut sources, .. } = analysis;
    if let (Some(artifacts), false) = (&artifacts, wish.allow_layout_change) {
        let read = |name: &str| fs::read_to_string(wish.out.join(name)).ok();
        let allow = "pass `--allow-layout-change`";
        diagnostics.extend(layout::changed(artifacts, &output::last(wish.out), read, allow));
    }
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    if let (Some(artifacts), false) = (&artifacts, wish.no_bundle || terminal.fails(&diagnostics)) {
        let generated = artifacts.files.iter();
        let generated = generated
            .filter_map(|(path, text)| Some((path.strip_prefix(names::CLIENT_FOLDER)?.to_owned(), text.clone())));
        let root = folder(&source.entry);
        let project = Project { root, generated: &generated.collect(), files: &source.files };
        let bundled = bundle::run(&artifacts.functions, &project, &mut sources);
        files = bundled.files;
        diagnostics.extend(bundled.diagnostics);
    }
    if terminal.report(&mut diagnostics, &sources) {
        return Ok(Verdict::Findings);
    }
    let Some(Artifacts { files: texts, functions, next_steps, .. }) = artifacts else { return Ok(Verdict::Findings) };
    files.extend(texts.into_iter().map(|(path, text)| (path, text.into_bytes())));
    let written = output::write(wish.out, &files).map_err(|error| Failure(error.to_string()))?;
    terminal.say(summary(&written, wish.out, started));
    if wish.no_bundle && !functions.is_empty() {
        terminal.say("the code of functions was left out: a deploy needs a build without --no-bundle");
        return Ok(Verdict::Clean);
    }
    terminal.say(steps(&next_steps, wish.out, wish.path));
    Ok(Verdict::Clean)
}

/// What the backend gives, unless something is wrong with it.
fn artifacts(source: &Source, analysis: &mut Analysis, terminal: &Terminal) -> Option<Artifacts> {
    if terminal.fails(&analysis.diagnostics) {
        return None;
    }
    let (artifacts, found) = emit::emit(analysis.checked()?, &source.files, disk::now());
    analysis.diagnostics.extend(found);
    Some(artifacts)
}

/// Prints or writes `amplify_outputs.json`: what the backend says, filled in with what the stack says.
pub(super) fn outputs(
    source: &Source,
    stack: &Path,
    out: Option<&Path>,
    terminal: &Terminal,
) -> Result<Verdict, Failure> {
    source.tell(terminal);
    let mut analysis = source.analyze()?;
    let artifacts = artifacts(source, &mut analysis, terminal);
    let skeleton = artifacts.and_then(|mut artifacts| artifacts.files.remove("outputs.json"));
    let Some(skeleton) = skeleton.filter(|_| !terminal.fails(&analysis.diagnostics)) else {
        terminal.report(&mut analysis.diagnostics, &analysis.sources);
        return Ok(Verdict::Findings);
    };
    let stacks = if stack == Path::new("-") {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        fs::read_to_string(stack)
    };
    let stacks = stacks.map_err(|error| Failure(format!("cannot read `{}`: {}", stack.display(), plain(&error))))?;
    if stacks.trim().is_empty() {
        return Err(Failure(match stack.to_str() {
            Some("-") => "stdin is empty: the command before it failed".to_owned(),
            _ => format!("`{}` is empty", stack.display()),
        }));
    }
    let text = emit::outputs::merge(&skeleton, &stacks).map_err(|error| Failure(error.to_string()))?;
    match out {
        None => terminal.print(&text),
        Some(out) => {
            output::replace(out, text.as_bytes()).map_err(|error| Failure(error.to_string()))?;
            terminal.say(format_args!("wrote {}", out.display()));
        }
    }
    Ok(Verdict::Clean)
}

fn counted(count: usize, thing: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {thing}{plural}")
}

fn elapsed(started: Instant) -> String {
    format!("{:.1} ms", started.elapsed().as_secs_f64() * 1000.0)
}

/// What was written: each file if they are few.
fn summary(written: &Written, out: &Path, started: Instant) -> String {
    const FEW: usize = 12;
    let out = out.display();
    let Written { changed, unchanged, removed } = written;
    let mut text = String::new();
    if changed.len() <= FEW {
        for name in changed {
            let _ = writeln!(text, "wrote   {out}/{name}");
        }
    } else {
        let _ = writeln!(text, "wrote   {} to {out}", counted(changed.len(), "file"));
    }
    for name in removed.iter().take(FEW) {
        let _ = writeln!(text, "removed {out}/{name}");
    }
    if removed.len() > FEW {
        let _ = writeln!(text, "removed {} more", counted(removed.len() - FEW, "file"));
    }
    let same = if *unchanged == 0 { String::new() } else { format!(", {unchanged} unchanged") };
    let _ = write!(text, "built {out} in {}: {} written{same}", elapsed(started), counted(changed.len(), "file"));
    text
}

/// The commands that are left to be run, from the folder where the build was.
fn steps(steps: &[NextStep], out: &Path, path: &Path) -> String {
    let mut text = format!(
        "\nnext, with the names of a bucket for the code in BUCKET and of the stack in STACK:\n  cd {}",
        quoted(out)
    );
    for NextStep { what, command } in steps {
        let _ = write!(text, "\n  # {what}\n  {command}");
    }
    let _ = write!(
        text,
        "\n  # write what clients need to know\n  cd -\n  \
         aws cloudformation describe-stacks --stack-name \"$STACK\" --output json | \
         ampc outputs {} --stack - --out amplify_outputs.json",
        quoted(path)
    );
    text
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |char: char| char.is_ascii_alphanumeric() || "/._-+,:@".contains(char);
    if text.chars().all(plain) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}
