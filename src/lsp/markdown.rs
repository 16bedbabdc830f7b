//! The vocabulary's rows as Markdown, for hover and completion.

use std::fmt::Write;

use gen_lsp_types::{MarkupContent, MarkupKind};

use crate::vocabulary::{AuthAction, Builder, Gives, Method, Origin, Row, Shape, Word, Words as _};

/// As the protocol carries it.
pub(super) fn markdown(value: String) -> MarkupContent {
    MarkupContent { kind: MarkupKind::Markdown, value }
}

/// A heading in code, then paragraphs.
pub(super) fn page(heading: &str, paragraphs: &[String]) -> String {
    let mut text = format!("```ts\n{heading}\n```");
    for paragraph in paragraphs.iter().filter(|paragraph| !paragraph.is_empty()) {
        let _ = write!(text, "\n\n{paragraph}");
    }
    text
}

fn origin(origin: Origin) -> String {
    match origin {
        Origin::Amplify => String::new(),
        Origin::Extension => "An extension of amp: Amplify itself does not have it.".to_owned(),
    }
}

fn source(page: Option<&str>) -> String {
    page.map_or_else(String::new, |page| format!("[Documentation]({page})"))
}

/// A property: type, what it does, default, documentation.
pub(super) fn row(row: &Row) -> String {
    page(&heading(row), &row_paragraphs(row))
}

/// `timeoutSeconds: a whole number from 1 to 900`
fn heading(row: &Row) -> String {
    let mark = if row.required { "" } else { "?" };
    format!("{}{mark}: {}", row.name, type_of((row.shape)()))
}

fn row_paragraphs(row: &Row) -> Vec<String> {
    let shape = (row.shape)();
    let mut facts = Vec::new();
    if let Shape::Int(low, high) = shape {
        facts.push(format!("From {low} to {high}{}.", row.unit.map_or_else(String::new, |unit| format!(" {unit}"))));
    } else if let Some(unit) = row.unit {
        facts.push(format!("In {unit}."));
    }
    if let Some(default) = row.default {
        facts.push(format!("Default: `{default}`."));
    }
    if row.required {
        facts.push("Required.".to_owned());
    }
    vec![row.doc.to_owned(), facts.join(" "), origin(row.origin), source(row.source)]
}

/// The documentation of a property, without its heading.
pub(super) fn row_doc(row: &Row) -> String {
    join(&row_paragraphs(row))
}

fn join(paragraphs: &[String]) -> String {
    let kept: Vec<&str> = paragraphs.iter().map(String::as_str).filter(|paragraph| !paragraph.is_empty()).collect();
    kept.join("\n\n")
}

/// A builder: what it defines, documentation.
pub(super) fn builder(builder: &Builder) -> String {
    let argument = match builder.argument.map(|shape| shape()) {
        None => String::new(),
        Some(shape) => type_of(shape),
    };
    page(&format!("{}({argument})", builder.name), &[builder_doc(builder)])
}

/// The documentation of a builder, without its heading.
pub(super) fn builder_doc(builder: &Builder) -> String {
    join(&[builder.doc.to_owned(), origin(builder.origin), source(Some(builder.source))])
}

/// A word in a string: what it means, and what it stands for.
pub(super) fn word(word: &Word, further: &str) -> String {
    page(&word.written(), &[word_doc(word, further)])
}

/// The same, without the heading.
pub(super) fn word_doc(word: &Word, further: &str) -> String {
    join(&[word.doc.to_owned(), further.to_owned(), origin(word.origin)])
}

/// A part of a chain, behind what it belongs to: `allow`, or nothing for what may stand behind anything.
pub(super) fn method(parameter: &str, method: &Method) -> String {
    let arguments = method.arguments.map_or_else(String::new, |arguments| {
        let types: Vec<String> = arguments.iter().map(|argument| type_of((argument.shape)())).collect();
        format!("({})", types.join(", "))
    });
    let heading = format!("{parameter}.{}{arguments}", method.name);
    page(&heading, &[method.doc.to_owned()])
}

/// A shape, as TypeScript would write its type.
pub(super) fn type_of(shape: Shape) -> String {
    match shape {
        Shape::Bool => "boolean".to_owned(),
        Shape::True => "true".to_owned(),
        Shape::Null => "null".to_owned(),
        Shape::Text | Shape::Name(_) => "string".to_owned(),
        Shape::Number | Shape::Int(..) => "number".to_owned(),
        Shape::Words(words) => {
            let shown: Vec<String> = words.iter().take(8).map(Word::written).collect();
            let more = if words.len() > shown.len() { " | ..." } else { "" };
            format!("{}{more}", shown.join(" | "))
        }
        Shape::List(element) => match element() {
            inner @ (Shape::OneOf(_) | Shape::Words(_)) => format!("({})[]", type_of(inner)),
            inner => format!("{}[]", type_of(inner)),
        },
        Shape::Record(_) | Shape::Keyed(_) => "{ ... }".to_owned(),
        Shape::Map(_, value) => format!("{{ [name]: {} }}", type_of(value())),
        Shape::OneOf(shapes) => {
            let mut types: Vec<String> = Vec::new();
            for shape in shapes {
                let name = type_of(shape());
                if !types.contains(&name) {
                    types.push(name);
                }
            }
            types.join(" | ")
        }
        Shape::Function => "function".to_owned(),
        Shape::Secret => "secret".to_owned(),
        Shape::Ref => "ref".to_owned(),
        Shape::Message(parameters) => {
            let names: Vec<&str> = parameters.iter().map(|parameter| parameter.name).collect();
            format!("({}) => string", names.join(", "))
        }
        Shape::Rules(rules) => match (rules.keys, rules.gives) {
            (Some(key), _) => format!("({}) => {{ [{key}]: rule[] }}", rules.parameter),
            (None, Gives::One) => format!("({}) => rule", rules.parameter),
            (None, _) => format!("({}) => rule[]", rules.parameter),
        },
        Shape::Terms(terms) => terms.example(),
        Shape::Anything => "any".to_owned(),
    }
}

/// The IAM actions that an action on users and groups stands for; empty for other words.
pub(super) fn stands_for(word: &str, shape: Shape) -> String {
    let is_action = shape.words().iter().any(|known| known.text == AuthAction::ManageUsers.text());
    let Some(action) = AuthAction::from_text(word).filter(|_| is_action) else { return String::new() };
    let calls: Vec<String> = action.iam().iter().map(|call| format!("`cognito-idp:{call}`")).collect();
    format!("Grants {}", calls.join(", "))
}
