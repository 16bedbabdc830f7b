//! Bracket repair: where brackets do not balance, indentation says what was meant.
//!
//! It works on the marks of the scan, only on those items whose brackets do not balance, and leaves edits: a closing
//! bracket that closes nothing becomes a space, and one that is missing is inserted.

use crate::source::TextRange;

use super::problem;
use super::scan::{Edit, Mark, MarkKind, begins_item, closer, is_word_byte, offset};
use super::tree::Problem;

/// How many unclosed brackets a closing bracket may skip to find its partner; beyond that it closes nothing.
const SKIPPED: usize = 3;

/// What balances the brackets of a text, and what is said about it.
#[derive(Debug, Default)]
pub(super) struct Repair {
    pub edits: Vec<Edit>,
    pub problems: Vec<Problem>,
    /// The brackets that are meant by the problems: near them, what the grammar finds is a consequence.
    pub places: Vec<u32>,
}

/// How much to trust the layout. People's files differ in that, so all ways are tried, and the one that finds the fewest
/// mistakes is right.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "four habits that people have or have not, in any combination")]
struct Trust {
    /// A line that is not indented further than that of an open bracket ends it.
    lines: bool,
    /// A bracket at the end of a line is closed only by one at the beginning of a line that is indented alike.
    closers: bool,
    /// A closing bracket closes what it can, even if further in some were never closed.
    partners: bool,
    /// A closing bracket of the wrong kind was meant to be the right one, and is not one too many.
    kinds: bool,
}

const WAYS: [Trust; 10] = [
    Trust { lines: true, closers: true, partners: true, kinds: true },
    Trust { lines: true, closers: true, partners: true, kinds: false },
    Trust { lines: true, closers: true, partners: false, kinds: false },
    Trust { lines: true, closers: false, partners: true, kinds: true },
    Trust { lines: true, closers: false, partners: true, kinds: false },
    Trust { lines: true, closers: false, partners: false, kinds: false },
    Trust { lines: false, closers: true, partners: true, kinds: false },
    Trust { lines: false, closers: false, partners: true, kinds: true },
    Trust { lines: false, closers: false, partners: true, kinds: false },
    Trust { lines: false, closers: false, partners: false, kinds: false },
];

/// An open bracket.
#[derive(Clone, Copy, Debug)]
struct Open {
    kind: u8,
    at: u32,
    /// Where its line begins.
    line: u32,
    /// How far its line is indented.
    indent: u32,
    /// Whether it is the last token of its line.
    hanging: bool,
}

/// Balances all brackets.
pub(super) fn repair(plain: &str, marks: &[Mark], end: u32) -> Repair {
    let mut repair = Repair::default();
    let mut rest = marks;
    while !rest.is_empty() {
        let next = rest.iter().skip(1).position(|mark| item_begins(plain, mark));
        let (segment, after) = rest.split_at(next.map_or(rest.len(), |at| at + 1));
        if !is_balanced(segment) {
            let segment_end = after.first().map_or(end, |mark| mark.before);
            let tries = WAYS.iter().map(|&trust| Repairer::new(plain, trust).run(segment, segment_end));
            let best = tries.min_by_key(|repair| (repair.problems.len(), repair.edits.len())).unwrap_or_default();
            repair.edits.extend(best.edits);
            repair.problems.extend(best.problems);
            repair.places.extend(best.places);
        }
        rest = after;
    }
    repair
}

/// Balances what [`repair`] left, without a thought: no text makes both fail.
pub(super) fn force(marks: &[Mark], end: u32) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut stack: Vec<u8> = Vec::new();
    for mark in marks {
        match mark.kind {
            MarkKind::Line => {}
            MarkKind::Open(kind) => stack.push(kind),
            MarkKind::Close(b'$') => {
                while let Some(open) = stack.pop().filter(|&open| open != b'$') {
                    edits.push(Edit::insert(mark.before, closer(open).into()));
                }
            }
            MarkKind::Close(kind) if stack.last().is_some_and(|&open| closer(open) == kind) => {
                stack.pop();
            }
            MarkKind::Close(_) => edits.push(Edit::blank(mark.at, 1)),
        }
    }
    edits.extend(stack.iter().rev().map(|&open| Edit::insert(end, closer(open).into())));
    edits
}

/// Whether a line begins here that is an item's, not indented.
fn item_begins(plain: &str, mark: &Mark) -> bool {
    let text = &plain.as_bytes()[mark.at as usize..];
    mark.kind == MarkKind::Line && indent(plain, mark.at) == 0 && begins_item(text)
}

fn indent(plain: &str, at: u32) -> u32 {
    let before = &plain.as_bytes()[..at as usize];
    offset(before.iter().rev().take_while(|&&byte| byte != b'\n').count())
}

fn is_balanced(marks: &[Mark]) -> bool {
    let mut stack = Vec::new();
    for mark in marks {
        match mark.kind {
            MarkKind::Line => {}
            MarkKind::Open(kind) => stack.push(kind),
            MarkKind::Close(kind) => {
                if stack.pop().is_none_or(|open| closer(open) != kind) {
                    return false;
                }
            }
        }
    }
    stack.is_empty()
}

struct Repairer<'t> {
    plain: &'t str,
    trust: Trust,
    repair: Repair,
    stack: Vec<Open>,
    /// Where the line begins that is being read, and how far it is indented.
    line: u32,
    indent: u32,
    /// The bracket that was closed last, and where it was.
    closed: Option<(Open, u32)>,
}

impl<'t> Repairer<'t> {
    fn new(plain: &'t str, trust: Trust) -> Self {
        Self { plain, trust, repair: Repair::default(), stack: Vec::new(), line: 0, indent: 0, closed: None }
    }

    fn run(mut self, marks: &[Mark], end: u32) -> Repair {
        let mut line_mark = None;
        for (index, mark) in marks.iter().enumerate() {
            match mark.kind {
                MarkKind::Line => {
                    self.indent = indent(self.plain, mark.at);
                    self.line = mark.at - self.indent;
                    line_mark = Some(mark.at);
                    if self.trust.lines && mark.before > 0 {
                        self.line_begins(mark);
                    }
                }
                MarkKind::Open(kind) => {
                    let width = if kind == b'$' { 2 } else { 1 };
                    let next = marks.get(index + 1);
                    let hanging = next.is_none_or(|next| next.kind == MarkKind::Line && next.before == mark.at + width);
                    let (line, indent) = (self.line, self.indent);
                    self.stack.push(Open { kind, at: mark.at, line, indent, hanging });
                }
                MarkKind::Close(kind) => {
                    let next = marks.get(index + 1).filter(|next| next.at == mark.at + 1).map(|next| next.kind);
                    self.close(kind, mark, line_mark == Some(mark.at), next);
                }
            }
        }
        self.close_down_to(0, end);
        self.repair
    }

    fn byte(&self, at: u32) -> u8 {
        self.plain.as_bytes()[at as usize]
    }

    /// What the first token of a line says about the brackets before it.
    fn line_begins(&mut self, mark: &Mark) {
        // something follows the bracket on its line: it should have been closed there, before the comma
        let is_cut = |open: &&Open| !open.hanging && open.kind != b'$' && open.line != self.line;
        let keep = self.stack.len() - self.stack.iter().rev().take_while(is_cut).count();
        if keep < self.stack.len() {
            let ends_with_comma = matches!(self.byte(mark.before - 1), b',' | b';');
            self.close_down_to(keep, mark.before - u32::from(ends_with_comma));
        }
        // a line that is not further in than that of the bracket, and does not close it
        if matches!(self.byte(mark.at), b')' | b']' | b'}') {
            return;
        }
        while let Some(open) = self.stack.last().filter(|open| open.hanging && open.kind != b'$') {
            if self.indent > open.indent {
                break;
            }
            let line = open.line;
            let same_line = self.stack.iter().rev().take_while(|open| open.line == line && open.kind != b'$').count();
            let keep = self.stack.len() - self.closed_with(same_line);
            self.close_down_to(keep, mark.before);
        }
    }

    /// How many of the innermost `same_line` brackets end together: those up to a property that begins on the line, as in
    /// `name: a.model({ field: a.customType({`.
    fn closed_with(&self, same_line: usize) -> usize {
        let opens: Vec<&Open> = self.stack.iter().rev().take(same_line).collect();
        let is_split = |pair: &[&Open]| self.plain[pair[1].at as usize + 1..pair[0].at as usize].contains(':');
        opens.windows(2).position(is_split).map_or(same_line, |at| at + 1)
    }

    /// `next` is the bracket directly behind this one.
    fn close(&mut self, kind: u8, mark: &Mark, first_of_line: bool, next: Option<MarkKind>) {
        if self.stack.last().is_some_and(|open| self.closes(open, kind, first_of_line)) {
            self.closed = self.stack.pop().map(|open| (open, mark.at));
            return;
        }
        if kind == b'$' {
            let keep = self.stack.iter().rposition(|open| open.kind == b'$');
            self.close_down_to(keep.map_or(0, |at| at + 1), mark.before);
            self.stack.pop();
            return;
        }
        let candidates = self.stack.iter().enumerate().rev().take_while(|(_, open)| open.kind != b'$').take(SKIPPED);
        let partner = candidates
            .filter(|(_, open)| closer(open.kind) == kind && (!open.hanging || open.indent == self.indent))
            .map(|(at, _)| at)
            .next()
            .filter(|_| self.trust.partners)
            .filter(|&at| first_of_line || !self.stack[at + 1..].iter().any(|open| open.hanging));
        if let Some(at) = partner {
            self.close_down_to(at + 1, mark.before);
            self.closed = self.stack.pop().map(|open| (open, mark.at));
        } else if !self.close_wrongly(mark, first_of_line) && !self.open_late(kind, mark, next) {
            self.repair.edits.push(Edit::blank(mark.at, 1));
            let range = TextRange::new(mark.at, mark.at + 1);
            self.repair.problems.push(problem::stray_closer(range, kind.into()));
            self.repair.places.push(mark.at);
        }
    }

    /// Whether the innermost bracket is closed by one of this kind at this place.
    fn closes(&self, open: &Open, kind: u8, first_of_line: bool) -> bool {
        let in_place = !open.hanging || first_of_line && self.indent == open.indent;
        closer(open.kind) == kind && (in_place || !self.trust.closers || kind == b'$')
    }

    /// A closing bracket of the wrong kind in the place of the right one.
    fn close_wrongly(&mut self, mark: &Mark, first_of_line: bool) -> bool {
        let in_place = |open: &&Open| {
            if open.hanging { first_of_line && self.indent == open.indent } else { open.line == self.line }
        };
        let Some(&open) = self.stack.last().filter(|open| self.trust.kinds && open.kind != b'$').filter(in_place)
        else {
            return false;
        };
        self.stack.pop();
        let right = char::from(closer(open.kind));
        self.repair.edits.push(Edit { at: mark.at, removed: 1, inserted: Some(right) });
        let (opener, range) = (TextRange::new(open.at, open.at + 1), TextRange::new(mark.at, mark.at + 1));
        self.repair.problems.push(problem::wrong_closer(
            range,
            self.byte(mark.at).into(),
            opener,
            open.kind.into(),
            right,
        ));
        self.repair.places.extend([open.at, mark.at]);
        true
    }

    /// `defineAuth{...})` and `defineAuth(...})`: a bracket was not opened before the one that has just been closed, or
    /// behind the one that is closed next.
    fn open_late(&mut self, kind: u8, mark: &Mark, next: Option<MarkKind>) -> bool {
        let at = match kind {
            b')' => {
                let inner = self.closed.filter(|(open, at)| open.kind != b'(' && at + 1 == mark.at);
                inner.map(|(open, _)| open.at).filter(|&at| at > 0 && is_word_byte(self.byte(at - 1)))
            }
            b'}' if next == Some(MarkKind::Close(b')')) => {
                self.stack.last().filter(|open| open.kind == b'(' && open.line != self.line).map(|open| open.at + 1)
            }
            _ => None,
        };
        let Some(at) = at else { return false };
        let open = if kind == b')' { '(' } else { '{' };
        self.repair.edits.push(Edit::insert(at, open));
        let (before, closer) = (TextRange::new(at, at), TextRange::new(mark.at, mark.at + 1));
        self.repair.problems.push(problem::missing_opener(before, closer, open, kind.into()));
        self.repair.places.push(mark.at);
        true
    }

    /// Closes the innermost brackets, as many as are more than `keep`, at `at`; they are one mistake.
    fn close_down_to(&mut self, keep: usize, at: u32) {
        let unclosed = self.stack.split_off(keep);
        let Some(inner) = unclosed.last() else { return };
        let closers: String = unclosed.iter().rev().map(|open| char::from(closer(open.kind))).collect();
        self.repair.edits.extend(closers.chars().map(|closer| Edit::insert(at, closer)));
        let range = TextRange::new(inner.at, inner.at + 1);
        self.repair.problems.push(problem::unclosed(range, inner.kind.into(), at, &closers));
        self.repair.places.push(inner.at);
    }
}
