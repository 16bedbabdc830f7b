//! Where something is declared.

use gen_lsp_types::Location;

use super::cursor::{At, Cursor, Frame};
use super::projects::Place;
use super::scope::{self, Site};
use super::subject::Subject;
use super::{documents, findings, groups, paths, references, schema};

/// The place where the thing at a byte offset is declared.
pub(super) fn definition(place: &Place<'_>, offset: u32) -> Option<Location> {
    let cursor = Cursor::new(&place.file.text, offset as usize);
    match &cursor.at {
        At::Word(range) => {
            let word = &place.file.text[range.clone()];
            match &cursor.before[..] {
                [] => Some(site(place, &scope::site(place, place.path, word)?)),
                [only] => Some(site(place, &scope::member(place, &only.name, word)?)),
                _ => None,
            }
        }
        At::String { inside, .. } => string(place, &cursor, &place.file.text[inside.clone()]),
        At::Nothing | At::Comment => None,
    }
}

fn string(place: &Place<'_>, cursor: &Cursor, text: &str) -> Option<Location> {
    if cursor.frames.is_empty() || cursor.in_import(&place.file.text) {
        return Some(site(place, &scope::start_of(&place.resolve(place.path, text)?)));
    }
    if references::expected(&cursor.frames) {
        return Some(findings::location(references::declared(place, text)?, place.analysis, place.documents));
    }
    if cursor.key(&place.file.text) == Some("entry") {
        return Some(site(place, &scope::start_of(&paths::handler(place, text)?)));
    }
    let known = Subject::new(place, cursor, u32::try_from(cursor.offset).ok()?)
        .and_then(|subject| schema::known(place, cursor, &subject));
    if let Some(known) = known {
        let span = known.into_iter().find(|known| known.name == text)?.span?;
        return Some(findings::location(span, place.analysis, place.documents));
    }
    if groups::expected(place, &cursor.frames) || matches!(cursor.frames.last(), Some(Frame::List { .. })) {
        let group = groups::all(place.analysis).into_iter().find(|group| group.name == text)?;
        return Some(findings::location(group.span, place.analysis, place.documents));
    }
    None
}

/// For the editor; a file that was not read, such as a handler, begins at its beginning.
fn site(place: &Place<'_>, site: &Site) -> Location {
    let sources = &place.analysis.sources;
    let range = match sources.find(&site.path) {
        Some(id) => documents::range(sources.get(id), site.name.clone()),
        None => gen_lsp_types::Range::default(),
    };
    Location { uri: place.documents.uri(&site.path), range }
}
