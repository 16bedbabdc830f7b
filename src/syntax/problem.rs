//! The reader's findings in words.

use crate::diagnostic::Code;
use crate::source::TextRange;

use super::tree::Problem;

impl Problem {
    pub(super) fn new(code: Code, range: TextRange, message: impl Into<String>) -> Self {
        Self { code, range, message: message.into(), label: None, help: None, fix: None }
    }

    fn label(mut self, range: TextRange, text: impl Into<String>) -> Self {
        self.label = Some((range, text.into()));
        self
    }

    fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// The title is the help too.
    fn fix(mut self, title: impl Into<String>, range: TextRange, text: impl Into<String>) -> Self {
        let title = title.into();
        self.help.get_or_insert_with(|| title.clone());
        self.fix = Some((title, range, text.into()));
        self
    }

    fn insert(self, title: impl Into<String>, at: u32, text: impl Into<String>) -> Self {
        self.fix(title, TextRange::new(at, at), text)
    }

    /// The same, with every range moved.
    #[must_use]
    pub fn shift(mut self, offset: u32) -> Self {
        self.range = self.range.shift(offset);
        self.label = self.label.map(|(range, text)| (range.shift(offset), text));
        self.fix = self.fix.map(|(title, range, text)| (title, range.shift(offset), text));
        self
    }
}

/// A text as it is shown within a message: in backticks, its first line only, not too long.
fn quoted(text: &str) -> String {
    const LONGEST: usize = 30;
    let line = text.trim().lines().next().unwrap_or("").trim_end();
    let mut chars = line.chars();
    let start: String = chars.by_ref().take(LONGEST).collect();
    let dots = if chars.next().is_some() || text.trim().len() > line.len() { "..." } else { "" };
    // a backtick within backticks would end them
    if start.contains('`') { "this".to_owned() } else { format!("`{start}{dots}`") }
}

// ---- brackets and literals

/// `closers` is what is missing at `insert_at`: for this bracket and those around it that are not closed either.
pub(super) fn unclosed(range: TextRange, open: char, insert_at: u32, closers: &str) -> Problem {
    Problem::new(Code::UnclosedBracket, range, format!("this `{open}` is never closed"))
        .label(TextRange::new(insert_at, insert_at), format!("`{closers}` is missing here"))
        .insert(format!("write `{closers}`"), insert_at, closers)
}

pub(super) fn stray_closer(range: TextRange, close: char) -> Problem {
    Problem::new(Code::StrayBracket, range, format!("this `{close}` closes nothing")).fix("remove it", range, "")
}

/// `close` stands where `open` should be closed.
pub(super) fn wrong_closer(range: TextRange, close: char, opener: TextRange, open: char, right: char) -> Problem {
    Problem::new(Code::StrayBracket, range, format!("this `{close}` does not close a `{open}`"))
        .label(opener, format!("this `{open}` is open here"))
        .fix(format!("write `{right}`"), range, right)
}

/// The bracket `close` is not opened; it should have been at `before`.
pub(super) fn missing_opener(before: TextRange, closer: TextRange, open: char, close: char) -> Problem {
    Problem::new(Code::StrayBracket, closer, format!("this `{close}` closes nothing"))
        .label(before, format!("`{open}` is missing here"))
        .insert(format!("write `{open}`"), before.start, open)
}

pub(super) fn too_deep(at: u32, limit: u32) -> Problem {
    Problem::new(Code::NestedTooDeep, TextRange::new(at, at + 1), format!("nested more than {limit} levels deep"))
        .help("give the inner parts names of their own: `const part = ...`")
}

pub(super) fn unclosed_string(range: TextRange, quote: char) -> Problem {
    Problem::new(Code::UnclosedText, range, "this string is never closed").insert(
        format!("write `{quote}` at its end"),
        range.end,
        quote,
    )
}

pub(super) fn stray_quote(range: TextRange, quote: char) -> Problem {
    let (message, help) = match quote {
        '`' => (
            "this backtick opens a template that is never closed",
            "write one before and one behind a template".to_owned(),
        ),
        _ => ("this quote opens a string that is never closed", format!("write `{quote}` before and behind a string")),
    };
    Problem::new(Code::UnclosedText, range, message).help(help + ", or remove it")
}

pub(super) fn unclosed_template(range: TextRange) -> Problem {
    Problem::new(Code::UnclosedText, range, "this template is never closed").insert(
        "write a backtick at its end",
        range.end,
        "`",
    )
}

pub(super) fn unclosed_comment(range: TextRange) -> Problem {
    Problem::new(Code::UnclosedText, range, "this comment is never closed").help("write `*/` at its end")
}

pub(super) fn bad_escape(range: TextRange, escape: &str) -> Problem {
    Problem::new(Code::BadEscape, range, format!("{} is not an escape", quoted(escape)))
        .help("write `\\\\` for a backslash, `\\xHH` or `\\u{HHHH}` for a character by its number")
}

pub(super) fn half_character(range: TextRange, escape: &str) -> Problem {
    Problem::new(Code::BadEscape, range, format!("{} is half of a character", quoted(escape)))
        .help("write the character itself, or both halves one after the other")
}

pub(super) fn stray_separator(range: TextRange, number: &str) -> Problem {
    Problem::new(Code::Unexpected, range, format!("a `_` of {} does not stand between two digits", quoted(number)))
        .help("write `_` only between digits: `1_000`")
}

pub(super) fn leading_zero(range: TextRange, digits: &str) -> Problem {
    let plain = match digits.trim_start_matches('0') {
        "" => "0",
        plain => plain,
    };
    Problem::new(Code::Unexpected, range, format!("{} begins with a zero", quoted(digits))).fix(
        format!("write `{plain}`"),
        range,
        plain,
    )
}

// ---- something is missing

pub(super) fn missing_comma(at: u32) -> Problem {
    Problem::new(Code::MissingComma, TextRange::new(at, at), "a comma is missing here").insert("write `,`", at, ",")
}

/// `behind` is what the value should follow: `note:`, `=`, `||`.
pub(super) fn missing_value(range: TextRange, behind: &str) -> Problem {
    Problem::new(Code::MissingValue, range, format!("a value is missing after {}", quoted(behind)))
}

pub(super) fn missing_element(range: TextRange) -> Problem {
    Problem::new(Code::MissingValue, range, "nothing stands before this comma").fix("remove it", range, "")
}

pub(super) fn missing_else(question: TextRange) -> Problem {
    Problem::new(Code::MissingValue, question, "the value for the other case is missing")
        .help("write `condition ? value : other value`")
}

/// `owner` is what stands before the dot.
pub(super) fn missing_name(dot: TextRange, owner: &str) -> Problem {
    let owner = owner.trim();
    let message = if owner.len() <= 30 && !owner.contains(['\n', '`']) {
        format!("a name is missing after `{owner}.`")
    } else {
        "a name is missing after this dot".to_owned()
    };
    Problem::new(Code::MissingName, dot, message)
}

pub(super) fn missing_declared_name(range: TextRange, keyword: &str) -> Problem {
    Problem::new(Code::MissingName, range, format!("a name is missing after `{keyword}`"))
}

pub(super) fn missing_open_brace(range: TextRange) -> Problem {
    Problem::new(Code::MissingBraces, range, "properties stand here without braces")
        .help("write `{` before the first and `}` behind the last one")
}

pub(super) fn missing_module(at: u32) -> Problem {
    Problem::new(Code::MissingModule, TextRange::new(at, at), "this does not say from where")
        .help("write `from \"./file\"`")
}

pub(super) fn missing_from(range: TextRange, written: &str) -> Problem {
    if written.is_empty() {
        return Problem::new(Code::MissingModule, range, "`from` is missing here").fix("write `from`", range, " from");
    }
    Problem::new(Code::MisspeltKeyword, range, format!("expected `from`, found {}", quoted(written))).fix(
        "write `from`",
        range,
        "from",
    )
}

// ---- something does not belong

/// Quotes of typography, which word processors put in place of straight ones.
const CURLY: [char; 6] = ['\u{201c}', '\u{201d}', '\u{201e}', '\u{2018}', '\u{2019}', '\u{201a}'];

pub(super) fn unexpected(range: TextRange, text: &str) -> Problem {
    let message = match text.trim() {
        ":" => "this `:` follows nothing that has a value".to_owned(),
        text => format!("{} does not belong here", quoted(text)),
    };
    let problem = Problem::new(Code::Unexpected, range, message);
    if text.contains(CURLY) {
        let inner = text.trim().trim_matches(CURLY);
        return if inner.contains(['"', '\\', '\n']) || inner.contains(CURLY) || !text.starts_with(CURLY) {
            problem.help("a text stands in straight quotes: `\"...\"`")
        } else {
            problem.fix(format!("write `\"{inner}\"`, in straight quotes"), range, format!("\"{inner}\""))
        };
    }
    problem
}

pub(super) fn semicolon(range: TextRange) -> Problem {
    Problem::new(Code::Unexpected, range, "a `,` belongs here, not a `;`").fix("write `,`", range, ",")
}

pub(super) fn missing_colon(key_end: u32, key: &str) -> Problem {
    let range = TextRange::new(key_end, key_end);
    Problem::new(Code::Unexpected, range, format!("a `:` is missing after {}", quoted(key))).insert(
        "write `:`",
        key_end,
        ":",
    )
}

pub(super) fn equals_in_object(range: TextRange) -> Problem {
    Problem::new(Code::Unexpected, range, "a property's value follows a `:`, not a `=`").fix("write `:`", range, ":")
}

pub(super) fn misspelt(range: TextRange, written: &str, meant: &str) -> Problem {
    Problem::new(Code::MisspeltKeyword, range, format!("`{written}` is not a keyword")).fix(
        format!("write `{meant}`"),
        range,
        meant,
    )
}

pub(super) fn reserved(range: TextRange, word: &str) -> Problem {
    Problem::new(Code::ReservedWord, range, format!("`{word}` is a word of the language and cannot be a name"))
        .help("choose another name")
}

pub(super) fn unreadable(range: TextRange) -> Problem {
    Problem::new(Code::NestedTooDeep, range, "this is nested too deeply to be read")
        .help("give the inner parts names of their own: `const part = ...`")
}
