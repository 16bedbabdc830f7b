//! Names that nothing declares, and what was probably meant.

use smol_str::SmolStr;

use crate::diagnostic::{Code, Diagnostic, Edit, closest};
use crate::source::{FileId, Span, folder, join};
use crate::syntax::ItemKind;

use super::evaluator::Evaluator;
use super::module::{ItemAt, Module};
use super::names::{BUILDERS, Followed};
use super::resolve;

/// Values that are names.
const LITERALS: [&str; 4] = ["true", "false", "null", "undefined"];

impl Evaluator<'_> {
    /// Reports a name that nothing declares.
    pub(super) fn report_unknown(&mut self, module: &Module, name: &str, place: Span, locals: &[SmolStr]) {
        if self.is_misspelt_in_an_import(module, name) {
            return;
        }
        let finding = Diagnostic::new(Code::UnknownName, place, format!("nothing declares `{name}`"));
        let mut names: Vec<&SmolStr> = module.bindings.keys().chain(locals).collect();
        names.sort();
        let names = names.into_iter().map(SmolStr::as_str);
        let finding = if name == "allow" {
            finding.help("rules stand in a callback, which is given `allow`: write `(allow) => [...]`")
        } else if let Some(meant) = closest(name, names.chain(BUILDERS.iter().copied()).chain(LITERALS)) {
            finding.fix(format!("write `{meant}`"), place, meant)
        } else if let Some((text, edit)) = self.import_of(module, name) {
            finding.fixes(format!("import it: `{text}`"), vec![edit])
        } else if name.len() > 1
            && name.chars().all(|char| char.is_ascii_uppercase() || matches!(char, '_' | '0'..='9'))
        {
            finding.help(format!("declare it with `const`, or import it; a text stands in quotes: `\"{name}\"`"))
        } else {
            finding.help("declare it with `const`, or import it")
        };
        self.report(finding);
    }

    /// Whether a file is imported that exports the name, and an import from there names something that it does not
    /// export: that is the mistake, and is told at the import. All imported files are read on the way, since what is
    /// wrong in them may be why the name is not there.
    fn is_misspelt_in_an_import(&mut self, module: &Module, name: &str) -> bool {
        let mut found = false;
        for at in module.items() {
            let ItemKind::Import(import) = &module.item(at).0.kind else { continue };
            if import.type_only {
                continue;
            }
            if let Followed::File(target) = self.follow(module.file, at) {
                found |= self.exports(target, name)
                    && import.named.iter().any(|pair| !self.exports(target, &pair.name.text));
            }
        }
        found
    }

    fn exports(&self, file: FileId, name: &str) -> bool {
        let module = self.module(file);
        module.export(name).is_some() || module.hides_exports()
    }

    /// The import of a name from a file where Amplify's projects keep it, and the edit that writes it.
    fn import_of(&self, module: &Module, name: &str) -> Option<(String, Edit)> {
        let kebab: String = name.chars().fold(String::new(), |mut text, char| {
            if char.is_ascii_uppercase() && !text.is_empty() {
                text.push('-');
            }
            text.push(char.to_ascii_lowercase());
            text
        });
        let here = folder(&module.path);
        let places = ["./", "../", "./functions/", "../functions/"];
        let stems = [format!("{kebab}/resource"), format!("{name}/resource"), kebab, name.to_owned()];
        let from =
            places.iter().flat_map(|place| stems.iter().map(move |stem| format!("{place}{stem}"))).find(|from| {
                let declares = |path: String| {
                    let text = (path != module.path).then(|| self.files.read(&path).ok()).flatten()?;
                    let words = [
                        format!("export const {name} "),
                        format!("export const {name}:"),
                        format!("export const {name}="),
                    ];
                    words.iter().any(|words| text.contains(words.as_str())).then_some(())
                };
                resolve::find(self.files, &join(here, from)).and_then(declares).is_some()
            })?;
        let text = format!("import {{ {name} }} from \"{from}\";");
        let imports = module.items().filter(|at| matches!(module.item(*at).0.kind, ItemKind::Import(_)));
        let last: Option<ItemAt> = imports.last();
        let edit = match last.map(|at| module.item(at)) {
            Some((item, offset)) => {
                let end = item.range.shift(offset).in_file(module.file).end;
                Edit { span: Span { file: module.file, start: end, end }, text: format!("\n{text}") }
            }
            None => Edit { span: Span { file: module.file, start: 0, end: 0 }, text: format!("{text}\n") },
        };
        Some((text, edit))
    }
}
