//! Imports that a completion brings along.

use gen_lsp_types::TextEdit;

use super::documents;
use super::projects::Place;
use crate::source::is_declarative;
use crate::syntax::ItemKind;

/// The package that TypeScript files import builders from.
const PACKAGE: &str = "@aws-amplify/backend";

/// The import of a builder; `None` where it is in scope: in an `.amp` file, or because it is imported.
pub(super) fn builder(place: &Place<'_>, name: &str) -> Option<TextEdit> {
    let in_scope = is_declarative(place.path)
        || place.imports().any(|(import, _)| {
            import.named.iter().any(|pair| pair.local.text == name)
                || import.namespace.is_some() && import.from.text == PACKAGE
        });
    (!in_scope).then(|| named(place, name, PACKAGE))
}

/// The import of a name: into the braces of an import from there, or as a line of its own.
pub(super) fn named(place: &Place<'_>, name: &str, from: &str) -> TextEdit {
    let same =
        place.imports().find(|(import, _)| import.from.text == from && !import.type_only && !import.named.is_empty());
    let (at, text) = if let Some((import, offset)) = same {
        let last = import.named.iter().map(|pair| pair.local.range.end).max().unwrap_or_default();
        (offset + last, format!(", {name}"))
    } else {
        let line = format!("import {{ {name} }} from \"{from}\";\n");
        let last = place.items().filter(|(item, _)| matches!(item.kind, ItemKind::Import(_))).last();
        match last.map(|(item, offset)| (offset + item.range.end) as usize) {
            // behind the line of the last import
            Some(end) => match place.file.text[end..].find('\n') {
                Some(rest) => (u32::try_from(end + rest + 1).unwrap_or(u32::MAX), line),
                None => (u32::try_from(place.file.text.len()).unwrap_or(u32::MAX), format!("\n{line}")),
            },
            None => (0, line),
        }
    };
    TextEdit { range: documents::range(place.file, at..at), new_text: text }
}
