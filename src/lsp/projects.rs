//! The backends that the open documents belong to, read again when something changed.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::documents::{Documents, Overlay};
use crate::analysis::{self, Analysis, Options};
use crate::source::{FileId, Files, SourceFile, Span, folder, has_extension, is_declarative, join};
use crate::syntax::{Cache, Import, Item, ItemKind, Tree};

/// What marks a TypeScript file as a definition, if no backend reaches it: a handler has no reason to name it.
const PACKAGE: &str = "@aws-amplify/backend";

/// What is known about the backends of all open documents.
#[derive(Default)]
pub(super) struct Projects {
    /// What was read of each piece of text.
    cache: Cache,
    /// The last text of each file that was read, and its tree.
    trees: HashMap<String, (Arc<str>, Arc<Tree>)>,
    /// By entry file; also those that turned out not to reach the document that they were read for.
    analyses: BTreeMap<String, Analysis>,
    /// The entry file for each open document; `None` for a document that is none of ours.
    entries: HashMap<String, Option<String>>,
    /// Changed since the last reading.
    touched: HashSet<String>,
    /// Whether everything is to be read again.
    all: bool,
}

/// A document, and all that is known about it.
pub(super) struct Place<'p> {
    pub(super) path: &'p str,
    pub(super) file: &'p SourceFile,
    /// Its id in the analysis.
    pub(super) id: FileId,
    /// Its tree.
    pub(super) tree: Arc<Tree>,
    pub(super) analysis: &'p Analysis,
    pub(super) files: &'p dyn Files,
    pub(super) documents: &'p Documents,
    /// Whether the editor knows snippets.
    pub(super) snippets: bool,
}

impl Projects {
    /// Whether something changed since the last reading.
    pub(super) fn is_stale(&self) -> bool {
        self.all || !self.touched.is_empty()
    }

    /// A document's contents changed.
    pub(super) fn touch(&mut self, path: &str) {
        self.touched.insert(path.to_owned());
    }

    /// Files came or went, or changed behind our back.
    pub(super) fn forget(&mut self) {
        self.all = true;
    }

    /// Takes what there is as good, until the next change.
    pub(super) fn settle(&mut self) {
        self.all = false;
        self.touched.clear();
    }

    /// Reads again what changed.
    pub(super) fn refresh(&mut self, files: &Overlay<'_>) {
        // settled first: a text on which the analysis stumbles is not tried again until it changes
        let (all, touched) = (std::mem::take(&mut self.all), std::mem::take(&mut self.touched));
        let mut old = std::mem::take(&mut self.analyses);
        if all {
            old.clear();
        }
        old.retain(|_, analysis| !touched.iter().any(|path| analysis.sources.find(path).is_some()));
        self.entries.clear();
        for path in files.documents.paths() {
            let found = backend_of(path, files).filter(|entry| self.reaches(entry, path, &mut old, files));
            let alone = || is_definition(path, files).then(|| path.clone());
            let entry = found.or_else(alone).filter(|entry| self.reaches(entry, path, &mut old, files));
            self.entries.insert(path.clone(), entry);
        }
        let read: HashSet<&String> =
            self.analyses.values().flat_map(|it| it.sources.iter().map(|(_, file)| &file.path)).collect();
        self.trees.retain(|path, _| read.contains(path));
    }

    /// Whether the backend of an entry file reads a document; the backend is read for that, unless it was.
    fn reaches(&mut self, entry: &str, path: &str, old: &mut BTreeMap<String, Analysis>, files: &Overlay<'_>) -> bool {
        if !self.analyses.contains_key(entry) {
            let Some(analysis) = old.remove(entry).or_else(|| self.read(entry, files)) else { return false };
            self.analyses.insert(entry.to_owned(), analysis);
        }
        self.analyses.get(entry).is_some_and(|analysis| analysis.sources.find(path).is_some())
    }

    /// `None` if the entry file cannot be read.
    fn read(&mut self, entry: &str, files: &Overlay<'_>) -> Option<Analysis> {
        let Self { cache, trees, .. } = self;
        let mut parse = |path: &str, text: &Arc<str>| match trees.get(path) {
            Some((old, tree)) if old == text => Arc::clone(tree),
            _ => {
                let tree = Arc::new(cache.parse(text));
                trees.insert(path.to_owned(), (Arc::clone(text), Arc::clone(&tree)));
                tree
            }
        };
        analysis::analyze_with(files, entry, &Options::default(), &mut parse).ok()
    }

    /// What is known about an open document; `None` for one that is none of ours.
    pub(super) fn place<'p>(&'p self, path: &'p str, files: &'p Overlay<'p>, snippets: bool) -> Option<Place<'p>> {
        let analysis = self.analyses.get(self.entries.get(path)?.as_ref()?)?;
        let id = analysis.sources.find(path)?;
        let file = analysis.sources.get(id);
        let tree = Arc::clone(analysis.tree(id)?);
        Some(Place { path, file, id, tree, analysis, files, documents: files.documents, snippets })
    }

    /// The analyses that some open document belongs to.
    pub(super) fn analyses(&self) -> impl Iterator<Item = &Analysis> {
        let used: HashSet<&String> = self.entries.values().flatten().collect();
        self.analyses.iter().filter(move |(entry, _)| used.contains(entry)).map(|(_, analysis)| analysis)
    }
}

/// The entry file of the backend that a file lies in: the nearest one upwards, not beyond the repository.
fn backend_of(path: &str, files: &dyn Files) -> Option<String> {
    let mut here = folder(path).to_owned();
    loop {
        if let Ok(entry) = analysis::entry(files, &here) {
            return Some(entry);
        }
        let parent = join(&here, "..");
        if parent == here || parent.starts_with("..") || files.is_dir(&join(&here, ".git")) {
            return None;
        }
        here = parent;
    }
}

/// Whether a file that no backend reaches is read by itself.
fn is_definition(path: &str, files: &dyn Files) -> bool {
    if is_declarative(path) {
        return true;
    }
    let is_script = has_extension(path, &["ts", "mts", "cts"]) && !path.ends_with(".d.ts");
    is_script && path.contains("/amplify/") && files.read(path).is_ok_and(|text| text.contains(PACKAGE))
}

impl Place<'_> {
    /// The tree of a file that the analysis read.
    pub(super) fn tree(&self, path: &str) -> Option<Arc<Tree>> {
        self.analysis.tree(self.analysis.sources.find(path)?).cloned()
    }

    /// The file that an import leads to.
    pub(super) fn resolve(&self, importer: &str, from: &str) -> Option<String> {
        analysis::resolve(self.files, importer, from)
    }

    /// The items of this file, each with the offset that its ranges are relative to.
    pub(super) fn items(&self) -> impl Iterator<Item = (&Item, u32)> {
        self.tree.chunks.iter().flat_map(|(offset, chunk)| chunk.items.iter().map(|item| (item, *offset)))
    }

    /// The imports of this file.
    pub(super) fn imports(&self) -> impl Iterator<Item = (&Import, u32)> {
        self.items().filter_map(|(item, offset)| match &item.kind {
            ItemKind::Import(import) => Some((import, offset)),
            _ => None,
        })
    }

    /// The name that a builder has in the vocabulary, if this file imports it under another one.
    pub(super) fn builder_name(&self, local: &str) -> String {
        let renamed = self.imports().find_map(|(import, _)| {
            let pair = import.named.iter().find(|pair| pair.local.text == local)?;
            import.from.text.starts_with('@').then(|| pair.name.text.to_string())
        });
        renamed.unwrap_or_else(|| local.to_owned())
    }

    /// Whether a span in this file holds a byte offset.
    pub(super) fn touches(&self, span: Span, offset: usize) -> bool {
        span.file == self.id && u32::try_from(offset).is_ok_and(|offset| span.range().touches(offset))
    }

    /// The first line of a piece of a file, for lists.
    pub(super) fn excerpt(&self, path: &str, bytes: &std::ops::Range<u32>) -> String {
        let text = self.text(path, bytes);
        let line = text.lines().next().unwrap_or_default();
        let short: String = line.chars().take(60).collect();
        if short.len() < text.len() { format!("{short} ...") } else { short }
    }

    /// A piece of a file.
    pub(super) fn text(&self, path: &str, bytes: &std::ops::Range<u32>) -> String {
        let sources = &self.analysis.sources;
        let text = sources.find(path).map(|file| sources.text(Span { file, start: bytes.start, end: bytes.end }));
        text.unwrap_or_default().to_owned()
    }
}
