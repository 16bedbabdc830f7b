//! Top-level items.

use pest::iterators::{Pair, Pairs};
use smol_str::SmolStr;

use crate::syntax::grammar::Rule;
use crate::syntax::tree::{
    Const, Declarator, Enum, Export, Expr, ExprKind, Import, Item, ItemKind, Name, NamePair, Opaque, Pattern,
};

use super::{Lower, Span, span};

impl Lower<'_> {
    pub(super) fn items(&mut self, pairs: Pairs<'_, Rule>) -> Vec<Item> {
        pairs
            .filter(|pair| pair.as_rule() != Rule::EOI)
            .filter_map(|pair| {
                let range = self.item_range(&pair);
                self.item(pair).map(|kind| Item { kind, range })
            })
            .collect()
    }

    /// Without the trivia and the problem at the end.
    fn item_range(&self, pair: &Pair<'_, Rule>) -> crate::source::TextRange {
        let whole = span(pair);
        let end = pair.clone().into_inner().last().filter(|last| last.as_rule() == Rule::bad_end);
        let end = end.map_or(whole.end, |bad| span(&bad).start);
        self.range(Span::new(whole.start, self.token_end(end).max(whole.start)))
    }

    pub(super) fn item(&mut self, pair: Pair<'_, Rule>) -> Option<ItemKind> {
        let exported = starts_with_word(pair.as_str(), "export");
        match pair.as_rule() {
            Rule::import => Some(ItemKind::Import(self.import(pair.into_inner()))),
            Rule::re_export => Some(ItemKind::Export(self.export(pair.into_inner()))),
            Rule::const_decl => Some(ItemKind::Const(self.constant(pair.into_inner(), exported))),
            Rule::type_alias => self.named_type(pair, ItemKind::TypeAlias),
            Rule::interface => self.named_type(pair, ItemKind::Interface),
            Rule::enum_decl => self.enumeration(pair.into_inner(), exported),
            Rule::export_default | Rule::expr_item => self.value_item(pair),
            Rule::opaque_item => Some(self.opaque_item(pair)),
            Rule::import_equals => Some(self.import_equals(pair)),
            Rule::block => Some(ItemKind::Opaque(Opaque {
                construct: "block of statements".into(),
                declares: None,
                exported: false,
            })),
            Rule::misspelt => Some(self.misspelt(pair)),
            Rule::damaged => Some(self.damaged(pair)),
            _ => {
                self.bad_item(&pair);
                Some(ItemKind::Broken)
            }
        }
    }

    pub(super) fn import(&mut self, pairs: Pairs<'_, Rule>) -> Import {
        let mut import = Import {
            type_only: false,
            default: None,
            namespace: None,
            named: Vec::new(),
            from: Name { text: SmolStr::default(), range: self.range(Span::new(0, 0)) },
        };
        for pair in pairs {
            match pair.as_rule() {
                Rule::import_clause => self.import_clause(pair.into_inner(), &mut import),
                Rule::string => import.from = self.key(&pair),
                Rule::miss_module => {
                    let end = self.token_end(span(&pair).start);
                    import.from.range = self.range(Span::new(end, end));
                    self.problem_of(&pair);
                }
                _ => self.problem_of(&pair),
            }
        }
        import
    }

    fn import_clause(&mut self, pairs: Pairs<'_, Rule>, import: &mut Import) {
        for pair in pairs {
            match pair.as_rule() {
                Rule::type_mark => import.type_only = true,
                Rule::ident => import.default = Some(self.binding_name(&pair)),
                Rule::star_as => {
                    import.namespace = pair.into_inner().next().map(|name| self.binding_name(&name));
                }
                Rule::named => import.named = self.named(pair.into_inner()),
                _ => self.problem_of(&pair),
            }
        }
    }

    /// `{ a, b as c }`; what is marked `type` is left out.
    fn named(&mut self, pairs: Pairs<'_, Rule>) -> Vec<NamePair> {
        let mut named = Vec::new();
        for pair in pairs {
            if pair.as_rule() != Rule::name_pair {
                self.problem_of(&pair);
                continue;
            }
            let mut written = Vec::new();
            let mut is_type = false;
            for part in pair.into_inner() {
                match part.as_rule() {
                    Rule::type_mark_in => is_type = true,
                    _ => written.push(self.key(&part)),
                }
            }
            if let (Some(local), false) = (written.pop(), is_type) {
                named.push(NamePair { name: written.pop().unwrap_or_else(|| local.clone()), local });
            }
        }
        named
    }

    fn export(&mut self, pairs: Pairs<'_, Rule>) -> Export {
        let mut export = Export { star: None, named: Vec::new(), from: None };
        let mut type_only = false;
        for pair in pairs {
            match pair.as_rule() {
                Rule::type_mark => type_only = true,
                Rule::star => export.star = Some(None),
                Rule::ident => export.star = Some(Some(self.name(&pair))),
                Rule::string if export.star == Some(None) && is_followed_by_from(&pair) => {
                    export.star = Some(Some(self.key(&pair)));
                }
                Rule::named => export.named = self.named(pair.into_inner()),
                Rule::string => export.from = Some(self.key(&pair)),
                Rule::miss_module => {
                    let end = self.token_end(span(&pair).start);
                    export.from = Some(Name { text: SmolStr::default(), range: self.range(Span::new(end, end)) });
                    self.problem_of(&pair);
                }
                _ => self.problem_of(&pair),
            }
        }
        if type_only {
            export.star = None;
            export.named.clear();
        }
        export
    }

    pub(super) fn constant(&mut self, pairs: Pairs<'_, Rule>, exported: bool) -> Const {
        let mut constant = Const { exported, keyword: SmolStr::new_static("const"), declarators: Vec::new() };
        for pair in pairs {
            match pair.as_rule() {
                Rule::kw_decl => constant.keyword = pair.as_str().into(),
                Rule::declarator => {
                    let range = self.range_of(&pair);
                    let parts = pair.into_inner();
                    self.declarator(parts, range, &mut constant.declarators);
                }
                _ => self.problem_of(&pair),
            }
        }
        constant
    }

    /// The parts of `pattern: T = value`. A name that the tree's pattern cannot hold gets a declarator of its own, with
    /// a value that says why.
    pub(super) fn declarator(
        &mut self,
        parts: Pairs<'_, Rule>,
        range: crate::source::TextRange,
        declarators: &mut Vec<Declarator>,
    ) {
        let mut pattern = None;
        let mut value = None;
        let mut unheld = Vec::new();
        for part in parts {
            match part.as_rule() {
                Rule::ident | Rule::obj_pat | Rule::arr_pat => pattern = Some(self.pattern(part, &mut unheld)),
                Rule::expr => value = Some(self.expr(part, 1)),
                Rule::miss_value => value = Some(self.expr_or_missing(part, 1)),
                _ => self.problem_of(&part),
            }
        }
        // without a name, which has been reported, it declares nothing
        declarators.extend(pattern.map(|pattern| Declarator { pattern, value, range }));
        declarators.extend(unheld.into_iter().map(|unheld| Declarator {
            value: Some(Expr { kind: ExprKind::Opaque(unheld.construct.into()), range: unheld.name.range }),
            range: unheld.name.range,
            pattern: Pattern::Name(unheld.name),
        }));
    }

    fn named_type(&mut self, pair: Pair<'_, Rule>, kind: fn(Name) -> ItemKind) -> Option<ItemKind> {
        let mut name = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::ident => name = Some(self.binding_name(&part)),
                _ => self.problem_of(&part),
            }
        }
        name.map(kind)
    }

    fn enumeration(&mut self, pairs: Pairs<'_, Rule>, exported: bool) -> Option<ItemKind> {
        let mut name = None;
        let mut members = Vec::new();
        for pair in pairs {
            match pair.as_rule() {
                Rule::ident => name = Some(self.binding_name(&pair)),
                Rule::enum_member => {
                    let mut parts = pair.into_inner();
                    let key = parts.next().map(|key| self.key(&key));
                    let value = parts.next().map(|value| self.expr_or_missing(value, 1));
                    members.extend(key.map(|key| (key, value)));
                }
                _ => self.problem_of(&pair),
            }
        }
        name.map(|name| ItemKind::Enum(Enum { exported, name, members }))
    }

    /// `export default value`, `value`
    fn value_item(&mut self, pair: Pair<'_, Rule>) -> Option<ItemKind> {
        let is_default = pair.as_rule() == Rule::export_default;
        let mut value = None;
        let whole = span(&pair);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::expr | Rule::miss_value => value = Some(self.expr_or_missing(part, 1)),
                Rule::bad_end if self.misspelt_value(value.as_ref(), &part) => {}
                Rule::bad_end if matches!(value, Some(Expr { kind: ExprKind::Ident(_), .. })) => {
                    self.stray_words(whole.to(span(&part)));
                    return Some(ItemKind::Broken);
                }
                _ => self.problem_of(&part),
            }
        }
        value.map(|value| if is_default { ItemKind::ExportDefault(value, None) } else { ItemKind::Expr(value) })
    }

    /// `import x = require("x")`, which is read as `import * as x from "x"`, and `import x = A.B`
    fn import_equals(&mut self, pair: Pair<'_, Rule>) -> ItemKind {
        let mut declares = None;
        let mut from = None;
        let mut type_only = false;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::type_mark => type_only = true,
                Rule::ident => declares = Some(self.binding_name(&part)),
                Rule::expr => from = required(self.expr(part, 1)),
                _ => self.problem_of(&part),
            }
        }
        match from {
            Some(from) => {
                ItemKind::Import(Import { type_only, default: None, namespace: declares, named: Vec::new(), from })
            }
            None => ItemKind::Opaque(Opaque { construct: "`import x = ...`".into(), declares, exported: false }),
        }
    }

    fn opaque_item(&mut self, pair: Pair<'_, Rule>) -> ItemKind {
        let head = pair.as_str();
        let exported = starts_with_word(head, "export");
        let range = self.range_of(&pair);
        let mut construct = "statement";
        let mut declares = None;
        let mut is_default = false;
        if let Some(inner) = pair.into_inner().next() {
            let before = head.len() - inner.as_str().len();
            is_default = head.get(..before).is_some_and(|words| words.contains("default"));
            construct = construct_name(&inner);
            if matches!(inner.as_rule(), Rule::function | Rule::class | Rule::namespace | Rule::declared) {
                declares = inner.into_inner().find(|part| part.as_rule() == Rule::ident).map(|name| self.name(&name));
            }
        }
        if is_default {
            return ItemKind::ExportDefault(Expr { kind: ExprKind::Opaque(construct.into()), range }, declares);
        }
        ItemKind::Opaque(Opaque { construct: construct.into(), declares, exported })
    }
}

/// The module of `require("module")`.
fn required(expr: Expr) -> Option<Name> {
    let ExprKind::Call(call) = expr.kind else { return None };
    match (call.callee.kind, call.arguments.as_slice()) {
        (ExprKind::Ident(require), [Expr { kind: ExprKind::String(text), range }]) if require == "require" => {
            Some(Name { text: text.clone(), range: *range })
        }
        _ => None,
    }
}

/// The words for a construct that is skipped.
fn construct_name(pair: &Pair<'_, Rule>) -> &'static str {
    match pair.as_rule() {
        Rule::function => "function with a body",
        Rule::class => "class",
        Rule::namespace => "namespace",
        Rule::declared => "`declare`",
        Rule::jump => match first_word(pair.as_str()) {
            "throw" => "`throw`",
            "return" => "`return`",
            "break" => "`break`",
            "continue" => "`continue`",
            "debugger" => "`debugger`",
            _ => "statement",
        },
        _ => match first_word(pair.as_str()) {
            "try" => "`try`",
            "switch" => "`switch`",
            "if" => "`if`",
            "for" => "`for` loop",
            "while" => "`while` loop",
            _ => "`do` loop",
        },
    }
}

fn first_word(text: &str) -> &str {
    text.split(|char: char| !char.is_alphanumeric()).next().unwrap_or("")
}

fn starts_with_word(text: &str, word: &str) -> bool {
    first_word(text) == word
}

/// Whether the name in `export * as "name" from` stands here, and not the module.
fn is_followed_by_from(pair: &Pair<'_, Rule>) -> bool {
    pair.get_input()[pair.as_span().end()..].trim_start().starts_with("from")
}
