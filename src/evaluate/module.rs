//! One file and the names that it binds and exports. Nothing is evaluated here.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use smol_str::SmolStr;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span, TextRange, is_declarative};
use crate::syntax::{Chunk, Const, Expr, ExprKind, Item, ItemKind, Name, NamePair, Pattern, Tree};

use super::evaluator::Constant;

/// A top-level item of a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct ItemAt {
    chunk: usize,
    item: usize,
}

/// How a name that is declared with `const` comes out of the declarator's value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Part {
    /// `const x = value`
    Whole,
    /// `const { key: x } = value`
    Member(SmolStr),
    /// `const [_, x] = value`
    Element(usize),
}

/// What a name in a file stands for.
#[derive(Clone, Debug)]
pub(super) enum Binding {
    /// `const`, `let` or `var`: the item, which declarator, and which part of its value.
    Constant(ItemAt, usize, Part),
    /// `enum`
    Enum(ItemAt),
    /// `import x from`
    ImportDefault(ItemAt),
    /// `import * as x from`
    ImportNamespace(ItemAt),
    /// `import { name as x } from`
    Import(ItemAt, Name),
    /// `type`, `interface`, `import type`
    Type,
    /// `function x() {}` and other constructs outside of the language
    Opaque(SmolStr),
}

/// What an exported name stands for.
#[derive(Clone, Debug)]
pub(super) enum ExportOf {
    /// A name of the file.
    Local(SmolStr),
    /// `export { name as x } from "..."`
    From(ItemAt, Name),
    /// `export * as x from "..."`
    Namespace(ItemAt),
    /// `export default ...`
    Default(ItemAt),
}

/// A loaded file.
#[derive(Debug)]
pub(super) struct Module {
    pub(super) file: FileId,
    pub(super) path: String,
    pub(super) tree: Arc<Tree>,
    /// In a `.amp` file every builder is in scope.
    pub(super) builders_in_scope: bool,
    /// Names, with the place of each.
    pub(super) bindings: HashMap<SmolStr, (Binding, Span)>,
    /// Exported names in order, with the place of each.
    pub(super) exports: Vec<(SmolStr, ExportOf, Span)>,
    export_index: HashMap<SmolStr, usize>,
    /// `export * from "..."`
    pub(super) stars: Vec<ItemAt>,
    /// The content of a `.json` file.
    pub(super) json: Option<Rc<Constant>>,
    /// The places of items outside of the language, in which a `let` may be assigned again.
    opaque_spans: Vec<TextRange>,
    opaque_text: OnceCell<String>,
}

impl Module {
    /// Binds the names of a tree; a name that is declared twice is reported.
    pub(super) fn new(file: FileId, path: &str, tree: &Arc<Tree>, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut module = Self {
            file,
            path: path.to_owned(),
            tree: Arc::clone(tree),
            builders_in_scope: is_declarative(path),
            bindings: HashMap::new(),
            exports: Vec::new(),
            export_index: HashMap::new(),
            stars: Vec::new(),
            json: None,
            opaque_spans: Vec::new(),
            opaque_text: OnceCell::new(),
        };
        for (chunk, (offset, content)) in tree.chunks.iter().enumerate() {
            for (index, item) in content.items.iter().enumerate() {
                module.bind_item(ItemAt { chunk, item: index }, *offset, item, diagnostics);
            }
        }
        module
    }

    /// The items in order.
    pub(super) fn items(&self) -> impl Iterator<Item = ItemAt> + use<> {
        let sizes: Vec<usize> = self.tree.chunks.iter().map(|(_, chunk)| chunk.items.len()).collect();
        sizes.into_iter().enumerate().flat_map(|(chunk, size)| (0..size).map(move |item| ItemAt { chunk, item }))
    }

    /// An item and the offset that its ranges are relative to.
    pub(super) fn item(&self, at: ItemAt) -> (&Item, u32) {
        let (offset, chunk) = &self.tree.chunks[at.chunk];
        (&chunk.items[at.item], *offset)
    }

    /// What a constant or an `export default` is defined as, and the offset that its ranges are relative to.
    pub(super) fn initializer(&self, at: ItemAt, index: usize) -> Option<(&Expr, u32)> {
        let (item, offset) = self.item(at);
        match &item.kind {
            ItemKind::Const(item) => Some((item.declarators.get(index)?.value.as_ref()?, offset)),
            ItemKind::ExportDefault(expr, _) => Some((expr, offset)),
            _ => None,
        }
    }

    /// What a name is exported as.
    pub(super) fn export(&self, name: &str) -> Option<&(SmolStr, ExportOf, Span)> {
        self.export_index.get(name).map(|&index| &self.exports[index])
    }

    /// Whether the file may export more than the names that are known here.
    pub(super) fn hides_exports(&self) -> bool {
        let hides = |at| match &self.item(at).0.kind {
            ItemKind::Opaque(opaque) => opaque.exported && opaque.declares.is_none(),
            ItemKind::Broken => true,
            _ => false,
        };
        !self.stars.is_empty() || self.json.is_some() || self.items().any(hides)
    }

    /// Whether some construct outside of the language may assign to a name; judged by its text alone.
    pub(super) fn may_assign(&self, name: &str, text: &str) -> bool {
        let opaque = self.opaque_text.get_or_init(|| {
            self.opaque_spans
                .iter()
                .filter_map(|range| text.get(range.index()))
                .fold(String::new(), |all, part| all + part + "\n")
        });
        let is_word = |char: char| char.is_alphanumeric() || char == '_' || char == '$';
        opaque.match_indices(name).any(|(at, _)| {
            let before = opaque[..at].trim_end();
            let after = &opaque[at + name.len()..];
            let whole_word = !opaque[..at].ends_with(is_word) && !after.starts_with(is_word);
            let after = after.trim_start();
            let plain = after.starts_with('=') && !after.starts_with("==");
            let stepped = after.starts_with("++") || after.starts_with("--");
            let combined = ["+=", "-=", "*=", "??=", "||=", "&&="].iter().any(|operator| after.starts_with(operator));
            whole_word && (plain || stepped || combined || before.ends_with("++") || before.ends_with("--"))
        })
    }

    fn bind_item(&mut self, at: ItemAt, offset: u32, item: &Item, diagnostics: &mut Vec<Diagnostic>) {
        let file = self.file;
        let span = |range: TextRange| range.shift(offset).in_file(file);
        let mut bind = |name: &Name, binding: Binding| self.bind(name, span(name.range), binding, diagnostics);
        match &item.kind {
            ItemKind::Import(import) => {
                let or_type = |binding| if import.type_only { Binding::Type } else { binding };
                if let Some(name) = &import.default {
                    bind(name, or_type(Binding::ImportDefault(at)));
                }
                if let Some(name) = &import.namespace {
                    bind(name, or_type(Binding::ImportNamespace(at)));
                }
                for NamePair { name, local } in &import.named {
                    bind(local, or_type(Binding::Import(at, name.clone())));
                }
            }
            ItemKind::Const(item) => {
                let names = bound_names(item);
                for (name, declarator, part) in &names {
                    bind(name, Binding::Constant(at, *declarator, part.clone()));
                }
                if item.exported {
                    for (name, ..) in names {
                        self.add_export(&name.text, ExportOf::Local(name.text.clone()), span(name.range));
                    }
                }
            }
            ItemKind::Enum(item) => {
                bind(&item.name, Binding::Enum(at));
                if item.exported {
                    self.add_export(&item.name.text, ExportOf::Local(item.name.text.clone()), span(item.name.range));
                }
            }
            ItemKind::TypeAlias(name) | ItemKind::Interface(name) => {
                self.bindings.entry(name.text.clone()).or_insert((Binding::Type, span(name.range)));
                self.add_export(&name.text, ExportOf::Local(name.text.clone()), span(name.range));
            }
            ItemKind::Opaque(opaque) => {
                self.opaque_spans.push(item.range.shift(offset));
                if let Some(name) = &opaque.declares {
                    let place = span(name.range);
                    self.bindings.insert(name.text.clone(), (Binding::Opaque(opaque.construct.clone()), place));
                    if opaque.exported {
                        self.add_export(&name.text, ExportOf::Local(name.text.clone()), place);
                    }
                }
            }
            ItemKind::Export(export) => {
                match (&export.star, &export.from) {
                    (Some(Some(name)), _) => self.add_export(&name.text, ExportOf::Namespace(at), span(name.range)),
                    (Some(None), _) => self.stars.push(at),
                    (None, _) => {}
                }
                for NamePair { name, local } in &export.named {
                    let target = match export.from {
                        Some(_) => ExportOf::From(at, name.clone()),
                        None => ExportOf::Local(name.text.clone()),
                    };
                    self.add_export(&local.text, target, span(name.range));
                }
            }
            ItemKind::ExportDefault(expr, declared) => {
                if let (Some(name), ExprKind::Opaque(construct)) = (declared, &expr.kind) {
                    bind(name, Binding::Opaque(construct.clone()));
                }
                self.add_export("default", ExportOf::Default(at), span(expr.range));
            }
            ItemKind::Expr(expr) => {
                if let ExprKind::Opaque(_) = expr.kind {
                    self.opaque_spans.push(item.range.shift(offset));
                }
            }
            ItemKind::Broken => {}
        }
    }

    fn add_export(&mut self, name: &str, target: ExportOf, span: Span) {
        self.export_index.entry(name.into()).or_insert(self.exports.len());
        self.exports.push((name.into(), target, span));
    }

    fn bind(&mut self, name: &Name, span: Span, binding: Binding, diagnostics: &mut Vec<Diagnostic>) {
        if name.text.is_empty() {
            return;
        }
        match self.bindings.get_mut(&name.text) {
            // a type and a value may share a name
            Some((slot @ Binding::Type, place)) => (*slot, *place) = (binding, span),
            Some((_, first)) if !matches!(binding, Binding::Type) => diagnostics.push(
                Diagnostic::new(Code::DeclaredTwice, span, format!("`{}` is declared twice", name.text))
                    .label(*first, "first declared here")
                    .help("give one of them another name"),
            ),
            Some(_) => {}
            None => {
                self.bindings.insert(name.text.clone(), (binding, span));
            }
        }
    }
}

/// The names that a `const` binds: name, declarator, part of its value.
pub(super) fn bound_names(item: &Const) -> Vec<(&Name, usize, Part)> {
    let mut names = Vec::new();
    for (index, declarator) in item.declarators.iter().enumerate() {
        match &declarator.pattern {
            Pattern::Name(name) => names.push((name, index, Part::Whole)),
            Pattern::Object(pairs, _) => {
                names.extend(pairs.iter().map(|pair| (&pair.local, index, Part::Member(pair.name.text.clone()))));
            }
            Pattern::Array(elements, _) => {
                let elements = elements.iter().enumerate();
                names.extend(elements.filter_map(|(at, name)| Some((name.as_ref()?, index, Part::Element(at)))));
            }
        }
    }
    names
}

/// The expression of a chunk within a chunk.
pub(super) fn chunk_expr(chunk: &Chunk) -> Option<&Expr> {
    match &chunk.items.first()?.kind {
        ItemKind::Expr(expr) => Some(expr),
        _ => None,
    }
}
