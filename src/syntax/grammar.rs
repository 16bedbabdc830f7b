//! The parser that pest makes of `grammar/amp.pest`; the only place where it is called.

// Empty if the grammar did not change; cargo does not see the file otherwise.
const _: &str = include_str!("../../grammar/amp.pest");

use pest::Parser;
use pest::iterators::{Pair, Pairs};

/// Named by what the grammar says.
#[derive(pest_derive::Parser)]
#[grammar = "../grammar/amp.pest"]
pub(super) struct Grammar;

/// The items of a file, or of a piece of it. The grammar has a rule for whatever may stand there, so that it matches
/// every text; `None` only if the machine's stack is too small for the nesting limit.
pub(super) fn items(text: &str) -> Option<Pairs<'_, Rule>> {
    Grammar::parse(Rule::file, text).ok()?.next().map(Pair::into_inner)
}

/// A text that is one expression and nothing else.
pub(super) fn value(text: &str) -> Option<Pairs<'_, Rule>> {
    Grammar::parse(Rule::value, text).ok()?.next().map(Pair::into_inner)
}
