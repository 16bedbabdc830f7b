//! What may be written at the cursor.

mod items;
mod text;

use gen_lsp_types::{CompletionItem, CompletionItemKind};
use items::Items;

use super::cursor::{At, Cursor, Frame};
use super::projects::Place;
use super::scope;
use super::subject::{Subject, alternatives};
use super::{chains, groups, markdown, paths, references, schema};
use crate::vocabulary::{Found, Method, Shape, builders};

/// The proposals at a byte offset, best first; `None` in a comment. `trigger` is the sign that the user just wrote, if
/// the editor asks because of it.
pub(super) fn complete(place: &Place<'_>, offset: u32, trigger: Option<&str>) -> Option<Vec<CompletionItem>> {
    let at = offset as usize;
    let cursor = Cursor::new(&place.file.text, at);
    let wanted = match trigger {
        // a path goes on; anywhere else it may become a comment
        Some("/") => matches!(cursor.at, At::String { .. }),
        // between declarations nobody wants a list at every blank
        Some(" " | ",") => !cursor.frames.is_empty(),
        _ => true,
    };
    if !wanted {
        return None;
    }
    let mut items = Items::new(place, cursor.touched(at), matches!(cursor.at, At::String { .. }));
    if cursor.at == At::Comment {
        return None;
    }
    let subject = Subject::new(place, &cursor, offset);
    if let At::String { inside, .. } = &cursor.at {
        let written = &place.file.text[inside.start..at.max(inside.start)];
        in_string(&mut items, place, &cursor, subject.as_ref(), written);
    } else if !cursor.before.is_empty() {
        members(&mut items, place, &cursor, subject.as_ref());
    } else if cursor.frames.is_empty() {
        top_level(&mut items, place, &cursor);
    } else if cursor.at_key() {
        keys(&mut items, place, &cursor, subject.as_ref());
    } else if cursor.fresh || matches!(cursor.at, At::Word(_)) {
        values(&mut items, place, &cursor, subject.as_ref());
    }
    Some(items.finish())
}

/// Inside of quotes: words, group names, paths.
fn in_string(items: &mut Items<'_>, place: &Place<'_>, cursor: &Cursor, subject: Option<&Subject>, written: &str) {
    let source = &place.file.text;
    let handler = cursor.key(source) == Some("entry");
    if handler || cursor.in_import(source) {
        for (name, is_folder) in paths::neighbours(place, written, handler) {
            items.path(&name, is_folder, written);
        }
        return;
    }
    if references::expected(&cursor.frames) {
        for (path, meaning) in references::all(place) {
            items.word(&path, CompletionItemKind::Reference, meaning, "");
        }
        return;
    }
    if references::is_action(place, cursor) {
        let taken = text::strings_around(place, cursor);
        for (action, detail) in references::actions(written).into_iter().filter(|(action, _)| !taken.contains(action)) {
            items.word(&action, CompletionItemKind::EnumMember, detail, "");
        }
        return;
    }
    if groups::expected(place, &cursor.frames) {
        let taken = text::strings_around(place, cursor);
        for group in groups::all(place.analysis).into_iter().filter(|group| !taken.contains(&group.name)) {
            items.word(&group.name, CompletionItemKind::EnumMember, "group", &groups::describe(place.analysis, &group));
        }
        return;
    }
    if let Some(subject) = subject
        && !cursor.at_key()
    {
        let taken = text::strings_around(place, cursor);
        for known in schema::known(place, cursor, subject).into_iter().flatten() {
            if !taken.contains(&known.name) {
                items.word(&known.name, known.kind, &known.detail, &known.page);
            }
        }
        words(items, place, cursor, subject.found);
    }
    if cursor.at_key() {
        keys(items, place, cursor, subject);
    }
}

/// The words of an enumeration, without those that the list around the cursor has already.
fn words(items: &mut Items<'_>, place: &Place<'_>, cursor: &Cursor, found: Found) {
    let taken = text::strings_around(place, cursor);
    for word in found.shape.words() {
        if !taken.iter().any(|text| text == word.text) {
            let doc = markdown::word_doc(&word, &markdown::stands_for(word.text, found.shape));
            items.written(&word.written(), word.text, CompletionItemKind::EnumMember, &doc);
        }
    }
}

/// Behind a dot.
fn members(items: &mut Items<'_>, place: &Place<'_>, cursor: &Cursor, subject: Option<&Subject>) {
    let names: Vec<&str> = cursor.before.iter().map(|step| step.name.as_str()).collect();
    let coming: Vec<&str> = cursor.after.iter().map(String::as_str).collect();
    if names == ["process"] {
        items.name("env", CompletionItemKind::Module, "environment variables, read when ampc runs", "");
    } else if names == ["process", "env"] {
        for name in &place.analysis.program.env {
            items.name(name, CompletionItemKind::Variable, "environment variable", "");
        }
    } else if let Some((rules, _)) =
        subject.and_then(|subject| subject.rules.as_ref()).filter(|(_, name)| name == names[0])
    {
        for next in chains::next_of_rules(rules, &names, &coming) {
            method(items, next);
        }
    } else if chains::is_root(place, names[0]) {
        for next in chains::next_of_terms(subject.map(|subject| subject.found.shape), &names[1..], &coming) {
            match next {
                chains::Next::Method(next) => method(items, next),
                chains::Next::Root(name) => items.name(name, CompletionItemKind::Module, "", ""),
            }
        }
    } else if let [only] = &names[..] {
        for (name, detail) in scope::members(place, only) {
            items.name(&name, CompletionItemKind::EnumMember, &detail, "");
        }
    }
}

/// A part of a chain.
fn method(items: &mut Items<'_>, method: &Method) {
    let detail = method.argument(0).map_or_else(String::new, markdown::type_of);
    items.snippet(method.name, &text::call_snippet(method), CompletionItemKind::Method, &detail, method.doc);
}

/// Outside of all brackets: builders, and what may stand where a value is expected.
fn top_level(items: &mut Items<'_>, place: &Place<'_>, cursor: &Cursor) {
    if text::after_equals(place, cursor) || text::at_line_start(place, cursor) {
        builder_calls(items, place);
    }
    if text::after_equals(place, cursor) {
        if let Some(doc) = chains::describe_root("a").filter(|_| chains::is_root(place, "a")) {
            items.name("a", CompletionItemKind::Module, "", &doc);
        }
        for name in scope::names(place).into_iter().filter(|name| name.is_value) {
            items.name(&name.text, CompletionItemKind::Constant, &name.detail, "");
        }
    }
    if text::at_line_start(place, cursor) {
        for (word, body) in [
            ("export const", "export const ${1:name} = $0"),
            ("const", "const ${1:name} = $0"),
            ("import", "import { $1 } from \"$2\";$0"),
        ] {
            items.snippet(word, body, CompletionItemKind::Keyword, "", "");
        }
    }
}

fn builder_calls(items: &mut Items<'_>, place: &Place<'_>) {
    for builder in builders() {
        let doc = markdown::builder_doc(builder);
        let body = match builder.argument.map(|shape| shape()) {
            Some(Shape::Text) => format!("{}(\"$1\")$0", builder.name),
            Some(_) => format!("{}({{\n\t$0\n}})", builder.name),
            None => format!("{}()$0", builder.name),
        };
        items.builder(builder.name, &body, &doc, place);
    }
}

/// Where a key of an object is expected.
fn keys(items: &mut Items<'_>, place: &Place<'_>, cursor: &Cursor, subject: Option<&Subject>) {
    let Some(Frame::Object { keys, .. }) = cursor.frames.last() else { return };
    let text = &place.file.text;
    let replaced = items.replaced();
    let has = |name: &str| keys.iter().any(|key| *key != replaced && text.get(key.clone()) == Some(name));
    let Some(subject) = subject else { return };
    if subject.builder.name == "defineBackend" && cursor.frames.len() == 2 {
        for name in scope::names(place).into_iter().filter(|name| name.declares.is_some() && !has(&name.text)) {
            items.name(&name.text, CompletionItemKind::Variable, &name.detail, "");
        }
        return;
    }
    let rows: Vec<_> = subject.found.shape.properties().into_iter().filter(|row| !has(row.name)).collect();
    let has_value = text::colon_follows(place, cursor);
    for row in rows {
        let detail = markdown::type_of((row.shape)());
        items.key(
            row.name,
            (!has_value).then(|| text::value_snippet((row.shape)())),
            &detail,
            &markdown::row_doc(&row),
        );
    }
    for shape in alternatives(subject.found.shape) {
        if let Shape::Keyed(keyed) = shape
            && let Some(own) = keyed.prefixed
        {
            let body = (!has_value).then(|| text::value_snippet((own.value)()));
            items.prefixed_key(own.prefix, body, &markdown::type_of((own.value)()), own.doc);
        }
    }
}

/// Where a value is expected.
fn values(items: &mut Items<'_>, place: &Place<'_>, cursor: &Cursor, subject: Option<&Subject>) {
    if let Some(subject) = subject {
        for shape in alternatives(subject.found.shape) {
            value(items, place, cursor, subject, shape);
        }
    }
    for name in scope::names(place).into_iter().filter(|name| name.is_value && name.declares.is_none()) {
        items.name(&name.text, CompletionItemKind::Constant, &name.detail, "");
    }
}

fn value(items: &mut Items<'_>, place: &Place<'_>, cursor: &Cursor, subject: &Subject, shape: Shape) {
    match shape {
        Shape::Bool | Shape::True => {
            items.name("true", CompletionItemKind::Keyword, "", "");
            if matches!(shape, Shape::Bool) {
                items.name("false", CompletionItemKind::Keyword, "", "");
            }
        }
        Shape::Null => items.name("null", CompletionItemKind::Keyword, "", ""),
        Shape::Terms(terms) => {
            for term in terms.all() {
                let label = format!("{}.{}", terms.root, term.head.name);
                let body = format!("{}.{}", terms.root, text::call_snippet(&term.head));
                items.snippet(&label, &body, CompletionItemKind::Method, terms.noun, term.head.doc);
            }
        }
        Shape::Words(_) => words(items, place, cursor, Found { row: None, shape }),
        Shape::Function => functions(items, place),
        Shape::Secret => {
            items.builder("secret", "secret(\"$1\")$0", "A value that is kept outside of the definition.", place);
        }
        Shape::Rules(rules) if subject.rules.is_some() => {
            let name = subject.rules.as_ref().map_or(rules.parameter, |(_, name)| name);
            items.name(name, CompletionItemKind::Variable, rules.example, "");
        }
        Shape::Message(placeholders) if subject.message.is_some() => {
            for placeholder in placeholders {
                items.name(placeholder.name, CompletionItemKind::Function, "placeholder", placeholder.doc);
            }
        }
        Shape::Text | Shape::Name(_) | Shape::Number | Shape::Int(..) | Shape::OneOf(_) | Shape::Anything => {}
        _ => {
            let label = shape.example();
            items.snippet(
                &label,
                &text::value_snippet(shape),
                CompletionItemKind::Snippet,
                &markdown::type_of(shape),
                "",
            );
        }
    }
}

/// Functions: those in scope, then those of other files, with the import that they need.
fn functions(items: &mut Items<'_>, place: &Place<'_>) {
    for name in scope::names(place) {
        if name.declares.is_some_and(|id| place.analysis.program.declaration(id).builder == "defineFunction") {
            items.name(&name.text, CompletionItemKind::Function, &name.detail, "");
        }
    }
    for (name, from, path) in scope::functions_elsewhere(place) {
        items.imported(&name, &from, &path);
    }
}
