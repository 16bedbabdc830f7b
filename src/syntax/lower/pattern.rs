//! What declarators and parameters bind.

use pest::iterators::Pair;

use crate::syntax::grammar::Rule;
use crate::syntax::problem;
use crate::syntax::tree::{Name, NamePair, Pattern};

use super::{Lower, Span, span};

/// Words that the grammar never reads as a name in an expression.
const RESERVED: [&str; 34] = [
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "import",
    "in",
    "instanceof",
    "new",
    "null",
    "return",
    "switch",
    "throw",
    "true",
    "try",
    "typeof",
    "var",
    "void",
    "while",
    "with",
];

/// A name that is bound by a part of a pattern which the tree does not hold: nested, with a default, or the rest.
pub(super) struct Unheld {
    pub name: Name,
    pub construct: &'static str,
}

impl Lower<'_> {
    /// A name that is declared here.
    pub(super) fn binding_name(&mut self, pair: &Pair<'_, Rule>) -> Name {
        let name = self.name(pair);
        if RESERVED.contains(&name.text.as_str()) {
            self.report(span(pair), problem::reserved(name.range, &name.text));
        }
        name
    }

    /// The parameters of an arrow function; `Err` names what makes it more than the language holds.
    pub(super) fn parameters(&mut self, head: Pair<'_, Rule>) -> Result<Vec<Pattern>, &'static str> {
        let mut result = Ok(Vec::new());
        for part in head.into_inner() {
            match part.as_rule() {
                Rule::async_mark => result = Err("`async` function"),
                Rule::ident => {
                    let name = self.binding_name(&part);
                    if let Ok(parameters) = &mut result {
                        parameters.push(Pattern::Name(name));
                    }
                }
                Rule::params => {
                    for parameter in part.into_inner() {
                        let mut unheld = Vec::new();
                        let has_default = parameter.clone().into_inner().any(|part| part.as_rule() == Rule::default);
                        let pattern = self.parameter(parameter, &mut unheld);
                        if has_default {
                            result = result.and(Err("parameter with a default"));
                        }
                        match (pattern, unheld.pop(), &mut result) {
                            (Some(pattern), None, Ok(parameters)) => parameters.push(pattern),
                            (_, Some(unheld), Ok(_)) => result = Err(unheld.construct),
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        result
    }

    fn parameter(&mut self, parameter: Pair<'_, Rule>, unheld: &mut Vec<Unheld>) -> Option<Pattern> {
        let mut pattern = None;
        let mut construct = None;
        for part in parameter.into_inner() {
            match part.as_rule() {
                Rule::rest_mark => construct = Some("rest parameter"),
                Rule::default => construct = Some("parameter with a default"),
                Rule::ident | Rule::obj_pat | Rule::arr_pat => pattern = Some(self.pattern(part, unheld)),
                _ => {}
            }
        }
        if let (Some(construct), Some(Pattern::Name(name))) = (construct, &pattern) {
            unheld.push(Unheld { name: name.clone(), construct });
        }
        pattern
    }

    /// `x`, `{ a, b: c }`, `[a, b]`; what the tree's patterns cannot hold goes to `unheld`.
    pub(super) fn pattern(&mut self, pair: Pair<'_, Rule>, unheld: &mut Vec<Unheld>) -> Pattern {
        let range = self.range_of(&pair);
        match pair.as_rule() {
            Rule::obj_pat => {
                let mut named = Vec::new();
                for property in pair.into_inner() {
                    named.extend(self.pattern_property(property, unheld));
                }
                Pattern::Object(named, range)
            }
            Rule::arr_pat => {
                let mut names = Vec::new();
                for element in pair.into_inner() {
                    let held = unheld.len();
                    let mut name = None;
                    match self.parameter(element, unheld) {
                        Some(Pattern::Name(plain)) if unheld.len() == held => name = Some(plain),
                        Some(Pattern::Name(_)) | None => {}
                        Some(nested) => unheld.extend(names_of(nested)),
                    }
                    names.push(name);
                }
                Pattern::Array(names, range)
            }
            _ => Pattern::Name(self.binding_name(&pair)),
        }
    }

    fn pattern_property(&mut self, property: Pair<'_, Rule>, unheld: &mut Vec<Unheld>) -> Option<NamePair> {
        let whole: Span = span(&property);
        let mut key = None;
        let mut local = None;
        let mut construct = None;
        for part in property.into_inner() {
            match part.as_rule() {
                Rule::rest_mark => construct = Some("rest of an object"),
                Rule::default => construct = Some("default within a pattern"),
                Rule::id_name | Rule::string if key.is_none() => key = Some(self.key(&part)),
                Rule::square => construct = Some("computed key within a pattern"),
                _ => local = Some(self.pattern(part, unheld)),
            }
        }
        match (key, local, construct) {
            (Some(name), None, None) => Some(NamePair { local: name.clone(), name }),
            (Some(name), Some(Pattern::Name(local)), None) => Some(NamePair { name, local }),
            (_, Some(nested), _) => {
                unheld.extend(names_of(nested));
                None
            }
            (Some(name), None, Some(construct)) => {
                unheld.push(Unheld { name, construct });
                None
            }
            (None, None, _) => {
                debug_assert!(whole.end > whole.start, "a property of a pattern is never empty");
                None
            }
        }
    }
}

fn names_of(pattern: Pattern) -> Vec<Unheld> {
    let names = match pattern {
        Pattern::Name(name) => vec![name],
        Pattern::Object(named, _) => named.into_iter().map(|pair| pair.local).collect(),
        Pattern::Array(names, _) => names.into_iter().flatten().collect(),
    };
    names.into_iter().map(|name| Unheld { name, construct: "pattern within a pattern" }).collect()
}
