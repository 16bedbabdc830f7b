//! Whole files: their statements in order, and what the entry file makes of them.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, ReadError, Span, is_declarative};
use crate::syntax::ItemKind;

use super::evaluator::{Evaluator, Scope};
use super::imperative;
use super::module::{ItemAt, Module};
use super::names::Meaning;
use super::{Blind, DeclarationId, Value, ValueKind};

/// The export that names the edition.
const EDITION: &str = "edition";

impl Evaluator<'_> {
    /// Evaluates the entry file and all that it needs.
    pub(super) fn run(&mut self, path: &str) -> Result<(), ReadError> {
        let entry = self.load(path)?;
        self.run_pending();
        self.mark_exported(entry);
        // what is only passed on was read just now
        self.run_pending();
        self.check_imported_names();
        self.report_unread_variables();
        self.find_unused_imports();
        let order = self.reading_order(entry);
        self.sort_declarations(&order);
        for blind in self.program.blind.iter_mut().filter(|blind| blind.construct == "assignment") {
            blind.construct = imperative::assignment_to(self.sources.text(blind.span));
        }
        self.program.blind.sort_by_key(|blind| (order[blind.span.file.0 as usize], blind.span));
        self.program.blind.dedup();
        self.program.schemas.sort_by_key(|place| (order[place.file.0 as usize], *place));
        self.program.schemas.dedup();
        Ok(())
    }

    /// Goes over the files that were loaded, and those that they load.
    fn run_pending(&mut self) {
        while let Some(file) = self.pending.pop_front() {
            let module = self.module(file);
            self.check_imports(&module);
            for at in module.items() {
                self.statement(&module, at);
            }
        }
    }

    fn statement(&mut self, module: &Module, at: ItemAt) {
        let (item, offset) = module.item(at);
        let scope = Scope { file: module.file, offset, frame: None };
        let span = scope.span(item.range);
        self.effects.clear();
        match &item.kind {
            ItemKind::Const(inner) => {
                for index in 0..inner.declarators.len() {
                    self.hold((module.file, at, index), span);
                }
            }
            ItemKind::Enum(_) | ItemKind::ExportDefault(..) => {
                self.hold((module.file, at, 0), span);
            }
            ItemKind::Expr(expr) => {
                self.expression(scope, expr);
            }
            // `declare` says something to the type checker only
            ItemKind::Opaque(opaque) if matches!(opaque.construct.as_str(), "`declare`" | "`import x = ...`") => {}
            // a function does nothing by itself; who calls it is told
            ItemKind::Opaque(opaque) if opaque.construct.starts_with("function") && !is_declarative(&module.path) => {}
            ItemKind::Opaque(opaque) => {
                let head = self.head(span);
                self.program.blind.push(Blind { construct: opaque.construct.clone(), span: head });
            }
            ItemKind::Import(_)
            | ItemKind::Export(_)
            | ItemKind::TypeAlias(_)
            | ItemKind::Interface(_)
            | ItemKind::Broken => {}
        }
        let effects = std::mem::take(&mut self.effects);
        self.program.blind.extend(effects.into_iter().next());
    }

    /// Marks what the entry file exports. Without `defineBackend` that is the backend.
    fn mark_exported(&mut self, entry: FileId) {
        let place = Span { file: entry, start: 0, end: 0 };
        let mut exported = Vec::new();
        for name in self.export_names(entry) {
            // what is exported by name only to be read by others does not matter here
            if let Some(meaning @ (Meaning::Constant(..) | Meaning::Namespace(_))) = self.exported(entry, &name) {
                let mut value = self.value_of(meaning, place);
                resources_in(&value, &mut exported);
                if name == EDITION {
                    value.via = None;
                    self.land(&mut value);
                    self.program.edition = Some(value);
                }
            }
        }
        for id in exported {
            self.declaration(id).exported = true;
        }
        let has_exports = self.program.declarations.iter().any(|declaration| declaration.exported);
        if self.program.backend_span.is_none() && !has_exports {
            self.report_nothing(entry);
        }
    }

    fn report_nothing(&mut self, entry: FileId) {
        let errors =
            self.diagnostics.iter().any(|diagnostic| diagnostic.severity == crate::diagnostic::Severity::Error);
        if errors {
            return;
        }
        let place = Span { file: entry, start: 0, end: 0 };
        // the auth first, which a backend rarely goes without
        let auths = self.program.declarations.iter().filter(|declaration| declaration.builder.ends_with("Auth"));
        let declared = auths.chain(&self.program.declarations).find(|declaration| declaration.name.is_some());
        let declared = declared.and_then(|declaration| declaration.name.clone());
        // what cannot be seen may be the resource: `const auth = await defineAuth({ ... })`
        if declared.is_none() && !self.program.blind.is_empty() {
            return;
        }
        let unnamed =
            self.program.declarations.first().map(|declaration| (&declaration.builder, declaration.builder_span));
        let finding = match (&declared, unnamed) {
            (Some((name, span)), _) => {
                Diagnostic::new(Code::NothingDeclared, *span, format!("`{name}` is declared, but nothing exports it"))
                    .help(format!("write `export const {name} = ...`, or list it in `defineBackend({{ {name} }})`"))
            }
            (None, Some((builder, span))) => {
                let name = builder.trim_start_matches("define").trim_start_matches("reference").to_lowercase();
                let message = "this resource has no name, and nothing exports it";
                Diagnostic::new(Code::NothingDeclared, span, message)
                    .help(format!("write `export const {name} = {builder}(...)`"))
            }
            (None, None) => Diagnostic::new(Code::NothingDeclared, place, "this file declares no resources")
                .help("write `export const auth = defineAuth({ loginWith: { email: true } })`"),
        };
        self.report(finding);
    }

    /// Each file's place in the order in which JavaScript runs them, imported ones first; import cycles are reported.
    fn reading_order(&mut self, entry: FileId) -> Vec<usize> {
        let mut order = vec![usize::MAX; self.modules.len()];
        let mut next = 0;
        let mut open: Vec<(FileId, Vec<(ItemAt, FileId)>)> = Vec::new();
        let mut state = vec![Visit::New; self.modules.len()];
        // files that nothing reaches any more come last
        for root in std::iter::once(entry).chain((0..).map(FileId).take(self.modules.len())) {
            if state[root.0 as usize] != Visit::New {
                continue;
            }
            state[root.0 as usize] = Visit::Open;
            open.push((root, self.imports_of(root)));
            while let Some((file, imports)) = open.last_mut() {
                let file = *file;
                let Some((at, target)) = imports.pop() else {
                    order[file.0 as usize] = next;
                    next += 1;
                    state[file.0 as usize] = Visit::Done;
                    open.pop();
                    continue;
                };
                match state[target.0 as usize] {
                    Visit::New => {
                        state[target.0 as usize] = Visit::Open;
                        open.push((target, self.imports_of(target)));
                    }
                    Visit::Open => {
                        let way: Vec<FileId> =
                            open.iter().map(|(file, _)| *file).skip_while(|file| *file != target).collect();
                        self.report_import_cycle(file, at, &way);
                    }
                    Visit::Done => {}
                }
            }
        }
        order
    }

    /// The imports of a file, the last one first.
    fn imports_of(&self, file: FileId) -> Vec<(ItemAt, FileId)> {
        self.edges[file.0 as usize].iter().rev().map(|(at, target)| (*at, *target)).collect()
    }

    fn report_import_cycle(&mut self, file: FileId, at: ItemAt, way: &[FileId]) {
        let module = self.module(file);
        let Some((_, place)) = super::names::import_source(&module, at) else { return };
        let paths: Vec<String> =
            way.iter().chain(way.first()).map(|file| format!("`{}`", self.sources.get(*file).path)).collect();
        let message = if way.len() == 1 {
            "this file imports itself".to_owned()
        } else {
            format!("these files import each other: {}", paths.join(" imports "))
        };
        let help = "move what both need into a file of its own; which of them would run first is left to chance";
        self.report(Diagnostic::new(Code::ImportCycle, place, message).help(help));
    }

    /// Puts the declarations in the order of their text.
    fn sort_declarations(&mut self, order: &[usize]) {
        let declarations = std::mem::take(&mut self.program.declarations);
        let mut indexed: Vec<_> = declarations.into_iter().enumerate().collect();
        indexed.sort_by_key(|(index, it)| (order[it.span.file.0 as usize], it.span.start, *index));
        let mut moved = vec![DeclarationId(0); indexed.len()];
        for (new, (old, _)) in (0..).zip(&indexed) {
            moved[*old] = DeclarationId(new);
        }
        self.program.declarations = indexed.into_iter().map(|(_, declaration)| declaration).collect();
        let arguments = self.program.declarations.iter_mut().flat_map(|declaration| &mut declaration.arguments);
        let entries = self.program.backend.iter_mut().flatten().map(|entry| &mut entry.value);
        arguments.chain(entries).for_each(|value| renumber(value, &moved));
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Visit {
    New,
    Open,
    Done,
}

fn resources_in(value: &Value, found: &mut Vec<DeclarationId>) {
    match &value.kind {
        ValueKind::Resource(id) => found.push(*id),
        // `export const functions = { first, second }`
        ValueKind::Object(_) | ValueKind::List(_) => value.each_child(&mut |child| resources_in(child, found)),
        _ => {}
    }
}

fn renumber(value: &mut Value, moved: &[DeclarationId]) {
    if let ValueKind::Resource(id) = &mut value.kind {
        *id = moved[id.0 as usize];
    }
    value.each_child_mut(&mut |child| renumber(child, moved));
}
