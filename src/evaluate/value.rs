//! What evaluation leaves: literal data, in which every node knows its place.

use smol_str::SmolStr;

use crate::source::Span;

use super::names::declares;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// What it is.
    pub kind: ValueKind,
    /// Where it is written.
    pub span: Span,
    /// Where it is used, if a constant, an import or a spread brought it there: the place that a reader looks at first.
    pub via: Option<Span>,
}

/// The kinds of values.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueKind {
    /// `null`
    Null,
    /// `undefined`; a property with this value counts as absent
    Undefined,
    /// `true`
    Bool(bool),
    /// `12`
    Number(f64),
    /// `"text"`
    String(SmolStr),
    /// A template with parts that only the callback's caller knows: strings and chains in order.
    Template(Vec<Value>),
    /// `[...]`, spread already; what could not be spread is one hidden or broken element
    List(Vec<Value>),
    /// `{...}`, spread already
    Object(Vec<Entry>),
    /// A builder with its calls: `a.string().required()`, `allow.resource(f).to([...])`, `secret("X")`
    Chain(Chain),
    /// `(allow) => value`
    Callback(Box<Callback>),
    /// A declared resource: `defineFunction({...})`, wherever it stands.
    Resource(DeclarationId),
    /// Something that the language does not hold: known to exist, not known what it is. Carries the words for it, with
    /// their article: "a function with a body", "a call of `name()`".
    Opaque(SmolStr),
    /// Was reported already, and is never reported again.
    Broken,
}

/// `key: value`
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: SmolStr,
    /// Where the key is written.
    pub key_span: Span,
    /// The value.
    pub value: Value,
}

/// `root(arguments).name(arguments).name`
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// Whose the first name is.
    pub root: Root,
    /// At least one; the first is the root itself: `a`, `allow`, `secret(...)`.
    pub links: Vec<Link>,
}

impl Chain {
    /// The builder, if this is the bare name of one that declares something.
    pub(super) fn builder(&self) -> Option<&str> {
        match self.links.as_slice() {
            [link] if self.root == Root::Builder && link.arguments.is_none() && declares(&link.name) => {
                Some(&link.name)
            }
            _ => None,
        }
    }

    /// The word `schema`, if this begins with `a.schema(...)`.
    pub(super) fn schema(&self) -> Option<Span> {
        let [a, schema, ..] = self.links.as_slice() else { return None };
        let called = a.name == "a" && schema.name == "schema" && schema.arguments.is_some();
        (called && self.root == Root::Builder).then_some(schema.name_span)
    }
}

/// Where the first name of a chain comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Root {
    /// A builder in scope, under its own name even if the import renamed it.
    Builder,
    /// The callback's parameter of that index.
    Parameter(usize),
    /// A member of the callback's parameter that was taken apart: `({ resource }) => ...`.
    ParameterMember(usize),
}

/// One step of a chain.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Its name.
    pub name: SmolStr,
    /// Where the name stands.
    pub name_span: Span,
    /// The arguments, if it is called.
    pub arguments: Option<Vec<Value>>,
    /// From the name to the closing parenthesis.
    pub span: Span,
}

/// `(parameters) => body`
#[derive(Clone, Debug, PartialEq)]
pub struct Callback {
    /// How many parameters it takes.
    pub parameters: usize,
    /// Its value, in which the parameters are roots of chains.
    pub body: Value,
    /// What running it does beside giving its value.
    pub effects: Vec<Blind>,
}

/// A declared resource in [`Program::declarations`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DeclarationId(pub u32);

/// A call of a builder whose name begins with `define` or `reference`.
#[derive(Clone, Debug, PartialEq)]
pub struct Declaration {
    /// `defineAuth`
    pub builder: SmolStr,
    /// Where the builder's name stands.
    pub builder_span: Span,
    /// The arguments.
    pub arguments: Vec<Value>,
    /// The constant that holds it, and where that name stands; `None` for one that stands inside another declaration.
    pub name: Option<(SmolStr, Span)>,
    /// Whether the entry file exports it, itself or from elsewhere. Without `defineBackend` that is the backend.
    pub exported: bool,
    /// Whether something that it is given cannot be seen, or was reported.
    pub in_doubt: bool,
    /// The whole call. Its file decides what relative paths (a function's entry) are relative to.
    pub span: Span,
}

/// Something imperative that the compiler cannot see into.
#[derive(Clone, Debug, PartialEq)]
pub struct Blind {
    /// What it is: "`for` loop", "call of `backend.addOutput`", "assignment".
    pub construct: SmolStr,
    /// Where.
    pub span: Span,
}

/// A resource that is imported and not used.
#[derive(Clone, Debug, PartialEq)]
pub struct UnusedImport {
    /// `defineStorage`
    pub builder: SmolStr,
    /// The name that it is imported by.
    pub name: SmolStr,
    /// Where that name stands in the import.
    pub place: Span,
}

/// A whole program, evaluated.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// All declared resources that the entry file reaches, in the order of their text: imported files first.
    pub declarations: Vec<Declaration>,
    /// The argument of `defineBackend({...})`: key, where it stands, and what it is; `None` without `defineBackend`.
    pub backend: Option<Vec<Entry>>,
    /// Whether something is listed there that is no resource, which was reported.
    pub backend_in_doubt: bool,
    /// Where `defineBackend` stands.
    pub backend_span: Option<Span>,
    /// What the entry file exports as `edition`.
    pub edition: Option<Value>,
    /// Resources that a file imports and does nothing with, so that nothing is known of them but this.
    pub unused_imports: Vec<UnusedImport>,
    /// Statements that the compiler cannot see into: `check` warns about each, `build` refuses.
    pub blind: Vec<Blind>,
    /// The word `schema` of every `a.schema(...)`, in the order of their text.
    pub schemas: Vec<Span>,
    /// Names of environment variables that were asked for.
    pub env: std::collections::BTreeSet<String>,
}

impl Program {
    /// The declaration of an id that this program handed out.
    pub fn declaration(&self, id: DeclarationId) -> &Declaration {
        &self.declarations[id.0 as usize]
    }
}

impl Value {
    /// A value without `via`.
    pub fn new(kind: ValueKind, span: Span) -> Self {
        Self { kind, span, via: None }
    }

    /// Where a finding about it points first: the place of use if a constant brought it, else where it is written.
    pub fn place(&self) -> Span {
        self.via.unwrap_or(self.span)
    }

    /// As it is told to people: "a string", "a list".
    pub fn describe(&self) -> &'static str {
        match &self.kind {
            ValueKind::Null => "`null`",
            ValueKind::Undefined => "`undefined`",
            ValueKind::Bool(true) => "`true`",
            ValueKind::Bool(false) => "`false`",
            ValueKind::Number(_) => "a number",
            ValueKind::String(_) => "a string",
            ValueKind::Template(_) => "a template",
            ValueKind::List(_) => "a list",
            ValueKind::Object(_) => "an object",
            ValueKind::Chain(_) => "a call",
            ValueKind::Callback(_) => "a callback",
            ValueKind::Resource(_) => "a resource",
            ValueKind::Opaque(_) => "imperative code",
            ValueKind::Broken => "something broken",
        }
    }

    /// The word `schema`, if this is an `a.schema(...)` with whatever follows.
    pub fn schema(&self) -> Option<Span> {
        match &self.kind {
            ValueKind::Chain(chain) => chain.schema(),
            _ => None,
        }
    }

    /// The value of a key of an object; the last one wins, as in JavaScript.
    pub fn get(&self, key: &str) -> Option<&Self> {
        let ValueKind::Object(entries) = &self.kind else { return None };
        entries.iter().rev().find(|entry| entry.key == key).map(|entry| &entry.value)
    }

    /// Whether only the caller of a callback knows it: something of a parameter, or a text with one.
    pub(super) fn is_of_parameter(&self) -> bool {
        match &self.kind {
            ValueKind::Chain(chain) => chain.root != Root::Builder,
            ValueKind::Template(_) => true,
            _ => false,
        }
    }

    /// The member of a name: of an object, or of a list by its index, as in JavaScript.
    pub(super) fn member(&self, name: &str) -> Option<&Self> {
        match &self.kind {
            ValueKind::List(values) => values.get(name.parse::<usize>().ok()?),
            _ => self.get(name),
        }
    }

    /// The values directly inside: elements, members, arguments, parts of a template, the body of a callback.
    pub fn each_child<'v>(&'v self, visit: &mut dyn FnMut(&'v Self)) {
        match &self.kind {
            ValueKind::List(values) | ValueKind::Template(values) => values.iter().for_each(visit),
            ValueKind::Object(entries) => entries.iter().map(|entry| &entry.value).for_each(visit),
            ValueKind::Chain(chain) => {
                chain.links.iter().filter_map(|link| link.arguments.as_ref()).flatten().for_each(visit);
            }
            ValueKind::Callback(callback) => visit(&callback.body),
            _ => {}
        }
    }

    /// The same, to be changed.
    pub fn each_child_mut(&mut self, visit: &mut dyn FnMut(&mut Self)) {
        match &mut self.kind {
            ValueKind::List(values) | ValueKind::Template(values) => values.iter_mut().for_each(visit),
            ValueKind::Object(entries) => entries.iter_mut().map(|entry| &mut entry.value).for_each(visit),
            ValueKind::Chain(chain) => {
                chain.links.iter_mut().filter_map(|link| link.arguments.as_mut()).flatten().for_each(visit);
            }
            ValueKind::Callback(callback) => visit(&mut callback.body),
            _ => {}
        }
    }
}
