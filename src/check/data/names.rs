//! Names that GraphQL takes, and names that clash.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use crate::check::Inspection;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Data;
use crate::model::data::{ModelOperation, Named};
use crate::names::{capitalized, graphql};
use crate::source::Span;
use crate::vocabulary::At;
use crate::vocabulary::data::ScalarType;

/// Whether GraphQL takes a name. <https://spec.graphql.org/October2021/#Name>
fn is_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && chars.all(|char| char.is_ascii_alphanumeric() || char == '_')
        && !name.starts_with("__")
}

/// Names of types that are there without being written.
fn is_reserved(name: &str) -> bool {
    let fixed = ["Query", "Mutation", "Subscription", "EventInvocationResponse"];
    fixed.contains(&name)
        || ScalarType::ALL.iter().any(|scalar| scalar.graphql() == name)
        || name == "Float"
        || matches!(name, "ModelSortDirection" | "ModelAttributeTypes" | "ModelSizeInput")
}

/// Members, fields, arguments and words have names that GraphQL takes.
pub(in crate::check) fn forms(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    let found = &mut cx.found;
    if let Some(name) = &data.record.name
        && !(name.starts_with(|char: char| char.is_ascii_alphabetic())
            && name.chars().all(|char| char.is_ascii_alphanumeric() || "-_ ".contains(char)))
    {
        let message = format!("`{}` cannot be the name of an API", name.value);
        let help = "begin with a letter; go on with letters, digits, `-`, `_` and blanks";
        found.push(name.finding(Code::DataName, message).help(help));
    }
    for member in &data.members {
        let name = match member {
            Named::Model(id) => &data.model(*id).name,
            Named::Enumeration(id) => &data.enumeration(*id).name,
            Named::Type(id) => &data.custom_type(*id).name,
            Named::Operation(id) => &data.operation(*id).name,
        };
        form(name, found);
        if is_reserved(&name.value) && !matches!(member, Named::Operation(_)) {
            let message = format!("`{}` is a type of GraphQL's or AppSync's own", name.value);
            found.push(name.finding(Code::DataName, message).help("choose another name"));
        }
    }
    for model in &data.models {
        for index in &model.indexes {
            if let (Some(query), Some(place)) = (&index.query, index.place()) {
                form(&At::new(query.clone(), place), found);
            }
        }
        let keys = model.indexes.iter().filter(|index| index.query.is_some()).map(|index| &index.key);
        let mut taken: Vec<&str> =
            keys.chain([&model.key]).flat_map(crate::model::data::Key::fields).map(smol_str::SmolStr::as_str).collect();
        taken.retain(|name| matches!(*name, "filter" | "limit" | "nextToken" | "sortDirection"));
        taken.sort_unstable();
        taken.dedup();
        for name in taken {
            let place = model.field(name).map_or(model.name.place(), |field| field.name.place());
            let message = format!("a key cannot be called `{name}`: lists have an argument of that name");
            found.push(Diagnostic::new(Code::DataName, place, message).help("choose another name"));
        }
        for field in &model.fields {
            form(&field.name, found);
            if matches!(field.name.value.as_str(), "and" | "or" | "not") {
                let message = format!("a field cannot be called `{}`: filters use the word", field.name.value);
                found.push(field.name.finding(Code::DataName, message).help("choose another name"));
            }
        }
    }
    let of_types = data.types.iter().flat_map(|it| &it.fields);
    let of_operations = data.operations.iter().flat_map(|it| &it.arguments);
    for field in of_types.chain(of_operations) {
        form(&field.name, found);
    }
    for value in data.enumerations.iter().flat_map(|it| &it.values) {
        form(value, found);
        if matches!(value.as_str(), "true" | "false" | "null") {
            let message = format!("a word of an enum cannot be `{}`", value.value);
            found.push(value.finding(Code::DataName, message).help("choose another word"));
        }
    }
}

fn form(name: &At<smol_str::SmolStr>, found: &mut Vec<Diagnostic>) {
    if is_name(name) {
        return;
    }
    let better: String =
        name.chars().map(|char| if char.is_ascii_alphanumeric() || char == '_' { char } else { '_' }).collect();
    let better = better.trim_start_matches('_');
    let message = format!("`{}` is no name in GraphQL", name.value);
    let finding = name.finding(Code::DataName, message);
    found.push(if is_name(better) {
        finding.help(format!("use ASCII letters, digits and `_`, not first a digit: `{better}`"))
    } else {
        finding.help("use ASCII letters, digits and `_`, not first a digit, and not `__` at the start")
    });
}

/// Nothing is called as something else is, also not what models bring.
pub(in crate::check) fn clashes(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    let mut found = Vec::new();
    for (first, second) in &data.twice {
        let message = format!("there are two members called `{}`", second.value);
        let finding = second.finding(Code::DataClash, message).label(first.place(), "the other one");
        found.push(finding.help("choose another name"));
    }
    for enumeration in &data.enumerations {
        let mut seen: HashMap<&str, Span> = HashMap::new();
        for value in &enumeration.values {
            if let Some(first) = seen.insert(value.as_str(), value.span) {
                let finding = value.finding(Code::DataClash, format!("`{}` stands here twice", value.value));
                found.push(finding.label(first, "first here").help("leave one of them out"));
            }
        }
    }
    let mut names = Names { seen: HashMap::new(), told: HashSet::new(), found };
    names.types(data);
    names.operations(data);
    cx.found.extend(names.found);
}

/// The names that are taken so far.
struct Names {
    /// By what they are names of, and the name.
    seen: HashMap<(&'static str, String), Taken>,
    /// Two models that share a type share their operations, too: that is said once.
    told: HashSet<(Span, Span)>,
    found: Vec<Diagnostic>,
}

/// By what a name is taken, and where that is written.
struct Taken {
    by: String,
    at: Span,
}

impl Names {
    fn take(&mut self, kind: &'static str, name: String, by: String, at: Span) {
        match self.seen.entry((kind, name)) {
            Entry::Vacant(free) => {
                free.insert(Taken { by, at });
            }
            Entry::Occupied(taken) => {
                let first = taken.get();
                if self.told.insert((first.at, at)) {
                    let message = format!("{by} would be the {kind} `{}`, as {} is", taken.key().1, first.by);
                    let finding = Diagnostic::new(Code::DataClash, at, message).label(first.at, "the other one");
                    self.found.push(finding.help("choose another name for one of them"));
                }
            }
        }
    }

    fn types(&mut self, data: &Data) {
        for model in &data.models {
            let at = model.name.place();
            // generated types begin with a capital letter, so models that differ in that only share them
            let name = capitalized(&model.name.value);
            let by = format!("the model `{}`", model.name.value);
            let around = [graphql::connection(&name), graphql::filter_input(&name), graphql::condition_input(&name)];
            let inputs = ["create", "update", "delete"].map(|verb| graphql::mutation_input(verb, &name));
            self.take("type", name, by.clone(), at);
            for generated in around.into_iter().chain(inputs) {
                self.take("type", generated, format!("a part of {by}"), at);
            }
        }
        for it in &data.enumerations {
            let by = if it.inline { "this enum".to_owned() } else { format!("the enum `{}`", it.name.value) };
            self.take("type", it.name.value.to_string(), by, it.name.place());
        }
        for it in data.types.iter().filter(|it| !is_reserved(&it.name.value)) {
            let by =
                if it.inline { "this custom type".to_owned() } else { format!("the custom type `{}`", it.name.value) };
            self.take("type", it.name.value.to_string(), by, it.name.place());
        }
    }

    fn operations(&mut self, data: &Data) {
        for model in &data.models {
            let (name, at) = (&model.name.value, model.name.place());
            for operation in model.operations() {
                let by = match operation {
                    ModelOperation::List => format!("the list of the model `{name}`"),
                    _ => format!("`{}` of the model `{name}`", operation.text()),
                };
                self.take(operation.kind().text(), operation.name(name), by, at);
            }
            for index in &model.indexes {
                if let (Some(query), Some(place)) = (&index.query, index.place()) {
                    self.take("query", query.to_string(), format!("the query of an index of `{name}`"), place);
                }
            }
        }
        for operation in &data.operations {
            let name = &operation.name;
            self.take(operation.kind.text(), name.value.to_string(), format!("`{}`", name.value), name.place());
        }
    }
}
