//! Misspelt keywords: what is declared is kept.

use pest::iterators::Pair;

use crate::diagnostic::closest;
use crate::syntax::grammar::Rule;
use crate::syntax::problem;
use crate::syntax::tree::{Const, Declarator, Expr, ExprKind, Import, ItemKind, Name, Pattern};

use super::{Lower, Span, span};

/// The words that an item begins with.
const KEYWORDS: [&str; 14] = [
    "import",
    "export",
    "const",
    "let",
    "var",
    "type",
    "interface",
    "enum",
    "function",
    "class",
    "declare",
    "async",
    "abstract",
    "default",
];

impl Lower<'_> {
    /// Two words in a row that begin no item, the first of which may be a misspelt keyword.
    pub(super) fn misspelt(&mut self, pair: Pair<'_, Rule>) -> ItemKind {
        let exported = pair.as_str().starts_with("export");
        let mut parts = pair.into_inner();
        let Some(word) = parts.next() else { return ItemKind::Broken };
        let meant = closest(word.as_str(), KEYWORDS);
        let at = span(&word);
        let problem = match meant {
            Some(meant) => problem::misspelt(self.range(at), word.as_str(), meant),
            None => problem::unexpected(self.range(at), word.as_str()),
        };
        self.report(at, problem);

        let mut name: Option<Name> = None;
        let mut value: Option<Expr> = None;
        let mut is_block = false;
        let mut import: Option<Import> = None;
        for part in parts.clone() {
            match part.as_rule() {
                Rule::import_clause | Rule::string | Rule::bad_word => {
                    import.get_or_insert_with(|| self.import(parts.clone()));
                }
                Rule::ident => name = Some(self.binding_name(&part)),
                Rule::expr if name.is_none() => {
                    return ItemKind::ExportDefault(self.expr(part, 1), None);
                }
                Rule::expr | Rule::miss_value if meant != Some("type") => {
                    value = Some(self.expr_or_missing(part, 1));
                }
                Rule::braces => is_block = true,
                Rule::bad_end => self.problem_of(&part),
                Rule::expr | Rule::miss_value | Rule::ty | Rule::type_params => {}
                _ => {
                    let item = self.item(part).unwrap_or(ItemKind::Broken);
                    return if meant == Some("export") { export(item) } else { item };
                }
            }
        }
        if let Some(import) = import {
            return ItemKind::Import(import);
        }
        let Some(name) = name else { return ItemKind::Broken };
        match meant {
            Some("type") => ItemKind::TypeAlias(name),
            Some("interface") => ItemKind::Interface(name),
            _ => {
                let value = if is_block { Some(Expr { kind: ExprKind::Missing, range: name.range }) } else { value };
                let range = value.as_ref().map_or(name.range, |value| name.range.to(value.range));
                let declarators = vec![Declarator { pattern: Pattern::Name(name), value, range }];
                ItemKind::Const(Const { exported, keyword: "const".into(), declarators })
            }
        }
    }

    /// A declaration behind what may be a damaged keyword.
    pub(super) fn damaged(&mut self, pair: Pair<'_, Rule>) -> ItemKind {
        let mut parts = pair.into_inner();
        let Some(damage) = parts.next() else { return ItemKind::Broken };
        let words = self.text(span(&damage)).trim_end();
        let written = words.rsplit(' ').next().unwrap_or(words);
        let end = span(&damage).start + super::offset(words.len());
        let at = Span::new(end - super::offset(written.len()), end);
        let letters: String = written.chars().filter(char::is_ascii_alphabetic).collect();
        let meant = KEYWORDS.into_iter().find(|&keyword| keyword == letters).or_else(|| closest(&letters, KEYWORDS));
        let meant = meant.filter(|_| letters.len() > 2);
        let problem = match meant {
            Some(meant) => problem::misspelt(self.range(at), written, meant),
            None => problem::unexpected(self.range(at), written),
        };
        self.report(at, problem);

        let exported = meant == Some("export") || words.starts_with("export ");
        let Some(first) = parts.peek() else { return ItemKind::Broken };
        let whole = span(&first).start;
        match first.as_rule() {
            Rule::import_clause => ItemKind::Import(self.import(parts)),
            Rule::import | Rule::const_decl | Rule::opaque_item => {
                let item = parts.next().and_then(|part| self.item(part)).unwrap_or(ItemKind::Broken);
                if exported { export(item) } else { item }
            }
            _ => {
                let mut declarators = Vec::new();
                let range = self.range(Span::new(whole, whole));
                self.declarator(parts, range, &mut declarators);
                for declarator in &mut declarators {
                    let value = declarator.value.as_ref().map_or(declarator.range, |value| value.range);
                    declarator.range = declarator.range.to(value);
                }
                ItemKind::Const(Const { exported, keyword: "const".into(), declarators })
            }
        }
    }

    /// What fits nowhere between two items; perhaps because its first word is misspelt.
    pub(super) fn bad_item(&mut self, pair: &Pair<'_, Rule>) {
        let at = span(pair);
        let word = pair.as_str().split(|char: char| !char.is_alphanumeric()).next().unwrap_or("");
        let Some(meant) = misspelt_keyword(word) else { return self.problem_of(pair) };
        let place = Span::new(at.start, at.start + super::offset(word.len()));
        let problem = problem::misspelt(self.range(place), word, meant);
        self.report(place, problem);
        self.last_problem = Some(at.end);
    }

    /// A lone name before text that does not belong: a misspelt keyword? Reports it then.
    pub(super) fn misspelt_value(&mut self, value: Option<&Expr>, rest: &Pair<'_, Rule>) -> bool {
        let Some(Expr { kind: ExprKind::Ident(word), range }) = value else { return false };
        let Some(meant) = misspelt_keyword(word) else { return false };
        self.report(span(rest), problem::misspelt(*range, word, meant));
        true
    }
}

/// The keyword that a word was probably meant to be; `None` for keywords and for very short words.
fn misspelt_keyword(word: &str) -> Option<&'static str> {
    if word.len() < 3 || KEYWORDS.contains(&word) {
        return None;
    }
    closest(word, KEYWORDS)
}

fn export(item: ItemKind) -> ItemKind {
    match item {
        ItemKind::Const(constant) => ItemKind::Const(Const { exported: true, ..constant }),
        ItemKind::Enum(mut item) => {
            item.exported = true;
            ItemKind::Enum(item)
        }
        ItemKind::Opaque(mut item) => {
            item.exported = true;
            ItemKind::Opaque(item)
        }
        other => other,
    }
}
