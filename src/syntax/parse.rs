//! From text to tree.

use std::borrow::Cow;
use std::num::NonZero;
use std::sync::Arc;
use std::thread;

use crate::source::TextRange;

use super::cache::Cache;
use super::lower::{self, Piece, Span};
use super::scan::{self, Edit, NESTING_LIMIT, Scan};
use super::tree::{Chunk, Item, ItemKind, Problem, Tree};
use super::{chunk, problem, repair};

/// Bytes from which on a piece is read by several threads: starting one takes as long as reading a few hundred bytes.
const WORTH_THREADS: u32 = 16 * 1024;

/// More threads than that do not make the largest of schemas any faster.
const MOST_THREADS: usize = 8;

/// The stack of a thread: what a main thread usually has, far more than [`NESTING_LIMIT`] needs.
const STACK_BYTES: usize = 8 << 20;

/// Reads a file. It never fails: what is wrong is in the tree's problems. The time it takes is linear in the length of
/// the text.
pub fn parse(text: &str) -> Tree {
    Reader::new(text).read(None)
}

/// A file on its way from text to tree.
pub(super) struct Reader<'t> {
    text: &'t str,
    /// What is known about the text that the grammar reads: the *plain* text, whose brackets balance.
    scan: Scan,
    /// Where, in the plain text, bytes stand that the file does not have.
    inserted: Vec<u32>,
    /// Where, in the plain text, something was repaired.
    repaired: Vec<u32>,
    comments: Vec<TextRange>,
    problems: Vec<Problem>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut scan = scan::scan(text);
        let comments = std::mem::take(&mut scan.comments);
        let problems = std::mem::take(&mut scan.problems);
        let mut reader = Self { text, scan, inserted: Vec::new(), repaired: Vec::new(), comments, problems };
        if !reader.scan.balanced || !reader.scan.edits.is_empty() {
            reader.balance();
        }
        let deep = reader.scan.too_deep.iter().map(|&at| problem::too_deep(reader.original(at), NESTING_LIMIT));
        reader.problems.extend(deep.collect::<Vec<_>>());
        reader
    }

    /// Closes what was never closed.
    fn balance(&mut self) {
        let end = scan::offset(self.scan.plain.trim_end().len());
        let repair = repair::repair(&self.scan.plain, &self.scan.marks, end);
        self.problems.extend(repair.problems);
        let mut edits = std::mem::take(&mut self.scan.edits);
        edits.extend(repair.edits);
        self.apply(edits, repair.places);
        if !self.scan.balanced {
            let end = scan::offset(self.scan.plain.trim_end().len());
            let edits = repair::force(&self.scan.marks, end);
            self.apply(edits, Vec::new());
        }
    }

    /// Changes the plain text and scans it again. `places` are those where, besides the edits, something is wrong.
    fn apply(&mut self, mut edits: Vec<Edit>, places: Vec<u32>) {
        edits.sort_by_key(|edit| edit.at);
        let plain = &self.scan.plain;
        let mut text = String::with_capacity(plain.len() + edits.len());
        let (mut inserted, mut repaired) = (Vec::new(), Vec::new());
        let mut from = 0;
        for edit in edits {
            // a second edit of what is blank already changes nothing
            let at = (edit.at as usize).max(from);
            text.push_str(&plain[from..at]);
            repaired.push(scan::offset(text.len()));
            if let Some(char) = edit.inserted {
                inserted.push(scan::offset(text.len()));
                text.push(char);
            }
            from = (at + edit.removed as usize).min(plain.len());
            text.extend(std::iter::repeat_n(' ', from - at));
        }
        text.push_str(&plain[from..]);
        self.repaired.extend(places);
        self.repaired.sort_unstable();
        self.repaired = merge(&self.repaired, repaired, &inserted);
        self.inserted = merge(&self.inserted, inserted.clone(), &inserted);
        self.scan = scan::scan(&text);
    }

    /// Reads the file in chunks.
    pub(super) fn read(self, mut cache: Option<&mut Cache>) -> Tree {
        let starts = chunk::starts(&self.scan.plain, &self.scan.marks);
        let ends = starts.iter().copied().skip(1).chain([scan::offset(self.scan.plain.len())]);
        let pieces = starts.iter().copied().zip(ends).map(|(start, end)| Span::new(start, end));
        let chunks = pieces.map(|at| (self.original(at.start), self.chunk(at, &mut cache))).collect();
        Tree { chunks, problems: self.problems }
    }

    /// Reads the file as one chunk.
    #[cfg(test)]
    pub(super) fn read_whole(self) -> Tree {
        let whole = Span::new(0, scan::offset(self.scan.plain.len()));
        let chunk = if self.scan.too_deep.is_empty() { self.items(whole, &[]) } else { self.broken(whole) };
        Tree { chunks: vec![(0, Arc::new(chunk))], problems: self.problems }
    }

    /// The offset in the file of an offset in the plain text.
    fn original(&self, at: u32) -> u32 {
        at - scan::offset(self.inserted.partition_point(|&inserted| inserted < at))
    }

    fn source(&self, at: Span) -> &'t str {
        &self.text[self.original(at.start) as usize..self.original(at.end) as usize]
    }

    fn chunk(&self, at: Span, cache: &mut Option<&mut Cache>) -> Arc<Chunk> {
        if !within(&self.scan.too_deep, at, |&deep| deep).is_empty() {
            return Arc::new(self.broken(at));
        }
        // what was repaired depends on more than the text of the chunk
        if !within(&self.repaired, at, |&repaired| repaired).is_empty() {
            let holes = self.holes(at, &mut None);
            return Arc::new(self.items(at, &holes));
        }
        let source = self.source(at);
        if let Some(chunk) = cache.as_mut().and_then(|cache| cache.items.get(source)) {
            return chunk;
        }
        let holes = self.holes(at, cache);
        let chunk = Arc::new(self.items(at, &holes));
        if let Some(cache) = cache {
            cache.items.put(source, chunk.clone());
        }
        chunk
    }

    /// The members of a chunk that are chunks of their own.
    fn holes(&self, at: Span, cache: &mut Option<&mut Cache>) -> Vec<(Span, Arc<Chunk>)> {
        let marks = within(&self.scan.marks, at, |mark| mark.at);
        let members = chunk::members(&self.scan.plain, marks);
        let values: Vec<_> = match cache {
            None if at.end - at.start >= WORTH_THREADS => self.values(&members),
            cache => members.iter().map(|member| self.value(*member, cache)).collect(),
        };
        members.into_iter().zip(values).filter_map(|(member, value)| Some((member, value?))).collect()
    }

    /// The values of members, each read by itself, by as many threads as there are processors. Where no thread can be had,
    /// as on wasm, one after the other.
    fn values(&self, members: &[Span]) -> Vec<Option<Arc<Chunk>>> {
        let read = |members: &[Span]| members.iter().map(|member| self.value(*member, &mut None)).collect::<Vec<_>>();
        let threads = thread::available_parallelism().map_or(1, NonZero::get).min(MOST_THREADS);
        let shares: Vec<&[Span]> = members.chunks(members.len().div_ceil(threads).max(1)).collect();
        thread::scope(|scope| {
            let spawn =
                |share| thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, move || read(share)).ok();
            let Some((first, others)) = shares.split_first() else { return Vec::new() };
            let others: Vec<_> = others.iter().map(|share| (*share, spawn(*share))).collect();
            let mut values = read(first);
            for (share, thread) in others {
                let done = thread.and_then(|thread| thread.join().ok());
                values.extend(done.unwrap_or_else(|| read(share)));
            }
            values
        })
    }

    /// A member's value as a chunk; `None` if it is not a whole and faultless expression.
    fn value(&self, at: Span, cache: &mut Option<&mut Cache>) -> Option<Arc<Chunk>> {
        if !within(&self.repaired, at, |&repaired| repaired).is_empty() {
            return None;
        }
        let source = self.source(at);
        if let Some(value) = cache.as_mut().and_then(|cache| cache.values.get(source)) {
            return value;
        }
        let text = &self.scan.plain[at.start as usize..at.end as usize];
        let chunk = lower::value(Piece { text, inserted: &[], repaired: &[], holes: &[] }).map(Arc::new);
        if let Some(cache) = cache {
            cache.values.put(source, chunk.clone());
        }
        chunk
    }

    /// A piece that is read as items, but for the members that are chunks of their own.
    fn items(&self, at: Span, holes: &[(Span, Arc<Chunk>)]) -> Chunk {
        let relative = |positions: &[u32]| -> Vec<u32> {
            within(positions, at, |&position| position).iter().map(|position| position - at.start).collect()
        };
        let plain = &self.scan.plain[at.start as usize..at.end as usize];
        let holes: Vec<_> = holes.iter().map(|(hole, chunk)| (hole.back(at.start), chunk.clone())).collect();
        let text = if holes.is_empty() { Cow::Borrowed(plain) } else { Cow::Owned(dig(plain, &holes)) };
        let (inserted, repaired) = (relative(&self.inserted), relative(&self.repaired));
        let piece = Piece { text: &text, inserted: &inserted, repaired: &repaired, holes: &holes };
        Chunk { comments: self.comments(at), ..lower::items(piece) }
    }

    /// A piece that is nested too deeply to be read; that has been reported.
    fn broken(&self, at: Span) -> Chunk {
        let plain = &self.scan.plain[at.start as usize..at.end as usize];
        let start = at.start + scan::offset(plain.len() - plain.trim_start().len());
        let end = at.start + scan::offset(plain.trim_end().len());
        let base = self.original(at.start);
        let range = TextRange::new(self.original(start) - base, self.original(end) - base);
        let items = vec![Item { kind: ItemKind::Broken, range }];
        Chunk { items, comments: self.comments(at), problems: Vec::new() }
    }

    /// The comments of a piece, relative to it.
    fn comments(&self, at: Span) -> Vec<TextRange> {
        let original = Span::new(self.original(at.start), self.original(at.end));
        let comments = within(&self.comments, original, |comment| comment.start).iter();
        let relative =
            |comment: &TextRange| TextRange::new(comment.start - original.start, comment.end - original.start);
        comments.map(relative).collect()
    }
}

/// Those of some ordered things that begin within a span.
fn within<T>(all: &[T], at: Span, start: impl Fn(&T) -> u32) -> &[T] {
    let from = all.partition_point(|thing| start(thing) < at.start);
    let to = all.partition_point(|thing| start(thing) < at.end);
    &all[from..to]
}

/// The text with a string, which is quickly read, in place of each hole.
fn dig(plain: &str, holes: &[(Span, Arc<Chunk>)]) -> String {
    let mut text = String::with_capacity(plain.len());
    for (hole, _) in holes {
        text.push_str(&plain[text.len()..hole.start as usize]);
        text.push('"');
        text.extend(std::iter::repeat_n('_', (hole.end - hole.start - 2) as usize));
        text.push('"');
    }
    text.push_str(&plain[text.len()..]);
    text
}

/// Puts earlier positions, which refer to the text before an insertion, together with later ones; both ascend.
fn merge(earlier: &[u32], later: Vec<u32>, inserted: &[u32]) -> Vec<u32> {
    let mut all = later;
    let mut before = 0;
    for &position in earlier {
        while inserted.get(before).is_some_and(|&at| at - scan::offset(before) <= position) {
            before += 1;
        }
        all.push(position + scan::offset(before));
    }
    all.sort_unstable();
    all
}
