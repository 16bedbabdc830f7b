//! The `Schema` that a client is typed by: plain types that satisfy `generateClient<Schema>()` of the official
//! `aws-amplify`, with nothing to infer. What each member is was taken from the published `@aws-amplify/data-schema`, whose
//! inference a suite compares them with.

mod paths;
mod types;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;
use smol_str::SmolStr;

use self::paths::{Paths, Stratum};
use self::types::{Typed, Types, of, union};
use crate::model::Data;
use crate::model::data::{Field, Handler, Index, Key, Model, ModelOperation, Named, Operation, Origin, TypeKind};
use crate::names;
use crate::vocabulary::data::{Disabled, Kind, Related, Subject};

/// What the template shows.
#[derive(Serialize)]
pub(super) struct Schema {
    enumerations: Vec<Alias>,
    types: Vec<Alias>,
    models: Vec<ModelTypes>,
    operations: Vec<OperationTypes>,
    strata: Vec<Stratum>,
    uses: BTreeMap<&'static str, bool>,
}

#[derive(Serialize)]
struct Alias {
    name: String,
    #[serde(rename = "type")]
    text: String,
}

#[derive(Serialize)]
struct ModelTypes {
    name: String,
    fields: Vec<String>,
    create: Vec<String>,
    update: Vec<String>,
    identifier: String,
    nested: Vec<String>,
    indexes: Vec<String>,
    list_options: String,
    paths: String,
    disabled: String,
}

#[derive(Serialize)]
struct OperationTypes {
    name: String,
    kind: &'static str,
    arguments: String,
    #[serde(rename = "type")]
    text: String,
    returns: String,
    handled: String,
}

impl Schema {
    pub(super) fn of(data: &Data) -> Self {
        let mut types = Types::new(data);
        let mut paths = Paths::new(data);
        let mut models = Vec::new();
        let mut own_paths = Vec::new();
        for model in &data.models {
            let fields = Fields::of(data, model, &mut types);
            own_paths.push(fields.own_paths());
            models.push(fields.model(paths.of(model), &mut types));
        }
        let enumerations = data.enumerations.iter().enumerate().filter(|(_, it)| !it.inline);
        let enumerations = enumerations.map(|(_, it)| Alias {
            name: it.name.value.to_string(),
            text: union(it.values.iter().map(|word| word.value.as_str())),
        });
        let named = data.types.iter().filter(|it| !it.inline);
        let custom =
            named.map(|it| Alias { name: it.name.value.to_string(), text: types.block(&it.fields, 4) }).collect();
        let operations = data.operations.iter().map(|operation| types.operation(operation)).collect();
        Self {
            enumerations: enumerations.collect(),
            types: custom,
            models,
            operations,
            strata: paths.strata(own_paths),
            uses: types.uses,
        }
    }
}

/// A member of a model.
struct Member<'a> {
    name: &'a str,
    /// What it is, if it is not a relation.
    typed: Typed,
    /// The field; `None` if there is one only for the sake of a rule.
    field: Option<&'a Field>,
}

impl Member<'_> {
    /// Whether the service sets it.
    fn is_set(&self) -> bool {
        self.field.is_some_and(|field| matches!(field.origin, Origin::Identifier | Origin::Timestamp))
    }

    fn is_relation(&self) -> bool {
        self.field.is_some_and(|field| field.relation.is_some())
    }

    fn text(&self) -> String {
        let member = self.typed.member(self.name);
        if self.is_set() { format!("readonly {member}") } else { member }
    }
}

/// The members of a model, in order: its identifier, what is written, what rules imply, its times.
struct Fields<'a> {
    model: &'a Model,
    members: Vec<Member<'a>>,
}

impl<'a> Fields<'a> {
    fn of(data: &'a Data, model: &'a Model, types: &mut Types<'a>) -> Self {
        let of_origin = |origin| model.fields.iter().filter(move |field| field.origin == origin);
        let mut members = Vec::new();
        let written = of_origin(Origin::Identifier).chain(of_origin(Origin::Written));
        members.extend(written.map(|field| types.member(model, field)));
        members.extend(implied(data, model));
        members.extend(of_origin(Origin::Timestamp).map(|field| types.member(model, field)));
        Self { model, members }
    }

    /// What a selection set finds without following a relation.
    fn own_paths(&self) -> String {
        let mut text = "{\n".to_owned();
        for member in self.members.iter().filter(|member| !member.is_relation()) {
            let _ = writeln!(text, "    {}: {};", member.name, member.typed.text);
        }
        text + "  }"
    }

    fn model(&self, paths: String, types: &mut Types<'_>) -> ModelTypes {
        let model = self.model;
        let key: Vec<(&SmolStr, String)> = model.key.fields().map(|name| (name, types.key(model, name))).collect();
        // an identifier that is not declared as one is made, if none is given
        let made = matches!(&key[..], [(name, text)] if *name == "id" && text == "string");
        let writable = || self.members.iter().filter(|it| !it.is_relation() && !it.is_set());
        let mut create: Vec<String> = made.then(|| "id?: string".to_owned()).into_iter().collect();
        create.extend(writable().filter(|it| !(made && it.name == "id")).map(Member::text));
        let mut update: Vec<String> = key.iter().map(|(name, text)| format!("{name}: {text}")).collect();
        let others = writable().filter(|it| !model.key.fields().any(|name| name == it.name));
        update.extend(others.map(|it| format!("{}?: {}", it.name, it.typed.text)));
        let readonly = if model.identifier.is_none() { "readonly " } else { "" };
        let identifier: Vec<String> = key.iter().map(|(name, text)| format!("{readonly}{name}: {text}")).collect();
        ModelTypes {
            name: model.name.value.to_string(),
            fields: self.members.iter().map(Member::text).collect(),
            create,
            update,
            identifier: format!("{{ {} }}", identifier.join("; ")),
            nested: model.stored().filter_map(|field| types.nested(field)).collect(),
            indexes: model.indexes.iter().filter_map(|index| types.index(model, index)).collect(),
            list_options: types.list_options(model, &key),
            paths,
            disabled: disabled(model),
        }
    }
}

/// The fields that rules compare with the user or with the user's groups, and that are not written.
fn implied<'a>(data: &'a Data, model: &'a Model) -> Vec<Member<'a>> {
    let of_fields = model.fields.iter().filter_map(|field| field.rules.as_ref());
    let mut members: Vec<Member<'a>> = Vec::new();
    for rule in data.rules_of(model).into_iter().chain(of_fields).flat_map(|claims| &claims.rules) {
        let (name, several) = match &rule.who.value {
            Subject::Owner { field, many } => (field.as_ref().map_or("owner", |field| field.value.as_str()), *many),
            Subject::GroupsIn { field, many } => (field.value.as_str(), *many),
            _ => continue,
        };
        let is_written = model.field(name).is_some_and(Field::is_written);
        if is_written || members.iter().any(|member| member.name == name) {
            continue;
        }
        let text = if several { "string[] | null" } else { "string | null" };
        let typed = Typed { optional: true, text: text.to_owned() };
        members.push(Member { name, typed, field: None });
    }
    members
}

impl<'a> Types<'a> {
    fn member(&mut self, model: &Model, field: &'a Field) -> Member<'a> {
        let name = field.name.value.as_str();
        let typed = match (&field.relation, field.kind) {
            (Some(relation), TypeKind::Model(to)) => {
                let to = self.data.model(to);
                let target = of(&to.name.value);
                let needs = match relation.kind.value {
                    Related::BelongsTo => ModelOperation::Get,
                    Related::HasOne | Related::HasMany => ModelOperation::List,
                };
                let text = if to.has(needs) { self.loader(relation.kind.value, &target) } else { "never".to_owned() };
                Typed { optional: false, text }
            }
            (Some(_), _) => Typed { optional: false, text: "never".to_owned() },
            (None, _) if self.is_nested(field) => {
                let text = format!("Schema[\"{}\"][\"nestedTypes\"][\"{name}\"][\"type\"] | null", model.name.value);
                Typed { optional: true, text }
            }
            (None, _) => self.field(field, 6),
        };
        Member { name, typed, field: Some(field) }
    }

    fn loader(&mut self, relation: Related, target: &str) -> String {
        self.used("Loads");
        match relation {
            Related::HasMany => format!("{}<{target}>", self.used("LoadMany")),
            Related::HasOne | Related::BelongsTo => format!("{}<{target} | null>", self.used("LoadOne")),
        }
    }

    /// Whether a type is written in place, and so stands below the model.
    fn is_nested(&self, field: &Field) -> bool {
        match field.kind {
            TypeKind::Enumeration(id) => self.data.enumeration(id).inline,
            TypeKind::Type(id) => self.data.custom_type(id).inline,
            _ => false,
        }
    }

    fn nested(&mut self, field: &Field) -> Option<String> {
        if !self.is_nested(field) {
            return None;
        }
        let kind = if matches!(field.kind, TypeKind::Type(_)) { "customType" } else { "enum" };
        let value = self.value(field.kind, 6);
        Some(format!("{}: {{ __entityType: \"{kind}\"; type: {value} }}", field.name.value))
    }

    /// The type of a field of a key.
    fn key(&mut self, model: &Model, name: &str) -> String {
        model.field(name).map_or_else(|| "string".to_owned(), |field| self.value(field.kind, 6))
    }

    fn index(&mut self, model: &Model, index: &Index) -> Option<String> {
        let method = index.query.as_ref().filter(|_| index.place().is_some())?;
        let Key { partition, sort } = &index.key;
        let mut input = vec![format!("{partition}: {}", self.key(model, partition))];
        input.extend(self.sort(model, sort));
        Some(format!("{method}: {{ input: {{ {} }} }}", input.join("; ")))
    }

    fn list_options(&mut self, model: &Model, key: &[(&SmolStr, String)]) -> String {
        match key {
            [(name, text), _, ..] => {
                let mut options = vec![format!("{name}?: {text}")];
                options.extend(self.sort(model, &model.key.sort));
                format!("{{ {} }}", options.join("; "))
            }
            _ => "unknown".to_owned(),
        }
    }

    /// How items are chosen by sort keys: several are one condition.
    fn sort(&mut self, model: &Model, keys: &[SmolStr]) -> Option<String> {
        let (first, others) = keys.split_first()?;
        let is_word = |name: &str| model.field(name).is_some_and(|it| matches!(it.kind, TypeKind::Enumeration(_)));
        if others.is_empty() {
            let value = self.key(model, first);
            let filter = match value.as_str() {
                _ if is_word(first) => format!("{}<{value}>", self.used("StringFilter")),
                "number" => self.used("NumericFilter").to_owned(),
                _ => self.used("StringFilter").to_owned(),
            };
            return Some(format!("{first}?: {filter}"));
        }
        let parts = keys.iter().map(|name| {
            // an enumeration that is referred to is any text there, as in Amplify
            let refers = model.field(name).is_some_and(|field| field.link.is_some());
            format!("{name}: {}", if refers { "string".to_owned() } else { self.key(model, name) })
        });
        let parts = parts.collect::<Vec<_>>().join("; ");
        let name = others.iter().fold(first.to_string(), |name, other| name + &names::capitalized(other));
        Some(format!("{name}?: {}<{{ {parts} }}>", self.used("CompositeKeyFilter")))
    }

    fn operation(&mut self, operation: &Operation) -> OperationTypes {
        let name = operation.name.value.to_string();
        let arguments = &operation.arguments;
        let arguments = if arguments.is_empty() { "never".to_owned() } else { self.block(arguments, 4) };
        let handlers = operation.handlers.as_ref().and_then(|handlers| handlers.value.last());
        let nobody_waits = matches!(handlers, Some(Handler::Function { asynchronous: true, .. }));
        let itself = of(&name);
        let (text, returns) = match &operation.sources {
            Some(sources) if operation.kind == Kind::Subscription => {
                let named: Vec<Named> = sources.value.iter().filter_map(|source| source.of).collect();
                let all = sources.value.iter().map(|source| format!("NonNullable<{}>", of(&source.name.value)));
                let text = all.collect::<Vec<_>>().join(" | ");
                let returns = without(&text, &self.loaders(&named));
                (text, returns)
            }
            _ => self.result(operation),
        };
        let returned = format!("Schema[\"{name}\"][\"returnType\"]");
        OperationTypes {
            name,
            kind: operation.kind.type_name(),
            arguments,
            returns: if text == returns { itself } else { returns },
            text,
            handled: if nobody_waits { "void".to_owned() } else { returned },
        }
    }

    /// What an operation gives its caller, and what its handler gives back: that without what loads relations.
    fn result(&mut self, operation: &Operation) -> (String, String) {
        let Some(returns) = &operation.returns else { return ("unknown".to_owned(), "unknown".to_owned()) };
        let value = self.value(returns.kind, 4);
        let text = Self::returned(returns, &value);
        let handled = match returns.kind {
            TypeKind::Model(id) => {
                let value = without(&value, &self.loaders(&[Named::Model(id)]));
                Self::returned(returns, &value)
            }
            _ => text.clone(),
        };
        (text, handled)
    }

    /// The names of the relations of models, and of those that mutations give back.
    fn loaders(&self, sources: &[Named]) -> Vec<&'a str> {
        let data = self.data;
        let models = sources.iter().filter_map(|source| match source {
            Named::Model(id) => Some(*id),
            Named::Operation(id) => match data.operation(*id).returns.as_ref()?.kind {
                TypeKind::Model(id) => Some(id),
                _ => None,
            },
            _ => None,
        });
        let mut names: Vec<&str> = Vec::new();
        let mut seen = Vec::new();
        for model in models {
            if seen.contains(&model) {
                continue;
            }
            seen.push(model);
            names.extend(data.model(model).relations().map(|(field, _)| field.name.value.as_str()));
        }
        names
    }
}

/// A type without some of its members.
fn without(text: &str, names: &[&str]) -> String {
    if names.is_empty() { text.to_owned() } else { format!("Omit<{text}, {}>", union(names.iter().copied())) }
}

/// The operations that a model has not, in the client's words.
fn disabled(model: &Model) -> String {
    let mut off: Vec<&str> = Vec::new();
    for word in &model.disabled {
        let words: &[&str] = match word.value {
            Disabled::Queries => &["list", "get", "observeQuery"],
            Disabled::Mutations => &["create", "update", "delete"],
            Disabled::Subscriptions => &["onCreate", "onUpdate", "onDelete", "observeQuery"],
            // what is observed is listed first
            Disabled::List => &["list", "observeQuery"],
            Disabled::Get => &["get"],
            Disabled::Create => &["create"],
            Disabled::Update => &["update"],
            Disabled::Delete => &["delete"],
            Disabled::OnCreate => &["onCreate"],
            Disabled::OnUpdate => &["onUpdate"],
            Disabled::OnDelete => &["onDelete"],
        };
        off.extend(words);
    }
    let mut seen = Vec::new();
    for word in off {
        if !seen.contains(&word) {
            seen.push(word);
        }
    }
    let seen: Vec<String> = seen.iter().map(|word| format!("{word}: true")).collect();
    if seen.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", seen.join("; ")) }
}
