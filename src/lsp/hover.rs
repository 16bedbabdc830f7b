//! What the thing under the cursor is.

use gen_lsp_types::Hover;

use super::cursor::{At, Cursor, Step};
use super::markdown::{self, markdown};
use super::projects::Place;
use super::subject::Subject;
use super::{access, chains, documents, groups, paths, references, resources, schema, scope};
use crate::analysis::Analysis;
use crate::vocabulary::{Shape, builder};

/// What is told about a byte offset; `None` where there is nothing to tell.
pub(super) fn hover(place: &Place<'_>, offset: u32) -> Option<Hover> {
    let cursor = Cursor::new(&place.file.text, offset as usize);
    let subject = Subject::new(place, &cursor, offset);
    let text = match &cursor.at {
        At::Word(range) => word(place, &cursor, subject.as_ref(), &place.file.text[range.clone()]),
        At::String { inside, .. } => string(place, &cursor, subject.as_ref(), &place.file.text[inside.clone()]),
        At::Nothing | At::Comment => None,
    }?;
    let touched = cursor.touched(offset as usize);
    let bytes = u32::try_from(touched.start).ok()?..u32::try_from(touched.end).ok()?;
    Some(Hover { contents: markdown(text).into(), range: Some(documents::range(place.file, bytes)) })
}

fn word(place: &Place<'_>, cursor: &Cursor, subject: Option<&Subject>, word: &str) -> Option<String> {
    if !cursor.before.is_empty() {
        return member(place, &cursor.before, subject, word);
    }
    if cursor.at_key()
        && let Some(declared) = schema::declared(place, cursor)
    {
        return Some(declared.page_with_access(place.analysis));
    }
    if cursor.at_key()
        && let Some(text) = property(subject, word)
    {
        return Some(text);
    }
    if let Some(builder) = builder(&place.builder_name(word)) {
        return Some(markdown::builder(builder));
    }
    if let Some((rules, _)) = subject.and_then(|subject| subject.rules.as_ref()).filter(|(_, name)| name == word) {
        let only = rules.all().next().filter(|_| rules.itself);
        let doc = only.map_or("Begins a rule.", |only| only.head.doc);
        return Some(markdown::page(rules.example, &[doc.to_owned()]));
    }
    if chains::is_root(place, word) {
        return chains::describe_root("a").map(|doc| markdown::page(word, &[doc]));
    }
    name(place, word)
}

/// A property, or a word that is a key: a trigger, an attribute.
fn property(subject: Option<&Subject>, name: &str) -> Option<String> {
    let found = subject?.found.shape.step(name)?;
    found.row.as_ref().map(markdown::row)
}

/// A constant, an import, a resource.
fn name(place: &Place<'_>, name: &str) -> Option<String> {
    let site = scope::site(place, place.path, name)?;
    if let Some(id) = scope::declaration(place, &site) {
        return Some(resources::describe(place, name, id));
    }
    let value = site.value.as_ref().map(|value| place.text(&site.path, value))?;
    let lines: Vec<&str> = value.lines().collect();
    let shown = if lines.len() > 12 { format!("{}\n...", lines[..12].join("\n")) } else { value.clone() };
    let from = if site.path == place.path { String::new() } else { format!("Declared in `{}`.", site.path) };
    Some(markdown::page(&format!("const {name} = {shown}"), &[from]))
}

/// Behind a dot.
fn member(place: &Place<'_>, before: &[Step], subject: Option<&Subject>, word: &str) -> Option<String> {
    let names: Vec<&str> = before.iter().map(|step| step.name.as_str()).collect();
    if names == ["process", "env"] {
        // never its value: what is shown here may be seen by others
        let state = if place.files.env(word).is_some() { "It is set here." } else { "It is not set here." };
        let doc = "An environment variable, read when ampc runs. Without `??` or `||` behind it, it must be set.";
        return Some(markdown::page(&format!("process.env.{word}"), &[doc.to_owned(), state.to_owned()]));
    }
    let chain: Vec<&str> = names.iter().copied().chain([word]).collect();
    let rules = subject.and_then(|subject| subject.rules.as_ref()).filter(|(_, name)| name == names[0]);
    if let Some((rules, parameter)) = rules {
        let method = chains::of_rules(rules, &chain)?;
        return Some(markdown::method(if rules.itself { "" } else { parameter }, method));
    }
    if chains::is_root(place, names[0]) {
        if let Some(doc) = chains::describe_root(&format!("a.{}", chain[1..].join("."))) {
            return Some(markdown::page(&chain.join("."), &[doc]));
        }
        let shape = subject.map_or(Shape::Anything, |subject| subject.found.shape);
        let method = chains::of_terms(place, shape, &chain)?;
        // what follows another call stands behind anything
        let first = before.iter().all(|step| step.arguments.is_none());
        return Some(markdown::method(if first { names.join(".") } else { String::new() }.as_str(), method));
    }
    let [only] = &names[..] else { return None };
    let site = scope::member(place, only, word)?;
    let value = site.value.as_ref().map(|value| place.text(&site.path, value));
    let heading = value.map_or_else(|| format!("{only}.{word}"), |value| format!("{only}.{word} = {value}"));
    Some(markdown::page(&heading, &[]))
}

/// A path of a storage: who may do what below it.
fn storage_path(place: &Place<'_>, cursor: &Cursor, text: &str) -> Option<String> {
    let Analysis { access: table, backend, .. } = place.analysis;
    let (storage, path) = table.paths.iter().find_map(|(storage, paths)| {
        Some((*storage, paths.list().iter().find(|path| place.touches(path.span, cursor.offset))?))
    })?;
    let paragraphs = access::of_path(place.analysis, backend.storage(storage), &path.path);
    Some(markdown::page(&format!("\"{text}\""), &paragraphs))
}

/// A path of a REST API: who may call which method of it.
fn rest_path(place: &Place<'_>, cursor: &Cursor, text: &str) -> Option<String> {
    let Analysis { access: table, backend, .. } = place.analysis;
    let (api, found) = table.rest.all().find(|(_, found)| place.touches(found.span, cursor.offset))?;
    let api = &backend.rest_api(api).name.value;
    let paragraphs = [format!("Path of `{api}`"), access::of_place(place.analysis, api, &found.shown())];
    Some(markdown::page(&format!("\"{text}\""), &paragraphs))
}

fn string(place: &Place<'_>, cursor: &Cursor, subject: Option<&Subject>, text: &str) -> Option<String> {
    let source = &place.file.text;
    if cursor.in_import(source) {
        let path = place.resolve(place.path, text)?;
        return Some(markdown::page(&format!("\"{text}\""), &[format!("`{path}`")]));
    }
    if cursor.at_key() {
        let declared = || schema::declared(place, cursor).map(|declared| declared.page_with_access(place.analysis));
        let route = || rest_path(place, cursor, text);
        return storage_path(place, cursor, text).or_else(route).or_else(declared).or_else(|| property(subject, text));
    }
    if references::expected(&cursor.frames) {
        return references::describe(place, text);
    }
    if references::is_action(place, cursor)
        && let Some(action) = references::describe_action(text)
    {
        return Some(action);
    }
    if cursor.key(source) == Some("entry") {
        let found = match paths::handler(place, text) {
            Some(path) => format!("The handler: `{path}`"),
            None => "There is no such file.".to_owned(),
        };
        let row = subject.and_then(|subject| subject.found.row.as_ref()).map(markdown::row_doc);
        return Some(markdown::page(&format!("\"{text}\""), &[found, row.unwrap_or_default()]));
    }
    if let Some(known) = subject.and_then(|subject| schema::known(place, cursor, subject)) {
        return known.into_iter().find(|known| known.name == text).map(|known| known.page);
    }
    let defined = groups::all(place.analysis).into_iter().find(|group| {
        group.name == text && (groups::expected(place, &cursor.frames) || place.touches(group.span, cursor.offset))
    });
    if let Some(group) = defined {
        return Some(markdown::page(&format!("\"{text}\""), &[groups::describe(place.analysis, &group)]));
    }
    let subject = subject?;
    let word = subject.found.shape.words().into_iter().find(|word| word.text == text);
    match word {
        Some(word) => Some(markdown::word(&word, &markdown::stands_for(text, subject.found.shape))),
        None => subject.found.row.as_ref().map(markdown::row),
    }
}
