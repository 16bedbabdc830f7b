//! The list that is being put together.

use std::collections::HashSet;
use std::ops::Range;

use gen_lsp_types::{CompletionItem, CompletionItemKind, InsertTextFormat, TextEdit};

use super::super::documents;
use super::super::imports;
use super::super::markdown::markdown;
use super::super::projects::Place;

/// Proposals in order, each label once.
pub(super) struct Items<'p> {
    place: &'p Place<'p>,
    replaced: Range<usize>,
    in_string: bool,
    list: Vec<CompletionItem>,
    labels: HashSet<String>,
}

impl<'p> Items<'p> {
    /// Proposals that replace a range of bytes; `in_string` if there are quotes around it.
    pub(super) fn new(place: &'p Place<'p>, replaced: Range<usize>, in_string: bool) -> Self {
        Self { place, replaced, in_string, list: Vec::new(), labels: HashSet::new() }
    }

    /// What each proposal replaces.
    pub(super) fn replaced(&self) -> Range<usize> {
        self.replaced.clone()
    }

    pub(super) fn finish(self) -> Vec<CompletionItem> {
        self.list
    }

    fn edit(&self, text: &str) -> TextEdit {
        let at = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        let range = documents::range(self.place.file, at(self.replaced.start)..at(self.replaced.end));
        TextEdit { range, new_text: text.to_owned() }
    }

    fn push(
        &mut self,
        label: &str,
        text: &str,
        kind: CompletionItemKind,
        detail: &str,
        doc: &str,
    ) -> Option<&mut CompletionItem> {
        if !self.labels.insert(label.to_owned()) {
            return None;
        }
        self.list.push(CompletionItem {
            label: label.to_owned(),
            kind: Some(kind),
            detail: (!detail.is_empty()).then(|| detail.to_owned()),
            documentation: (!doc.is_empty()).then(|| markdown(doc.to_owned()).into()),
            sort_text: Some(format!("{:04}", self.list.len())),
            text_edit: Some(self.edit(text).into()),
            ..CompletionItem::default()
        });
        self.list.last_mut()
    }

    /// A name that is written as it is.
    pub(super) fn name(&mut self, name: &str, kind: CompletionItemKind, detail: &str, doc: &str) {
        self.push(name, name, kind, detail, doc);
    }

    /// A text with places to fill in; where the editor does not know these, without them.
    pub(super) fn snippet(&mut self, label: &str, body: &str, kind: CompletionItemKind, detail: &str, doc: &str) {
        let snippets = self.place.snippets;
        let text = if snippets { body.to_owned() } else { plain(body) };
        if let Some(item) = self.push(label, &text, kind, detail, doc) {
            item.insert_text_format = snippets.then_some(InsertTextFormat::Snippet);
        }
    }

    /// A word in quotes, or what goes between quotes that are there already.
    pub(super) fn written(&mut self, written: &str, bare: &str, kind: CompletionItemKind, doc: &str) {
        match self.in_string {
            // a number among the words does not stand in quotes
            true if written == bare => {}
            true => self.name(bare, kind, "", doc),
            false => {
                if let Some(item) = self.push(written, written, kind, "", doc) {
                    // found by what is typed before there are quotes
                    item.filter_text = Some(bare.to_owned());
                }
            }
        }
    }

    /// A word of the user's own, between quotes that are there.
    pub(super) fn word(&mut self, word: &str, kind: CompletionItemKind, detail: &str, doc: &str) {
        self.push(word, word, kind, detail, doc);
    }

    /// A property; `value` is the snippet behind its colon, `None` where the colon is there already.
    pub(super) fn key(&mut self, name: &str, value: Option<String>, detail: &str, doc: &str) {
        let plain_name = name.chars().all(|char| char.is_alphanumeric() || char == '_' || char == '$');
        let written = if plain_name || self.in_string { name.to_owned() } else { format!("\"{name}\"") };
        match value {
            Some(value) if !self.in_string => {
                self.snippet(name, &format!("{written}: {value}"), CompletionItemKind::Property, detail, doc);
            }
            _ => {
                self.push(name, &written, CompletionItemKind::Property, detail, doc);
            }
        }
    }

    /// A key that begins with a prefix: `custom:`.
    pub(super) fn prefixed_key(&mut self, prefix: &str, value: Option<String>, detail: &str, doc: &str) {
        match value {
            Some(value) if !self.in_string => {
                let later = value.replace("$1", "$2");
                self.snippet(
                    prefix,
                    &format!("\"{prefix}${{1:name}}\": {later}"),
                    CompletionItemKind::Property,
                    detail,
                    doc,
                );
            }
            _ => self.name(prefix, CompletionItemKind::Property, detail, doc),
        }
    }

    /// A file or folder, of which `written` is there already.
    pub(super) fn path(&mut self, name: &str, is_folder: bool, written: &str) {
        let base = written.rfind('/').map_or("", |at| &written[..=at]);
        let kind = if is_folder { CompletionItemKind::Folder } else { CompletionItemKind::File };
        self.push(&format!("{base}{name}"), &format!("{base}{name}"), kind, "", "");
    }

    /// A builder, with its import where the file needs one.
    pub(super) fn builder(&mut self, name: &str, body: &str, doc: &str, place: &Place<'_>) {
        let import = imports::builder(place, name);
        let snippets = self.place.snippets;
        let text = if snippets { body.to_owned() } else { plain(body) };
        if let Some(item) = self.push(name, &text, CompletionItemKind::Function, "builder", doc) {
            item.insert_text_format = snippets.then_some(InsertTextFormat::Snippet);
            item.additional_text_edits = import.map(|edit| vec![edit]);
        }
    }

    /// A function of another file, with its import.
    pub(super) fn imported(&mut self, name: &str, from: &str, path: &str) {
        let edit = imports::named(self.place, name, from);
        if let Some(item) =
            self.push(name, name, CompletionItemKind::Function, &format!("import from \"{from}\""), path)
        {
            item.additional_text_edits = Some(vec![edit]);
        }
    }
}

/// A snippet without its places to fill in: `${1:name}` becomes `name`, `$0` nothing.
fn plain(body: &str) -> String {
    let mut text = String::new();
    let mut rest = body;
    while let Some(at) = rest.find('$') {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if text.ends_with('\\') {
            text.pop();
            text.push('$');
        } else if let Some(inner) = rest.strip_prefix('{') {
            let end = inner.find('}').unwrap_or(inner.len());
            text.push_str(inner[..end].split_once(':').map_or("", |(_, default)| default));
            rest = inner.get(end + 1..).unwrap_or("");
        } else {
            rest = rest.trim_start_matches(|char: char| char.is_ascii_digit());
        }
    }
    text.push_str(rest);
    text.replace("\\}", "}")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn snippets_become_plain_text() {
        assert_eq!(plain("export const ${1:name} = $0"), "export const name = ");
        assert_eq!(plain("x([\"$1\"])$0"), "x([\"\"])");
        assert_eq!(plain("(code) => `$1\\${code()\\}`"), "(code) => `${code()}`");
        assert_eq!(plain("${broken"), "");
    }
}
