//! The outline of a file: what it declares.

use gen_lsp_types::{DocumentSymbol, SymbolKind};

use super::projects::Place;
use super::{chains, documents, scope};
use crate::source::TextRange;
use crate::syntax::{Declarator, Expr, ExprKind, ItemKind, Name, Pattern, Property};

/// The declarations of a file in order, each with what it holds.
pub(super) fn symbols(place: &Place<'_>) -> Vec<DocumentSymbol> {
    let mut symbols = Vec::new();
    for (item, offset) in place.items() {
        let outline = Outline { place, offset };
        match &item.kind {
            ItemKind::Const(item) => symbols.extend(item.declarators.iter().filter_map(|it| outline.declarator(it))),
            ItemKind::Enum(it) => {
                let members = it.members.iter();
                let members =
                    members.map(|(name, _)| outline.symbol(name, name.range, SymbolKind::EnumMember, "", vec![]));
                symbols.push(outline.symbol(&it.name, item.range, SymbolKind::Enum, "enum", members.collect()));
            }
            ItemKind::Expr(expr) | ItemKind::ExportDefault(expr, _) => symbols.extend(outline.call(expr)),
            ItemKind::Opaque(opaque) => {
                let name = opaque.declares.as_ref();
                symbols.extend(
                    name.map(|name| outline.symbol(name, item.range, SymbolKind::Function, "not compiled", vec![])),
                );
            }
            _ => {}
        }
    }
    symbols
}

struct Outline<'p> {
    place: &'p Place<'p>,
    offset: u32,
}

impl Outline<'_> {
    fn symbol(
        &self,
        name: &Name,
        whole: TextRange,
        kind: SymbolKind,
        detail: &str,
        children: Vec<DocumentSymbol>,
    ) -> DocumentSymbol {
        let range =
            |range: TextRange| documents::range(self.place.file, range.start + self.offset..range.end + self.offset);
        // the protocol wants the name within the whole, and no name empty
        let whole = whole.to(name.range);
        let text = if name.text.is_empty() { "(no name)" } else { &name.text };
        #[allow(deprecated, reason = "the field is part of the type")]
        DocumentSymbol {
            name: text.to_owned(),
            detail: (!detail.is_empty()).then(|| detail.to_owned()),
            kind,
            tags: None,
            deprecated: None,
            range: range(whole),
            selection_range: range(name.range),
            children: (!children.is_empty()).then_some(children),
        }
    }

    fn declarator(&self, declarator: &Declarator) -> Option<DocumentSymbol> {
        let Pattern::Name(name) = &declarator.pattern else { return None };
        let value = declarator.value.as_ref();
        let builder = value.and_then(scope::builder);
        let part = value.and_then(|value| self.part(value));
        let kind = match builder {
            None if part.is_some() => part.as_ref().map_or(SymbolKind::Constant, Part::kind),
            Some("defineFunction") => SymbolKind::Function,
            Some("secret") => SymbolKind::Key,
            Some(_) => SymbolKind::Module,
            None => SymbolKind::Constant,
        };
        let children = value.map(|value| self.properties(value)).unwrap_or_default();
        let detail = builder.or(part.map(|part| part.head)).unwrap_or_default();
        Some(self.symbol(name, declarator.range, kind, detail, children))
    }

    /// `defineBackend({ ... })` as a statement.
    fn call(&self, expr: &Expr) -> Option<DocumentSymbol> {
        let ExprKind::Call(call) = &expr.kind else { return None };
        let ExprKind::Ident(callee) = &call.callee.kind else { return None };
        let name = Name { text: callee.clone(), range: call.callee.range };
        Some(self.symbol(&name, expr.range, SymbolKind::Module, "", self.properties(expr)))
    }

    /// The properties of an object, of a builder's argument, or of a part of a schema.
    fn properties(&self, expr: &Expr) -> Vec<DocumentSymbol> {
        let object = match (&expr.kind, self.part(expr)) {
            (_, Some(Part { object: Some(object), .. })) => object,
            (ExprKind::Call(call), None) => match &call.arguments[..] {
                [first, ..] => first,
                [] => return Vec::new(),
            },
            (_, Some(_)) => return Vec::new(),
            (_, None) => expr,
        };
        match &object.kind {
            ExprKind::Object(properties) => properties.iter().filter_map(|property| self.property(property)).collect(),
            // the words of an enumeration
            ExprKind::Array(values) if !std::ptr::eq(object, expr) => {
                let words = values.iter().filter_map(|value| match &value.kind {
                    ExprKind::String(text) => Some(Name { text: text.clone(), range: value.range }),
                    _ => None,
                });
                words.map(|word| self.symbol(&word, word.range, SymbolKind::EnumMember, "", vec![])).collect()
            }
            _ => Vec::new(),
        }
    }

    fn property(&self, property: &Property) -> Option<DocumentSymbol> {
        match property {
            Property::Pair(name, value) => {
                let whole = name.range.to(value.range);
                let (offset, value) = value.resolve(self.offset);
                let inside = Outline { place: self.place, offset };
                Some(match inside.part(value) {
                    Some(part) => self.symbol(name, whole, part.kind(), part.head, inside.properties(value)),
                    None => self.symbol(name, whole, SymbolKind::Property, "", vec![]),
                })
            }
            Property::Shorthand(name) => Some(self.symbol(name, name.range, SymbolKind::Property, "", vec![])),
            _ => None,
        }
    }

    /// The part of a schema that an expression is: `a.model({...})`, whatever is called behind it.
    fn part<'e>(&self, expr: &'e Expr) -> Option<Part<'e>> {
        let (mut expr, mut arguments) = (expr, None);
        loop {
            let ExprKind::Call(call) = &expr.kind else { return None };
            let ExprKind::Member(object, name) = &call.callee.kind else { return None };
            let object: &Expr = object;
            if matches!(&object.kind, ExprKind::Ident(root) if chains::is_root(self.place, root)) {
                return Some(Part { head: &name.text, object: call.arguments.first().or(arguments) });
            }
            if name.text == "arguments" {
                arguments = call.arguments.first();
            }
            expr = object;
        }
    }
}

/// A part of a schema.
struct Part<'e> {
    /// What it begins with: `model`.
    head: &'e str,
    /// What it holds: fields, words, or the arguments of an operation.
    object: Option<&'e Expr>,
}

impl Part<'_> {
    fn kind(&self) -> SymbolKind {
        match self.head {
            "schema" | "combine" => SymbolKind::Namespace,
            "model" => SymbolKind::Class,
            "customType" => SymbolKind::Struct,
            "enum" => SymbolKind::Enum,
            "query" | "mutation" | "subscription" => SymbolKind::Method,
            _ => SymbolKind::Field,
        }
    }
}
