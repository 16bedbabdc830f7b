//! Bracket repair: where brackets do not balance, indentation says what was meant.
//!
//! It works on the marks of the scan, only on those items whose brackets do not balance, and leaves edits: a closing
//! bracket that closes nothing becomes a space, and one that is missing is inserted.

use crate::source::TextRange;

use super::problem;
use super::scan::{Edit, Mark, MarkKind, begins_item, closer, offset};
use super::tree::Problem;

/// How many unclosed brackets a closing bracket may skip to find its partner; beyond that it closes nothing.
const SKIPPED: usize = 3;

/// What balances the brackets of a text, and what is said about it.
#[derive(Debug, Default)]
pub(super) struct Repair {
    pub edits: Vec<Edit>,
    pub problems: Vec<Problem>,
}

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
            Repairer { plain, repair: &mut repair, stack: Vec::new(), line: 0, indent: 0 }.run(segment, segment_end);
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

struct Repairer<'t, 'r> {
    plain: &'t str,
    repair: &'r mut Repair,
    stack: Vec<Open>,
    line: u32,
    indent: u32,
}

impl Repairer<'_, '_> {
    fn run(mut self, marks: &[Mark], end: u32) {
        let mut line_mark = None;
        for (index, mark) in marks.iter().enumerate() {
            match mark.kind {
                MarkKind::Line => {
                    self.indent = indent(self.plain, mark.at);
                    self.line = mark.at - self.indent;
                    line_mark = Some(mark.at);
                    self.line_begins(mark);
                }
                MarkKind::Open(kind) => {
                    let width = if kind == b'$' { 2 } else { 1 };
                    let next = marks.get(index + 1);
                    let hanging = next.is_none_or(|next| next.kind == MarkKind::Line && next.before == mark.at + width);
                    let (line, indent) = (self.line, self.indent);
                    self.stack.push(Open { kind, at: mark.at, line, indent, hanging });
                }
                MarkKind::Close(kind) => self.close(kind, mark, line_mark == Some(mark.at)),
            }
        }
        self.close_down_to(0, end);
    }

    /// What the first token of a line says about the brackets before it.
    fn line_begins(&mut self, mark: &Mark) {
        let first = self.plain.as_bytes()[mark.at as usize];
        if mark.before == 0 {
            return;
        }
        // something follows the bracket on its line: it should have been closed there, before the comma
        let on_line =
            self.stack.iter().rev().take_while(|open| !open.hanging && open.kind != b'$' && open.line != self.line);
        let keep = self.stack.len() - on_line.count();
        if keep < self.stack.len() {
            let ends_with_comma = self.plain.as_bytes()[mark.before as usize - 1] == b',';
            self.close_down_to(keep, mark.before - u32::from(ends_with_comma));
        }
        // a line that is not further in than that of the bracket, and does not close it
        if matches!(first, b')' | b']' | b'}') {
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

    fn close(&mut self, kind: u8, mark: &Mark, first_of_line: bool) {
        if self.stack.last().is_some_and(|open| closer(open.kind) == kind) {
            self.stack.pop();
            return;
        }
        if kind == b'$' {
            let keep = self.stack.iter().rposition(|open| open.kind == b'$');
            self.close_down_to(keep.map_or(0, |at| at + 1), mark.before);
            self.stack.pop();
            return;
        }
        let indent = self.indent;
        let candidates = self.stack.iter().enumerate().rev().take_while(|(_, open)| open.kind != b'$').take(SKIPPED);
        let partner = candidates
            .filter(|(_, open)| closer(open.kind) == kind && (!open.hanging || open.indent == indent))
            .map(|(at, _)| at)
            .next()
            .filter(|&at| first_of_line || !self.stack[at + 1..].iter().any(|open| open.hanging));
        if let Some(at) = partner {
            self.close_down_to(at + 1, mark.before);
            self.stack.pop();
        } else {
            self.repair.edits.push(Edit::blank(mark.at, 1));
            let range = TextRange::new(mark.at, mark.at + 1);
            self.repair.problems.push(problem::stray_closer(range, kind.into()));
        }
    }

    /// Closes the innermost brackets, as many as are more than `keep`, at `at`; they are one mistake.
    fn close_down_to(&mut self, keep: usize, at: u32) {
        let unclosed = self.stack.split_off(keep);
        let Some(inner) = unclosed.last() else { return };
        let closers: String = unclosed.iter().rev().map(|open| char::from(closer(open.kind))).collect();
        self.repair.edits.extend(closers.chars().map(|closer| Edit::insert(at, closer)));
        let range = TextRange::new(inner.at, inner.at + 1);
        self.repair.problems.push(problem::unclosed(range, inner.kind.into(), at, &closers));
    }
}
