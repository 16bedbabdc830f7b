//! Which backend a command reads, and from where.

use std::path::Path;

use super::Failure;
use crate::analysis::{self, Analysis};
use crate::disk::DiskFiles;

/// A backend that is there, not read yet.
pub(super) struct Source {
    /// Where it is read from.
    pub(super) files: DiskFiles,
    /// The file that it begins with.
    pub(super) entry: String,
}
