//! Identifiers and indexes.

use std::collections::HashMap;

use smol_str::SmolStr;

use super::scalar;
use crate::check::Inspection;
use crate::diagnostic::{Code, Diagnostic, Severity, closest};
use crate::model::data::{Field, Model, TypeKind};
use crate::source::Span;
use crate::vocabulary::data::{Projection, ScalarType};

/// Global secondary indexes that a table can have, and attributes that all of them together can hold by `INCLUDE`.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html>
const MOST_INDEXES: usize = 20;
const MOST_INCLUDED: usize = 100;

/// An identifier is made of fields that every item has, and that can be keys of a table.
pub(in crate::check) fn identifiers(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    for model in &data.models {
        // without `.identifier(...)` it is `id`, which may be written
        let declared = || model.field("id").filter(|field| field.is_written());
        let Some(span) = model.identifier.or_else(|| declared().map(|field| field.name.place())) else { continue };
        let found = &mut cx.found;
        let fields: Vec<&SmolStr> = model.key.fields().collect();
        for (at, name) in fields.iter().enumerate() {
            if fields[..at].contains(name) {
                let finding = Diagnostic::new(Code::Identifier, span, format!("`{name}` stands here twice"));
                found.push(finding.help("leave one of them out"));
                continue;
            }
            let Some(field) = field(model, name, Code::Identifier, span, found) else { continue };
            let id = scalar(field) == Some(ScalarType::Id);
            if let Some(why) = no_key(field) {
                found.push(not_a_key(Code::Identifier, span, field, why, "identify an item"));
            } else if matches!(field.kind, TypeKind::Enumeration(_)) {
                let why = "it is an enum, which Amplify does not take as an identifier";
                found.push(not_a_key(Code::Identifier, span, field, why, "identify an item"));
            } else if !(field.many.required || id && at == 0) {
                let message = format!("`{name}` may be absent, so it cannot identify an item");
                let finding = Diagnostic::new(Code::Identifier, span, message);
                let finding = finding.label(field.name.place(), "without `.required()`");
                found.push(finding.help(format!("write `.required()` behind the type of `{name}`")));
            }
        }
    }
}

/// Why a field can be no key; `None` if it can, or is not known.
fn no_key(field: &Field) -> Option<&'static str> {
    if field.relation.is_some() {
        return Some("it is a relation");
    }
    if field.many.list.is_some() {
        return Some("it is a list");
    }
    match field.kind {
        TypeKind::Scalar(ScalarType::Boolean) => Some("a table has no keys that are `true` or `false`"),
        TypeKind::Scalar(ScalarType::Json) => Some("it is JSON"),
        TypeKind::Type(_) => Some("it is an object"),
        _ => None,
    }
}

fn not_a_key(code: Code, span: Span, field: &Field, why: &str, what: &str) -> Diagnostic {
    let message = format!("`{}` cannot {what}: {why}", field.name.value);
    Diagnostic::new(code, span, message)
        .label(field.name.place(), "the field")
        .help("name a field that holds one text or number")
}

/// The field of a name; reports if there is none.
fn field<'m>(model: &'m Model, name: &str, code: Code, span: Span, found: &mut Vec<Diagnostic>) -> Option<&'m Field> {
    let field = model.field(name);
    if field.is_none() {
        let message = format!("`{}` has no field `{name}`", model.name.value);
        let finding = Diagnostic::new(code, span, message);
        let near = closest(name, model.fields.iter().map(|field| field.name.value.as_str()));
        found.push(match near {
            Some(near) => finding.help(format!("write `{near}`")),
            None => finding.help("name one of its fields, or add this one"),
        });
    }
    field
}

/// An index finds items by fields that can be keys, and is not there already.
pub(in crate::check) fn indexes(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    let found = &mut cx.found;
    for model in &data.models {
        let mut names: HashMap<&str, Span> = HashMap::new();
        for index in &model.indexes {
            let Some(span) = index.place() else { continue };
            let fields: Vec<&SmolStr> = index.key.fields().collect();
            for (at, name) in fields.iter().enumerate() {
                if fields[..at].contains(name) {
                    let finding = Diagnostic::new(Code::DataIndex, span, format!("`{name}` stands here twice"));
                    found.push(finding.help("leave one of them out"));
                } else if let Some(field) = field(model, name, Code::DataIndex, span, found)
                    && let Some(why) = no_key(field)
                {
                    found.push(not_a_key(Code::DataIndex, span, field, why, "be a key of an index"));
                }
            }
            if let Some(first) = names.insert(&index.name, span) {
                let message = format!("`{}` has two indexes called `{}`", model.name.value, index.name);
                let finding = Diagnostic::new(Code::DataIndex, span, message).label(first, "the other one");
                found.push(finding.help("give one of them another name: `.name(\"...\")`"));
            }
            let sound = |char: char| char.is_ascii_alphanumeric() || "_-.".contains(char);
            if !(3..=255).contains(&index.name.len()) || !index.name.chars().all(sound) {
                let message = format!("`{}` cannot be the name of an index", index.name);
                let help = "use 3 to 255 ASCII letters, digits, `_`, `-` and `.`";
                found.push(Diagnostic::new(Code::DataIndex, span, message).help(help));
            } else if index.name.starts_with("gsi-") {
                let message = format!("`{}` begins as the indexes of relations do", index.name);
                found.push(Diagnostic::new(Code::DataIndex, span, message).help("choose another name"));
            }
            if index.key == model.key && !model.key.sort.is_empty() {
                let message = "this index finds items as the identifier does";
                // Amplify makes it all the same
                let finding = Diagnostic::new(Code::DataIndex, span, message).severity(Severity::Warning);
                found.push(finding.help("leave it out"));
            }
            if model.key.sort.is_empty() && index.key.partition == model.key.partition {
                let message =
                    format!("items are found by `{}` without an index: it identifies them", model.key.partition);
                found.push(Diagnostic::new(Code::DataIndex, span, message).help("leave this index out"));
            }
            match (index.projection, &index.included[..]) {
                (Projection::Include, []) => {
                    let finding = Diagnostic::new(Code::DataIndex, span, "`INCLUDE` without fields");
                    found.push(
                        finding.help("list the fields, `.projection(\"INCLUDE\", [\"title\"])`, or use `KEYS_ONLY`"),
                    );
                }
                (Projection::Include, included) => {
                    for (at, name) in included.iter().enumerate() {
                        if included[..at].contains(name) {
                            let finding = Diagnostic::new(Code::DataIndex, span, format!("`{name}` stands here twice"));
                            found.push(finding.help("leave one of them out"));
                        } else if let Some(field) = field(model, name, Code::DataIndex, span, found)
                            && field.relation.is_some()
                        {
                            found.push(not_a_key(
                                Code::DataIndex,
                                span,
                                field,
                                "it is a relation",
                                "be held by an index",
                            ));
                        }
                    }
                }
                (_, []) => {}
                (projection, _) => {
                    let word = crate::vocabulary::Words::text(projection);
                    let finding = Diagnostic::new(Code::DataIndex, span, format!("`{word}` takes no list of fields"));
                    found.push(finding.help("leave the list out, or use `INCLUDE`"));
                }
            }
        }
        if model.indexes.len() > MOST_INDEXES {
            let relations = model.indexes.iter().filter(|index| index.place().is_none()).count();
            let of_them = if relations == 0 { String::new() } else { format!(", {relations} of them for relations") };
            let message = format!(
                "the table of `{}` would have {} indexes{of_them}: more than the {MOST_INDEXES} that it can have",
                model.name.value,
                model.indexes.len(),
            );
            let finding = Diagnostic::new(Code::DataIndex, model.name.place(), message);
            found.push(finding.help("find items by fewer fields, or split the model"));
        }
        let included: usize = model.indexes.iter().map(|index| index.included.len()).sum();
        if included > MOST_INCLUDED {
            let message =
                format!("the indexes of `{}` hold {included} fields, more than {MOST_INCLUDED}", model.name.value);
            let finding = Diagnostic::new(Code::DataIndex, model.name.place(), message);
            found.push(finding.help("let an index hold everything: leave `.projection(...)` out"));
        }
    }
}
