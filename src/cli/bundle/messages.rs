//! What esbuild prints, as findings at the places that it names.

use crate::source::{SourceFile, TextRange};

/// A message of esbuild.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Message {
    pub(super) is_error: bool,
    pub(super) text: String,
    pub(super) place: Option<Place>,
}

/// `line` counts from 1, `column` and `length` are bytes from 0, as esbuild prints them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) path: String,
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) length: u32,
}

impl Place {
    /// As a range of the file's bytes.
    pub(super) fn range(&self, file: &SourceFile) -> TextRange {
        let length = |text: &str| u32::try_from(text.len()).unwrap_or(u32::MAX);
        let line = file.line(self.line);
        let start = file.offset_of_utf16(self.line.saturating_sub(1), 0);
        let column = self.column.min(length(line));
        TextRange::new(start + column, start + (column + self.length).min(length(line)))
    }
}

/// The errors and warnings in esbuild's log (without colours), in its order.
pub(super) fn parse(log: &str) -> Vec<Message> {
    let lines: Vec<&str> = log.lines().collect();
    let mut messages = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let error = line.split_once("[ERROR] ").map(|(mark, text)| (mark, true, text));
        let found = error.or_else(|| line.split_once("[WARNING] ").map(|(mark, text)| (mark, false, text)));
        // Only at the beginning, behind one sign: source lines are quoted further in.
        let Some((_, is_error, text)) = found.filter(|(mark, ..)| mark.chars().count() <= 2) else { continue };
        let mut rest = lines[at + 1..].iter().skip_while(|line| line.trim().is_empty());
        let place = rest.next().and_then(|line| place(line, rest.nth(1).copied().unwrap_or("")));
        messages.push(Message { is_error, text: without_kind(text).to_owned(), place });
    }
    messages
}

/// The package that esbuild did not find, if its message says so: `Could not resolve "lodash/fp"`.
pub(super) fn missing_package(text: &str) -> Option<&str> {
    let name = text.strip_prefix("Could not resolve \"")?.strip_suffix('"')?;
    let parts = if name.starts_with('@') { 2 } else { 1 };
    let end = name.match_indices('/').nth(parts - 1).map_or(name.len(), |(at, _)| at);
    let package = &name[..end];
    let plain = |char: char| char.is_ascii_alphanumeric() || "@/._-".contains(char);
    let named = package.starts_with(|char: char| char.is_ascii_alphanumeric() || char == '@');
    (named && package.chars().all(plain)).then_some(package)
}

/// Without the name of the kind of warning that esbuild appends: `... [equals-nan]`.
fn without_kind(text: &str) -> &str {
    match text.trim_end().strip_suffix(']').and_then(|text| text.rsplit_once(" [")) {
        Some((text, kind)) if kind.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') => text,
        _ => text.trim_end(),
    }
}

/// Reads `    path:line:column:`; `underline` is the line with the `~~~`.
fn place(line: &str, underline: &str) -> Option<Place> {
    let line = line.strip_prefix("    ")?.trim_end().strip_suffix(':')?;
    let mut parts = line.rsplitn(3, ':');
    let column = parts.next()?.parse().ok()?;
    let number = parts.next()?.parse().ok()?;
    let path = parts.next()?.to_owned();
    let length = underline.matches('~').count().max(1);
    Some(Place { path, line: number, column, length: u32::try_from(length).unwrap_or(1) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    const LOG: &str = r#"▲ [WARNING] Comparison with NaN using the "==" operator here is always false [equals-nan]

    f/handler.ts:3:68:
      3 │ ... { const s: string = env.A; if (s == NaN) {} ; return x + "é" ; };
        ╵                                      ~~

  Floating-point equality is defined such that NaN is never equal to anything.

✘ [ERROR] Could not resolve "./nope"

    C:\f\handler.ts:2:18:
      2 │ import { x } from "./nope"; // [ERROR] no
        ╵                   ~~~~~~~~

X [ERROR] Cannot read the directory

2 errors
"#;

    #[test]
    fn messages_are_read_with_their_places() {
        let messages = parse(LOG);
        assert_eq!(messages.len(), 3);
        assert_eq!(messages[0].text, "Comparison with NaN using the \"==\" operator here is always false");
        assert!(!messages[0].is_error && messages[1].is_error);
        let place = messages[1].place.as_ref().expect("a place");
        assert_eq!((place.path.as_str(), place.line, place.column, place.length), ("C:\\f\\handler.ts", 2, 18, 8));
        assert_eq!(messages[2].place, None);
        assert_eq!(parse("\u{0}"), []);
    }

    #[test]
    fn packages_that_are_missing() {
        let found = |name: &str| missing_package(&format!("Could not resolve \"{name}\"")).map(str::to_owned);
        assert_eq!(found("lodash/fp").as_deref(), Some("lodash"));
        assert_eq!(found("@aws-lambda-powertools/logger/x").as_deref(), Some("@aws-lambda-powertools/logger"));
        for path in ["./lodash", "../x", "/x", "$amplify/env/x", ""] {
            assert_eq!(found(path), None, "{path}");
        }
        assert_eq!(missing_package("Could not read \"lodash\""), None);
    }

    #[test]
    fn places_never_leave_their_line() {
        let mut sources = Sources::default();
        let id = sources.add("a", "ab\ncdé\n".into());
        let range = |line, column| Place { path: String::new(), line, column, length: 2 }.range(sources.get(id));
        assert_eq!(range(2, 1), TextRange::new(4, 6));
        assert_eq!(range(2, 90), TextRange::new(7, 7));
        assert_eq!(range(99, 9), TextRange::new(8, 8));
    }
}
