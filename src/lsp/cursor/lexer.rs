//! Text to words, strings, comments and punctuation. Never fails; what is left open ends at the line's end (strings)
//! or the file's (comments, templates).

use std::ops::Range;

/// A piece of text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) range: Range<usize>,
}

/// What it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// A name or a keyword.
    Word,
    /// `"..."`, `'...'`, or a template without `${`, quotes included.
    String { closed: bool },
    /// A number, or a piece of a template.
    Other,
    /// `// ...` or `/* ... */`
    Comment { line: bool },
    /// A bracket or operator.
    Punctuation(&'static str),
}

pub(super) struct Lexer<'t> {
    text: &'t str,
    at: usize,
    /// For each `${` that is open, how many `{` are open in it.
    templates: Vec<usize>,
    /// Whether the text of a template goes on here.
    resume: bool,
}

/// Longer ones first; all others are single characters, which end a chain.
const SIGNS: [&str; 22] = [
    "=>", "?.", "??", "===", "!==", "==", "...", "||", "&&", "(", ")", "[", "]", "{", "}", ",", ";", ":", ".", "?",
    "!", "=",
];

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, templates: Vec::new(), resume: false }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// To the end of what `test` accepts.
    fn skip(&mut self, test: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.at += rest.find(|char| !test(char)).unwrap_or(rest.len());
    }

    fn string(&mut self, quote: u8) -> Kind {
        let bytes = self.text.as_bytes();
        self.at += 1;
        while let Some(&byte) = bytes.get(self.at) {
            match byte {
                b'\\' if bytes.get(self.at + 1).is_some_and(|next| *next != b'\n') => self.at += 2,
                b'\n' | b'\r' => return Kind::String { closed: false },
                _ if byte == quote => {
                    self.at += 1;
                    return Kind::String { closed: true };
                }
                _ => self.at += 1,
            }
        }
        self.at = self.text.len();
        Kind::String { closed: false }
    }

    /// To the next `${` or the end; `whole` if the template begins here.
    fn template(&mut self, whole: bool) -> Kind {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            match byte {
                b'\\' => self.at += 1 + usize::from(self.at + 1 < bytes.len()),
                b'`' => {
                    self.at += 1;
                    return if whole { Kind::String { closed: true } } else { Kind::Other };
                }
                b'$' if bytes.get(self.at + 1) == Some(&b'{') => {
                    self.templates.push(0);
                    return Kind::Other;
                }
                _ => self.at += 1,
            }
        }
        self.at = self.text.len();
        Kind::Other
    }

    fn punctuation(&mut self) -> Kind {
        let rest = self.rest();
        if rest.starts_with("${") && self.templates.last() == Some(&0) {
            self.at += 2;
            return Kind::Punctuation("${");
        }
        let Some(sign) = SIGNS.into_iter().find(|sign| rest.starts_with(sign)) else {
            self.at += rest.chars().next().map_or(1, char::len_utf8);
            return Kind::Punctuation("other");
        };
        self.at += sign.len();
        match (sign, self.templates.last_mut()) {
            ("{", Some(depth)) => *depth += 1,
            ("}", Some(0)) => {
                self.templates.pop();
                self.resume = true;
            }
            ("}", Some(depth)) => *depth -= 1,
            _ => {}
        }
        Kind::Punctuation(sign)
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if std::mem::take(&mut self.resume) {
            let start = self.at;
            let kind = self.template(false);
            return Some(Token { kind, range: start..self.at });
        }
        self.skip(char::is_whitespace);
        let start = self.at;
        let rest = self.rest();
        let first = rest.chars().next()?;
        let kind = match first {
            '/' if rest.starts_with("//") => {
                self.skip(|char| char != '\n' && char != '\r');
                Kind::Comment { line: true }
            }
            '/' if rest.starts_with("/*") => {
                self.at += rest[2..].find("*/").map_or(rest.len(), |at| at + 4);
                Kind::Comment { line: false }
            }
            '"' => self.string(b'"'),
            '\'' => self.string(b'\''),
            '`' => {
                self.at += 1;
                self.template(true)
            }
            '0'..='9' => {
                self.skip(|char| char.is_alphanumeric() || char == '_' || char == '.');
                Kind::Other
            }
            _ if first.is_alphabetic() || first == '_' || (first == '$' && !rest.starts_with("${")) => {
                self.skip(|char| char.is_alphanumeric() || char == '_' || char == '$');
                Kind::Word
            }
            _ => self.punctuation(),
        };
        Some(Token { kind, range: start..self.at })
    }
}
