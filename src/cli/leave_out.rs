//! `--leave-out`: imperative code that a build may go without, by the user's own word.

use super::Failure;
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

/// Makes a note of each finding about hidden code that `parts` name, and an error of each other one. A part that names
/// none is wrong usage: what it was meant for may be built silently otherwise.
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
        } else {
            diagnostic.severity = Severity::Error;
        }
    }
    match parts.iter().find(|(_, used)| !used) {
        Some((part, _)) => Err(Failure(format!("`--leave-out {}` names no imperative code", part.written))),
        None => Ok(()),
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
        let finding = |start, end| Diagnostic::new(Code::HiddenCode, TextRange::new(start, end).in_file(file), "code");
        let severities = |parts: &[&str]| {
            let parts: Vec<String> = parts.iter().map(|&part| part.to_owned()).collect();
            let mut found = [finding(0, 3), finding(4, 13)];
            apply(&parts, &mut found, &sources).map(|()| found.map(|it| it.severity)).map_err(|Failure(text)| text)
        };
        assert_eq!(severities(&[]), Ok([Error, Error]));
        assert_eq!(severities(&["a/b.ts"]), Ok([Note, Note]));
        assert_eq!(severities(&["./a/x/../b.ts:1"]), Ok([Note, Error]));
        assert_eq!(severities(&["a\\b.ts:3"]), Ok([Error, Note]));
        assert!(severities(&["a/b.ts:4"]).is_err());
        assert!(severities(&["b.ts"]).is_err());
    }
}
