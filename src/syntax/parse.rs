//! From text to tree.

use std::sync::Arc;

use super::lower::{self, Piece};
use super::problem;
use super::repair;
use super::scan::{self, Edit, NESTING_LIMIT, Scan};
use super::tree::{Problem, Tree};

/// The text that the grammar reads, and how its offsets relate to those of the file.
struct Plain {
    scan: Scan,
    /// Where, in the plain text, bytes stand that the file does not have.
    inserted: Vec<u32>,
    /// Where, in the plain text, something was repaired.
    repaired: Vec<u32>,
}

/// Reads a file. It never fails: what is wrong is in the tree's problems.
pub fn parse(text: &str) -> Tree {
    let mut scan = scan::scan(text);
    let comments = std::mem::take(&mut scan.comments);
    let mut problems = std::mem::take(&mut scan.problems);
    let plain = balance(scan, &mut problems);
    let piece = Piece { text: &plain.scan.plain, inserted: &plain.inserted, repaired: &plain.repaired };
    problems.extend(plain.scan.too_deep.iter().map(|&at| problem::too_deep(at, NESTING_LIMIT)));
    let mut chunk = lower::items(piece);
    chunk.comments = comments;
    Tree { chunks: vec![(0, Arc::new(chunk))], problems }
}

/// Closes what was never closed.
fn balance(scan: Scan, problems: &mut Vec<Problem>) -> Plain {
    if scan.balanced && scan.edits.is_empty() {
        return Plain { scan, inserted: Vec::new(), repaired: Vec::new() };
    }
    let end = scan::offset(scan.plain.trim_end().len());
    let repair = repair::repair(&scan.plain, &scan.marks, end);
    problems.extend(repair.problems);
    let mut edits = scan.edits;
    edits.extend(repair.edits);
    edits.sort_by_key(|edit| edit.at);
    let (text, inserted, repaired) = apply(&scan.plain, &edits);
    Plain { scan: scan::scan(&text), inserted, repaired }
}

/// Returns the text, where bytes were inserted, and where anything was changed.
fn apply(plain: &str, edits: &[Edit]) -> (String, Vec<u32>, Vec<u32>) {
    let mut text = String::with_capacity(plain.len() + edits.len());
    let mut inserted = Vec::new();
    let mut repaired = Vec::new();
    let mut from = 0;
    for edit in edits {
        let at = edit.at as usize;
        text.push_str(&plain[from..at]);
        repaired.push(scan::offset(text.len()));
        if let Some(char) = edit.inserted {
            inserted.push(scan::offset(text.len()));
            text.push(char);
        }
        text.extend(std::iter::repeat_n(' ', edit.removed as usize));
        from = at + edit.removed as usize;
    }
    text.push_str(&plain[from..]);
    (text, inserted, repaired)
}
