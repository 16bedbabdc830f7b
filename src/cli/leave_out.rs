//! `--leave-out`: imperative code that a build may go without, by the user's own word.

use super::Failure;
use crate::analysis::Analysis;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::{Sources, join};

/// `FILE` or `FILE:LINE`.
struct Part<'a> {
    written: &'a str,
    path: String,
    line: Option<u32>,
}

impl<'a> Part<'a> {
    fn new(written: &'a str) -> Self {
        let line = written.rsplit_once(':').and_then(|(path, line)| Some((path, line.parse().ok()?)));
        let (path, line) = line.map_or((written, None), |(path, line)| (path, Some(line)));
        Self { written, path: join("", &path.replace('\\', "/")), line }
    }

    fn holds(&self, diagnostic: &Diagnostic, sources: &Sources) -> bool {
        let file = sources.get(diagnostic.span.file);
        let first = file.position(diagnostic.span.start).line;
        let last = file.position(diagnostic.span.end).line;
        join("", &file.path) == self.path && self.line.is_none_or(|line| (first..=last).contains(&line))
    }
}

/// Makes a note of each finding about hidden code that `parts` name. A part that names none is wrong usage: what it was
/// meant for may be built silently otherwise.
pub(super) fn apply(parts: &[String], diagnostics: &mut [Diagnostic], sources: &Sources) -> Result<(), Failure> {
    let mut parts: Vec<(Part<'_>, bool)> = parts.iter().map(|written| (Part::new(written), false)).collect();
    for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.code == Code::HiddenCode) {
        let mut named = false;
        for (part, used) in &mut parts {
            if part.holds(diagnostic, sources) {
                (named, *used) = (true, true);
            }
        }
        if named {
            diagnostic.severity = Severity::Note;
            diagnostic.message = format!("left out: {}", diagnostic.message);
            (diagnostic.help, diagnostic.fix) = (None, None);
        }
    }
    match parts.iter().find(|(_, used)| !used) {
        Some((part, _)) => Err(Failure(format!("`--leave-out {}` names no imperative code", part.written))),
        None => Ok(()),
    }
}

/// Refuses to go without what cannot be seen where there is nothing else: everything deployed would be deleted.
pub(super) fn something_is_left(parts: &[String], analysis: &Analysis) -> Result<(), Failure> {
    let program = &analysis.program;
    let nothing = program.backend.is_none() && !program.declarations.iter().any(|declaration| declaration.exported);
    let told = analysis.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    if nothing && !told && !parts.is_empty() {
        return Err(Failure("`--leave-out` leaves no resource".to_owned()));
    }
    Ok(())
}

/// Makes an error of each finding about hidden code that is not left out, in files of the paths that are meant, and says
/// how to leave it out.
pub(super) fn refuse(diagnostics: &mut [Diagnostic], sources: &Sources, meant: impl Fn(&str) -> bool) {
    let hidden =
        |diagnostic: &&mut Diagnostic| diagnostic.code == Code::HiddenCode && diagnostic.severity == Severity::Warning;
    for diagnostic in diagnostics.iter_mut().filter(hidden) {
        let file = sources.get(diagnostic.span.file);
        if !meant(&file.path) {
            continue;
        }
        let part = format!("{}:{}", file.path, file.position(diagnostic.span.start).line);
        let help = diagnostic.help.take().map_or_else(String::new, |help| help + "; or ");
        diagnostic.help = Some(format!("{help}build without it: `--leave-out {part}`"));
        diagnostic.severity = Severity::Error;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::TextRange;

    #[test]
    fn lines_and_files() {
        use Severity::{Error, Note};

        let mut sources = Sources::default();
        let file = sources.add("a/b.ts", "one\ntwo\nthree\n".into());
        let finding = |start, end| {
            let place = TextRange::new(start, end).in_file(file);
            Diagnostic::new(Code::HiddenCode, place, "code").severity(Severity::Warning).help("say it")
        };
        let severities = |parts: &[&str]| {
            let parts: Vec<String> = parts.iter().map(|&part| part.to_owned()).collect();
            let mut found = [finding(0, 3), finding(4, 13)];
            apply(&parts, &mut found, &sources).map_err(|Failure(text)| text)?;
            refuse(&mut found, &sources, |path| path == "a/b.ts");
            refuse(&mut found, &sources, |_| false);
            let said =
                found[1].help.as_ref().is_none_or(|help| help == "say it; or build without it: `--leave-out a/b.ts:2`");
            assert!(said, "{:?}", found[1].help);
            Ok::<_, String>(found.map(|it| it.severity))
        };
        assert_eq!(severities(&[]), Ok([Error, Error]));
        assert_eq!(severities(&["a/b.ts"]), Ok([Note, Note]));
        assert_eq!(severities(&["./a/x/../b.ts:1"]), Ok([Note, Error]));
        assert_eq!(severities(&["a\\b.ts:3"]), Ok([Error, Note]));
        assert!(severities(&["a/b.ts:4"]).is_err());
        assert!(severities(&["b.ts"]).is_err());
    }
}
