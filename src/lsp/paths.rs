//! Paths in strings: what may follow, and where they lead.

use super::projects::Place;
use crate::source::{folder, join};

/// The extensions of handlers.
const HANDLERS: [&str; 5] = ["ts", "js", "mjs", "cjs", "py"];
/// The extensions of definitions, which an import leaves out.
const DEFINITIONS: [&str; 2] = ["amp", "ts"];

/// The files and folders that a path may go on with, folders first; whether each is a folder.
pub(super) fn neighbours(place: &Place<'_>, written: &str, handlers: bool) -> Vec<(String, bool)> {
    if !written.starts_with('.') {
        return vec![("./".to_owned(), true), ("../".to_owned(), true)];
    }
    let base = written.rfind('/').map_or(".", |at| &written[..at]);
    let here = join(folder(place.path), base);
    let mut found = Vec::new();
    for name in place.files.list(&here) {
        let path = join(&here, &name);
        if name.starts_with('.') || name == "node_modules" || path == place.path {
            continue;
        }
        if place.files.is_dir(&path) {
            found.push((name, true));
            continue;
        }
        let Some((stem, extension)) = name.rsplit_once('.') else { continue };
        if handlers && HANDLERS.contains(&extension) {
            found.push((name, false));
        } else if !handlers && DEFINITIONS.contains(&extension) && !name.ends_with(".d.ts") {
            found.push((stem.to_owned(), false));
        }
    }
    found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    found.dedup();
    found
}

/// The file that a function's `entry` means.
pub(super) fn handler(place: &Place<'_>, written: &str) -> Option<String> {
    let path = join(folder(place.path), written);
    if place.files.is_file(&path) {
        return Some(path);
    }
    HANDLERS.iter().map(|extension| format!("{path}.{extension}")).find(|path| place.files.is_file(path))
}
