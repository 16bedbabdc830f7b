//! `ampc explain`.

use super::Failure;
use crate::diagnostic::{CODES, Code, closest};

/// The page of a code, or the list of all codes.
pub(super) fn explain(code: Option<&str>) -> Result<String, Failure> {
    let Some(written) = code else {
        let line =
            |row: &crate::diagnostic::CodeRow| format!("{}  {:<7}  {}\n", row.text, row.severity.word(), row.title);
        return Ok(CODES.iter().map(line).collect());
    };
    let found = Code::from_text(written).or_else(|| Code::from_text(&full(written)?));
    found.map(|code| code.row().page.to_owned()).ok_or_else(|| {
        let near = closest(&full(written).unwrap_or_else(|| written.to_owned()), CODES.iter().map(|row| row.text));
        let hint = near.map_or_else(String::new, |near| format!("did you mean {near}? "));
        Failure(format!("there is no code `{written}`; {hint}`ampc explain` lists all"))
    })
}

/// `402` and `amp402` as `AMP0402`.
fn full(written: &str) -> Option<String> {
    let number = written.trim_start_matches(|char: char| char.is_ascii_alphabetic());
    number.parse::<u16>().ok().map(|number| format!("AMP{number:04}"))
}
