//! Source files, places in them, and the trait through which everything reads.
//!
//! Paths are strings with `/` between the parts, relative to wherever the caller stands, normalized by [`join`].

use std::collections::HashMap;
use std::sync::Arc;

/// A file in [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A half-open range of bytes, relative to something: a chunk of syntax, or a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextRange {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl TextRange {
    /// The range `start..end`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The same range, moved right by `offset` bytes.
    #[must_use]
    pub const fn shift(self, offset: u32) -> Self {
        Self { start: self.start + offset, end: self.end + offset }
    }

    /// The smallest range that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether a byte offset lies inside, or directly behind the last byte (where an editor's cursor stands).
    pub const fn touches(self, offset: u32) -> bool {
        self.start <= offset && offset <= self.end
    }

    /// As an index into a `str`.
    pub const fn index(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// In a file.
    pub const fn in_file(self, file: FileId) -> Span {
        Span { file, start: self.start, end: self.end }
    }
}

/// A half-open range of bytes in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// Without the file.
    pub const fn range(self) -> TextRange {
        TextRange { start: self.start, end: self.end }
    }
}

/// A place as people count it: both from 1, columns in Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in Unicode scalar values.
    pub column: u32,
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// There is no such file.
    NotFound,
    /// The file is not UTF-8.
    NotText,
    /// The system's own words.
    Other(String),
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotFound => f.write_str("there is no such file"),
            Self::NotText => f.write_str("it is not UTF-8 text"),
            Self::Other(words) => f.write_str(words),
        }
    }
}

impl std::error::Error for ReadError {}

/// Everything that the compiler reads comes through here: the disk, an editor's unsaved contents, or a map in memory.
pub trait Files {
    /// The text of a file.
    fn read(&self, path: &str) -> Result<Arc<str>, ReadError>;
    /// Whether there is such a file (not a folder).
    fn is_file(&self, path: &str) -> bool;
    /// Whether there is such a folder.
    fn is_dir(&self, path: &str) -> bool;
    /// An environment variable, for `process.env.NAME`.
    fn env(&self, name: &str) -> Option<String>;
    /// The names of the files and folders in a folder, for suggestions; in no particular order, perhaps not all.
    fn list(&self, path: &str) -> Vec<String>;
}

/// Files and environment variables in memory: tests, and callers that have the text already.
#[derive(Clone, Debug, Default)]
pub struct MemoryFiles {
    /// Path to text.
    pub files: HashMap<String, Arc<str>>,
    /// Environment variables.
    pub env: HashMap<String, String>,
}

impl MemoryFiles {
    /// One file.
    pub fn single(path: &str, text: &str) -> Self {
        Self::default().with(path, text)
    }

    /// With one more file.
    #[must_use]
    pub fn with(mut self, path: &str, text: &str) -> Self {
        self.files.insert(path.to_owned(), text.into());
        self
    }
}

impl Files for MemoryFiles {
    fn read(&self, path: &str) -> Result<Arc<str>, ReadError> {
        self.files.get(path).cloned().ok_or(ReadError::NotFound)
    }

    fn is_file(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    fn is_dir(&self, path: &str) -> bool {
        let prefix = if path == "." || path.is_empty() { String::new() } else { format!("{path}/") };
        self.files.keys().any(|file| file.starts_with(&prefix))
    }

    fn env(&self, name: &str) -> Option<String> {
        self.env.get(name).cloned()
    }

    fn list(&self, path: &str) -> Vec<String> {
        let prefix = if path == "." || path.is_empty() { String::new() } else { format!("{path}/") };
        let inside = self.files.keys().filter_map(|file| file.strip_prefix(&prefix));
        inside.filter_map(|rest| rest.split('/').next()).map(str::to_owned).collect()
    }
}

/// A file that was read.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its path, as it is shown to people.
    pub path: String,
    /// Its text.
    pub text: Arc<str>,
    line_starts: Arc<[u32]>,
}

impl SourceFile {
    /// A file of that path and text.
    pub fn new(path: &str, text: Arc<str>) -> Self {
        let after_newline = text.bytes().zip(1u32..).filter_map(|(byte, next)| (byte == b'\n').then_some(next));
        let line_starts = std::iter::once(0).chain(after_newline).collect();
        Self { path: path.to_owned(), text, line_starts }
    }

    /// The line (from 0) that holds a byte offset, and the offset at which that line begins.
    fn line_at(&self, offset: u32) -> (usize, u32) {
        let line = self.line_starts.partition_point(|&start| start <= offset) - 1;
        (line, self.line_starts[line])
    }

    /// The offset itself, or the nearest one before it at which a character begins.
    pub(crate) fn clamp(&self, offset: u32) -> usize {
        let mut at = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// Line and column for people.
    pub fn position(&self, offset: u32) -> Position {
        let at = self.clamp(offset);
        let (line, start) = self.line_at(u32::try_from(at).unwrap_or(u32::MAX));
        let column = self.text[start as usize..at].chars().count() + 1;
        Position { line: count(line) + 1, column: count(column) }
    }

    /// Line from 0 and column in UTF-16 code units from 0, as the Language Server Protocol counts.
    pub fn utf16_position(&self, offset: u32) -> (u32, u32) {
        let at = self.clamp(offset);
        let (line, start) = self.line_at(u32::try_from(at).unwrap_or(u32::MAX));
        let column: usize = self.text[start as usize..at].chars().map(char::len_utf16).sum();
        (count(line), count(column))
    }

    /// The byte offset of a line from 0 and a UTF-16 column from 0; past the end of a line or the file, that end.
    pub fn offset_of_utf16(&self, line: u32, column: u32) -> u32 {
        let Some(&start) = self.line_starts.get(line as usize) else { return count(self.text.len()) };
        let mut units = 0;
        let mut offset = start;
        for char in self.text[start as usize..].chars() {
            if units >= column || char == '\n' || char == '\r' {
                break;
            }
            units += count(char.len_utf16());
            offset += count(char.len_utf8());
        }
        offset
    }

    /// The text of one line (from 1), without its line break.
    pub fn line(&self, line: u32) -> &str {
        let at = (line.max(1) - 1) as usize;
        let Some(&start) = self.line_starts.get(at) else { return "" };
        let end = self.line_starts.get(at + 1).map_or(self.text.len(), |&next| next as usize);
        self.text[start as usize..end].trim_end_matches(['\n', '\r'])
    }
}

/// Saturating: files of 4 GB are refused long before.
fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// All files of one run, in the order in which they were read.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    by_path: HashMap<String, FileId>,
}

impl Sources {
    /// Adds a file; the same path again replaces the text and keeps the id.
    pub fn add(&mut self, path: &str, text: Arc<str>) -> FileId {
        let file = SourceFile::new(path, text);
        if let Some(&id) = self.by_path.get(path) {
            self.files[id.0 as usize] = file;
            return id;
        }
        let id = FileId(count(self.files.len()));
        self.files.push(file);
        self.by_path.insert(path.to_owned(), id);
        id
    }

    /// The file of an id that this value handed out.
    pub fn get(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// The id of a path that was read.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.by_path.get(path).copied()
    }

    /// All files, in the order in which they were read.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(&self.files)
    }

    /// The text under a span.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file).text.get(span.range().index()).unwrap_or("")
    }
}

/// `base` is a folder; `relative` may hold `.` and `..`. The result holds neither, except for leading `..`.
pub fn join(base: &str, relative: &str) -> String {
    let absolute = relative.starts_with('/') || (relative.is_empty() && base.starts_with('/')) || base.starts_with('/');
    let whole = if relative.starts_with('/') { relative.to_owned() } else { format!("{base}/{relative}") };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if absolute => {}
            _ => parts.push(part),
        }
    }
    let joined = parts.join("/");
    match (absolute, joined.is_empty()) {
        (true, _) => format!("/{joined}"),
        (false, true) => ".".to_owned(),
        (false, false) => joined,
    }
}

/// The reverse of [`join`]: how a path is written as seen from a folder. As it is, if there is no way.
pub fn relative(base: &str, path: &str) -> String {
    let parts = |path: &str| -> Vec<String> {
        path.split('/').filter(|part| !part.is_empty() && *part != ".").map(str::to_owned).collect()
    };
    let (base_parts, path_parts) = (parts(base), parts(path));
    let common = base_parts.iter().zip(&path_parts).take_while(|(a, b)| a == b).count();
    let up = &base_parts[common..];
    if base.starts_with('/') != path.starts_with('/') || up.iter().any(|part| part == "..") {
        return path.to_owned();
    }
    "../".repeat(up.len()) + &path_parts[common..].join("/")
}

/// The folder of a file: `a/b.amp` gives `a`, `b.amp` gives `.`.
pub fn folder(path: &str) -> &str {
    match path.rfind('/') {
        Some(0) => "/",
        Some(at) => &path[..at],
        None => ".",
    }
}

/// The last part of a path.
pub fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// What stands behind the last dot of a file's name: `amp` of `a/b.amp`; empty without a dot.
pub fn extension(path: &str) -> &str {
    file_name(path).rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// Whether a path ends in one of some extensions, given without the dot. Case does not count.
pub fn has_extension(path: &str, extensions: &[&str]) -> bool {
    let given = extension(path);
    extensions.iter().any(|known| known.eq_ignore_ascii_case(given))
}

/// Whether the language of a file of this path has no code, so that there can be nothing that cannot be seen.
pub fn is_declarative(path: &str) -> bool {
    has_extension(path, &["amp"])
}

#[cfg(test)]
mod tests {
    #[test]
    fn paths_as_seen_from_a_folder() {
        use super::relative;
        assert_eq!(relative(".", "backend.amp"), "backend.amp");
        assert_eq!(relative("a/b", "a/b/c/d.ts"), "c/d.ts");
        assert_eq!(relative("/p/amplify", "/p/shared/x.ts"), "../shared/x.ts");
        assert_eq!(relative("../a", "../b/x.ts"), "../b/x.ts");
        assert_eq!(relative("../a", "x.ts"), "x.ts");
        assert_eq!(relative("/a", "x.ts"), "x.ts");
    }
    use super::*;

    #[test]
    fn joins() {
        assert_eq!(join("amplify", "./auth/resource"), "amplify/auth/resource");
        assert_eq!(join("amplify/auth", "../functions/x"), "amplify/functions/x");
        assert_eq!(join(".", "a"), "a");
        assert_eq!(join(".", "../a"), "../a");
        assert_eq!(join("/p/q", "../../../a"), "/a");
        assert_eq!(join("a", ".."), ".");
        assert_eq!(join("", "/x/./y"), "/x/y");
        assert_eq!((folder("a/b/c"), folder("c"), folder("/c")), ("a/b", ".", "/"));
    }

    #[test]
    fn extensions() {
        assert_eq!((extension("a.b/c.d.ts"), extension("a.b/c"), extension(".env")), ("ts", "", "env"));
        assert!(has_extension("a/B.JSON", &["amp", "json"]) && !has_extension("a.json/b", &["json"]));
        assert!(is_declarative("a/backend.amp") && !is_declarative("amp") && !is_declarative("a.amp.ts"));
    }

    #[test]
    fn positions_count_what_each_reader_counts() {
        let mut sources = Sources::default();
        let id = sources.add("a.amp", "é𝄞x\r\ny".into());
        let file = sources.get(id);
        assert_eq!(file.position(6), Position { line: 1, column: 3 });
        assert_eq!(file.utf16_position(6), (0, 3));
        assert_eq!(file.offset_of_utf16(0, 3), 6);
        assert_eq!(file.offset_of_utf16(0, 99), 7);
        assert_eq!(file.position(9), Position { line: 2, column: 1 });
        assert_eq!(file.position(99), Position { line: 2, column: 2 });
        assert_eq!((file.line(1), file.line(2), file.line(3)), ("é𝄞x", "y", ""));
    }
}
