//! A schema in GraphQL as a tree, and as text.

use std::collections::HashMap;
use std::fmt::{self, Display, Formatter};

use smol_str::SmolStr;

use crate::diagnostic::quoted;
use crate::model::data::{EnumerationId, Mode, ModelId, TypeId};
use crate::vocabulary::data::Many;

/// Definitions, each name once, in order.
#[derive(Debug, Default)]
pub(super) struct Document {
    definitions: Vec<Definition>,
    names: HashMap<SmolStr, Owner>,
    /// Names that two have a definition of: the one that counts, and the other one.
    pub(super) clashes: Vec<(SmolStr, Owner, Owner)>,
}

/// What a definition is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// Every schema has it.
    Schema,
    Model(ModelId),
    /// The identifier of a model.
    Key(ModelId),
    /// An index, as a place in the model's.
    Index(ModelId, usize),
    Type(TypeId),
    Enumeration(EnumerationId),
}

/// A type, an input or an enumeration.
#[derive(Debug)]
pub(super) struct Definition {
    pub(super) name: SmolStr,
    pub(super) directives: Vec<Directive>,
    pub(super) body: Body,
}

/// What a definition holds.
#[derive(Debug)]
pub(super) enum Body {
    Type(Vec<Field>),
    Input(Vec<Field>),
    Enumeration(Vec<SmolStr>),
}

/// A field of a type or an input.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: SmolStr,
    pub(super) arguments: Vec<Argument>,
    pub(super) kind: Type,
    pub(super) directives: Vec<Directive>,
}

/// An argument of a field.
#[derive(Clone, Debug)]
pub(super) struct Argument {
    pub(super) name: SmolStr,
    pub(super) kind: Type,
}

/// `[Post!]!`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Type {
    pub(super) name: SmolStr,
    pub(super) many: Many,
}

/// What AppSync is told about a type or a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Directive {
    /// Callers who say in this way who they are may.
    Allow(Mode),
    /// Users of the user pool in one of these groups may.
    AllowGroups(Vec<SmolStr>),
    /// The mutations that a subscription tells of.
    Subscribe(Vec<String>),
}

impl Document {
    /// Adds a definition, unless there is one of the name.
    pub(super) fn add(&mut self, owner: Owner, definition: Definition) {
        if self.is_new(&definition.name, owner) {
            self.names.insert(definition.name.clone(), owner);
            self.definitions.push(definition);
        }
    }

    /// Whether there is no definition of a name yet. What two owners want is a clash.
    pub(super) fn is_new(&mut self, name: &str, owner: Owner) -> bool {
        match self.names.get(name) {
            None => true,
            Some(other) => {
                if *other != owner {
                    self.clashes.push((name.into(), *other, owner));
                }
                false
            }
        }
    }

    /// Adds an input that is made only if there is none of the name.
    pub(super) fn input(&mut self, owner: Owner, name: String, fields: impl FnOnce() -> Vec<Field>) {
        if self.is_new(&name, owner) {
            self.add(owner, Definition::input(name, fields()));
        }
    }
}

impl Definition {
    pub(super) fn input(name: impl Into<SmolStr>, fields: Vec<Field>) -> Self {
        Self { name: name.into(), directives: Vec::new(), body: Body::Input(fields) }
    }

    pub(super) fn object(name: impl Into<SmolStr>, fields: Vec<Field>, directives: Vec<Directive>) -> Self {
        Self { name: name.into(), directives, body: Body::Type(fields) }
    }

    pub(super) fn enumeration(name: impl Into<SmolStr>, values: impl IntoIterator<Item = SmolStr>) -> Self {
        Self { name: name.into(), directives: Vec::new(), body: Body::Enumeration(values.into_iter().collect()) }
    }
}

impl Field {
    /// A field without arguments.
    pub(super) fn new(name: impl Into<SmolStr>, kind: Type) -> Self {
        Self { name: name.into(), arguments: Vec::new(), kind, directives: Vec::new() }
    }
}

impl Argument {
    pub(super) fn new(name: impl Into<SmolStr>, kind: Type) -> Self {
        Self { name: name.into(), kind }
    }
}

impl Type {
    /// One that may be absent.
    pub(super) fn new(name: impl Into<SmolStr>) -> Self {
        Self { name: name.into(), many: Many::default() }
    }

    /// A list that may be absent, of what may be absent.
    pub(super) fn list(name: impl Into<SmolStr>) -> Self {
        Self { name: name.into(), many: Many { required: false, list: Some(false) } }
    }

    /// The same, which must be there. Elements of a list stay as they are.
    pub(super) fn required(self) -> Self {
        self.with(true)
    }

    /// The same, which may be absent. Elements of a list stay as they are.
    pub(super) fn optional(self) -> Self {
        self.with(false)
    }

    fn with(mut self, required: bool) -> Self {
        match &mut self.many.list {
            Some(list) => *list = required,
            None => self.many.required = required,
        }
        self
    }
}

impl Display for Document {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (at, definition) in self.definitions.iter().enumerate() {
            let gap = if at == 0 { "" } else { "\n" };
            write!(f, "{gap}{definition}")?;
        }
        Ok(())
    }
}

impl Display for Definition {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let word = match self.body {
            Body::Type(_) => "type",
            Body::Input(_) => "input",
            Body::Enumeration(_) => "enum",
        };
        write!(f, "{word} {}", self.name)?;
        listed(f, &self.directives)?;
        writeln!(f, " {{")?;
        match &self.body {
            Body::Type(fields) | Body::Input(fields) => fields.iter().try_for_each(|field| writeln!(f, "  {field}"))?,
            Body::Enumeration(values) => values.iter().try_for_each(|value| writeln!(f, "  {value}"))?,
        }
        writeln!(f, "}}")
    }
}

fn listed(f: &mut Formatter<'_>, directives: &[Directive]) -> fmt::Result {
    directives.iter().try_for_each(|directive| write!(f, " {directive}"))
}

impl Display for Field {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        for (at, Argument { name, kind }) in self.arguments.iter().enumerate() {
            write!(f, "{}{name}: {kind}", if at == 0 { "(" } else { ", " })?;
        }
        let closed = if self.arguments.is_empty() { "" } else { ")" };
        write!(f, "{closed}: {}", self.kind)?;
        listed(f, &self.directives)
    }
}

impl Display for Type {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mark = |required: bool| if required { "!" } else { "" };
        let one = mark(self.many.required);
        match self.many.list {
            Some(list) => write!(f, "[{}{one}]{}", self.name, mark(list)),
            None => write!(f, "{}{one}", self.name),
        }
    }
}

impl Display for Directive {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Allow(mode) => write!(f, "@{}", directive(*mode)),
            Self::AllowGroups(groups) => {
                let groups: Vec<String> = groups.iter().map(|group| quoted(group)).collect();
                write!(f, "@{}(cognito_groups: [{}])", directive(Mode::UserPool), groups.join(", "))
            }
            Self::Subscribe(mutations) => {
                let mutations: Vec<String> = mutations.iter().map(|name| quoted(name)).collect();
                write!(f, "@aws_subscribe(mutations: [{}])", mutations.join(", "))
            }
        }
    }
}

/// <https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#using-additional-authorization-modes>
const fn directive(mode: Mode) -> &'static str {
    match mode {
        Mode::ApiKey => "aws_api_key",
        Mode::Iam => "aws_iam",
        Mode::Oidc => "aws_oidc",
        Mode::UserPool => "aws_cognito_user_pools",
        Mode::Lambda => "aws_lambda",
    }
}
