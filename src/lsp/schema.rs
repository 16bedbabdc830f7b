//! The names of a schema: its members and their fields, where strings refer to them, and what is known of each.

use gen_lsp_types::CompletionItemKind;

use super::access;
use super::cursor::{Cursor, Frame, Step};
use super::markdown::page;
use super::projects::Place;
use super::subject::{Subject, alternatives};
use crate::analysis::Analysis;
use crate::model::Data;
use crate::model::data::{CustomType, Enumeration, Field, Model, Named, Operation, Origin, TypeKind};
use crate::source::Span;
use crate::vocabulary::data::{Many, Related};
use crate::vocabulary::{Names, Shape};

/// Something that a string may name.
pub(super) struct Known {
    /// Its name.
    pub(super) name: String,
    /// What it is.
    pub(super) kind: CompletionItemKind,
    /// A few words for lists.
    pub(super) detail: String,
    /// What is told about it, in Markdown.
    pub(super) page: String,
    /// Where its name is written; `None` for what is there by itself.
    pub(super) span: Option<Span>,
    /// As the table of access calls it, if rules may stand at it.
    pub(super) path: Option<String>,
}

impl Known {
    /// What is told about it, and who may do what with it.
    pub(super) fn page_with_access(&self, analysis: &Analysis) -> String {
        let access = self.path.as_deref().map_or_else(String::new, |path| access::of_api(analysis, path));
        if access.is_empty() { self.page.clone() } else { format!("{}\n\n{access}", self.page) }
    }
}

/// What a string at the cursor may name; `None` if it names nothing of a schema.
pub(super) fn known(place: &Place<'_>, cursor: &Cursor, subject: &Subject) -> Option<Vec<Known>> {
    let names = alternatives(subject.found.shape).into_iter().find_map(|shape| match shape {
        Shape::Name(names) => Some(names),
        _ => None,
    })?;
    if names == Names::Field {
        return Some(around(place, cursor));
    }
    let Some(data) = &place.analysis.backend.data else { return Some(Vec::new()) };
    let models = || data.models.iter().map(|model| of_model(data, model));
    let types = || {
        let enumerations = data.enumerations.iter().filter(|it| !it.inline).map(of_enumeration);
        enumerations.chain(data.types.iter().filter(|it| !it.inline).map(|it| of_type(data, it)))
    };
    Some(match names {
        Names::Model => models().collect(),
        Names::Type => types().collect(),
        Names::Result => types().chain(models()).collect(),
        Names::Source => {
            let mutations = data.operations.iter().filter(|it| it.kind == crate::vocabulary::data::Kind::Mutation);
            models().chain(mutations.map(|it| of_operation(data, it))).collect()
        }
        Names::Field | Names::FieldOfOther => match other(place, cursor).and_then(|name| data.named(name)) {
            Some(Named::Model(id)) => fields(data, data.model(id)),
            _ => Vec::new(),
        },
    })
}

/// The member or field whose name stands at the cursor, where it is declared.
pub(super) fn declared(place: &Place<'_>, cursor: &Cursor) -> Option<Known> {
    let data = place.analysis.backend.data.as_ref()?;
    let touched = |span: Span| place.touches(span, cursor.offset);
    let field = |owner: &str, fields: &[Field]| {
        let written = fields.iter().filter(|field| field.is_written());
        written.into_iter().find(|field| touched(field.name.span)).map(|field| of_field(data, owner, field))
    };
    for member in &data.members {
        let found = match member {
            Named::Model(id) => {
                let model = data.model(*id);
                if touched(model.name.span) {
                    return Some(of_model(data, model));
                }
                field(&model.name.value, &model.fields)
            }
            Named::Type(id) => {
                let of = data.custom_type(*id);
                touched(of.name.span).then(|| of_type(data, of))
            }
            Named::Enumeration(id) => {
                let enumeration = data.enumeration(*id);
                touched(enumeration.name.span).then(|| of_enumeration(enumeration))
            }
            Named::Operation(id) => {
                let operation = data.operation(*id);
                let itself = touched(operation.name.span).then(|| of_operation(data, operation));
                itself.or_else(|| field(&operation.name.value, &operation.arguments))
            }
        };
        if found.is_some() {
            return found;
        }
    }
    data.types.iter().find_map(|it| field(&it.name.value, &it.fields))
}

/// The fields of the model around the cursor that a table can hold: as they were last read, then those that stand
/// there and could not be read.
fn around(place: &Place<'_>, cursor: &Cursor) -> Vec<Known> {
    let model = cursor.frames.iter().rev().find_map(|frame| match frame {
        Frame::Call { callee, .. } => callee.iter().find(|step| step.name == "model"),
        _ => None,
    });
    let Some(model) = model else { return Vec::new() };
    let read = place.analysis.backend.data.as_ref().and_then(|data| {
        let start = u32::try_from(model.range.start).ok()?;
        let here = |it: &&Model| it.span.file == place.id && it.span.start == start;
        Some((data, data.models.iter().find(here)?))
    });
    let mut found = read.map(|(data, model)| fields(data, model)).unwrap_or_default();
    let relations = read.map(|(_, model)| model.relations().map(|(field, _)| field.name.value.as_str()).collect());
    let relations: Vec<&str> = relations.unwrap_or_default();
    for name in keys(&place.file.text, model) {
        if !relations.contains(&name.as_str()) && found.iter().all(|known| known.name != name) {
            let (detail, page) = (String::new(), String::new());
            found.push(Known { name, kind: CompletionItemKind::Field, detail, page, span: None, path: None });
        }
    }
    found
}

/// The keys of the object that a call is given.
fn keys(text: &str, call: &Step) -> Vec<String> {
    let Some(open) = text[call.range.end..].find('{') else { return Vec::new() };
    let inside = Cursor::new(text, call.range.end + open + 1);
    match inside.frames.last() {
        Some(Frame::Object { keys, .. }) => keys.iter().map(|key| text[key.clone()].to_owned()).collect(),
        _ => Vec::new(),
    }
}

/// The model that the first argument of the call around the cursor names.
fn other<'p>(place: &'p Place<'_>, cursor: &Cursor) -> Option<&'p str> {
    let call = cursor.frames.iter().rev().find_map(|frame| match frame {
        Frame::Call { callee, .. } => callee.last(),
        _ => None,
    })?;
    let rest = place.file.text[call.range.end..].trim_start().strip_prefix('(')?.trim_start();
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\'' | '`'))?;
    rest[1..].split(quote).next()
}

fn fields(data: &Data, model: &Model) -> Vec<Known> {
    model.stored().map(|field| of_field(data, &model.name.value, field)).collect()
}

fn of_model(data: &Data, model: &Model) -> Known {
    let lines: Vec<String> = model.fields.iter().map(|field| format!("- `{}`", signature(data, field))).collect();
    let listed =
        |names: &mut dyn Iterator<Item = &str>| names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let key = listed(&mut model.key.fields().map(smol_str::SmolStr::as_str));
    let written = model.indexes.iter().filter_map(|index| {
        let query = index.query.as_ref()?;
        Some(format!("- `{query}`: by {}", listed(&mut index.key.fields().map(smol_str::SmolStr::as_str))))
    });
    let indexes: Vec<String> = written.collect();
    let operations: Vec<String> =
        model.operations().map(|operation| format!("`{}`", operation.name(&model.name.value))).collect();
    let paragraphs = [
        lines.join("\n"),
        format!("An item is identified by {key}."),
        if indexes.is_empty() { String::new() } else { format!("Other ways to find items:\n{}", indexes.join("\n")) },
        if operations.is_empty() { String::new() } else { format!("Operations: {}", operations.join(", ")) },
    ];
    Known {
        name: model.name.value.to_string(),
        kind: CompletionItemKind::Class,
        detail: "model".to_owned(),
        page: page(&format!("{}: a.model(...)", model.name.value), &paragraphs),
        span: Some(model.name.span),
        path: Some(model.name.value.to_string()),
    }
}

fn of_type(data: &Data, of: &CustomType) -> Known {
    let lines: Vec<String> = of.fields.iter().map(|field| format!("- `{}`", signature(data, field))).collect();
    Known {
        name: of.name.value.to_string(),
        kind: CompletionItemKind::Struct,
        detail: "custom type".to_owned(),
        page: page(&format!("{}: a.customType(...)", of.name.value), &[lines.join("\n")]),
        span: Some(of.name.span),
        path: None,
    }
}

fn of_enumeration(enumeration: &Enumeration) -> Known {
    let values: Vec<String> = enumeration.values.iter().map(|value| format!("`{}`", value.value)).collect();
    Known {
        name: enumeration.name.value.to_string(),
        kind: CompletionItemKind::Enum,
        detail: "enumeration".to_owned(),
        page: page(&format!("{}: a.enum(...)", enumeration.name.value), &[format!("One of {}.", values.join(", "))]),
        span: Some(enumeration.name.span),
        path: None,
    }
}

fn of_operation(data: &Data, operation: &Operation) -> Known {
    let arguments: Vec<String> = operation.arguments.iter().map(|field| signature(data, field)).collect();
    let arguments = if arguments.is_empty() { String::new() } else { format!("({})", arguments.join(", ")) };
    let returns = operation.returns.as_ref();
    let returns =
        returns.map_or_else(String::new, |returns| format!(": {}", type_of(data, returns.kind, returns.many)));
    Known {
        name: operation.name.value.to_string(),
        kind: CompletionItemKind::Method,
        detail: operation.kind.text().to_owned(),
        page: page(&format!("{} {}{arguments}{returns}", operation.kind.text(), operation.name.value), &[]),
        span: Some(operation.name.span),
        path: Some(operation.name.value.to_string()),
    }
}

fn of_field(data: &Data, owner: &str, field: &Field) -> Known {
    let relation = field.relation.as_ref().map_or_else(String::new, |relation| {
        let fields: Vec<String> = relation.fields().map(|name| format!("`{name}`")).collect();
        let (fields, model) = (fields.join(", "), &relation.model.value);
        match relation.kind.value {
            Related::HasOne => format!("The item of `{model}` whose {fields} refers to this one."),
            Related::HasMany => format!("The items of `{model}` whose {fields} refers to this one."),
            Related::BelongsTo => format!("The item of `{model}` that {fields} refers to."),
        }
    });
    let by_itself = match field.origin {
        Origin::Written => String::new(),
        Origin::Identifier | Origin::Timestamp => "Every item has it.".to_owned(),
        Origin::Rule => "It is there for a rule.".to_owned(),
    };
    Known {
        name: field.name.value.to_string(),
        kind: CompletionItemKind::Field,
        detail: type_of(data, field.kind, field.many),
        page: page(&format!("{owner}.{}", signature(data, field)), &[relation, by_itself]),
        span: field.is_written().then_some(field.name.span),
        path: field.rules.as_ref().map(|_| format!("{owner}.{}", field.name.value)),
    }
}

/// `tags: [String!]`
fn signature(data: &Data, field: &Field) -> String {
    format!("{}: {}", field.name.value, type_of(data, field.kind, field.many))
}

/// As GraphQL has it: `[Comment!]`.
fn type_of(data: &Data, kind: TypeKind, many: Many) -> String {
    let required = |required: bool| if required { "!" } else { "" };
    let one = format!("{}{}", data.type_name(kind), required(many.required));
    match many.list {
        Some(list) => format!("[{one}]{}", required(list)),
        None => one,
    }
}
