//! Object literals: their properties and keys.

use pest::iterators::Pair;

use crate::source::TextRange;
use crate::syntax::grammar::Rule;
use crate::syntax::problem;
use crate::syntax::tree::{Expr, ExprKind, Name, Property};

use super::{Lower, Span, span};

impl Lower<'_> {
    /// The members of an object, or of what should be one.
    pub(super) fn properties(&mut self, pair: Pair<'_, Rule>, depth: u32) -> Vec<Property> {
        let mut properties = Vec::new();
        let mut members = pair.into_inner().peekable();
        while let Some(member) = members.next() {
            let range = self.range_of(&member);
            match member.as_rule() {
                Rule::no_colon => {
                    let found = self.problems.len();
                    let property = self.property(&member, depth);
                    // the consequence of another mistake is no property that somebody meant
                    let property = if self.problems.len() > found { property } else { Some(Self::unread(range)) };
                    properties.extend(property);
                }
                Rule::miss_comma if self.is_stray_word(&member, members.peek()) => {
                    if let Some(word) = members.next() {
                        let at = span(&word);
                        self.report(at, problem::unexpected(self.range(at), word.as_str()));
                        properties.push(Self::unread(self.range(at)));
                    }
                }
                Rule::bad_element => {
                    self.problem_of(&member);
                    properties.push(Self::unread(range));
                }
                Rule::pair => properties.extend(self.property(&member, depth)),
                Rule::shorthand => {
                    properties.extend(member.into_inner().next().map(|name| Property::Shorthand(self.name(&name))));
                }
                Rule::spread => {
                    if let Some(value) = member.into_inner().next() {
                        let value = self.expr_or_missing(value, depth + 1);
                        properties.push(Property::Spread(value, range));
                    }
                }
                Rule::method => properties.extend(self.method(member, depth)),
                _ => self.problem_of(&member),
            }
        }
        properties
    }

    /// Whether what follows without a comma is a lone word on the same line, and hardly a property.
    fn is_stray_word(&self, comma: &Pair<'_, Rule>, next: Option<&Pair<'_, Rule>>) -> bool {
        let Some(next) = next.filter(|next| next.as_rule() == Rule::shorthand) else { return false };
        let between = Span::new(self.token_end(span(comma).start), span(next).start);
        !self.text(between).contains('\n')
    }

    /// In place of something that could not be read: the object may have any properties.
    fn unread(range: TextRange) -> Property {
        Property::Spread(Expr { kind: ExprKind::Missing, range }, range)
    }

    /// `key: value`, `[key]: value`, `key() {...}`, `key value`
    fn property(&mut self, pair: &Pair<'_, Rule>, depth: u32) -> Option<Property> {
        let mut inner = pair.clone().into_inner();
        let key = inner.next()?;
        let key_span = span(&key);
        let mut value = None;
        if pair.as_rule() == Rule::no_colon {
            let problem = problem::missing_colon(self.piece.original(key_span.end), key.as_str());
            self.report(Span::new(key_span.end, key_span.end), problem);
        }
        for part in inner {
            match part.as_rule() {
                Rule::expr => value = Some(self.expr(part, depth + 1)),
                Rule::miss_value => {
                    let colon = self.token_end(span(&part).start);
                    let place = Span::new(key_span.start, colon);
                    let problem = problem::missing_value(self.range(place), self.text(place));
                    self.report(place, problem);
                    value = Some(self.missing(colon));
                }
                Rule::method_tail => value = Some(self.opaque(span(&part), "method")),
                _ => self.problem_of(&part),
            }
        }
        let value = value?;
        if key.as_rule() == Rule::computed {
            return Some(Property::Computed(self.bracketed(key, depth), value));
        }
        let name = self.key(&key);
        Some(match value.kind {
            ExprKind::Opaque(construct) if construct == "method" => Property::Opaque(name, construct),
            _ => Property::Pair(name, value),
        })
    }

    /// `get key() {...}`, `async key() {...}`
    fn method(&mut self, pair: Pair<'_, Rule>, depth: u32) -> Option<Property> {
        let construct = match pair.as_str().split(|char: char| !char.is_alphanumeric()).next() {
            Some("get") => "getter",
            Some("set") => "setter",
            _ => "method",
        };
        let at = span(&pair);
        let key = pair.into_inner().find(|inner| inner.as_rule() != Rule::method_tail)?;
        if key.as_rule() == Rule::computed {
            return Some(Property::Computed(self.bracketed(key, depth), self.opaque(at, construct)));
        }
        Some(Property::Opaque(self.key(&key), construct.into()))
    }

    /// A property's key, which is not a computed one.
    pub(super) fn key(&mut self, key: &Pair<'_, Rule>) -> Name {
        let text = match key.as_rule() {
            Rule::string => self.string(key),
            _ => key.as_str().into(),
        };
        Name { text, range: self.range_of(key) }
    }
}
