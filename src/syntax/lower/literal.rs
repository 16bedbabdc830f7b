//! Strings, templates and numbers: what their text stands for, exactly as in JavaScript.
//! <https://tc39.es/ecma262/#sec-literals-string-literals>

use pest::iterators::Pair;
use smol_str::SmolStr;

use crate::syntax::grammar::Rule;
use crate::syntax::problem;
use crate::syntax::tree::{Expr, ExprKind};

use super::{Lower, Span, offset, span};

impl Lower<'_> {
    /// A quoted string, without quotes and escapes.
    pub(super) fn string(&mut self, pair: &Pair<'_, Rule>) -> SmolStr {
        let text = pair.as_str();
        self.unescape(&text[1..text.len() - 1], span(pair).start + 1)
    }

    /// A piece of a template's text, without escapes; `\r\n` is `\n` there.
    pub(super) fn template_text(&mut self, pair: &Pair<'_, Rule>) -> SmolStr {
        let text = pair.as_str();
        if text.contains('\r') {
            return self.unescape(&text.replace("\r\n", "\n").replace('\r', "\n"), span(pair).start);
        }
        self.unescape(text, span(pair).start)
    }

    /// `start` is where the text stands.
    fn unescape(&mut self, text: &str, start: u32) -> SmolStr {
        if !text.contains('\\') {
            return text.into();
        }
        let mut plain = String::with_capacity(text.len());
        let mut rest = text;
        // a half of a character beyond U+FFFF, which waits for the other one, with its place
        let mut half: Option<(u16, u32)> = None;
        while let Some(at) = rest.find('\\') {
            let escape = &rest[at + 1..];
            let (meant, length) = read_escape(escape);
            let from = start + offset(text.len() - rest.len() + at);
            if let Some((first, first_from)) = half.take() {
                match meant {
                    Meant::Surrogate(unit @ 0xDC00..=0xDFFF) if at == 0 => {
                        plain.extend(char::decode_utf16([first, unit]).filter_map(Result::ok));
                        rest = &escape[length..];
                        continue;
                    }
                    _ => self.lone_half(first, first_from, &mut plain),
                }
            }
            plain.push_str(&rest[..at]);
            match meant {
                Meant::Char(char) => plain.push(char),
                Meant::Nothing => {}
                Meant::Surrogate(unit @ 0xD800..=0xDBFF) => half = Some((unit, from)),
                Meant::Surrogate(unit) => self.lone_half(unit, from, &mut plain),
                Meant::Wrong => {
                    let place = Span::new(from, from + 1 + offset(length));
                    self.problems.push(problem::bad_escape(self.range(place), &rest[at..=at + length]));
                }
            }
            rest = &escape[length..];
        }
        if let Some((unit, from)) = half {
            self.lone_half(unit, from, &mut plain);
        }
        plain.push_str(rest);
        plain.into()
    }

    /// Half of a character has no place in text that is written to files: reports the escape `\uD83D` at a place.
    fn lone_half(&mut self, unit: u16, from: u32, plain: &mut String) {
        plain.push(char::REPLACEMENT_CHARACTER);
        let place = Span::new(from, from + 6);
        let problem = problem::half_character(self.range(place), &format!("\\u{unit:04X}"));
        self.problems.push(problem);
    }

    pub(super) fn number(&mut self, pair: &Pair<'_, Rule>) -> Expr {
        let range = self.range_of(pair);
        let written = pair.as_str();
        if !separators_stand_between_digits(written) {
            let problem = problem::stray_separator(self.range(span(pair)), written);
            self.report(span(pair), problem);
        }
        let digits: String = pair.as_str().chars().filter(|&char| char != '_').collect();
        if digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            // `010` was 8 once, and no module may write it
            let problem = problem::leading_zero(self.range(span(pair)), &digits);
            self.report(span(pair), problem);
        }
        if digits.ends_with('n') && !digits.starts_with("0x") {
            return Expr { kind: ExprKind::Opaque("big integer".into()), range };
        }
        let radix = |radix| {
            let digit =
                |value: f64, char: char| value * f64::from(radix) + f64::from(char.to_digit(radix).unwrap_or(0));
            digits[2..].chars().fold(0.0, digit)
        };
        let value = match digits.get(..2) {
            Some("0x" | "0X") => radix(16),
            Some("0o" | "0O") => radix(8),
            Some("0b" | "0B") => radix(2),
            _ => digits.parse().unwrap_or(f64::NAN),
        };
        Expr { kind: ExprKind::Number(value), range }
    }
}

/// Whether each `_` of a number stands between two digits.
fn separators_stand_between_digits(number: &str) -> bool {
    let bytes = number.as_bytes();
    let prefix = if number.len() > 2 && matches!(bytes[1], b'x' | b'X' | b'o' | b'O' | b'b' | b'B') { 2 } else { 0 };
    let radix = if prefix == 2 && bytes[1].eq_ignore_ascii_case(&b'x') { 16 } else { 10 };
    let is_digit = |at: Option<usize>| {
        let digit = at.filter(|&at| at >= prefix).and_then(|at| bytes.get(at));
        digit.is_some_and(|&digit| char::from(digit).is_digit(radix))
    };
    let mut separators = number.match_indices('_').map(|(at, _)| at);
    separators.all(|at| is_digit(at.checked_sub(1)) && is_digit(Some(at + 1)))
}

/// What an escape stands for.
enum Meant {
    Char(char),
    /// Half of a character beyond U+FFFF.
    Surrogate(u16),
    /// A line continuation.
    Nothing,
    Wrong,
}

/// Reads what follows a backslash; returns its length too.
fn read_escape(text: &str) -> (Meant, usize) {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return (Meant::Wrong, 0) };
    let char = match first {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\u{8}',
        'f' => '\u{C}',
        'v' => '\u{B}',
        '0' if !chars.next().is_some_and(|next| next.is_ascii_digit()) => '\0',
        '\r' if text.starts_with("\r\n") => return (Meant::Nothing, 2),
        '\n' | '\r' | '\u{2028}' | '\u{2029}' => return (Meant::Nothing, first.len_utf8()),
        'x' => return fixed(text, 2),
        'u' if text.starts_with("u{") => return braced(text),
        'u' => return fixed(text, 4),
        '0'..='9' => return (Meant::Wrong, 1),
        other => other,
    };
    (Meant::Char(char), first.len_utf8())
}

/// `x41`, `u0041`
fn fixed(text: &str, digits: usize) -> (Meant, usize) {
    let hex = text.get(1..=digits).filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
    match hex.and_then(|hex| u16::from_str_radix(hex, 16).ok()) {
        Some(unit) => (char::from_u32(unit.into()).map_or(Meant::Surrogate(unit), Meant::Char), digits + 1),
        None => (Meant::Wrong, 1),
    }
}

/// `u{1F600}`
fn braced(text: &str) -> (Meant, usize) {
    let Some(end) = text.find('}') else { return (Meant::Wrong, 1) };
    let hex = &text[2..end];
    let code = if hex.bytes().all(|byte| byte.is_ascii_hexdigit()) { u32::from_str_radix(hex, 16).ok() } else { None };
    match code.and_then(char::from_u32) {
        Some(char) => (Meant::Char(char), end + 1),
        None => (Meant::Wrong, end + 1),
    }
}
