//! What is open in the editor, and how it lies over the disk.

use std::collections::BTreeMap;
use std::sync::Arc;

use gen_lsp_types::{Position, Range, TextDocumentContentChangeEvent, Uri};

use super::uri;
use crate::source::{Files, ReadError, SourceFile, Span};

/// A file with the editor's contents.
#[derive(Debug)]
pub(super) struct Document {
    /// As the editor spells it; answers about the file use the same spelling.
    pub(super) uri: Uri,
    /// Counted by the editor.
    pub(super) version: i32,
    /// The contents.
    pub(super) file: SourceFile,
}

/// All open documents, by path.
#[derive(Debug, Default)]
pub(super) struct Documents {
    open: BTreeMap<String, Document>,
}

impl Documents {
    pub(super) fn open(&mut self, uri: Uri, version: i32, text: &str) -> String {
        let path = uri::to_path(&uri);
        let file = SourceFile::new(&path, text.into());
        self.open.insert(path.clone(), Document { uri, version, file });
        path
    }

    /// Applies changes in order. The path, or `None` for a document that was never opened.
    pub(super) fn change(
        &mut self,
        uri: &Uri,
        version: i32,
        changes: &[TextDocumentContentChangeEvent],
    ) -> Option<String> {
        let path = uri::to_path(uri);
        let document = self.open.get_mut(&path)?;
        document.version = version;
        for change in changes {
            let text: Arc<str> = match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let start = offset(&document.file, part.range.start) as usize;
                    let end = offset(&document.file, part.range.end) as usize;
                    let old = &document.file.text;
                    [&old[..start], &part.text, &old[end.max(start)..]].concat().into()
                }
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => {
                    whole.text.as_str().into()
                }
            };
            document.file = SourceFile::new(&path, text);
        }
        Some(path)
    }

    pub(super) fn close(&mut self, uri: &Uri) -> Option<String> {
        let path = uri::to_path(uri);
        self.open.remove(&path).map(|_| path)
    }

    pub(super) fn get(&self, path: &str) -> Option<&Document> {
        self.open.get(path)
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &String> {
        self.open.keys()
    }

    /// The editor's own spelling for a file that is open, else one made from the path.
    pub(super) fn uri(&self, path: &str) -> Uri {
        self.get(path).map_or_else(|| uri::from_path(path), |document| document.uri.clone())
    }
}

/// Open documents win over what lies below them.
pub(super) struct Overlay<'a> {
    pub(super) documents: &'a Documents,
    pub(super) below: &'a dyn Files,
}

impl Files for Overlay<'_> {
    fn read(&self, path: &str) -> Result<Arc<str>, ReadError> {
        match self.documents.get(path) {
            Some(document) => Ok(document.file.text.clone()),
            None => self.below.read(path),
        }
    }

    fn is_file(&self, path: &str) -> bool {
        self.documents.get(path).is_some() || self.below.is_file(path)
    }

    fn is_dir(&self, path: &str) -> bool {
        self.below.is_dir(path)
    }

    fn env(&self, name: &str) -> Option<String> {
        self.below.env(name)
    }

    fn list(&self, path: &str) -> Vec<String> {
        self.below.list(path)
    }
}

/// The byte offset of an editor's position; past the end of a line or the file, that end.
pub(super) fn offset(file: &SourceFile, position: Position) -> u32 {
    file.offset_of_utf16(position.line, position.character)
}

/// The editor's range of a range of bytes.
pub(super) fn range(file: &SourceFile, bytes: std::ops::Range<u32>) -> Range {
    let place = |at| {
        let (line, character) = file.utf16_position(at);
        Position { line, character }
    };
    Range { start: place(bytes.start), end: place(bytes.end) }
}

/// The editor's range of a span, in the file that the span is in.
pub(super) fn span_range(file: &SourceFile, span: Span) -> Range {
    range(file, span.start..span.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::MemoryFiles;
    use gen_lsp_types::TextDocumentContentChangePartial;

    fn part(start: (u32, u32), end: (u32, u32), text: &str) -> TextDocumentContentChangeEvent {
        let place = |(line, character)| Position { line, character };
        let range = Range { start: place(start), end: place(end) };
        TextDocumentContentChangePartial { range, text: text.into(), ..Default::default() }.into()
    }

    #[test]
    fn changes_apply_in_order_and_count_utf16() {
        let mut documents = Documents::default();
        let uri = Uri("file:///a.amp".into());
        documents.open(uri.clone(), 1, "a 😀 b\nc");
        documents.change(&uri, 2, &[part((0, 5), (0, 6), "B"), part((0, 0), (1, 0), ""), part((9, 9), (9, 9), "!")]);
        assert_eq!(&*documents.get("/a.amp").unwrap().file.text, "c!");
        documents.open(uri.clone(), 3, "a 😀 b");
        documents.change(&uri, 4, &[part((0, 5), (0, 6), "B")]);
        assert_eq!(&*documents.get("/a.amp").unwrap().file.text, "a 😀 B");
        // an end before the start, which no editor should send, deletes nothing
        documents.change(&uri, 5, &[part((0, 6), (0, 0), "!")]);
        assert_eq!(&*documents.get("/a.amp").unwrap().file.text, "a 😀 B!");
        assert!(documents.change(&Uri("file:///b.amp".into()), 1, &[]).is_none());
    }

    #[test]
    fn open_documents_win() {
        let disk = MemoryFiles::single("/a.amp", "disk").with("/b.amp", "disk");
        let mut documents = Documents::default();
        let uri = Uri("file:///a.amp".into());
        documents.open(uri.clone(), 1, "editor");
        let read = |documents: &Documents, path| Overlay { documents, below: &disk }.read(path).unwrap();
        assert_eq!((&*read(&documents, "/a.amp"), &*read(&documents, "/b.amp")), ("editor", "disk"));
        documents.close(&uri);
        assert_eq!(&*read(&documents, "/a.amp"), "disk");
    }
}
