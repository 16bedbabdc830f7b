//! The chunks that were read lately.

use std::collections::HashMap;
use std::sync::Arc;

use super::parse::Reader;
use super::tree::{Chunk, Tree};

/// How many bytes of text a generation of a [`Shelf`] may hold.
const GENERATION: usize = 4 << 20;

/// For an editor: chunks by their text, so that only what was touched is read again. One cache serves any number of
/// files; what has not been used for long is forgotten.
#[derive(Debug, Default)]
pub struct Cache {
    /// Pieces that are read as items.
    pub(super) items: Shelf<Arc<Chunk>>,
    /// Values of members; `None` for one that is not a whole expression.
    pub(super) values: Shelf<Option<Arc<Chunk>>>,
}

impl Cache {
    /// Reads a file, as [`parse`](super::parse) does.
    pub fn parse(&mut self, text: &str) -> Tree {
        Reader::new(text).read(Some(self))
    }
}

/// A map in two generations: what is used moves to the young one, and when that is full, the old one is dropped.
#[derive(Debug)]
pub(super) struct Shelf<T> {
    young: HashMap<Box<str>, T>,
    old: HashMap<Box<str>, T>,
    /// Bytes of the young texts.
    size: usize,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { young: HashMap::new(), old: HashMap::new(), size: 0 }
    }
}

impl<T: Clone> Shelf<T> {
    /// What was put there for a text.
    pub(super) fn get(&mut self, text: &str) -> Option<T> {
        if let Some(value) = self.young.get(text) {
            return Some(value.clone());
        }
        let (key, value) = self.old.remove_entry(text)?;
        self.insert(key, value.clone());
        Some(value)
    }

    pub(super) fn put(&mut self, text: &str, value: T) {
        self.insert(text.into(), value);
    }

    fn insert(&mut self, key: Box<str>, value: T) {
        if self.size > GENERATION {
            self.old = std::mem::take(&mut self.young);
            self.size = 0;
        }
        self.size += key.len();
        self.young.insert(key, value);
    }
}
