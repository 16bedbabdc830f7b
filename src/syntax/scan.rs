//! One pass over the bytes of a file, before the grammar: what is white space, comment, string, template, regular
//! expression, and where the brackets and the lines are.
//!
//! It leaves a *plain* text of the same length for the grammar: comments are blank, white space is spaces and line
//! feeds, the inside of a regular expression is `_`. What was never closed is closed by [`Edit`]s.

mod literal;

use crate::source::TextRange;

use super::tree::Problem;

/// How deep brackets, and what else nests to the right, may be nested. Every recursion of the grammar and of the
/// passes after it is bounded by this; 2 MB of stack are enough for it in a build without optimization.
pub(super) const NESTING_LIMIT: u32 = 128;

/// What the pass finds.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// The text for the grammar.
    pub plain: String,
    /// Every comment, with its delimiters.
    pub comments: Vec<TextRange>,
    /// Brackets and beginnings of lines, in order.
    pub marks: Vec<Mark>,
    /// Whether each bracket has its partner.
    pub balanced: bool,
    /// Where the nesting limit is passed, at most once for each piece of text between two places without nesting.
    pub too_deep: Vec<u32>,
    /// Strings, templates and comments that are never closed.
    pub problems: Vec<Problem>,
    /// What closes them.
    pub edits: Vec<Edit>,
}

/// A bracket, or the first token of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Mark {
    /// Where.
    pub at: u32,
    /// Where the token before it ends.
    pub before: u32,
    /// Which.
    pub kind: MarkKind,
}

/// The kinds of marks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum MarkKind {
    /// The first token of a line.
    Line,
    /// `(`, `[`, `{`; `$` for `${` in a template.
    Open(u8),
    /// `)`, `]`, `}`; `$` for the `}` that ends `${`.
    Close(u8),
}

/// A repair of one place: `removed` bytes there become spaces, and `inserted` is put in front of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Edit {
    /// Where.
    pub at: u32,
    /// How many bytes become spaces.
    pub removed: u32,
    /// What is put there.
    pub inserted: Option<char>,
}

impl Edit {
    pub(super) const fn insert(at: u32, inserted: char) -> Self {
        Self { at, removed: 0, inserted: Some(inserted) }
    }

    pub(super) const fn blank(at: u32, removed: u32) -> Self {
        Self { at, removed, inserted: None }
    }
}

/// The bracket that closes another.
pub(super) const fn closer(open: u8) -> u8 {
    match open {
        b'(' => b')',
        b'[' => b']',
        b'{' => b'}',
        other => other,
    }
}

/// Whether a byte can stand within a name; all of a non-ASCII character count.
pub(super) const fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80
}

/// The word that ends at the end of a text; empty if it ends with something else.
pub(super) fn last_word(text: &[u8]) -> &[u8] {
    let start = text.iter().rposition(|&byte| !is_word_byte(byte)).map_or(0, |at| at + 1);
    &text[start..]
}

/// The word that a text begins with; empty if it begins with something else.
pub(super) fn first_word(text: &[u8]) -> &[u8] {
    let end = text.iter().position(|&byte| !is_word_byte(byte)).unwrap_or(text.len());
    &text[..end]
}

/// Whether a line begins an item of a file: with one of the language's words, and what may follow it. The grammar's
/// `line_item` says the same.
pub(super) fn begins_item(line: &[u8]) -> bool {
    const WORDS: [&[u8]; 13] = [
        b"import",
        b"export",
        b"const",
        b"let",
        b"var",
        b"type",
        b"interface",
        b"enum",
        b"declare",
        b"function",
        b"class",
        b"abstract",
        b"async",
    ];
    let line = line.trim_ascii_start();
    let word = first_word(line);
    WORDS.contains(&word)
        && match line[word.len()..].iter().find(|&&byte| !matches!(byte, b' ' | b'\t')) {
            None | Some(b'{' | b'*' | b'[' | b'"' | b'\'' | b'\n' | b'\r') => true,
            Some(&byte) => is_word_byte(byte) && !byte.is_ascii_digit(),
        }
}

/// Scans a whole file.
pub(super) fn scan(text: &str) -> Scan {
    let mut scanner = Scanner::new(text);
    scanner.run();
    scanner.finish()
}

/// What nests to the right without brackets, within one pair of brackets.
#[derive(Clone, Copy, Debug, Default)]
struct Level {
    conditions: u32,
    angles: u32,
    arrows: u32,
}

impl Level {
    /// What is behind a `<` may be read several times, so it counts twice.
    const fn depth(self) -> u32 {
        self.conditions + 2 * self.angles + self.arrows
    }
}

/// A template whose text was left at `${`.
#[derive(Clone, Copy, Debug)]
struct Template {
    /// The braces that are open within `${`.
    braces: u32,
}

/// Where to go back to if a template turns out to be never closed.
#[derive(Clone, Copy, Debug)]
struct Snapshot {
    at: usize,
    token_end: usize,
    marks: usize,
    comments: usize,
    problems: usize,
    edits: usize,
}

struct Scanner<'t> {
    bytes: &'t [u8],
    text: &'t str,
    plain: Vec<u8>,
    at: usize,
    /// Where the last token ends.
    token_end: usize,
    /// Whether a token now would be the first of its line.
    line_begins: bool,
    /// The open brackets' levels; the first is the file's own.
    levels: Vec<Level>,
    /// The kinds of the open brackets.
    open: Vec<u8>,
    balanced: bool,
    depth: u32,
    deep_reported: bool,
    templates: Vec<Template>,
    /// Before the outermost template that is open now.
    outermost: Option<Snapshot>,
    /// Before the first template that holds what looks like an item.
    suspect: Option<Snapshot>,
    /// How often the scan went back; see [`Scanner::cut_template`].
    restarts: u32,
    /// The first string on this line that looks wrong.
    suspect_string: Option<literal::Suspect>,
    /// Where the last line ended on which a string was not closed, and its quote.
    broken_line: Option<(usize, u8)>,
    found: Scan,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            bytes: text.as_bytes(),
            text,
            plain: text.as_bytes().to_vec(),
            at: 0,
            token_end: 0,
            line_begins: true,
            levels: vec![Level::default()],
            open: Vec::new(),
            balanced: true,
            depth: 0,
            deep_reported: false,
            templates: Vec::new(),
            outermost: None,
            suspect: None,
            restarts: 0,
            suspect_string: None,
            broken_line: None,
            found: Scan::default(),
        }
    }

    fn run(&mut self) {
        if self.bytes.starts_with(b"#!") {
            self.line_comment();
        } else if self.bytes.starts_with("\u{FEFF}#!".as_bytes()) {
            self.blank(3);
            self.line_comment();
        }
        loop {
            while self.at < self.bytes.len() {
                self.step();
            }
            if self.templates.is_empty() {
                break;
            }
            self.cut_template();
        }
    }

    fn finish(mut self) -> Scan {
        self.found.balanced = self.balanced && self.open.is_empty();
        self.found.plain = String::from_utf8(self.plain)
            .unwrap_or_else(|_| unreachable!("only whole characters are overwritten, with ASCII"));
        self.found
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    /// One token, comment or piece of white space.
    fn step(&mut self) {
        match self.bytes[self.at] {
            b' ' => self.at += 1,
            b'\t' | 0x0B | 0x0C => self.blank(1),
            b'\r' if self.peek(1) == b'\n' => self.blank(1),
            b'\n' | b'\r' => self.line_feed(1),
            b'/' if self.peek(1) == b'/' => self.line_comment(),
            b'/' if self.peek(1) == b'*' => self.block_comment(),
            b'/' => self.slash(),
            quote @ (b'"' | b'\'') => self.string(quote),
            b'`' => self.template(),
            open @ (b'(' | b'[' | b'{') => self.open(open),
            close @ (b')' | b']' | b'}') => self.close(close),
            byte if byte < 0x80 && !is_word_byte(byte) => self.sign(byte),
            _ => self.word(),
        }
    }

    fn blank(&mut self, length: usize) {
        self.plain[self.at..self.at + length].fill(b' ');
        self.at += length;
    }

    fn line_feed(&mut self, length: usize) {
        self.blank(length);
        self.plain[self.at - length] = b'\n';
        self.line_begins = true;
        self.suspect_string = None;
    }

    /// To be called at the first byte of every token.
    fn token_begins(&mut self) {
        if self.line_begins {
            self.line_begins = false;
            self.mark(MarkKind::Line);
            self.line_ends_nesting();
        }
    }

    fn token(&mut self, length: usize) {
        self.token_begins();
        self.at += length;
        self.token_end = self.at;
    }

    fn mark(&mut self, kind: MarkKind) {
        self.found.marks.push(Mark { at: offset(self.at), before: offset(self.token_end), kind });
    }

    fn open(&mut self, kind: u8) {
        self.token_begins();
        self.mark(MarkKind::Open(kind));
        self.open.push(kind);
        self.levels.push(Level::default());
        if let (b'{', Some(template)) = (kind, self.templates.last_mut()) {
            template.braces += 1;
        }
        self.deeper(1);
        self.token(if kind == b'$' { 2 } else { 1 });
    }

    fn close(&mut self, byte: u8) {
        self.token_begins();
        let ends_template_code = byte == b'}' && self.templates.last().is_some_and(|template| template.braces == 0);
        let kind = if ends_template_code { b'$' } else { byte };
        self.mark(MarkKind::Close(kind));
        if self.open.pop().is_none_or(|open| closer(open) != kind) {
            self.balanced = false;
        }
        if self.levels.len() > 1 {
            let level = self.levels.pop().unwrap_or_default();
            self.depth = self.depth.saturating_sub(level.depth() + 1);
            self.deep_reported &= self.depth > 0;
        }
        self.token(1);
        if ends_template_code {
            self.template_text();
        } else if let (b'}', Some(template)) = (byte, self.templates.last_mut()) {
            template.braces -= 1;
        }
    }

    fn deeper(&mut self, levels: u32) {
        self.depth += levels;
        if self.depth > NESTING_LIMIT && !self.deep_reported {
            self.deep_reported = true;
            self.found.too_deep.push(offset(self.at));
        }
    }

    /// Any other sign; counts what nests without brackets.
    fn sign(&mut self, byte: u8) {
        self.token_begins();
        let (before, after) = (self.at.checked_sub(1).map_or(0, |at| self.bytes[at]), self.peek(1));
        let level = self.levels.len() - 1;
        match byte {
            b'?' if before != b'?' && !matches!(after, b'?' | b'.' | b':' | b')' | b',' | b'=') => {
                self.levels[level].conditions += 1;
                self.deeper(1);
            }
            b'<' if !matches!(after, b'<' | b'=') => {
                self.levels[level].angles += 1;
                self.deeper(2);
            }
            b'>' if before == b'=' => {
                self.levels[level].arrows += 1;
                self.deeper(1);
            }
            b':' if self.levels[level].conditions > 0 => {
                self.levels[level].conditions -= 1;
                self.depth -= 1;
            }
            b'>' if self.levels[level].angles > 0 => {
                self.levels[level].angles -= 1;
                self.depth -= 2;
            }
            b',' => self.end_nesting(Level { angles: self.levels[level].angles, ..Level::default() }),
            b';' => self.end_nesting(Level::default()),
            _ => {}
        }
        self.token(1);
    }

    /// What of the innermost level's nesting goes on.
    fn end_nesting(&mut self, left: Level) {
        if let Some(level) = self.levels.last_mut() {
            self.depth = self.depth - level.depth() + left.depth();
            *level = left;
        }
        self.deep_reported &= self.depth > 0;
    }

    /// A line that cannot continue the one before ends what nests without brackets.
    fn line_ends_nesting(&mut self) {
        let before = self.token_end.checked_sub(1).map_or(0, |at| self.bytes[at]);
        let goes_on = |byte: u8| b"<>,|&=?:+-*/.~!%^".contains(&byte);
        if !goes_on(before) && !goes_on(self.bytes[self.at]) && !b")]}".contains(&self.bytes[self.at]) {
            self.end_nesting(Level::default());
        }
    }

    fn word(&mut self) {
        if self.bytes[self.at] >= 0x80 && self.wide_space() {
            return;
        }
        self.token_begins();
        while self.at < self.bytes.len() && is_word_byte(self.bytes[self.at]) {
            if self.bytes[self.at] >= 0x80 {
                let Some(char) = self.text[self.at..].chars().next() else { break };
                if wide_space(char).is_some() {
                    break;
                }
                self.at += char.len_utf8();
            } else {
                self.at += 1;
            }
        }
        self.token_end = self.at;
    }

    /// White space and line breaks beyond ASCII.
    fn wide_space(&mut self) -> bool {
        let Some(char) = self.text[self.at..].chars().next() else { return false };
        match wide_space(char) {
            Some(true) => self.line_feed(char.len_utf8()),
            Some(false) => self.blank(char.len_utf8()),
            None => return false,
        }
        true
    }

    fn line_comment(&mut self) {
        let rest = &self.text[self.at..];
        let length = rest.find(['\n', '\r', '\u{2028}', '\u{2029}']).unwrap_or(rest.len());
        self.comment(length);
    }

    fn block_comment(&mut self) {
        let rest = &self.text[self.at..];
        let length = match rest[2..].find("*/") {
            Some(end) => end + 4,
            None => self.unclosed_comment(rest),
        };
        self.comment(length);
    }

    /// Overwrites a comment with spaces, but for its line feeds.
    fn comment(&mut self, length: usize) {
        let end = self.at + length;
        self.found.comments.push(TextRange::new(offset(self.at), offset(end)));
        for byte in &mut self.plain[self.at..end] {
            if *byte == b'\n' {
                self.line_begins = true;
            } else {
                *byte = b' ';
            }
        }
        self.at = end;
    }
}

/// Whether a character beyond ASCII is white space for JavaScript, and then, whether it ends a line.
fn wide_space(char: char) -> Option<bool> {
    match char {
        '\u{2028}' | '\u{2029}' => Some(true),
        '\u{A0}' | '\u{FEFF}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => {
            Some(false)
        }
        _ => None,
    }
}

/// Saturating: files of 4 GB are refused long before.
pub(super) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
