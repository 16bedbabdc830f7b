//! Text to tree. Parsing never fails: it gives a tree and problems.
//!
//! A file is read as chunks (top-level items, and the members of large schemas), whose trees hold ranges relative to
//! the chunk, so that an editor re-reads only what was touched.

mod cache;
mod chunk;
mod grammar;
mod lower;
mod parse;
mod problem;
mod repair;
mod scan;
mod tree;
mod walk;

#[cfg(test)]
mod tests;

pub use cache::Cache;
pub use parse::parse;
pub use tree::*;
pub use walk::{Node, NodeKind};
