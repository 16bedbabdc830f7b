//! Small questions to the text around the cursor.

use super::super::cursor::{At, Cursor, Frame};
use super::super::projects::Place;
use crate::vocabulary::{Method, Shape};

/// The text before what the cursor touches, and behind it.
fn around<'p>(place: &Place<'p>, cursor: &Cursor) -> (&'p str, &'p str) {
    let text = &place.file.text;
    let (start, end) = match &cursor.at {
        At::Word(range) => (range.start, range.end),
        At::String { inside, closed } => (inside.start.saturating_sub(1), inside.end + usize::from(*closed)),
        At::Nothing | At::Comment => (cursor.offset, cursor.offset),
    };
    (text[..start].trim_end_matches([' ', '\t']), &text[end..])
}

/// Whether nothing stands before the cursor in its line.
pub(super) fn at_line_start(place: &Place<'_>, cursor: &Cursor) -> bool {
    let before = around(place, cursor).0;
    before.is_empty() || before.ends_with('\n')
}

/// Whether a value is expected behind `=` or `default`.
pub(super) fn after_equals(place: &Place<'_>, cursor: &Cursor) -> bool {
    let before = around(place, cursor).0.trim_end();
    before.ends_with('=') || before.ends_with("default")
}

/// Whether the key that is touched has its colon already.
pub(super) fn colon_follows(place: &Place<'_>, cursor: &Cursor) -> bool {
    !matches!(cursor.at, At::Nothing) && around(place, cursor).1.trim_start_matches([' ', '\t']).starts_with(':')
}

/// The other strings of the list that the cursor is in.
pub(super) fn strings_around(place: &Place<'_>, cursor: &Cursor) -> Vec<String> {
    if !matches!(cursor.frames.last(), Some(Frame::List { .. })) {
        return Vec::new();
    }
    let (before, after) = around(place, cursor);
    let open = before.rfind('[').map_or(before, |at| &before[at + 1..]);
    let close = after.find(']').map_or("", |at| &after[..at]);
    let quoted = |part: &str| {
        let trimmed = part.trim();
        let inner = trimmed.strip_prefix(['"', '\'']).and_then(|rest| rest.strip_suffix(['"', '\'']));
        inner.map(str::to_owned)
    };
    open.split(',').chain(close.split(',')).filter_map(quoted).collect()
}

/// What to write for a call, with places to fill in for what it needs.
pub(super) fn call_snippet(method: &Method) -> String {
    let Some(arguments) = method.arguments.filter(|_| !method.bare) else { return format!("{}$0", method.name) };
    let needed = arguments.iter().filter(|argument| !argument.optional);
    let mut written: Vec<String> = needed.map(|argument| value_snippet((argument.shape)())).collect();
    if method.name == "default" {
        written.push("$1".to_owned());
    }
    for (at, value) in written.iter_mut().enumerate().skip(1) {
        *value = value.replace("$1", &format!("${}", at + 1));
    }
    format!("{}({})$0", method.name, written.join(", "))
}

/// What to write for a value, with places to fill in.
pub(super) fn value_snippet(shape: Shape) -> String {
    match shape {
        Shape::True => "true".to_owned(),
        Shape::Bool => "${1:true}".to_owned(),
        Shape::Null => "null".to_owned(),
        Shape::Text | Shape::Name(_) => "\"$1\"".to_owned(),
        Shape::Words(words) => match words {
            [only] => only.written(),
            _ if words.iter().any(|word| word.number) => "$1".to_owned(),
            _ => "\"$1\"".to_owned(),
        },
        Shape::List(element) => match element() {
            Shape::Text | Shape::Name(_) | Shape::Words(_) => "[\"$1\"]".to_owned(),
            _ => "[$1]".to_owned(),
        },
        Shape::Record(_) | Shape::Keyed(_) | Shape::Map(..) => "{ $1 }".to_owned(),
        // `true` is the shortest way to switch something on
        Shape::OneOf(shapes) => shapes.first().map_or_else(|| "$1".to_owned(), |first| value_snippet(first())),
        Shape::Secret => "secret(\"$1\")".to_owned(),
        Shape::Ref => "ref(\"$1\")".to_owned(),
        Shape::Message(parameters) => {
            let names: Vec<&str> = parameters.iter().map(|parameter| parameter.name).collect();
            let called: Vec<String> = names.iter().map(|name| format!("\\${{{name}()\\}}")).collect();
            format!("({}) => `$1{}`", names.join(", "), called.join(" "))
        }
        Shape::Rules(rules) => rules.callback("$1"),
        Shape::Terms(terms) => terms.example(),
        Shape::Number | Shape::Int(..) | Shape::Function | Shape::Anything => "$1".to_owned(),
    }
}
