//! What may be written where: the rows of the vocabulary and the shapes of their values. Lowering, completion, hover
//! and the reference page all read this one table.

use super::chain::Terms;
use super::rules::Rules;
use crate::evaluate::{Value, ValueKind};

/// Who a word belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Amplify Gen 2 has it, with the same spelling and meaning.
    Amplify,
    /// `amp`'s own; Amplify would not accept it.
    Extension,
}

/// The shape of a value.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// `true` or `false`
    Bool,
    /// Only `true`; what is off is left out.
    True,
    /// `null`: that there is none.
    Null,
    /// A string.
    Text,
    /// A string that names something of the schema.
    Name(Names),
    /// A number.
    Number,
    /// A whole number, both bounds included.
    Int(i64, i64),
    /// One of some words.
    Words(&'static [Word]),
    /// A list.
    List(fn() -> Shape),
    /// An object with known properties.
    Record(&'static Record),
    /// An object whose keys are the user's own; the text says what a key is.
    Map(&'static str, fn() -> Shape),
    /// An object whose keys are words, each with the same shape of value, and perhaps keys with a prefix.
    Keyed(&'static Keyed),
    /// Any one of several shapes.
    OneOf(&'static [fn() -> Shape]),
    /// A function: the name of a constant that holds `defineFunction({...})`.
    Function,
    /// `secret("NAME")`
    Secret,
    /// `ref("path")`
    Ref,
    /// A callback that gives a text; its parameters are called for the placeholders.
    Message(&'static [Placeholder]),
    /// A callback that gives a list of rules: `(allow) => [...]`.
    Rules(&'static Rules),
    /// A chain of calls: `a.string().required()`.
    Terms(&'static Terms),
    /// Not read yet: kept as it is.
    Anything,
}

/// What a string names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// A model.
    Model,
    /// An enumeration or a custom type.
    Type,
    /// Any of these: what an operation gives back.
    Result,
    /// A model or a mutation: what a subscription tells of.
    Source,
    /// A field of the model around.
    Field,
    /// A field of the model that the argument before names.
    FieldOfOther,
}

/// A property.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// As it is written.
    pub name: &'static str,
    /// What it does, in a few lines of Markdown.
    pub doc: &'static str,
    /// What its value looks like.
    pub shape: fn() -> Shape,
    /// Whether it must be there.
    pub required: bool,
    /// What holds without it, as it would be written.
    pub default: Option<&'static str>,
    /// The unit of its number.
    pub unit: Option<&'static str>,
    /// The page that the facts come from.
    pub source: Option<&'static str>,
    /// Whose it is.
    pub origin: Origin,
    /// The first version of ampc that has it.
    pub since: &'static str,
    /// Names that people write for it by mistake.
    pub aliases: &'static [&'static str],
}

impl Row {
    /// A property of Amplify that may be left out.
    pub const fn new(name: &'static str, doc: &'static str, shape: fn() -> Shape) -> Self {
        Self {
            name,
            doc,
            shape,
            required: false,
            default: None,
            unit: None,
            source: None,
            origin: Origin::Amplify,
            since: "0.1.0",
            aliases: &[],
        }
    }

    /// That must be there.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// With what holds without it.
    #[must_use]
    pub const fn default(mut self, default: &'static str) -> Self {
        self.default = Some(default);
        self
    }

    /// With the unit of its number.
    #[must_use]
    pub const fn unit(mut self, unit: &'static str) -> Self {
        self.unit = Some(unit);
        self
    }

    /// With the page that the facts come from.
    #[must_use]
    pub const fn source(mut self, page: &'static str) -> Self {
        self.source = Some(page);
        self
    }

    /// That is `amp`'s own.
    #[must_use]
    pub const fn extension(mut self) -> Self {
        self.origin = Origin::Extension;
        self
    }

    /// With names that people write for it by mistake.
    #[must_use]
    pub const fn aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }
}

/// An object with known properties.
#[derive(Debug)]
pub struct Record {
    /// As it is told to people: `defineAuth`, `loginWith.email`.
    pub title: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// Its properties, in the order of the reference page.
    pub rows: &'static [Row],
}

impl Record {
    /// An object of this form: what is required, or the first property, with a switch turned on where one is not enough.
    fn example(&self, written: Option<&str>) -> String {
        let mut shown: Vec<(&Row, String)> = Vec::new();
        for row in self.rows.iter().filter(|row| row.required) {
            let text = match ((row.shape)(), written) {
                (Shape::Words(words), Some(written)) => {
                    words.iter().find(|word| word.text == written).map(Word::written)
                }
                _ => None,
            };
            shown.push((row, text.unwrap_or_else(|| (row.shape)().example())));
        }
        if let [(only, _)] = shown.as_slice()
            && matches!((only.shape)(), Shape::Words(_))
        {
            let switch = |row: &&Row| row.default == Some("false") && matches!((row.shape)(), Shape::Bool);
            shown.extend(self.rows.iter().find(switch).map(|row| (row, "true".to_owned())));
        }
        if shown.is_empty() {
            shown.extend(self.rows.first().map(|row| (row, (row.shape)().example())));
        }
        let pairs: Vec<_> = shown.iter().map(|(row, text)| format!("{}: {text}", row.name)).collect();
        format!("{{ {} }}", pairs.join(", "))
    }
}

/// An object whose keys are words.
#[derive(Debug)]
pub struct Keyed {
    /// As it is told to people: `triggers`.
    pub title: &'static str,
    /// What a key is called: "trigger", "attribute".
    pub noun: &'static str,
    /// The keys.
    pub words: fn() -> &'static [Word],
    /// The value of each.
    pub value: fn() -> Shape,
    /// Further keys that begin with a prefix: `custom:`.
    pub prefixed: Option<Prefixed>,
    /// Further properties.
    pub rows: &'static [Row],
    /// Names that people write by mistake, each with the word that is meant.
    pub aliases: &'static [(&'static str, &'static str)],
}

/// Keys that begin with a prefix.
#[derive(Clone, Copy, Debug)]
pub struct Prefixed {
    /// The prefix.
    pub prefix: &'static str,
    /// What such a key is.
    pub doc: &'static str,
    /// The value of each.
    pub value: fn() -> Shape,
}

/// One word of an enumeration.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// As it is written, without quotes.
    pub text: &'static str,
    /// What it means.
    pub doc: &'static str,
    /// Whether it is written as a number, without quotes.
    pub number: bool,
    /// Whose it is.
    pub origin: Origin,
}

impl Word {
    /// A word of Amplify, written in quotes.
    pub const fn new(text: &'static str, doc: &'static str) -> Self {
        Self { text, doc, number: false, origin: Origin::Amplify }
    }

    /// That is written as a number.
    #[must_use]
    pub const fn number(mut self) -> Self {
        self.number = true;
        self
    }

    /// That is `amp`'s own.
    #[must_use]
    pub const fn extension(mut self) -> Self {
        self.origin = Origin::Extension;
        self
    }

    /// As it stands in a file: with quotes, unless it is a number.
    pub fn written(&self) -> String {
        if self.number { self.text.to_owned() } else { format!("\"{}\"", self.text) }
    }
}

/// A parameter of a message's callback, which is called where the placeholder shall stand.
#[derive(Clone, Copy, Debug)]
pub struct Placeholder {
    /// The usual name of the parameter: `createCode`.
    pub name: &'static str,
    /// What it puts there.
    pub doc: &'static str,
    /// Whether it takes a text: `createLink("verify")`.
    pub takes_text: bool,
}

/// A function that begins a definition: `defineAuth({...})`.
#[derive(Debug)]
pub struct Builder {
    /// As it is written.
    pub name: &'static str,
    /// What it defines.
    pub doc: &'static str,
    /// Its argument, if it takes one.
    pub argument: Option<fn() -> Shape>,
    /// Whether the argument may be left out.
    pub optional: bool,
    /// The page that the facts come from.
    pub source: &'static str,
    /// Whose it is.
    pub origin: Origin,
    /// Whether it is compiled; else it is read and kept only.
    pub compiled: bool,
}

/// What stands at a place in a definition.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// The property that the path ends in, if it ends in one.
    pub row: Option<Row>,
    /// What may be written there.
    pub shape: Shape,
}

impl Shape {
    /// The properties that an object of this shape may have; for alternatives, of all of them.
    pub fn properties(self) -> Vec<Row> {
        match self {
            Self::Record(record) => record.rows.to_vec(),
            Self::Keyed(keyed) => {
                let words = (keyed.words)()
                    .iter()
                    .map(|word| Row { origin: word.origin, ..Row::new(word.text, word.doc, keyed.value) });
                words.chain(keyed.rows.iter().copied()).collect()
            }
            Self::OneOf(shapes) => shapes.iter().flat_map(|shape| shape().properties()).collect(),
            _ => Vec::new(),
        }
    }

    /// The words that may stand here.
    pub fn words(self) -> Vec<Word> {
        match self {
            Self::Words(words) => words.to_vec(),
            Self::OneOf(shapes) => shapes.iter().flat_map(|shape| shape().words()).collect(),
            _ => Vec::new(),
        }
    }

    /// One step into a value: a property's name, `[]` for an element of a list, or a method's name for the list that
    /// it takes (`to` in `access`).
    pub fn step(self, step: &str) -> Option<Found> {
        match self {
            Self::List(element) if step == "[]" => Some(Found { row: None, shape: element() }),
            Self::Map(_, value) => Some(Found { row: None, shape: value() }),
            Self::Keyed(keyed) => {
                if let Some(own) = keyed.prefixed.filter(|own| step.starts_with(own.prefix)) {
                    return Some(Found { row: Some(Row::new(own.prefix, own.doc, own.value)), shape: (own.value)() });
                }
                let row = self.properties().into_iter().find(|row| row.name == step)?;
                Some(Found { row: Some(row), shape: (row.shape)() })
            }
            Self::Record(record) => {
                let row = *record.rows.iter().find(|row| row.name == step)?;
                Some(Found { row: Some(row), shape: (row.shape)() })
            }
            Self::Rules(rules) => {
                if let Some(method) = rules.part(step) {
                    return Some(Found { row: None, shape: method.argument(0).unwrap_or(Self::Anything) });
                }
                rules.keys.filter(|_| step != "[]").map(|_| Found { row: None, shape: self })
            }
            Self::Terms(terms) => Some(Found { row: None, shape: terms.part(step)?.argument(0)? }),
            Self::OneOf(shapes) => shapes.iter().find_map(|shape| shape().step(step)),
            _ => None,
        }
    }

    /// In a few words, with an article: "a whole number from 1 to 900".
    pub fn describe(self) -> String {
        match self {
            Self::Bool => "`true` or `false`".to_owned(),
            Self::True => "`true`".to_owned(),
            Self::Null => "`null`".to_owned(),
            Self::Text | Self::Name(_) => "a string".to_owned(),
            Self::Number => "a number".to_owned(),
            Self::Int(low, high) => format!("a whole number from {low} to {high}"),
            Self::Words(words) => match words {
                [] => "nothing".to_owned(),
                [only] => format!("`{}`", only.written()),
                _ if words.len() <= 6 => {
                    let written: Vec<_> = words.iter().map(|word| format!("`{}`", word.written())).collect();
                    format!("one of {}", written.join(", "))
                }
                [first, ..] => format!("a word such as `{}`", first.written()),
            },
            Self::List(_) => "a list".to_owned(),
            Self::Record(_) | Self::Map(..) | Self::Keyed(_) => "an object".to_owned(),
            Self::OneOf(shapes) => {
                let described: Vec<_> = shapes.iter().map(|shape| shape().describe()).collect();
                described.join(" or ")
            }
            Self::Function => "a function made with `defineFunction`".to_owned(),
            Self::Secret => "`secret(\"NAME\")`".to_owned(),
            Self::Ref => "`ref(\"...\")`".to_owned(),
            Self::Message(placeholders) => {
                let names: Vec<_> = placeholders.iter().map(|placeholder| placeholder.name).collect();
                format!("a callback `({}) => \"...\"`", names.join(", "))
            }
            Self::Rules(rules) => format!("a callback `{}`", rules.signature()),
            Self::Terms(terms) => format!("{} such as `{}`", terms.noun, terms.example()),
            Self::Anything => "anything".to_owned(),
        }
    }

    /// What could be written here, for a help text.
    pub fn example(self) -> String {
        match self {
            Self::Bool | Self::True => "true".to_owned(),
            Self::Null => "null".to_owned(),
            Self::Text | Self::Name(_) => "\"...\"".to_owned(),
            Self::Number => "1".to_owned(),
            Self::Int(low, _) => low.to_string(),
            // what turns something off is no example of it
            Self::Words(words) => {
                let shown = words.iter().find(|word| !matches!(word.text, "OFF" | "NONE"));
                shown.map_or_else(String::new, Word::written)
            }
            Self::List(element) => format!("[{}]", element().example()),
            Self::Record(record) => record.example(None),
            Self::Map(..) | Self::Keyed(_) => "{ ... }".to_owned(),
            Self::OneOf(shapes) => shapes.first().map_or_else(String::new, |shape| shape().example()),
            Self::Function => "myFunction".to_owned(),
            Self::Secret => "secret(\"NAME\")".to_owned(),
            Self::Ref => "ref(\"auth.userPoolId\")".to_owned(),
            Self::Message([first, ..]) => format!("({0}) => `... ${{{0}()}}`", first.name),
            Self::Message([]) => "() => \"...\"".to_owned(),
            Self::Rules(rules) => rules.callback(rules.example),
            Self::Terms(terms) => terms.example(),
            Self::Anything => "...".to_owned(),
        }
    }

    /// The same, with a text that was written in place of an object where that can be one of its words.
    pub(super) fn example_for(self, written: &Value) -> String {
        match (self, &written.kind) {
            (Self::Record(record), ValueKind::String(text)) => record.example(Some(text)),
            _ => self.example(),
        }
    }
}
