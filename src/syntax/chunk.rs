//! Where a file is split: at the lines that begin an item, and, within the large object literals of calls (schemas
//! above all), into the values of their members.

use super::lower::Span;
use super::scan::{Mark, MarkKind, begins_item, is_word_byte, last_word, offset};

/// Objects and members that are smaller are not worth a chunk of their own.
const LARGE_OBJECT: u32 = 1024;
const LARGE_MEMBER: u32 = 64;

/// Words that something must follow: a line after them does not begin an item.
const UNFINISHED: [&[u8]; 29] = [
    b"abstract",
    b"as",
    b"async",
    b"await",
    b"case",
    b"class",
    b"const",
    b"declare",
    b"default",
    b"delete",
    b"enum",
    b"export",
    b"extends",
    b"function",
    b"implements",
    b"import",
    b"in",
    b"instanceof",
    b"interface",
    b"keyof",
    b"let",
    b"module",
    b"namespace",
    b"new",
    b"satisfies",
    b"type",
    b"typeof",
    b"var",
    b"void",
];

/// Where the chunks of a file begin, in order; the first begins at 0. The marks are balanced.
pub(super) fn starts(plain: &str, marks: &[Mark]) -> Vec<u32> {
    let mut starts = vec![0];
    let mut depth = 0_u32;
    for mark in marks {
        match mark.kind {
            MarkKind::Open(_) => depth += 1,
            MarkKind::Close(_) => depth = depth.saturating_sub(1),
            MarkKind::Line => {
                let (before, line) = (&plain.as_bytes()[..mark.before as usize], &plain.as_bytes()[mark.at as usize..]);
                if depth == 0 && mark.before > 0 && begins_item(line) && is_finished(before) {
                    starts.push(mark.at);
                }
            }
        }
    }
    starts
}

/// Whether what ends here may be a whole statement.
fn is_finished(text: &[u8]) -> bool {
    match text {
        [.., b';' | b')' | b']' | b'}' | b'"' | b'\'' | b'`'] => true,
        [.., before, b'>'] => *before != b'=',
        [.., last] if is_word_byte(*last) => !UNFINISHED.contains(&last_word(text)),
        _ => false,
    }
}

/// The values of members of large object literals in calls, without the white space around them, in order. They may
/// be chunks of their own if they turn out to be whole expressions.
pub(super) fn members(plain: &str, marks: &[Mark]) -> Vec<Span> {
    let partners = partners(marks);
    let mut members = Members { plain: plain.as_bytes(), marks, partners: &partners, found: Vec::new() };
    members.search();
    members.found
}

/// For each opening bracket, the index of the mark that closes it.
fn partners(marks: &[Mark]) -> Vec<usize> {
    let mut partners = vec![0; marks.len()];
    let mut open = Vec::new();
    for (index, mark) in marks.iter().enumerate() {
        match mark.kind {
            MarkKind::Line => {}
            MarkKind::Open(_) => open.push(index),
            MarkKind::Close(_) => {
                if let Some(opener) = open.pop() {
                    partners[opener] = index;
                }
            }
        }
    }
    partners
}

struct Members<'t> {
    plain: &'t [u8],
    marks: &'t [Mark],
    partners: &'t [usize],
    found: Vec<Span>,
}

impl Members<'_> {
    /// Goes through the brackets, but not into what is no literal.
    fn search(&mut self) {
        let mut index = 0;
        while let Some(mark) = self.marks.get(index) {
            if let MarkKind::Open(b'{') = mark.kind {
                let close = self.partners[index];
                match self.plain[..mark.before as usize].last() {
                    Some(b'(') if self.marks.get(close).is_some_and(|end| end.at - mark.at >= LARGE_OBJECT) => {
                        self.split(index, close);
                        index = close;
                    }
                    Some(b'(' | b'[' | b':' | b',' | b'=' | b'?' | b'|' | b'&') => {}
                    _ => index = close.max(index),
                }
            }
            index += 1;
        }
    }

    /// The members of one object.
    fn split(&mut self, open: usize, close: usize) {
        let end = self.marks[close].at as usize;
        let mut at = self.marks[open].at as usize + 1;
        let mut next_mark = open + 1;
        while at < end {
            let value = self.value_start(at, end);
            let Some(comma) = self.comma(value.unwrap_or(at), end, &mut next_mark) else { return };
            if let Some(value) = value {
                let length = self.plain[value..comma].trim_ascii_end().len();
                if offset(length) >= LARGE_MEMBER {
                    self.found.push(Span::new(offset(value), offset(value + length)));
                }
            }
            at = comma + 1;
        }
    }

    /// Where the value of the member begins that stands at `at`; `None` if it is not of the form `key: value`.
    fn value_start(&self, at: usize, end: usize) -> Option<usize> {
        let key = self.skip_space(at, end);
        let first = *self.plain.get(key)?;
        let behind = if matches!(first, b'"' | b'\'') {
            self.string_end(key, end)?
        } else {
            key + self.plain[key..end].iter().take_while(|&&byte| is_word_byte(byte)).count()
        };
        let colon = self.skip_space(behind, end);
        if behind == key || self.plain[colon] != b':' {
            return None;
        }
        Some(self.skip_space(colon + 1, end))
    }

    fn skip_space(&self, at: usize, end: usize) -> usize {
        at + self.plain[at..end].iter().take_while(|byte| byte.is_ascii_whitespace()).count()
    }

    /// Where the member ends that goes on at `from`: at its comma or at the end of the object. `None` if that is hard
    /// to tell.
    fn comma(&self, from: usize, end: usize, next_mark: &mut usize) -> Option<usize> {
        let mut at = from;
        while at < end {
            while self.marks[*next_mark].kind == MarkKind::Line || (self.marks[*next_mark].at as usize) < at {
                *next_mark += 1;
            }
            if self.marks[*next_mark].at as usize == at {
                let close = self.partners[*next_mark];
                at = self.marks[close].at as usize + 1;
                *next_mark = close + 1;
                continue;
            }
            match self.plain[at] {
                b',' => return Some(at),
                b'"' | b'\'' => at = self.string_end(at, end)?,
                b'`' | b'/' => return None,
                _ => at += 1,
            }
        }
        Some(end)
    }

    /// Behind the string that begins at `at`.
    fn string_end(&self, at: usize, end: usize) -> Option<usize> {
        let quote = self.plain[at];
        let mut at = at + 1;
        while at < end {
            match self.plain[at] {
                b'\\' => at += 2,
                byte if byte == quote => return Some(at + 1),
                _ => at += 1,
            }
        }
        None
    }
}
