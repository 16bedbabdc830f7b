//! Fields: of models, of custom types, and the arguments and results of operations.

use smol_str::SmolStr;

use super::operation::MutationWord;
use super::rule::{Claims, FIELD_RULES};
use super::scalar::{ScalarType, scalar_terms};
use super::validation::{TESTS, Validation, Validations};
use crate::evaluate::{Entry, Value, ValueKind};
use crate::source::Span;
use crate::vocabulary::chain::{Argument, Call, Method, Read, Term, Terms};
use crate::vocabulary::lower::{At, Context, Frame, Lower};
use crate::vocabulary::primitive::OneOrMany;
use crate::vocabulary::shape::{Names, Shape};

/// A field.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: At<SmolStr>,
    /// What it holds; `None` if that could not be read, which was reported.
    pub kind: Option<FieldType>,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldType {
    /// `a.string()`
    Scalar(Scalar),
    /// `a.ref("Status")`
    Link(Link),
    /// `a.enum(["A", "B"])` in the field itself.
    Enumeration(Enumeration),
    /// `a.customType({...})` in the field itself.
    Custom(Custom),
    /// `a.hasMany("Comment", "postId")`
    Relation(Relation),
}

/// Whether a value must be there, and whether there are several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Many {
    /// Whether the value, or each element, must be there.
    pub required: bool,
    /// For a list: whether the list must be there.
    pub list: Option<bool>,
}

/// A field of one of AppSync's scalar types.
#[derive(Clone, Debug, PartialEq)]
pub struct Scalar {
    /// The type.
    pub kind: At<ScalarType>,
    /// How many.
    pub many: Many,
    /// The value of new items for which none is given.
    pub default: Option<At<Generated>>,
    /// What values must be like.
    pub validations: Vec<Validation>,
    /// Who may, if not those of the model.
    pub rules: Option<Claims>,
}

/// What a default is.
#[derive(Clone, Debug, PartialEq)]
pub enum Generated {
    /// A value.
    Value(Literal),
    /// Made by the database: `.default()`. Of SQL databases only.
    ByDatabase,
}

/// A literal.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `null`
    Null,
    /// `true`
    Bool(bool),
    /// `1.5`
    Number(f64),
    /// `"text"`
    Text(SmolStr),
    /// `[...]`
    List(Vec<Literal>),
    /// `{...}`, as its text in JSON
    Object(Vec<(SmolStr, Literal)>),
}

/// A field of a named type.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The name of the type.
    pub to: At<SmolStr>,
    /// How many.
    pub many: Many,
    /// Who may, if not those of the model.
    pub rules: Option<Claims>,
    /// For the source of a subscription: which mutations of the model.
    pub mutations: Option<At<Vec<At<MutationWord>>>>,
}

/// `a.enum([...])`
#[derive(Clone, Debug, PartialEq)]
pub struct Enumeration {
    /// The values.
    pub values: Vec<At<SmolStr>>,
    /// Where the word `enum` stands.
    pub span: Span,
    /// Whether all values could be read.
    pub whole: bool,
}

/// `a.customType({...})`
#[derive(Clone, Debug, PartialEq)]
pub struct Custom {
    /// The fields.
    pub fields: Vec<Field>,
    /// Where the word `customType` stands.
    pub span: Span,
}

/// `a.hasMany("Comment", "postId")`
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// Which kind, and where that word stands.
    pub kind: At<Related>,
    /// The name of the other model.
    pub model: At<SmolStr>,
    /// The fields that hold the other's identifier.
    pub references: At<Vec<At<SmolStr>>>,
    /// Whether the other, or each of the others, must be there.
    pub required: bool,
    /// Who may, if not those of the model.
    pub rules: Option<Claims>,
}

/// The kinds of relations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Related {
    /// At most one other item refers to this one.
    HasOne,
    /// Others refer to this one.
    HasMany,
    /// This one refers to another.
    BelongsTo,
}

const REQUIRED: Method = Method::new("required", "It must be there; for a list behind `array`, the list.", &[]);
const ARRAY: Method = Method::new("array", "A list of these.", &[]);
const VALIDATE: Method =
    Method::new("validate", "What values must be like.", &[Argument::needed(|| Shape::Rules(&TESTS))]);
const AUTHORIZATION: Method = Method::new("authorization", "Who may, instead of whom the model says.", FIELD_RULES);

/// What may follow a scalar type, of whose values one has the shape.
macro_rules! scalar {
    ($value:expr) => {
        &[
            REQUIRED,
            ARRAY,
            Method::new("default", "The value of new items for which none is given.", &[Argument::optional(|| $value)]),
            VALIDATE,
            AUTHORIZATION,
        ]
    };
}

const MODEL: Argument = Argument::needed(|| Shape::Name(Names::Model));

/// Another model, and its fields that hold the identifier of this one.
const RELATED: &[Argument] = &[
    MODEL,
    Argument::needed(|| {
        Shape::OneOf(&[|| Shape::Name(Names::FieldOfOther), || Shape::List(|| Shape::Name(Names::FieldOfOther))])
    }),
];

const LINK: Term = Term {
    head: Method::new("ref", "A type of the schema, by its name.", &[Argument::needed(|| Shape::Name(Names::Type))]),
    then: &[REQUIRED, ARRAY, AUTHORIZATION],
};
const LINK_RESULT: Term = Term {
    head: Method::new("ref", "A type of the schema, by its name.", &[Argument::needed(|| Shape::Name(Names::Result))]),
    then: &[REQUIRED, ARRAY],
};
const ENUM: Term = Term {
    head: Method::new("enum", "One of these words.", &[Argument::needed(<Vec<At<SmolStr>>>::shape)]),
    then: &[],
};
const CUSTOM: Term = Term {
    head: Method::new("customType", "An object without a table of its own.", &[Argument::needed(TypeFields::shape)]),
    then: &[],
};

/// What a field of a model may be.
pub(super) static MODEL_FIELD: Terms = Terms {
    root: "a",
    noun: "a field of a model",
    terms: &[
        scalar_terms!(by scalar),
        &[
            LINK,
            ENUM,
            CUSTOM,
            Term {
                head: Method::new("hasOne", "At most one item of another model refers to this one.", RELATED),
                then: &[REQUIRED, AUTHORIZATION],
            },
            Term {
                head: Method::new("hasMany", "Items of another model refer to this one.", RELATED),
                then: &[Method::new("valueRequired", "None of the items may be `null`.", &[]), AUTHORIZATION],
            },
            Term {
                head: Method::new(
                    "belongsTo",
                    "This item refers to one of another model.",
                    &[
                        MODEL,
                        Argument::needed(|| {
                            Shape::OneOf(&[|| Shape::Name(Names::Field), || Shape::List(|| Shape::Name(Names::Field))])
                        }),
                    ],
                ),
                then: &[AUTHORIZATION],
            },
        ],
    ],
};

/// What a field of a custom type may be, and an argument of an operation.
static TYPE_FIELD: Terms =
    Terms { root: "a", noun: "a field", terms: &[scalar_terms!(by scalar), &[LINK, ENUM, CUSTOM]] };

/// What an operation gives back: the same without rules.
pub(super) static RESULT: Terms =
    Terms { root: "a", noun: "a type", terms: &[scalar_terms!(&[REQUIRED, ARRAY]), &[LINK_RESULT, ENUM, CUSTOM]] };

/// The fields of a model.
pub(super) type ModelFields = Fields<InModel>;
/// The fields of a custom type, or the arguments of an operation.
pub(super) type TypeFields = Fields<InType>;

/// Fields by name, in the order of the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fields<Place> {
    pub(super) fields: Vec<Field>,
    place: std::marker::PhantomData<Place>,
}

/// Where fields stand, which decides what they may be.
pub(super) trait FieldPlace {
    fn terms() -> &'static Terms;
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum InModel {}
#[derive(Clone, Debug, PartialEq)]
pub(super) enum InType {}

impl FieldPlace for InModel {
    fn terms() -> &'static Terms {
        &MODEL_FIELD
    }
}

impl FieldPlace for InType {
    fn terms() -> &'static Terms {
        &TYPE_FIELD
    }
}

impl<Place> Fields<Place> {
    /// No fields.
    pub(super) fn none() -> Self {
        Self { fields: Vec::new(), place: std::marker::PhantomData }
    }
}

impl<Place: FieldPlace + 'static> Lower for Fields<Place> {
    fn shape() -> Shape {
        Shape::Map("name of a field", || Shape::Terms(Place::terms()))
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        let ValueKind::Object(entries) = &value.kind else { return cx.wrong(value, Self::shape()) };
        let mut fields = Vec::with_capacity(entries.len());
        cx.entries(entries, |cx, entry| {
            if entry.value.kind == ValueKind::Undefined {
                return;
            }
            let kind = cx.enter(Frame::of(&[], entry), |cx| field_type(Place::terms(), &entry.value, cx));
            fields.push(Field { name: key(entry), kind });
        });
        Some(Self { fields, place: std::marker::PhantomData })
    }
}

/// An entry's key with its place.
pub(super) fn key(entry: &Entry) -> At<SmolStr> {
    At { value: entry.key.clone(), span: entry.key_span, via: entry.value.via }
}

/// What a field holds.
pub(super) fn field_type(terms: &'static Terms, value: &Value, cx: &mut Context<'_>) -> Option<FieldType> {
    let read = terms.read(value, cx)?;
    let word = &read.head.link.name_span;
    Some(match read.head.method.name {
        "ref" => FieldType::Link(link(&read, cx)?),
        "enum" => FieldType::Enumeration(enumeration(&read.head, cx)?),
        "customType" => FieldType::Custom(custom(&read.head, cx)?),
        "hasOne" => FieldType::Relation(relation(Related::HasOne, &read, cx)?),
        "hasMany" => FieldType::Relation(relation(Related::HasMany, &read, cx)?),
        "belongsTo" => FieldType::Relation(relation(Related::BelongsTo, &read, cx)?),
        name => {
            let kind = At { value: ScalarType::of(name)?, span: *word, via: value.via };
            FieldType::Scalar(scalar(kind, &read, cx)?)
        }
    })
}

fn many(read: &Read<'_>) -> Many {
    let mut many = Many::default();
    for call in &read.then {
        match (call.method.name, &mut many.list) {
            ("array", list) => *list = Some(false),
            ("required", Some(list)) => *list = true,
            ("required", None) => many.required = true,
            _ => {}
        }
    }
    many
}

/// The rules behind a field. Rules that cannot be read must not look like none: then there is no field.
fn rules(read: &Read<'_>, cx: &mut Context<'_>) -> Result<Option<Claims>, Unread> {
    match read.call("authorization") {
        None => Ok(None),
        Some(call) => super::schema::claims(call, cx).map(Some).ok_or(Unread),
    }
}

/// Something could not be read, which was reported.
struct Unread;

fn scalar(kind: At<ScalarType>, read: &Read<'_>, cx: &mut Context<'_>) -> Option<Scalar> {
    let default = match read.call("default") {
        None => None,
        Some(call) if call.arguments().is_empty() => {
            Some(At { value: Generated::ByDatabase, span: call.link.span, via: kind.via })
        }
        Some(call) => Some(call.lower::<At<Literal>>(0, cx)?.map(Generated::Value)),
    };
    let validations = match read.call("validate") {
        None => Vec::new(),
        Some(call) => call.lower::<Validations>(0, cx)?.0,
    };
    let rules = rules(read, cx).ok()?;
    Some(Scalar { kind, many: many(read), default, validations, rules })
}

/// `a.ref("X")` with what is called behind it.
pub(super) fn link(read: &Read<'_>, cx: &mut Context<'_>) -> Option<Link> {
    let to = read.head.lower(0, cx)?;
    let mutations = match read.call("mutations") {
        None => None,
        Some(call) => Some(call.lower(0, cx)?),
    };
    Some(Link { to, many: many(read), rules: rules(read, cx).ok()?, mutations })
}

/// `a.enum([...])`
pub(super) fn enumeration(head: &Call<'_>, cx: &mut Context<'_>) -> Option<Enumeration> {
    let before = cx.trouble();
    let values = head.lower(0, cx)?;
    Some(Enumeration { values, span: head.link.name_span, whole: cx.trouble() == before })
}

/// `a.customType({...})`
pub(super) fn custom(head: &Call<'_>, cx: &mut Context<'_>) -> Option<Custom> {
    let fields: TypeFields = head.lower(0, cx)?;
    Some(Custom { fields: fields.fields, span: head.link.name_span })
}

fn relation(kind: Related, read: &Read<'_>, cx: &mut Context<'_>) -> Option<Relation> {
    let model = read.head.lower(0, cx);
    let references: Option<At<OneOrMany<At<SmolStr>>>> = read.head.lower(1, cx);
    let rules = rules(read, cx).ok()?;
    Some(Relation {
        kind: At::new(kind, read.head.link.name_span),
        model: model?,
        references: references?.map(|many| many.0),
        required: read.call("required").or(read.call("valueRequired")).is_some(),
        rules,
    })
}

impl Lower for Literal {
    fn shape() -> Shape {
        Shape::Anything
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        Some(match &value.kind {
            ValueKind::Null => Self::Null,
            ValueKind::Bool(value) => Self::Bool(*value),
            ValueKind::Number(number) => Self::Number(*number),
            ValueKind::String(text) => Self::Text(text.clone()),
            ValueKind::List(values) => {
                Self::List(values.iter().map(|value| cx.element(|cx| Self::lower(value, cx))).collect::<Option<_>>()?)
            }
            ValueKind::Object(entries) => {
                let entry = |entry: &Entry| Some((entry.key.clone(), Self::lower(&entry.value, cx)?));
                Self::Object(entries.iter().map(entry).collect::<Option<_>>()?)
            }
            _ => return cx.wrong_with(value, "a value", Some("write the value itself".to_owned())),
        })
    }
}
