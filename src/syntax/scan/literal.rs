//! Strings, templates and regular expressions; and what to do with those that are never closed.

use crate::source::TextRange;
use crate::syntax::problem;

use super::{Edit, Scanner, Snapshot, Template, begins_item, is_word_byte, last_word, offset};

/// How often the scan goes back to a template that is never closed; further ones are closed at once at the end of their
/// line. It keeps the scan linear.
const RESTARTS: u32 = 8;

/// Words that a value may follow without white space between them.
const BEFORE_VALUE: [&[u8]; 13] = [
    b"as", b"await", b"case", b"default", b"delete", b"from", b"import", b"in", b"of", b"return", b"throw", b"typeof",
    b"void",
];

/// A string that looks wrong: if the quotes of its line do not come out even, it is the one to blame.
#[derive(Clone, Copy, Debug)]
pub(super) enum Suspect {
    /// It begins right behind a word, as in `allow.gro"ups(["ADMINS"])`.
    Opening(Snapshot),
    /// A word begins right behind it, at the offset: `["ADMINS, "EDITORS"]`.
    Closing(Snapshot, usize),
}

impl Scanner<'_> {
    pub(super) fn string(&mut self, quote: u8) {
        self.token_begins();
        let start = self.snapshot();
        if self.follows_word() {
            self.suspect_string.get_or_insert(Suspect::Opening(start));
        }
        let mut at = start.at + 1;
        loop {
            match self.bytes.get(at) {
                Some(&byte) if byte == quote => break,
                Some(b'\\') => {
                    at += if self.bytes[at..].starts_with(b"\\\r\n") { 3 } else { 2 };
                    while at < self.bytes.len() && !self.text.is_char_boundary(at) {
                        at += 1;
                    }
                }
                None | Some(b'\n' | b'\r') => return self.unclosed_string(start, at.min(self.bytes.len()), quote),
                Some(_) => at += 1,
            }
        }
        self.at = at + 1;
        self.token_end = self.at;
        if self.bytes.get(self.at).is_some_and(|&byte| is_word_byte(byte)) {
            self.suspect_string.get_or_insert(Suspect::Closing(start, at));
        }
    }

    /// Whether a name stands directly before this place.
    fn follows_word(&self) -> bool {
        let word = last_word(&self.bytes[..self.at]);
        !word.is_empty() && !BEFORE_VALUE.contains(&word)
    }

    /// A string ends with its line; the signs at the end of the line are taken to stand behind it.
    fn unclosed_string(&mut self, start: Snapshot, line_end: usize, quote: u8) {
        match self.suspect_string.take().filter(|_| self.templates.is_empty()) {
            Some(Suspect::Opening(suspect)) => {
                self.go_back(suspect);
                self.stray_quote();
            }
            Some(Suspect::Closing(suspect, end)) => {
                self.go_back(suspect);
                self.close_string(end);
            }
            None => self.close_string_at_line_end(start, line_end, quote),
        }
        // one mistake on a line; whatever else looks wrong on it may be its consequence
        self.suspect_string = None;
    }

    fn close_string_at_line_end(&mut self, start: Snapshot, line_end: usize, quote: u8) {
        let end = self.before_signs(start.at + 1, line_end);
        let swallowed = &self.bytes[start.at + 1..end];
        if swallowed.iter().any(|byte| b"()[]{}".contains(byte)) {
            self.stray_quote();
        } else {
            self.close_string(line_end);
        }
        self.broken_line = Some((line_end, quote));
    }

    /// Ends the string that begins here before the signs that stand before `end`.
    fn close_string(&mut self, end: usize) {
        let (start, quote) = (self.at, char::from(self.bytes[self.at]));
        let end = self.before_signs(start + 1, end);
        if end == start + 1 {
            return self.stray_quote();
        }
        self.found.edits.push(Edit::insert(offset(end), quote));
        let range = TextRange::new(offset(start), offset(end));
        self.found.problems.push(problem::unclosed_string(range, quote));
        self.at = end;
        self.token_end = end;
    }

    /// Leaves out the quote that stands here.
    fn stray_quote(&mut self) {
        let quote = self.bytes[self.at];
        let range = TextRange::new(offset(self.at), offset(self.at + 1));
        self.found.edits.push(Edit::blank(offset(self.at), 1));
        if !self.ends_broken_line(quote) {
            self.found.problems.push(problem::stray_quote(range, char::from(quote)));
        }
        self.blank(1);
    }

    /// Whether the line before was left with an open quote of this kind: the other half of a string with a line break.
    fn ends_broken_line(&self, quote: u8) -> bool {
        let line_start = self.bytes[..self.at].iter().rposition(|&byte| matches!(byte, b'\n' | b'\r'));
        self.broken_line.is_some_and(|(end, open)| open == quote && line_start == Some(end))
    }

    /// Where a text ends if the brackets, commas and semicolons at its end do not belong to it.
    fn before_signs(&self, start: usize, end: usize) -> usize {
        let mut end = end;
        while end > start && b"()[]{},; \t\r".contains(&self.bytes[end - 1]) {
            end -= 1;
        }
        if self.bytes[start..end].ends_with(b"\\") { end - 1 } else { end }
    }

    fn snapshot(&self) -> Snapshot {
        Snapshot {
            at: self.at,
            token_end: self.token_end,
            marks: self.found.marks.len(),
            comments: self.found.comments.len(),
            problems: self.found.problems.len(),
            edits: self.found.edits.len(),
        }
    }

    /// Goes back to a token, as if nothing had been read behind it. What is open and how deep it is nested are not
    /// restored: whoever goes back makes an edit, after which the text is scanned again.
    fn go_back(&mut self, to: Snapshot) {
        self.plain[to.at..].copy_from_slice(&self.bytes[to.at..]);
        self.at = to.at;
        self.token_end = to.token_end;
        self.line_begins = false;
        self.found.marks.truncate(to.marks);
        self.found.comments.truncate(to.comments);
        self.found.problems.truncate(to.problems);
        self.found.edits.truncate(to.edits);
    }

    pub(super) fn template(&mut self) {
        self.token_begins();
        if self.templates.is_empty() {
            self.outermost = Some(self.snapshot());
        }
        if self.restarts > RESTARTS {
            self.close_template_on_line();
            return;
        }
        self.templates.push(Template { braces: 0 });
        self.at += 1;
        self.template_text();
    }

    /// From behind `` ` `` or the `}` of `${...}` to the next `${` or the end.
    pub(super) fn template_text(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\\' => {
                    self.at += 2;
                    while self.at < self.bytes.len() && !self.text.is_char_boundary(self.at) {
                        self.at += 1;
                    }
                }
                b'`' => {
                    self.at += 1;
                    self.token_end = self.at;
                    self.templates.pop();
                    if self.templates.is_empty() {
                        self.suspect_template();
                    }
                    return;
                }
                b'$' if self.peek(1) == b'{' => {
                    self.open(b'$');
                    return;
                }
                _ => self.at += 1,
            }
        }
        self.at = self.bytes.len();
    }

    /// Remembers a finished template that stands where none can, or holds a line which begins an item: if the quotes do
    /// not come out even in the end, it is the one that was never closed.
    fn suspect_template(&mut self) {
        let Some(start) = self.outermost.filter(|_| self.suspect.is_none()) else { return };
        let before = self.bytes[..start.at].last().copied().unwrap_or(b' ');
        let word = last_word(&self.bytes[..start.at]);
        let follows_value = b")]}\"'".contains(&before) || !word.is_empty() && !BEFORE_VALUE.contains(&word);
        let text = &self.bytes[start.at + 1..self.at];
        if follows_value || matches!(text[0], b')' | b']' | b',' | b';') || holds_item(text) {
            self.suspect = Some(start);
        }
    }

    /// The file has ended within a template. The scan goes back to where that template, or an earlier one that looks
    /// as if it had swallowed code, begins, and ends it with its line.
    pub(super) fn cut_template(&mut self) {
        self.templates.clear();
        if let Some(start) = self.suspect.take().or(self.outermost) {
            self.restarts += 1;
            self.go_back(start);
            self.close_template_on_line();
        }
    }

    fn close_template_on_line(&mut self) {
        let start = self.at;
        let rest = &self.bytes[start + 1..];
        let line_end = rest.iter().position(|&byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
        let text = &self.text[start + 1..start + 1 + line_end];
        let line_end = text.find("${").map_or(line_end, |at| at.min(line_end));
        let end = self.before_signs(start + 1, start + 1 + line_end);
        let swallowed = &self.bytes[start + 1..end];
        if swallowed.is_empty() || self.follows_word() || swallowed.iter().any(|byte| b"()[]{}".contains(byte)) {
            return self.stray_quote();
        }
        let range = TextRange::new(offset(start), offset(end));
        self.found.edits.push(Edit::insert(offset(end), '`'));
        self.found.problems.push(problem::unclosed_template(range));
        self.at = end;
        self.token_end = end;
    }

    /// A comment that is never closed ends before the next line that begins an item; returns its length.
    pub(super) fn unclosed_comment(&mut self, rest: &str) -> usize {
        let mut length = 0;
        for line in rest.split_inclusive('\n') {
            if length > 0 && begins_item(line.as_bytes()) {
                break;
            }
            length += line.len();
        }
        let start = offset(self.at);
        self.found.problems.push(problem::unclosed_comment(TextRange::new(start, start + 2)));
        length
    }

    /// `/` that begins no comment: a division, or a regular expression.
    pub(super) fn slash(&mut self) {
        self.token_begins();
        if let Some(length) = self.regex_length() {
            self.plain[self.at + 1..self.at + length - 1].fill(b'_');
            self.token(length);
        } else {
            self.token(1);
        }
    }

    /// How long the regular expression is that begins here, without its flags; `None` if it is a division.
    fn regex_length(&self) -> Option<usize> {
        let before = &self.bytes[..self.token_end];
        if let Some(&last) = before.last()
            && (is_word_byte(last) && !BEFORE_VALUE.contains(&last_word(before)) || b")]}\"'`".contains(&last))
        {
            return None;
        }
        let mut in_class = false;
        let mut escaped = false;
        for (at, &byte) in self.bytes[self.at..].iter().enumerate().skip(1) {
            match byte {
                b'\n' | b'\r' => return None,
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'[' => in_class = true,
                b']' => in_class = false,
                b'/' if !in_class => return (at > 1).then_some(at + 1),
                _ => {}
            }
        }
        None
    }
}

/// Whether one of the lines, but the first, begins an item.
fn holds_item(text: &[u8]) -> bool {
    text.split(|&byte| byte == b'\n').skip(1).any(begins_item)
}
