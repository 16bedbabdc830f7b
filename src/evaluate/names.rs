//! What a name means: through imports, re-exports and namespaces, up to the file that declares it.

use std::rc::Rc;
use std::sync::Arc;

use smol_str::SmolStr;

use crate::diagnostic::{Code, Diagnostic, Edit, Fix, closest};
use crate::source::{FileId, ReadError, Span, TextRange, file_name, has_extension, is_declarative};
use crate::syntax::{Import, ItemKind, Name, Tree};

use super::evaluator::{Constant, Evaluator, Key};
use super::json;
use super::module::{Binding, ExportOf, ItemAt, Module, Part};
use super::reading;
use super::resolve::Resolved;
use super::{Entry, Value, ValueKind};

/// Builders that an `.amp` file has in scope and a TypeScript file imports.
pub(super) const BUILDERS: &[&str] = &[
    "a",
    "defineAdminQueries",
    "defineAuth",
    "defineBackend",
    "defineData",
    "defineFunction",
    "defineOutputs",
    "defineRestApi",
    "defineStorage",
    "ref",
    "referenceAuth",
    "referenceFunction",
    "secret",
];

/// What begins a schema of a SQL database: known, so that one finding can say what is not supported.
const OF_DATABASES: &str = "configure";

/// The package that builders are imported from.
const BUILDER_PACKAGE: &str = "@aws-amplify/backend";

/// Where an import leads.
#[derive(Clone, Debug)]
pub(super) enum Followed {
    /// To a file that was loaded.
    File(FileId),
    /// To a package that holds builders.
    Builders,
    /// To another package, or to a file that is no definition; the words say which.
    Elsewhere(SmolStr),
    /// It was reported.
    Broken,
}

/// What a name means.
#[derive(Clone, Debug)]
pub(super) enum Meaning {
    /// A constant, an `enum` or an `export default`, or a part of it.
    Constant(Key, Part),
    /// All that a file exports.
    Namespace(FileId),
    /// The content of a `.json` file.
    Json(Rc<Constant>),
    /// A builder, under its own name.
    Builder(SmolStr),
    /// A package of builders.
    Builders,
    /// Something out of a package; the words for the package.
    Elsewhere(SmolStr),
    /// A construct outside of the language, and where it is declared.
    Opaque(SmolStr, Span),
    /// A type, which has no value.
    Type,
    /// It was reported.
    Broken,
}

/// Whether a name is a builder's, known or not: the vocabulary knows the known ones.
pub(super) fn is_builder(name: &str) -> bool {
    let defines = |prefix: &str| name.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(char::is_uppercase));
    BUILDERS.contains(&name) || name == OF_DATABASES || defines("define") || defines("reference")
}

/// Whether calling a builder declares a resource, or the backend.
pub(super) fn declares(builder: &str) -> bool {
    builder.starts_with("define") || builder.starts_with("reference")
}

/// Whether a package's names are builders.
pub(super) fn holds_builders(package: &str) -> bool {
    ["@aws-amplify/data-schema", "@aws-amplify/data-schema/internals"].contains(&package)
        || package.strip_prefix(BUILDER_PACKAGE).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '/']))
}

/// Whether a package's name is that of the builders, but for a slip in one of its parts.
fn is_misspelt_package(package: &str) -> bool {
    let near = |written: &str, right: &str| written == right || closest(written, [right]).is_some();
    match (package.split_once('/'), BUILDER_PACKAGE.split_once('/')) {
        (Some((scope, name)), Some((right_scope, right_name))) => near(scope, right_scope) && near(name, right_name),
        _ => false,
    }
}

impl Evaluator<'_> {
    /// The file of a path, loaded once; what is wrong with its text is reported here.
    pub(super) fn load(&mut self, path: &str) -> Result<FileId, ReadError> {
        if let Some(known) = self.sources.find(path) {
            return Ok(known);
        }
        let text = self.files.read(path)?;
        let file = self.sources.add(path, Arc::clone(&text));
        let mut module = if has_extension(path, &["json"]) {
            Module::new(file, path, &Arc::new(Tree::default()), &mut self.diagnostics)
        } else {
            let tree = (self.parse)(path, &text);
            self.diagnostics.extend(reading::findings(&tree, file));
            Module::new(file, path, &tree, &mut self.diagnostics)
        };
        if has_extension(path, &["json"]) {
            let json = json::read(&text, file).unwrap_or_else(|| {
                let place = Span { file, start: 0, end: 0 };
                let finding = Diagnostic::new(Code::ImportUnreadable, place, format!("`{path}` is not JSON"));
                self.report(
                    finding.help("JSON has names in double quotes, no comments, and no comma behind the last one"),
                );
                Value::new(ValueKind::Broken, place)
            });
            module.json = Some(Rc::new(Constant::new(json)));
        }
        self.modules.push(Rc::new(module));
        self.edges.push(std::collections::BTreeMap::new());
        self.pending.push_back(file);
        Ok(file)
    }

    /// Where the import or re-export at an item leads; reported once if nowhere.
    pub(super) fn follow(&mut self, file: FileId, at: ItemAt) -> Followed {
        if let Some(known) = self.followed.get(&(file, at)) {
            return known.clone();
        }
        let module = self.module(file);
        let followed = match import_source(&module, at) {
            // nothing is written there, which was reported where it was read
            Some((from, span)) if from.is_empty() && span.start == span.end => Followed::Broken,
            Some((from, span)) => self.follow_path(&module, &from, span, at),
            None => Followed::Broken,
        };
        self.followed.insert((file, at), followed.clone());
        followed
    }

    fn follow_path(&mut self, module: &Module, from: &str, span: Span, at: ItemAt) -> Followed {
        if from.is_empty() {
            self.report_missing_file(from, span, None);
            return Followed::Broken;
        }
        let path = match self.resolver.resolve(self.files, &module.path, from) {
            Resolved::Package if holds_builders(from) => return Followed::Builders,
            Resolved::Package if is_misspelt_package(from) => {
                let finding = Diagnostic::new(Code::ImportNotFound, span, format!("there is no package `{from}`"));
                self.report(finding.fix(format!("write `{BUILDER_PACKAGE}`"), span, format!("\"{BUILDER_PACKAGE}\"")));
                return Followed::Builders;
            }
            Resolved::Package => return Followed::Elsewhere(format!("the package `{from}`").into()),
            Resolved::Missing(meant) => {
                self.report_missing_file(from, span, meant);
                return Followed::Broken;
            }
            Resolved::File(path) => path,
        };
        if !has_extension(&path, &["amp", "ts", "mts", "cts", "tsx", "js", "mjs", "cjs", "json"]) {
            return Followed::Elsewhere(format!("the file `{}`", file_name(&path)).into());
        }
        match self.load(&path) {
            Ok(target) => {
                self.edges[module.file.0 as usize].insert(at, target);
                Followed::File(target)
            }
            Err(error) => {
                self.report(Diagnostic::new(Code::ImportUnreadable, span, format!("`{path}` cannot be read: {error}")));
                Followed::Broken
            }
        }
    }

    fn report_missing_file(&mut self, from: &str, span: Span, meant: Option<String>) {
        let finding = Diagnostic::new(Code::ImportNotFound, span, format!("there is no file `{from}`"));
        self.report(match meant {
            Some(meant) => finding.fix(format!("write `{meant}`"), span, format!("\"{meant}\"")),
            None => finding.help("the path is relative to this file; `.amp`, `.ts` and a folder's `index` file are found without an ending"),
        });
    }

    /// Checks that every relative import leads somewhere, and loads imported `.amp` files: those are definitions
    /// even where nothing uses them yet.
    pub(super) fn check_imports(&mut self, module: &Module) {
        for at in module.items() {
            let (item, offset) = module.item(at);
            let Some((from, span)) = import_source(module, at) else { continue };
            let runs = match &item.kind {
                ItemKind::Import(import) if import.type_only => continue,
                ItemKind::Import(_) => {
                    let before = Span { end: span.start, ..item.range.shift(offset).in_file(module.file) };
                    Runs::of(self.sources.text(before))
                }
                // `export type { X } from "./x"`
                ItemKind::Export(export) if export.star.is_none() && export.named.is_empty() => Runs::Never,
                _ => Runs::Always,
            };
            match self.resolver.resolve(self.files, &module.path, &from) {
                Resolved::Missing(meant) if !self.followed.contains_key(&(module.file, at)) => {
                    self.report_missing_file(&from, span, meant);
                    self.followed.insert((module.file, at), Followed::Broken);
                }
                Resolved::File(path) if runs != Runs::Never || is_declarative(&path) => {
                    self.follow(module.file, at);
                }
                Resolved::Package if runs == Runs::Alone => self.unrun_package(&from, span),
                _ => {}
            }
        }
    }

    /// Reports names that are imported, used or not, and that the file does not export. No file is read for that alone,
    /// and one that passes on what others export, or says something in code, may export more than can be seen.
    pub(super) fn check_imported_names(&mut self) {
        let files: Vec<FileId> = (0..).map(FileId).take(self.modules.len()).collect();
        for file in files {
            let module = self.module(file);
            for at in module.items() {
                let (item, offset) = module.item(at);
                let ItemKind::Import(import) = &item.kind else { continue };
                let Some(target) = self.edges[file.0 as usize].get(&at).copied() else { continue };
                let target_module = self.module(target);
                if import.type_only || target_module.hides_exports() {
                    continue;
                }
                let span = |range: TextRange| range.shift(offset).in_file(file);
                let named = import.named.iter().map(|pair| &pair.name).map(|name| (name.text.as_str(), name.range));
                let default = import.default.iter().map(|name| ("default", name.range));
                for (name, range) in default.chain(named) {
                    if target_module.export(name).is_none() {
                        self.report_missing_export(target, name, span(range));
                    }
                }
            }
        }
    }

    /// What a name of a file means; `None` if the file does not bind it.
    pub(super) fn meaning(&mut self, file: FileId, name: &str) -> Option<Meaning> {
        self.meaning_within(file, name, &mut Vec::new())
    }

    fn meaning_within(&mut self, file: FileId, name: &str, seen: &mut Vec<(FileId, SmolStr)>) -> Option<Meaning> {
        let module = self.module(file);
        let (binding, place) = module.bindings.get(name)?;
        Some(match binding {
            Binding::Constant(at, index, part) => Meaning::Constant((file, *at, *index), part.clone()),
            Binding::Enum(at) => Meaning::Constant((file, *at, 0), Part::Whole),
            Binding::Opaque(construct) => Meaning::Opaque(construct.clone(), *place),
            Binding::Type => Meaning::Type,
            Binding::ImportNamespace(at) => match self.follow(file, *at) {
                Followed::File(target) => match &self.modules[target.0 as usize].json {
                    Some(json) => Meaning::Json(Rc::clone(json)),
                    None => Meaning::Namespace(target),
                },
                Followed::Builders => Meaning::Builders,
                Followed::Elsewhere(words) => Meaning::Elsewhere(words),
                Followed::Broken => Meaning::Broken,
            },
            Binding::ImportDefault(at) => self.imported(file, *at, "default", *place, seen),
            Binding::Import(at, far) => {
                let offset = module.item(*at).1;
                self.imported(file, *at, &far.text, far.range.shift(offset).in_file(file), seen)
            }
        })
    }

    /// What a name that an item imports means in the file that it comes from.
    fn imported(
        &mut self,
        file: FileId,
        at: ItemAt,
        name: &str,
        place: Span,
        seen: &mut Vec<(FileId, SmolStr)>,
    ) -> Meaning {
        match self.follow(file, at) {
            Followed::Builders if is_builder(name) => Meaning::Builder(name.into()),
            Followed::Builders => Meaning::Elsewhere(format!("the package `{BUILDER_PACKAGE}`").into()),
            Followed::Elsewhere(words) => Meaning::Elsewhere(words),
            Followed::Broken => Meaning::Broken,
            Followed::File(target) => self.exported_within(target, name, seen).unwrap_or_else(|| {
                self.report_missing_export(target, name, place);
                Meaning::Broken
            }),
        }
    }

    /// What a file exports under a name.
    pub(super) fn exported(&mut self, file: FileId, name: &str) -> Option<Meaning> {
        self.exported_within(file, name, &mut Vec::new())
    }

    fn exported_within(&mut self, file: FileId, name: &str, seen: &mut Vec<(FileId, SmolStr)>) -> Option<Meaning> {
        let step = (file, SmolStr::new(name));
        // a re-export that leads back to itself exports nothing
        if seen.contains(&step) || seen.len() > 64 {
            return None;
        }
        seen.push(step);
        let found = self.exported_step(file, name, seen);
        seen.pop();
        found
    }

    fn exported_step(&mut self, file: FileId, name: &str, seen: &mut Vec<(FileId, SmolStr)>) -> Option<Meaning> {
        let module = self.module(file);
        if let (Some(json), "default") = (&module.json, name) {
            return Some(Meaning::Json(Rc::clone(json)));
        }
        if let Some((_, target, place)) = module.export(name) {
            return Some(match target {
                ExportOf::Local(local) => self.meaning_within(file, local, seen).unwrap_or_else(|| {
                    self.report_unknown(&module, local, *place, &[]);
                    Meaning::Broken
                }),
                ExportOf::Default(at) => Meaning::Constant((file, *at, 0), Part::Whole),
                ExportOf::From(at, far) => self.imported(file, *at, &far.text, *place, seen),
                ExportOf::Namespace(at) => match self.follow(file, *at) {
                    Followed::File(target) => Meaning::Namespace(target),
                    Followed::Builders => Meaning::Builders,
                    Followed::Elsewhere(words) => Meaning::Elsewhere(words),
                    Followed::Broken => Meaning::Broken,
                },
            });
        }
        if name == "default" {
            return None;
        }
        let mut otherwise = None;
        for &at in &module.stars {
            match self.follow(file, at) {
                Followed::File(target) => {
                    if let Some(meaning) = self.exported_within(target, name, seen) {
                        return Some(meaning);
                    }
                }
                Followed::Builders if is_builder(name) => return Some(Meaning::Builder(name.into())),
                Followed::Builders => {}
                Followed::Elsewhere(words) => otherwise = Some(Meaning::Elsewhere(words)),
                Followed::Broken => otherwise = Some(Meaning::Broken),
            }
        }
        otherwise
    }

    /// The names of all values that a file exports, in the order of JavaScript: by name.
    pub(super) fn export_names(&mut self, file: FileId) -> Vec<SmolStr> {
        let mut names = Vec::new();
        self.collect_export_names(file, &mut names, &mut Vec::new());
        names.sort();
        names.dedup();
        names
    }

    fn collect_export_names(&mut self, file: FileId, names: &mut Vec<SmolStr>, seen: &mut Vec<FileId>) {
        if seen.contains(&file) {
            return;
        }
        seen.push(file);
        let module = self.module(file);
        let is_value = |target: &ExportOf| match target {
            ExportOf::Local(local) => !matches!(module.bindings.get(local), Some((Binding::Type, _))),
            _ => true,
        };
        names.extend(module.exports.iter().filter(|(_, target, _)| is_value(target)).map(|(name, ..)| name.clone()));
        for &at in &module.stars {
            if let Followed::File(target) = self.follow(file, at) {
                self.collect_export_names(target, names, seen);
            }
        }
    }

    /// All that a file exports, as an object.
    pub(super) fn namespace(&mut self, file: FileId, place: Span) -> Value {
        let mut entries = Vec::new();
        for name in self.export_names(file) {
            let Some(meaning) = self.exported(file, &name) else { continue };
            let Some(value) = self.descend(place, |evaluator| evaluator.value_of(meaning, place)) else { break };
            entries.push(Entry { key: name, key_span: place, value });
        }
        Value::new(ValueKind::Object(entries), place)
    }

    /// Reports a name that a file does not export.
    pub(super) fn report_missing_export(&mut self, file: FileId, name: &str, place: Span) {
        let module = self.module(file);
        let path = file_name(&module.path).to_owned();
        let finding = Diagnostic::new(Code::NoSuchExport, place, format!("`{path}` exports no `{name}`"));
        let finding = if name == "default" {
            Diagnostic { message: format!("`{path}` has no default export"), ..finding }
        } else {
            finding
        };
        let names = self.export_names(file);
        let meant = closest(name, names.iter().map(SmolStr::as_str));
        let finding = match (module.bindings.get(name), meant) {
            (Some((_, declared)), _) => finding
                .label(*declared, "declared here, but not exported")
                .help("write `export` before its declaration"),
            (None, Some(meant)) => finding.fix(format!("write `{meant}`"), place, meant),
            (None, None) if names.is_empty() => {
                finding.help(format!("`{path}` exports nothing: write `export` before what it declares"))
            }
            (None, None) => {
                let listed: Vec<String> = names.iter().take(8).map(|name| format!("`{name}`")).collect();
                finding.help(format!("it exports {}", listed.join(", ")))
            }
        };
        self.report(finding);
    }

    /// Reports a builder that a TypeScript file uses without importing it; once a file.
    pub(super) fn report_not_imported(&mut self, module: &Module, name: &str, place: Span) {
        let finding = Diagnostic::new(Code::NotImported, place, format!("`{name}` is used but not imported"));
        let existing = module.items().find_map(|at| {
            let (item, offset) = module.item(at);
            match &item.kind {
                ItemKind::Import(import) if import.from.text == BUILDER_PACKAGE && !import.type_only => {
                    import.named.last().map(|last| last.local.range.shift(offset).in_file(module.file))
                }
                _ => None,
            }
        });
        let edit = match existing {
            Some(last) => Edit { span: Span { start: last.end, ..last }, text: format!(", {name}") },
            None => Edit {
                span: Span { file: module.file, start: 0, end: 0 },
                text: format!("import {{ {name} }} from \"{BUILDER_PACKAGE}\";\n"),
            },
        };
        let title = format!("import `{name}` from `{BUILDER_PACKAGE}`");
        self.report(Diagnostic { fix: Some(Fix { title: title.clone(), edits: vec![edit] }), ..finding.help(title) });
    }
}

/// Whether an import runs a file that nothing uses.
#[derive(Clone, Copy, PartialEq)]
enum Runs {
    /// `import { x } from "./x"`: TypeScript leaves it out where nothing of it is used as a value.
    Never,
    /// `import x = require("./x")`, `export { x } from "./x"`
    Always,
    /// `import "./x"`: a file is run for what it does, and for that alone.
    Alone,
}

impl Runs {
    /// Of an import with this text before the module.
    fn of(before: &str) -> Self {
        match before.trim_end() {
            "import" => Self::Alone,
            words if words.contains('=') => Self::Always,
            _ => Self::Never,
        }
    }
}

/// What the item says after `from`, and where.
pub(super) fn import_source(module: &Module, at: ItemAt) -> Option<(SmolStr, Span)> {
    let (item, offset) = module.item(at);
    let from: &Name = match &item.kind {
        ItemKind::Import(Import { from, .. }) => from,
        ItemKind::Export(export) => export.from.as_ref()?,
        _ => return None,
    };
    Some((from.text.clone(), from.range.shift(offset).in_file(module.file)))
}
