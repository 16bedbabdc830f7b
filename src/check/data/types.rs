//! Types: with content, and of the right kind where they are named.

use crate::check::Inspection;
use crate::diagnostic::{Code, Diagnostic, closest};
use crate::model::Data;
use crate::model::data::{Field, Handler, HandlerSource, Named, TypeKind};
use crate::vocabulary::At;
use smol_str::SmolStr;

/// A schema, a model, a custom type and an enum hold something.
pub(in crate::check) fn content(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    let found = &mut cx.found;
    let mut empty = |span, what: &str, help: &str| {
        found.push(Diagnostic::new(Code::EmptyType, span, format!("this {what} is empty")).help(help));
    };
    let add = "add a model: `Post: a.model({ title: a.string() })`";
    if data.members.is_empty() && data.whole {
        let place = data.parts.first().map_or(data.span, |part| part.span);
        empty(place, "schema", add);
    } else if let (Some(part), true) = (data.parts.first(), data.whole)
        && !data.members.iter().any(|member| matches!(member, Named::Model(_) | Named::Operation(_)))
    {
        let finding =
            Diagnostic::new(Code::EmptyType, part.span, "this schema has types only: there is nothing to call");
        found.push(finding.help(add));
        return;
    }
    let mut empty = |span, what: &str, help: &str| {
        found.push(Diagnostic::new(Code::EmptyType, span, format!("this {what} is empty")).help(help));
    };
    for model in &data.models {
        if !model.fields.iter().any(Field::is_written) {
            empty(model.span, "model", "add a field: `title: a.string()`");
        }
    }
    for it in data.types.iter().filter(|it| it.fields.is_empty()) {
        empty(it.span, "custom type", "add a field: `title: a.string()`");
    }
    for it in data.enumerations.iter().filter(|it| it.values.is_empty() && it.whole) {
        empty(it.span, "enum", "add a word: `[\"DRAFT\"]`");
    }
}

/// A custom type that needs itself has no value: each would need another one in it.
pub(in crate::check) fn endless(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    let needs = |it: usize| {
        let needed = data.types[it].fields.iter().filter(|field| field.many.required && field.many.list.is_none());
        needed.filter_map(|field| match field.kind {
            TypeKind::Type(id) => Some((field, id.index())),
            _ => None,
        })
    };
    // those have values that need nothing, or nothing but what has values
    let mut missing: Vec<usize> = (0..data.types.len()).map(|it| needs(it).count()).collect();
    let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); data.types.len()];
    for it in 0..data.types.len() {
        needs(it).for_each(|(_, other)| needed_by[other].push(it));
    }
    let mut sound: Vec<usize> = (0..missing.len()).filter(|it| missing[*it] == 0).collect();
    while let Some(it) = sound.pop() {
        for other in &needed_by[it] {
            missing[*other] -= 1;
            if missing[*other] == 0 {
                sound.push(*other);
            }
        }
    }
    let mut seen = vec![false; missing.len()];
    for start in 0..missing.len() {
        let mut way: Vec<(usize, &Field)> = Vec::new();
        let mut at = start;
        while missing[at] > 0 && !seen[at] {
            seen[at] = true;
            let Some((field, next)) = needs(at).find(|(_, next)| missing[*next] > 0) else { break };
            way.push((at, field));
            at = next;
        }
        let Some(first) = way.iter().position(|(it, _)| *it == at) else { continue };
        let around = &way[first..];
        let name = &data.types[at].name.value;
        let fields = around.iter().map(|(it, field)| format!("`{}.{}`", data.types[*it].name.value, field.name.value));
        let fields: Vec<String> = fields.collect();
        let message = format!("`{name}` needs another `{name}` in it, without end: {}", fields.join(", "));
        let mut finding = around[0].1.name.finding(Code::EndlessType, message);
        for (_, field) in &around[1..] {
            finding = finding.label(field.name.place(), "and this is required");
        }
        cx.found.push(finding.help("leave `.required()` out of one of them"));
    }
}

/// Where a type is named, it is there, and of a kind that can stand there.
pub(in crate::check) fn references(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    let found = &mut cx.found;
    for model in &data.models {
        for field in &model.fields {
            field_type(data, field, "a model holds other models by `a.hasMany`, `a.hasOne` and `a.belongsTo`", found);
            if let (Some(relation), TypeKind::Unknown) = (&field.relation, field.kind) {
                unknown(data, &relation.model, "model", &|named| matches!(named, Named::Model(_)), found);
            }
        }
    }
    for it in &data.types {
        for field in &it.fields {
            field_type(data, field, "a custom type has no place for models: hold the model's identifier", found);
        }
    }
    for operation in &data.operations {
        for argument in &operation.arguments {
            field_type(data, argument, "an argument is a value: let the caller give the model's identifier", found);
        }
        if let Some(returns) = &operation.returns
            && let (Some(link), TypeKind::Unknown) = (&returns.link, returns.kind)
        {
            unknown(data, link, "type", &|named| !matches!(named, Named::Operation(_)), found);
        }
        for source in operation.sources.iter().flat_map(|sources| &sources.value).filter(|source| source.of.is_none()) {
            unknown(data, &source.name, "mutation or model", &|_| true, found);
        }
        for handler in operation.handlers.iter().flat_map(|handlers| &handlers.value) {
            if let Handler::Custom { source: Some(HandlerSource::Model(name, None)), .. } = handler {
                unknown(data, name, "model", &|named| matches!(named, Named::Model(_)), found);
            }
        }
    }
}

fn field_type(data: &Data, field: &Field, instead: &str, found: &mut Vec<Diagnostic>) {
    let Some(link) = &field.link else { return };
    match field.kind {
        TypeKind::Unknown => {
            unknown(data, link, "type", &|named| matches!(named, Named::Enumeration(_) | Named::Type(_)), found);
        }
        TypeKind::Model(_) => {
            let message = format!("`{}` is a model, which cannot be held by `a.ref`", link.value);
            found.push(link.finding(Code::UnknownType, message).help(instead));
        }
        _ => {}
    }
}

/// Reports a name that stands for nothing, or for something of the wrong kind. What could not be read was reported.
fn unknown(data: &Data, name: &At<SmolStr>, noun: &str, fits: &dyn Fn(Named) -> bool, found: &mut Vec<Diagnostic>) {
    if let Some(named) = data.named(&name.value) {
        let is = match named {
            Named::Model(_) => "a model",
            Named::Enumeration(_) => "an enum",
            Named::Type(_) => "a custom type",
            Named::Operation(_) => "an operation",
        };
        let message = format!("`{}` is {is}, and a {noun} is needed here", name.value);
        found.push(name.finding(Code::UnknownType, message).help(format!("name a {noun} of the schema")));
        return;
    }
    if data.knows(&name.value) || !data.whole && data.parts.is_empty() {
        return;
    }
    let finding = name.finding(Code::UnknownType, format!("there is no {noun} `{}` in the schema", name.value));
    let fitting = data.known_names().filter(|name| data.named(name).is_none_or(fits));
    found.push(match closest(&name.value, fitting) {
        Some(near) => finding.fix(format!("write `{near}`"), name.span, format!("\"{near}\"")),
        None => finding.help("add it to the schema, or name another one"),
    });
}
