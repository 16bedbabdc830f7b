//! Resources of files that are imported, but not read, since nothing of them is used.

use crate::source::{FileId, Span};
use crate::syntax::{ExprKind, ItemKind, Pattern, Tree};

use super::UnusedImport;
use super::evaluator::Evaluator;
use super::names::{import_source, is_builder};
use super::resolve::Resolved;

impl Evaluator<'_> {
    /// Looks for names that are imported and stand nowhere else, and are resources where they come from: most likely
    /// they were forgotten in `defineBackend`.
    pub(super) fn find_unused_imports(&mut self) {
        let files: Vec<FileId> = (0..).map(FileId).take(self.modules.len()).collect();
        for file in files {
            let module = self.module(file);
            for at in module.items() {
                let (item, offset) = module.item(at);
                let ItemKind::Import(import) = &item.kind else { continue };
                let followed = self.followed.contains_key(&(file, at));
                let Some((from, _)) = import_source(&module, at).filter(|_| !import.type_only && !followed) else {
                    continue;
                };
                let text = &self.sources.get(file).text;
                let alone = import.named.iter().filter(|pair| stands_once(&pair.local.text, text)).collect::<Vec<_>>();
                let Resolved::File(path) = self.resolver.resolve(self.files, &module.path, &from) else { continue };
                if alone.is_empty() || self.sources.find(&path).is_some() {
                    continue;
                }
                let Ok(text) = self.files.read(&path) else { continue };
                let tree = (self.parse)(&path, &text);
                for pair in alone {
                    let place: Span = pair.local.range.shift(offset).in_file(file);
                    let builder = declared_with(&tree, &pair.name.text).map(Into::into);
                    let unused = builder.map(|builder| UnusedImport { builder, name: pair.local.text.clone(), place });
                    self.program.unused_imports.extend(unused);
                }
            }
        }
    }
}

/// Whether a name is in a text once, where it is imported.
fn stands_once(name: &str, text: &str) -> bool {
    let is_word = |char: char| char.is_alphanumeric() || char == '_' || char == '$';
    let whole = |at: usize| !text[..at].ends_with(is_word) && !text[at + name.len()..].starts_with(is_word);
    !name.is_empty() && text.match_indices(name).filter(|(at, _)| whole(*at)).count() == 1
}

/// The builder of `export const name = builder(...)`.
fn declared_with<'t>(tree: &'t Tree, name: &str) -> Option<&'t str> {
    tree.items().find_map(|(offset, item)| {
        let ItemKind::Const(item) = &item.kind else { return None };
        let named = |pattern: &Pattern| matches!(pattern, Pattern::Name(other) if other.text == name);
        let declarator = item.declarators.iter().find(|declarator| item.exported && named(&declarator.pattern))?;
        let (_, value) = declarator.value.as_ref()?.resolve(offset);
        let ExprKind::Call(call) = &value.kind else { return None };
        match &call.callee.kind {
            ExprKind::Ident(builder) if is_builder(builder) && builder != "defineBackend" => Some(builder.as_str()),
            _ => None,
        }
    })
}
