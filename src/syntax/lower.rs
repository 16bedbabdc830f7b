//! From pest's pairs to the tree, and from the grammar's `miss_*` and `bad_*` rules to problems.

mod expression;
mod item;
mod literal;
mod misspelt;
mod object;
mod pattern;

use std::sync::Arc;

use pest::iterators::Pair;

use crate::source::TextRange;

use super::grammar::{self, Rule};
use super::problem;
use super::tree::{Chunk, Expr, ExprKind, Item, ItemKind, Name, Problem};

/// How deep the tree may be. The nesting limit of the scan bounds what brackets nest; this bounds chains and operators
/// too (`a.b.c.d`, `a + b + c`), so that whoever walks the tree can do so by recursion.
const DEPTH_LIMIT: u32 = 256;

/// A piece of the plain text of a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'t> {
    /// Its text.
    pub text: &'t str,
    /// Where in it bytes were inserted that the file does not have; ascending.
    pub inserted: &'t [u32],
    /// Where in it something was repaired, and has been reported; ascending.
    pub repaired: &'t [u32],
    /// Where a name stands for a chunk within this one; ascending.
    pub holes: &'t [(Span, Arc<Chunk>)],
}

impl Piece<'_> {
    /// The offset, relative to the piece, in the file's own text.
    fn original(&self, at: u32) -> u32 {
        if self.inserted.is_empty() {
            return at;
        }
        at - u32::try_from(self.inserted.partition_point(|&inserted| inserted < at)).unwrap_or(0)
    }
}

/// Reads a piece as items.
pub(super) fn items(piece: Piece<'_>) -> Chunk {
    let mut lower = Lower::new(piece);
    let items = if let Some(pairs) = grammar::items(piece.text) {
        lower.items(pairs)
    } else {
        let all = TextRange::new(0, piece.original(offset(piece.text.len())));
        lower.problems.push(problem::unreadable(all));
        vec![Item { kind: ItemKind::Broken, range: all }]
    };
    Chunk { items, comments: Vec::new(), problems: lower.problems }
}

/// Reads a piece as a single expression; `None` if it is anything else, or has a problem.
pub(super) fn value(piece: Piece<'_>) -> Option<Chunk> {
    let mut lower = Lower::new(piece);
    let pair = grammar::value(piece.text)?.next()?;
    let expr = lower.expr(pair, 0);
    let item = Item { range: expr.range, kind: ItemKind::Expr(expr) };
    lower.problems.is_empty().then(|| Chunk { items: vec![item], ..Chunk::default() })
}

struct Lower<'t> {
    piece: Piece<'t>,
    problems: Vec<Problem>,
    /// Where, in the plain text, the last problem of the grammar ends.
    last_problem: Option<u32>,
}

/// An expression, and where it stands with the parentheses and types around it that are not part of it.
struct Placed {
    expr: Expr,
    outer: Span,
}

/// A range of the plain text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub(super) const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The same, relative to `offset`.
    pub(super) const fn back(self, offset: u32) -> Self {
        Self { start: self.start - offset, end: self.end - offset }
    }

    const fn to(self, other: Self) -> Self {
        Self { start: self.start, end: other.end }
    }
}

/// Where a pair stands. What is missing at its end is missing behind its last token, not behind the white space there.
fn span(pair: &Pair<'_, Rule>) -> Span {
    let text = pair.as_span();
    let tokens = match pair.as_rule() {
        Rule::template_text => text.as_str(),
        _ => text.as_str().trim_end_matches([' ', '\n']),
    };
    Span::new(offset(text.start()), offset(text.start() + tokens.len()))
}

/// Files of 4 GB are refused long before.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl<'t> Lower<'t> {
    fn new(piece: Piece<'t>) -> Self {
        Self { piece, problems: Vec::new(), last_problem: None }
    }

    fn range(&self, span: Span) -> TextRange {
        TextRange::new(self.piece.original(span.start), self.piece.original(span.end))
    }

    fn range_of(&self, pair: &Pair<'_, Rule>) -> TextRange {
        self.range(span(pair))
    }

    fn text(&self, span: Span) -> &'t str {
        &self.piece.text[span.start as usize..span.end as usize]
    }

    /// Where the last token before a place ends.
    fn token_end(&self, at: u32) -> u32 {
        offset(self.piece.text[..at as usize].trim_end_matches([' ', '\n']).len())
    }

    /// The last token before a place: a word, or signs.
    fn token_before(&self, at: u32) -> Span {
        let end = self.token_end(at);
        let before = &self.piece.text[..end as usize];
        let is_word = |char: char| char.is_alphanumeric() || char == '_' || char == '$';
        let is_sign = |char: char| !is_word(char) && !char.is_whitespace() && !"()[]{}\"'`".contains(char);
        let rest = before.trim_end_matches(is_word);
        let rest = if rest.len() == before.len() { before.trim_end_matches(is_sign) } else { rest };
        let start = if rest.len() == before.len() { before.len().saturating_sub(1) } else { rest.len() };
        Span::new(offset(start), end)
    }

    /// Reports what the grammar found at `span`, unless it is only the consequence of something reported before: of
    /// another problem on the same line, or directly behind it, or of a repaired bracket or quote.
    fn report(&mut self, span: Span, problem: Problem) {
        let follows = |earlier: u32, lower: &Self| {
            let (from, to) = if earlier <= span.start { (earlier, span.start) } else { (span.start, earlier) };
            let between = &lower.piece.text[from as usize..to as usize];
            !between.contains('\n') || between.trim().is_empty()
        };
        let is_follow_up = self.last_problem.is_some_and(|last| last >= span.start || follows(last, self))
            || self.nearest_repairs(span).into_iter().flatten().any(|repaired| follows(repaired, self));
        if !is_follow_up {
            self.problems.push(problem);
        }
        self.last_problem = Some(self.last_problem.unwrap_or(0).max(span.end));
    }

    /// Whether the file does not have what stands here.
    fn is_inserted(&self, at: u32) -> bool {
        self.piece.inserted.binary_search(&at).is_ok()
    }

    /// The repairs before and behind a place.
    fn nearest_repairs(&self, span: Span) -> [Option<u32>; 2] {
        let next = self.piece.repaired.partition_point(|&at| at < span.start);
        [next.checked_sub(1).map(|before| self.piece.repaired[before]), self.piece.repaired.get(next).copied()]
    }

    fn name(&self, pair: &Pair<'_, Rule>) -> Name {
        Name { text: pair.as_str().into(), range: self.range_of(pair) }
    }

    /// The chunk that a string at this place stands for.
    fn hole(&self, at: Span) -> Option<Expr> {
        let (hole, chunk) =
            &self.piece.holes[self.piece.holes.binary_search_by_key(&at.start, |(hole, _)| hole.start).ok()?];
        Some(Expr { kind: ExprKind::Chunk(chunk.clone()), range: self.range(*hole) })
    }

    /// Whether a quote beside a word has been left out: the word was meant to be part of a string.
    fn was_quoted(&self, word: Span) -> bool {
        let is_blank = |at: u32| self.piece.text.as_bytes().get(at as usize) == Some(&b' ');
        let is_left_out = |at: u32| is_blank(at) && self.piece.repaired.binary_search(&at).is_ok();
        is_left_out(word.end) || word.start.checked_sub(1).is_some_and(is_left_out)
    }

    /// What is missing behind the last token before `at`.
    fn missing(&self, at: u32) -> Expr {
        let at = self.piece.original(self.token_end(at));
        Expr { kind: ExprKind::Missing, range: TextRange::new(at, at) }
    }

    /// Reports what is wrong within a construct that the tree does not keep.
    fn skipped(&mut self, pair: Pair<'_, Rule>) {
        for inner in pair.into_inner().flatten() {
            self.problem_of(&inner);
        }
    }

    /// The problem of a `miss_*` or `bad_*` rule, in general words; whoever knows more says more.
    fn problem_of(&mut self, pair: &Pair<'_, Rule>) {
        let at = span(pair);
        let problem = match pair.as_rule() {
            Rule::miss_comma => {
                let end = self.token_end(at.start);
                let problem = problem::missing_comma(self.piece.original(end));
                return self.report(Span::new(end, end), problem);
            }
            Rule::miss_value | Rule::miss_operand => {
                let before = self.token_before(at.start);
                let problem = problem::missing_value(self.range(before), self.text(before));
                return self.report(before, problem);
            }
            Rule::miss_name => {
                let dot = self.token_before(at.start);
                let owner = self.piece.text[..dot.start as usize].trim_end();
                let before = owner.trim_end_matches(|char: char| char.is_alphanumeric() || char == '_' || char == '$');
                let owner = &owner[before.len()..];
                let problem = problem::missing_name(self.range(dot), owner);
                return self.report(dot, problem);
            }
            Rule::miss_element => {
                let comma = Span::new(at.start, at.start + 1);
                problem::missing_element(self.range(comma))
            }
            Rule::miss_open => problem::missing_open_brace(self.range(at)),
            Rule::miss_binding => {
                let before = self.token_before(at.start);
                problem::missing_declared_name(self.range(before), self.text(before))
            }
            Rule::miss_module => problem::missing_module(self.piece.original(self.token_end(at.start))),
            Rule::miss_from => {
                if !self.piece.text[at.end as usize..].trim_start().starts_with(['"', '\'']) {
                    let end = self.token_end(at.end);
                    let problem = problem::missing_module(self.piece.original(end));
                    return self.report(at, problem);
                }
                let word = self.text(at).trim();
                let end = at.start + offset(self.text(at).trim_end().len());
                let word_span = Span::new(end - offset(word.len()), end);
                problem::missing_from(self.range(word_span), word)
            }
            Rule::bad_word => problem::missing_from(self.range(at), pair.as_str()),
            Rule::bad_element if pair.as_str() == ";" => problem::semicolon(self.range(at)),
            Rule::assign_key => problem::equals_in_object(self.range(at)),
            Rule::bad_end | Rule::bad_item | Rule::bad_name | Rule::bad_sign | Rule::bad_rest | Rule::bad_element => {
                return self.stray_words(at);
            }
            _ => return,
        };
        self.report(at, problem);
    }

    /// Reports text that fits nowhere: its first line is enough to show.
    fn stray_words(&mut self, at: Span) {
        let text = self.text(at);
        let start = at.start + offset(text.len() - text.trim_start().len());
        let line = text.trim().lines().next().unwrap_or("").trim_end();
        let place = Span::new(start, start + offset(line.len()));
        self.report(at, problem::unexpected(self.range(place), line));
    }
}
