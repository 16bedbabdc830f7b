//! `a.schema`, `a.combine` and `a.model`.

use smol_str::SmolStr;

use super::field::{Custom, Enumeration, Field, ModelFields, TypeFields, custom, enumeration, key};
use super::operation::{Kind, OPERATION, Operation, SUBSCRIPTION, operation};
use super::rule::{self, Claims};
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::{Chain, Link, Root, Value, ValueKind};
use crate::source::Span;
use crate::vocabulary::chain::{Argument, Call, Method, Read, Term, Terms};
use crate::vocabulary::lower::{At, Context, Frame, Lower};
use crate::vocabulary::shape::{Names, Shape};
use crate::vocabulary::words::words;
use crate::vocabulary::{Gives, Rules};

/// What `schema` is given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schemas {
    /// One `a.schema(...)`, or those that `a.combine([...])` joins.
    pub parts: Vec<Schema>,
    /// Whether all could be read.
    pub whole: bool,
}

/// `a.schema({...}).authorization(...)`
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    /// What is in it, in the order of the text.
    pub members: Vec<Member>,
    /// Who may, for models without rules of their own; which functions may use the whole API.
    pub rules: Option<Claims>,
    /// Where the word `schema` stands.
    pub span: Span,
}

/// A member of a schema.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Its name.
    pub name: At<SmolStr>,
    /// What it is; `None` if it could not be read, which was reported.
    pub kind: Option<MemberKind>,
}

/// What a member of a schema is.
#[derive(Clone, Debug, PartialEq)]
pub enum MemberKind {
    /// `a.model({...})`
    Model(Model),
    /// `a.enum([...])`
    Enumeration(Enumeration),
    /// `a.customType({...})`
    Custom(Custom),
    /// `a.query()`, `a.mutation()`, `a.subscription()`
    Operation(Box<Operation>),
}

/// `a.model({...})`
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The fields, in the order of the text.
    pub fields: Vec<Field>,
    /// The names of the fields that identify an item, if they are not `id`.
    pub identifier: Option<At<Vec<At<SmolStr>>>>,
    /// The secondary indexes, in order.
    pub indexes: Vec<Index>,
    /// The operations that there shall not be.
    pub disabled: Vec<At<Disabled>>,
    /// Who may, if not those of the schema.
    pub rules: Option<Claims>,
    /// Where the word `model` stands.
    pub span: Span,
}

/// `index("slug").sortKeys(["createdAt"])`
#[derive(Clone, Debug, PartialEq)]
pub struct Index {
    /// The field by which items are found.
    pub partition: At<SmolStr>,
    /// The fields by which those are sorted.
    pub sort_keys: Vec<At<SmolStr>>,
    /// The index's name.
    pub name: Option<At<SmolStr>>,
    /// The query's name; `None` inside if there shall be none.
    pub query_field: Option<At<Option<SmolStr>>>,
    /// What the index holds beside the keys.
    pub projection: Option<At<Projection>>,
    /// The fields that it holds, for `INCLUDE`.
    pub included: Vec<At<SmolStr>>,
    /// The whole index.
    pub span: Span,
}

words! {
    /// What an index holds beside the keys.
    Projection, "projection" {
        /// Everything.
        All = "ALL",
        /// Nothing: only keys can be read by it.
        KeysOnly = "KEYS_ONLY",
        /// The fields that are listed.
        Include = "INCLUDE",
    }
}

words! {
    /// Operations of a model that there shall not be.
    Disabled, "operation" {
        /// `get` and `list`. Queries of indexes stay: those have `queryField(null)`.
        Queries = "queries",
        /// `create`, `update` and `delete`.
        Mutations = "mutations",
        /// `onCreate`, `onUpdate` and `onDelete`.
        Subscriptions = "subscriptions",
        /// The list of items. Queries of indexes stay.
        List = "list",
        /// The query of one item.
        Get = "get",
        /// Adding items.
        Create = "create",
        /// Changing items.
        Update = "update",
        /// Deleting items.
        Delete = "delete",
        /// Being told of new items.
        OnCreate = "onCreate",
        /// Being told of changed items.
        OnUpdate = "onUpdate",
        /// Being told of deleted items.
        OnDelete = "onDelete",
    }
}

const TEXT: Argument = Argument::needed(SmolStr::shape);
const TEXTS: Argument = Argument::needed(<Vec<At<SmolStr>>>::shape);
const FIELD: Argument = Argument::needed(|| Shape::Name(Names::Field));
const FIELDS: Argument = Argument::needed(|| Shape::List(|| Shape::Name(Names::Field)));

static INDEX: Rules = Rules {
    title: "secondaryIndexes",
    parameter: "index",
    subjects: &[&[Term {
        head: Method::new("index", "The field by which items are found.", &[FIELD]),
        then: &[
            Method::new("sortKeys", "The fields by which those are sorted.", &[FIELDS]),
            Method::new(
                "queryField",
                "The query's name; `null` for no query.",
                &[Argument::needed(|| Shape::OneOf(&[SmolStr::shape, || Shape::Null]))],
            ),
            Method::new("name", "The index's name.", &[TEXT]),
            Method::new(
                "projection",
                "What the index holds beside the keys.",
                &[
                    Argument::needed(Projection::shape),
                    Argument::optional(|| Shape::List(|| Shape::Name(Names::Field))),
                ],
            ),
        ],
    }]],
    needs: &[],
    keys: None,
    gives: Gives::List,
    itself: true,
    example: "index(\"slug\")",
};

/// What a member of a schema may be.
pub(super) static MEMBER: Terms = Terms {
    root: "a",
    noun: "a member of a schema",
    terms: &[&[
        Term {
            head: Method::new(
                "model",
                "Items in a table, with operations to create, read, change and delete them.",
                &[Argument::needed(ModelFields::shape)],
            ),
            then: &[
                Method::new("identifier", "The fields that identify an item, if not `id`.", &[FIELDS]),
                Method::new(
                    "secondaryIndexes",
                    "Further ways to find items.",
                    &[Argument::needed(|| Shape::Rules(&INDEX))],
                ),
                Method::new(
                    "disableOperations",
                    "Operations that there shall not be.",
                    &[Argument::needed(<Vec<At<Disabled>>>::shape)],
                ),
                Method::new("authorization", "Who may.", rule::MODEL_RULES),
            ],
        },
        Term { head: Method::new("enum", "Words, one of which a field holds.", &[TEXTS]), then: &[] },
        Term {
            head: Method::new(
                "customType",
                "An object without a table of its own.",
                &[Argument::needed(TypeFields::shape)],
            ),
            then: &[],
        },
        Term { head: Method::new("query", "A query with a handler of its own.", &[]), then: OPERATION },
        Term { head: Method::new("mutation", "A mutation with a handler of its own.", &[]), then: OPERATION },
        Term { head: Method::new("subscription", "Is told when mutations were done.", &[]), then: SUBSCRIPTION },
    ]],
};

/// What `schema` may be.
pub(super) static SCHEMA: Terms = Terms {
    root: "a",
    noun: "a schema",
    terms: &[&[
        Term {
            head: Method::new(
                "schema",
                "Models, types and operations.",
                &[Argument::needed(|| Shape::Map("name of a member", || Shape::Terms(&MEMBER)))],
            ),
            then: &[Method::new(
                "authorization",
                "Who may, where models and operations say nothing; which functions may use the whole API.",
                rule::SCHEMA_RULES,
            )],
        },
        Term {
            head: Method::new(
                "combine",
                "Several schemas together.",
                &[Argument::needed(|| Shape::List(|| Shape::Terms(&SCHEMA)))],
            ),
            then: &[],
        },
    ]],
};

impl Lower for Schemas {
    fn shape() -> Shape {
        Shape::Terms(&SCHEMA)
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        let before = cx.trouble();
        if let ValueKind::String(_) | ValueKind::Template(_) = value.kind {
            let message = "a schema written in GraphQL is not supported";
            let finding = Diagnostic::new(Code::NotSupported, value.place(), message);
            cx.report(finding.help("write it with `a.schema({ ... })`"));
            return None;
        }
        let mut out = Self::default();
        out.read(value, cx);
        out.whole = cx.trouble() == before;
        Some(out)
    }
}

impl Schemas {
    fn read(&mut self, value: &Value, cx: &mut Context<'_>) {
        if of_database(value, cx) {
            return;
        }
        let Some(read) = SCHEMA.read(value, cx) else { return };
        if read.head.method.name == "schema" {
            self.parts.extend(schema(&read, cx));
            return;
        }
        match read.head.argument(0).map(|list| (&list.kind, list)) {
            Some((ValueKind::List(parts), _)) => parts.iter().for_each(|part| self.read(part, cx)),
            Some((_, other)) => {
                let frame = Frame::argument(&SmolStr::new_static("combine"), other.place());
                let _: Option<()> = cx.enter(frame, |cx| cx.wrong_with(other, "a list of schemas", None));
            }
            None => {}
        }
    }
}

/// Reports the schema of a SQL database: `configure({ database: { ... } }).schema({ ... })`.
fn of_database(value: &Value, cx: &mut Context<'_>) -> bool {
    let ValueKind::Chain(Chain { root: Root::Builder, links }) = &value.kind else { return false };
    let Some(first) = links.first().filter(|first| first.name == "configure") else { return false };
    let finding = Diagnostic::new(
        Code::NotSupported,
        value.via.unwrap_or(first.name_span),
        "schemas of SQL databases are not supported",
    );
    let finding = if value.via.is_some() { finding.label(first.name_span, "made here") } else { finding };
    let help = "Amplify reads the database while it builds, and sends statements by functions of its own in your VPC; \
                ask the database from a function of yours, and make that the handler of a query";
    cx.report(finding.help(help));
    true
}

fn schema(read: &Read<'_>, cx: &mut Context<'_>) -> Option<Schema> {
    let rules = read.call("authorization").map(|call| claims(call, cx));
    let value = read.head.argument(0)?;
    let ValueKind::Object(entries) = &value.kind else {
        let frame = Frame::argument(&SmolStr::new_static("schema"), value.place());
        return cx.enter(frame, |cx| cx.wrong_with(value, "an object with models", None));
    };
    let mut members = Vec::with_capacity(entries.len());
    cx.entries(entries, |cx, entry| {
        if entry.value.kind == ValueKind::Undefined {
            return;
        }
        let kind = cx.enter(Frame::of(&[], entry), |cx| member(&entry.value, cx));
        members.push(Member { name: key(entry), kind });
    });
    // rules that could not be read must not look like none
    let unread = Claims { rules: Vec::new(), whole: false, span: read.head.link.name_span };
    let rules = rules.map(|rules| rules.unwrap_or(unread));
    Some(Schema { members, rules, span: read.head.link.name_span })
}

/// What cannot be compiled, with the reason.
const NOT_SUPPORTED: &[(&str, &str)] = &[
    (
        "conversation",
        "it needs tables, streams and functions that Amplify writes; call Amazon Bedrock from a function of your own",
    ),
    ("generation", "call Amazon Bedrock from a function of your own, and make that the handler of a query"),
];

/// Reports a chain of `a` that cannot be compiled: one of a table of those, with the reasons.
pub(super) fn not_supported(value: &Value, root: &str, table: &[(&str, &'static str)], cx: &mut Context<'_>) -> bool {
    let ValueKind::Chain(Chain { root: Root::Builder, links }) = &value.kind else { return false };
    let known = |link: &&Link| table.iter().any(|(name, _)| link.name == *name);
    let behind = links.get(root.split('.').count());
    let begins = links.iter().map(|link| link.name.as_str()).zip(root.split('.')).all(|(link, name)| link == name);
    let Some(first) = behind.filter(known).filter(|_| begins) else { return false };
    let help = table.iter().find(|(name, _)| first.name == *name).map(|(_, help)| *help);
    let message = format!("`{root}.{}` is not supported", first.name);
    cx.report(Diagnostic::new(Code::NotSupported, first.name_span, message).help(help.unwrap_or_default()));
    true
}

fn member(value: &Value, cx: &mut Context<'_>) -> Option<MemberKind> {
    if not_supported(value, MEMBER.root, NOT_SUPPORTED, cx) {
        return None;
    }
    let read = MEMBER.read(value, cx)?;
    Some(match read.head.method.name {
        "model" => MemberKind::Model(model(&read, cx)?),
        "enum" => MemberKind::Enumeration(enumeration(&read.head, cx)?),
        "customType" => MemberKind::Custom(custom(&read.head, cx)?),
        "query" => MemberKind::Operation(Box::new(operation(Kind::Query, &read, cx)?)),
        "mutation" => MemberKind::Operation(Box::new(operation(Kind::Mutation, &read, cx)?)),
        _ => MemberKind::Operation(Box::new(operation(Kind::Subscription, &read, cx)?)),
    })
}

fn model(read: &Read<'_>, cx: &mut Context<'_>) -> Option<Model> {
    let fields: Option<ModelFields> = read.head.lower(0, cx);
    let identifier = read.call("identifier").map(|call| identifier(call, cx));
    let indexes = read.call("secondaryIndexes").map(|call| call.lower::<Indexes>(0, cx));
    let disabled = read.call("disableOperations").map(|call| call.lower(0, cx));
    let rules = read.call("authorization").map(|call| claims(call, cx));
    // what could not be read must not look like what is not there
    let rules = match rules {
        Some(None) => return None,
        rules => rules.flatten(),
    };
    Some(Model {
        fields: fields?.fields,
        identifier: identifier.map_or(Some(None), |found| found.map(Some))?,
        indexes: indexes.map_or(Some(Vec::new()), |found| found.map(|found| found.0))?,
        disabled: disabled.unwrap_or_else(|| Some(Vec::new()))?,
        rules,
        span: read.head.link.name_span,
    })
}

/// The names of the fields that identify an item: at least one.
fn identifier(call: &Call<'_>, cx: &mut Context<'_>) -> Option<At<Vec<At<SmolStr>>>> {
    let before = cx.trouble();
    let names: At<Vec<At<SmolStr>>> = call.lower(0, cx)?;
    if names.value.is_empty() && cx.trouble() == before {
        let finding = names.finding(Code::Identifier, "no field identifies the items");
        cx.report(finding.help("name a field, or leave `.identifier(...)` out: then it is `id`"));
        return None;
    }
    Some(names)
}

/// The rules that a call of `authorization` is given.
pub(super) fn claims(call: &Call<'_>, cx: &mut Context<'_>) -> Option<Claims> {
    let claims: Claims = call.lower(0, cx)?;
    Some(Claims { span: call.link.name_span, ..claims })
}

struct Indexes(Vec<Index>);

impl Lower for Indexes {
    fn shape() -> Shape {
        Shape::Rules(&INDEX)
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        let before = cx.trouble();
        let read = INDEX.read(value, cx)?;
        let mut found = Vec::with_capacity(read.len());
        for rule in &read {
            let Some(partition) = rule.subject().lower(0, cx) else { continue };
            let sort_keys = rule.parts.call("sortKeys").and_then(|call| call.lower(0, cx)).unwrap_or_default();
            let name = rule.parts.call("name").and_then(|call| call.lower(0, cx));
            let query_field = rule.parts.call("queryField").and_then(|call| query_field(call, cx));
            let projection = rule.parts.call("projection");
            found.push(Index {
                partition,
                sort_keys,
                name,
                query_field,
                projection: projection.and_then(|call| call.lower(0, cx)),
                included: projection.and_then(|call| call.lower(1, cx)).unwrap_or_default(),
                span: rule.value.span,
            });
        }
        (cx.trouble() == before).then_some(Self(found))
    }
}

fn query_field(call: &Call<'_>, cx: &mut Context<'_>) -> Option<At<Option<SmolStr>>> {
    let value = call.argument(0)?;
    if value.kind == ValueKind::Null {
        return Some(At { value: None, span: value.span, via: value.via });
    }
    call.lower::<At<SmolStr>>(0, cx).map(|name| name.map(Some))
}
