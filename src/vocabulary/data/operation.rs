//! `a.query()`, `a.mutation()` and `a.subscription()`.

use smol_str::SmolStr;

use super::field::{Field, FieldType, Link, RESULT, TypeFields, field_type, link};
use super::rule::{Claims, OPERATION_RULES};
use super::schema::{claims, not_supported};
use crate::evaluate::{Value, ValueKind};
use crate::source::Span;
use crate::vocabulary::chain::{Argument, Method, Read, Term, Terms};
use crate::vocabulary::lower::{At, Context, Frame, FunctionRef, Lower};
use crate::vocabulary::record::record;
use crate::vocabulary::shape::{Names, Shape};
use crate::vocabulary::words::words;

/// An operation with a handler of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// What it is.
    pub kind: Kind,
    /// Where that word stands.
    pub span: Span,
    /// The arguments, in the order of the text.
    pub arguments: Vec<Field>,
    /// What it gives back, and where that is written; `None` inside if that could not be read.
    pub returns: Option<At<Option<FieldType>>>,
    /// What does the work, in order; `None` if nothing is said, empty for an empty list.
    pub handlers: Option<At<Vec<Handler>>>,
    /// For a subscription: the mutations that it tells of.
    pub sources: Option<At<Vec<Source>>>,
    /// Who may.
    pub rules: Option<Claims>,
}

/// What an operation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// It reads.
    Query,
    /// It changes something.
    Mutation,
    /// It tells of what mutations did.
    Subscription,
}

impl Kind {
    /// As it is written: `query`.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Mutation => "mutation",
            Self::Subscription => "subscription",
        }
    }

    /// The GraphQL type that holds such operations: `Query`.
    pub const fn type_name(self) -> &'static str {
        match self {
            Self::Query => "Query",
            Self::Mutation => "Mutation",
            Self::Subscription => "Subscription",
        }
    }
}

/// `a.ref("Post").mutations(["create"])`: mutations that a subscription tells of.
pub type Source = Link;

words! {
    /// A mutation of a model.
    MutationWord, "mutation" {
        /// Adding items.
        Create = "create",
        /// Changing items.
        Update = "update",
        /// Deleting items.
        Delete = "delete",
    }
}

/// A step of what an operation does.
#[derive(Clone, Debug, PartialEq)]
pub enum Handler {
    /// `a.handler.function(f)`
    Function {
        /// The function.
        function: At<HandlerFunction>,
        /// Whether nobody waits for it.
        asynchronous: bool,
        /// Where the word `function` stands.
        span: Span,
    },
    /// `a.handler.custom({ entry: "./resolver.js" })`
    Custom {
        /// What is written.
        written: Written,
        /// Where the word `custom` stands.
        span: Span,
    },
}

/// The function of a handler.
#[derive(Clone, Debug, PartialEq)]
pub enum HandlerFunction {
    /// A constant, or a definition in place.
    Reference(FunctionRef),
    /// The name of one of `defineData`'s `functions`.
    Named(SmolStr),
}

record! {
    /// A resolver of one's own.
    Written = "a.handler.custom" {
        /// The resolver's file, relative to this file: JavaScript for AppSync.
        entry: At<SmolStr> = "entry" [required(), source("https://docs.amplify.aws/react/build-a-backend/data/custom-business-logic/")],
        /// What it works on: a model, as `a.ref("Post")`, or the name of a data source that other code adds. Without it, nothing.
        data_source: At<DataSource> = "dataSource",
    }
}

/// What a resolver works on.
#[derive(Clone, Debug, PartialEq)]
pub enum DataSource {
    /// The table of a model.
    Model(At<SmolStr>),
    /// A data source that other code adds to the API.
    Named(SmolStr),
}

const HANDLERS: Argument =
    Argument::needed(|| Shape::OneOf(&[|| Shape::Terms(&HANDLER), || Shape::List(|| Shape::Terms(&HANDLER))]));
const ARGUMENTS: Method = Method::new("arguments", "What the caller gives.", &[Argument::needed(TypeFields::shape)]);
const HANDLER_METHOD: Method =
    Method::new("handler", "What does the work; several in a list, one after the other.", &[HANDLERS]);
const AUTHORIZATION: Method = Method::new("authorization", "Who may.", OPERATION_RULES);

/// What may follow `a.query()` and `a.mutation()`.
pub(super) const OPERATION: &[Method] = &[
    ARGUMENTS,
    Method::new("returns", "What it gives back.", &[Argument::needed(|| Shape::Terms(&RESULT))]),
    HANDLER_METHOD,
    AUTHORIZATION,
];

/// What may follow `a.subscription()`.
pub(super) const SUBSCRIPTION: &[Method] = &[
    Method::new(
        "for",
        "The mutations that it tells of.",
        &[Argument::needed(|| Shape::OneOf(&[|| Shape::Terms(&SOURCE), || Shape::List(|| Shape::Terms(&SOURCE))]))],
    ),
    ARGUMENTS,
    HANDLER_METHOD,
    AUTHORIZATION,
];

pub(super) static SOURCE: Terms = Terms {
    root: "a",
    noun: "a source",
    terms: &[&[Term {
        head: Method::new(
            "ref",
            "A mutation, or a model, by its name.",
            &[Argument::needed(|| Shape::Name(Names::Source))],
        ),
        then: &[Method::new(
            "mutations",
            "Which mutations of the model.",
            &[Argument::needed(<Vec<At<MutationWord>>>::shape)],
        )],
    }]],
};

/// `a.handler...`: the beginning is two names long, of which the first is the same for all.
pub(super) static HANDLER: Terms = Terms {
    root: "a.handler",
    noun: "a handler",
    terms: &[&[
        Term {
            head: Method::new(
                "function",
                "A function does the work.",
                &[Argument::needed(|| Shape::OneOf(&[FunctionRef::shape, SmolStr::shape]))],
            ),
            then: &[Method::new("async", "Nobody waits for its end.", &[])],
        },
        Term {
            head: Method::new("custom", "A resolver of one's own does the work.", &[Argument::needed(Written::shape)]),
            then: &[],
        },
    ]],
};

/// An operation of a schema.
pub(super) fn operation(kind: Kind, read: &Read<'_>, cx: &mut Context<'_>) -> Option<Operation> {
    let arguments = read.call("arguments").map(|call| call.lower::<TypeFields>(0, cx));
    let returns = read.call("returns").and_then(|call| {
        let value = call.argument(0)?;
        let frame = Frame::argument(&SmolStr::new_static("returns"), value.place());
        let kind = cx.enter(frame, |cx| field_type(&RESULT, value, cx));
        Some(At { value: kind, span: value.span, via: value.via })
    });
    let handlers = read.call("handler").map(|call| several(call.argument(0), cx, "handler", handler));
    let sources = read.call("for").map(|call| several(call.argument(0), cx, "for", source));
    let rules = read.call("authorization").map(|call| claims(call, cx));
    Some(Operation {
        kind,
        span: read.head.link.name_span,
        arguments: arguments.unwrap_or(Some(TypeFields::none()))?.fields,
        returns,
        handlers: handlers.map_or(Some(None), |found| found.map(Some))?,
        sources: sources.map_or(Some(None), |found| found.map(Some))?,
        rules: rules.map_or(Some(None), |found| found.map(Some))?,
    })
}

/// One, or a list: all must be readable, or what is there would look like less.
fn several<T>(
    value: Option<&Value>,
    cx: &mut Context<'_>,
    name: &'static str,
    read: fn(&Value, &mut Context<'_>) -> Option<T>,
) -> Option<At<Vec<T>>> {
    let value = value?;
    let frame = Frame::argument(&SmolStr::new_static(name), value.place());
    let found = cx.enter(frame, |cx| match &value.kind {
        ValueKind::List(values) => {
            let read: Vec<Option<T>> = values.iter().map(|value| cx.element(|cx| read(value, cx))).collect();
            read.into_iter().collect()
        }
        _ => read(value, cx).map(|one| vec![one]),
    });
    Some(At { value: found?, span: value.span, via: value.via })
}

fn source(value: &Value, cx: &mut Context<'_>) -> Option<Source> {
    let read = SOURCE.read(value, cx)?;
    link(&read, cx)
}

/// Handlers that cannot be compiled, with the reason.
const NOT_SUPPORTED: &[(&str, &str)] = &[("inlineSql", NO_DATABASE), ("sqlReference", NO_DATABASE)];
const NO_DATABASE: &str = "statements are sent by functions of Amplify's own in your VPC; send them from a function of \
                           yours: `a.handler.function(myFunction)`";

fn handler(value: &Value, cx: &mut Context<'_>) -> Option<Handler> {
    if not_supported(value, HANDLER.root, NOT_SUPPORTED, cx) {
        return None;
    }
    let read = HANDLER.read(value, cx)?;
    let span = read.head.link.name_span;
    if read.head.method.name == "custom" {
        return Some(Handler::Custom { written: read.head.lower(0, cx)?, span });
    }
    let function = match read.head.argument(0) {
        Some(Value { kind: ValueKind::String(name), span, via }) => {
            At { value: HandlerFunction::Named(name.clone()), span: *span, via: *via }
        }
        _ => read.head.lower::<At<FunctionRef>>(0, cx)?.map(HandlerFunction::Reference),
    };
    Some(Handler::Function { function, asynchronous: read.call("async").is_some(), span })
}

impl Lower for DataSource {
    fn shape() -> Shape {
        Shape::OneOf(&[|| Shape::Terms(&SOURCE), SmolStr::shape])
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        match &value.kind {
            ValueKind::String(name) => Some(Self::Named(name.clone())),
            _ => source(value, cx).map(|source| Self::Model(source.to)),
        }
    }
}
