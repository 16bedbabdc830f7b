//! Data: models, types and operations, with every name resolved that can be.

mod build;
mod index;
mod modes;
mod relation;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use smol_str::SmolStr;

pub(super) use build::build;
pub use index::{Index, IndexOrigin, Key};
pub use modes::{Mode, Modes};
pub use relation::Relation;

use crate::evaluate::DeclarationId;
use crate::names::graphql as names;
use crate::source::Span;
use crate::vocabulary::data::{Claims, Disabled, Generated, Kind, Many, MutationWord, ScalarType, Validation};
use crate::vocabulary::{self, At, FunctionRef};

macro_rules! ids {
    ($($(#[doc = $doc:literal])* $name:ident)*) => {
        $($(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl $name {
            /// The place in its list.
            pub const fn index(self) -> usize {
                self.0 as usize
            }

            fn at(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }
        })*
    };
}

ids! {
    /// A model in [`Data::models`].
    ModelId
    /// An enumeration in [`Data::enumerations`].
    EnumerationId
    /// A custom type in [`Data::types`].
    TypeId
    /// An operation in [`Data::operations`].
    OperationId
}

/// Models, types and operations behind a GraphQL API.
#[derive(Clone, Debug)]
pub struct Data {
    /// Its declaration.
    pub declaration: DeclarationId,
    /// Where `defineData` stands.
    pub span: Span,
    /// What is written beside the schema.
    pub record: vocabulary::data::Data,
    /// Whether the whole schema could be read.
    pub whole: bool,
    /// The models, in the order of the text.
    pub models: Vec<Model>,
    /// The enumerations: members of the schema, and those written in place.
    pub enumerations: Vec<Enumeration>,
    /// The custom types: members of the schema, and those written in place.
    pub types: Vec<CustomType>,
    /// The operations with handlers of their own.
    pub operations: Vec<Operation>,
    /// The members of the schema in the order of the text, those left out that could not be read.
    pub members: Vec<Named>,
    /// The rules of each part that `a.combine` joins.
    pub parts: Vec<Part>,
    /// Members of the same name: the one that counts, and another one.
    pub twice: Vec<(At<SmolStr>, At<SmolStr>)>,
    names: HashMap<SmolStr, Option<Named>>,
}

/// One `a.schema({...})`.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its rules: for models without rules of their own, and for functions that may use the whole API.
    pub rules: Option<Claims>,
    /// Where the word `schema` stands.
    pub span: Span,
}

/// What a name of the schema stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Named {
    /// A model.
    Model(ModelId),
    /// An enumeration.
    Enumeration(EnumerationId),
    /// A custom type.
    Type(TypeId),
    /// An operation.
    Operation(OperationId),
}

/// Items in a table.
#[derive(Clone, Debug)]
pub struct Model {
    /// Its id.
    pub id: ModelId,
    /// Its name.
    pub name: At<SmolStr>,
    /// The fields: those that are written in their order, then those that the model has by itself.
    pub fields: Vec<Field>,
    /// The fields that identify an item.
    pub key: Key,
    /// Where the identifier is written, if it is.
    pub identifier: Option<Span>,
    /// The secondary indexes that are written, in order, then those that relations need.
    pub indexes: Vec<Index>,
    /// The words of `disableOperations`.
    pub disabled: Vec<At<Disabled>>,
    /// Its own rules; without them, those of its part of the schema hold.
    pub rules: Option<Claims>,
    /// The part of the schema.
    pub part: usize,
    /// Where the word `model` stands.
    pub span: Span,
}

/// A field: of a model or a custom type, or an argument of an operation.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name; for one that a model has by itself, where that is said.
    pub name: At<SmolStr>,
    /// What a value, or an element of the list, is.
    pub kind: TypeKind,
    /// Whether it must be there, and whether it is a list.
    pub many: Many,
    /// The name of its type, if it refers to one: `a.ref("Status")`.
    pub link: Option<At<SmolStr>>,
    /// How it leads to another model.
    pub relation: Option<Relation>,
    /// The value of new items for which none is given.
    pub default: Option<At<Generated>>,
    /// What values must be like.
    pub validations: Vec<Validation>,
    /// Its own rules, instead of those of the model.
    pub rules: Option<Claims>,
    /// Whether it is written.
    pub origin: Origin,
}

/// Why a field is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is written.
    Written,
    /// Every item has an `id`.
    Identifier,
    /// When the item was made, or last changed.
    Timestamp,
    /// A rule compares it with the user, or with the user's groups.
    Rule,
}

/// What one value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeKind {
    /// One of AppSync's scalar types.
    Scalar(ScalarType),
    /// A word.
    Enumeration(EnumerationId),
    /// An object.
    Type(TypeId),
    /// An item.
    Model(ModelId),
    /// Not readable, or not found: it was reported, or a check reports it.
    Unknown,
}

/// Words, one of which a field holds.
#[derive(Clone, Debug)]
pub struct Enumeration {
    /// Its name; for one that is written in place, made of the names around.
    pub name: At<SmolStr>,
    /// The words, in order.
    pub values: Vec<At<SmolStr>>,
    /// Whether all words could be read.
    pub whole: bool,
    /// Whether it is written in place.
    pub inline: bool,
    /// Where the word `enum` stands.
    pub span: Span,
}

/// An object without a table of its own.
#[derive(Clone, Debug)]
pub struct CustomType {
    /// Its name; for one that is written in place, made of the names around.
    pub name: At<SmolStr>,
    /// The fields, in the order of the text.
    pub fields: Vec<Field>,
    /// Whether it is written in place, or AppSync's own.
    pub inline: bool,
    /// Where the word `customType` stands.
    pub span: Span,
}

/// An operation with a handler of its own.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its id.
    pub id: OperationId,
    /// Its name.
    pub name: At<SmolStr>,
    /// What it is.
    pub kind: Kind,
    /// The arguments, in the order of the text.
    pub arguments: Vec<Field>,
    /// What it gives back, and where that is written; `None` if nothing is said.
    pub returns: Option<Returns>,
    /// What does the work, in order; `None` if nothing is said.
    pub handlers: Option<At<Vec<Handler>>>,
    /// For a subscription: the mutations that it tells of; `None` if nothing is said.
    pub sources: Option<At<Vec<Source>>>,
    /// Its own rules; without them, those of its part of the schema hold.
    pub rules: Option<Claims>,
    /// The part of the schema.
    pub part: usize,
    /// Where the word `query`, `mutation` or `subscription` stands.
    pub span: Span,
}

/// What an operation gives back.
#[derive(Clone, Debug)]
pub struct Returns {
    /// What a value, or an element of the list, is.
    pub kind: TypeKind,
    /// Whether it must be there, and whether it is a list.
    pub many: Many,
    /// The name of its type, if it refers to one.
    pub link: Option<At<SmolStr>>,
    /// Where it is written.
    pub span: Span,
}

/// A step of what an operation does.
#[derive(Clone, Debug)]
pub enum Handler {
    /// A function.
    Function {
        /// The function; `None` for a name that `defineData`'s `functions` do not have.
        function: Option<At<FunctionRef>>,
        /// The name, if it is named by a text.
        name: Option<At<SmolStr>>,
        /// Whether nobody waits for it.
        asynchronous: bool,
        /// Where the word `function` stands.
        span: Span,
    },
    /// A resolver of one's own.
    Custom {
        /// Its file, as a path like those of the sources; `None` if that could not be read.
        entry: Option<At<String>>,
        /// What it works on.
        source: Option<HandlerSource>,
        /// Where the word `custom` stands.
        span: Span,
    },
}

/// What a resolver of one's own works on.
#[derive(Clone, Debug)]
pub enum HandlerSource {
    /// The table of a model; `None` if there is no such model.
    Model(At<SmolStr>, Option<ModelId>),
    /// A data source that other code adds to the API.
    Named(At<SmolStr>),
}

/// Mutations that a subscription tells of.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name of a model or a mutation.
    pub name: At<SmolStr>,
    /// What that is; `None` if there is nothing of that name.
    pub of: Option<Named>,
    /// For a model: which of its mutations.
    pub mutations: Option<At<Vec<At<MutationWord>>>>,
}

/// The operations that come with a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ModelOperation {
    /// One item by its identifier.
    Get,
    /// Items, also by an index.
    List,
    /// Add an item.
    Create,
    /// Change an item.
    Update,
    /// Delete an item.
    Delete,
    /// Be told of new items.
    OnCreate,
    /// Be told of changed items.
    OnUpdate,
    /// Be told of deleted items.
    OnDelete,
}

impl ModelOperation {
    /// All of them, in the order of the documentation.
    pub const ALL: [Self; 8] = [
        Self::Get,
        Self::List,
        Self::Create,
        Self::Update,
        Self::Delete,
        Self::OnCreate,
        Self::OnUpdate,
        Self::OnDelete,
    ];

    /// As it begins the operation's name: `onCreate`.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::List => "list",
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::OnCreate => "onCreate",
            Self::OnUpdate => "onUpdate",
            Self::OnDelete => "onDelete",
        }
    }

    /// Its name for a model: `listPosts`.
    pub fn name(self, model: &str) -> String {
        match self {
            Self::Get => names::get_query(model),
            Self::List => names::list_query(model),
            Self::Create | Self::Update | Self::Delete => names::mutation(self.text(), model),
            Self::OnCreate | Self::OnUpdate | Self::OnDelete => names::subscription(self.text(), model),
        }
    }

    /// What it is.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Get | Self::List => Kind::Query,
            Self::Create | Self::Update | Self::Delete => Kind::Mutation,
            _ => Kind::Subscription,
        }
    }

    /// For a subscription: the mutation that it tells of.
    pub const fn mutation(self) -> Option<Self> {
        match self {
            Self::OnCreate => Some(Self::Create),
            Self::OnUpdate => Some(Self::Update),
            Self::OnDelete => Some(Self::Delete),
            _ => None,
        }
    }

    /// Whether a word of `disableOperations` speaks of it.
    fn is_disabled_by(self, word: Disabled) -> bool {
        match word {
            Disabled::Queries => self.kind() == Kind::Query,
            Disabled::Mutations => self.kind() == Kind::Mutation,
            Disabled::Subscriptions => self.kind() == Kind::Subscription,
            Disabled::List => self == Self::List,
            Disabled::Get => self == Self::Get,
            Disabled::Create => self == Self::Create,
            Disabled::Update => self == Self::Update,
            Disabled::Delete => self == Self::Delete,
            Disabled::OnCreate => self == Self::OnCreate,
            Disabled::OnUpdate => self == Self::OnUpdate,
            Disabled::OnDelete => self == Self::OnDelete,
        }
    }
}

impl Field {
    /// Whether it is written, and not there by itself.
    pub fn is_written(&self) -> bool {
        self.origin == Origin::Written
    }
}

impl Model {
    /// Whether it has an operation.
    pub fn has(&self, operation: ModelOperation) -> bool {
        self.disabled_by(operation).is_none()
    }

    /// What disables an operation. Nobody is told of what cannot be done.
    pub fn disabled_by(&self, operation: ModelOperation) -> Option<&At<Disabled>> {
        let by = |operation: ModelOperation| self.disabled.iter().find(|word| operation.is_disabled_by(word.value));
        by(operation).or_else(|| by(operation.mutation()?))
    }

    /// The operations that it has.
    pub fn operations(&self) -> impl Iterator<Item = ModelOperation> {
        ModelOperation::ALL.into_iter().filter(|operation| self.has(*operation))
    }

    /// The field of a name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name.value == name)
    }

    /// The fields that are stored in the table: all but relations.
    pub fn stored(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.relation.is_none())
    }

    /// The relations.
    pub fn relations(&self) -> impl Iterator<Item = (&Field, &Relation)> {
        self.fields.iter().filter_map(|field| Some((field, field.relation.as_ref()?)))
    }

    /// The index of a name.
    pub fn index(&self, name: &str) -> Option<&Index> {
        self.indexes.iter().find(|index| index.name == name)
    }
}

impl Data {
    /// The model of an id that this data handed out.
    pub fn model(&self, id: ModelId) -> &Model {
        &self.models[id.index()]
    }

    /// The enumeration of an id that this data handed out.
    pub fn enumeration(&self, id: EnumerationId) -> &Enumeration {
        &self.enumerations[id.index()]
    }

    /// The custom type of an id that this data handed out.
    pub fn custom_type(&self, id: TypeId) -> &CustomType {
        &self.types[id.index()]
    }

    /// The operation of an id that this data handed out.
    pub fn operation(&self, id: OperationId) -> &Operation {
        &self.operations[id.index()]
    }

    /// What a name stands for.
    pub fn named(&self, name: &str) -> Option<Named> {
        self.names.get(name).copied().flatten()
    }

    /// Whether a name stands for something, also for what could not be read.
    pub fn knows(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    /// The names of all members, also of those that could not be read, in no order.
    pub fn known_names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(SmolStr::as_str)
    }

    /// The rules that hold for a model: its own, else those of its part of the schema.
    pub fn rules_of<'a>(&'a self, model: &'a Model) -> Option<&'a Claims> {
        self.effective(model.rules.as_ref(), model.part)
    }

    /// The rules that hold for an operation: its own, else those of its part of the schema.
    pub fn rules_of_operation<'a>(&'a self, operation: &'a Operation) -> Option<&'a Claims> {
        self.effective(operation.rules.as_ref(), operation.part)
    }

    /// An empty list of one's own counts as none, as in Amplify.
    fn effective<'a>(&'a self, own: Option<&'a Claims>, part: usize) -> Option<&'a Claims> {
        let own = own.filter(|own| !own.rules.is_empty() || !own.whole);
        own.or_else(|| self.parts.get(part)?.rules.as_ref())
    }

    /// The name of a type, as GraphQL has it.
    pub fn type_name(&self, kind: TypeKind) -> &str {
        match kind {
            TypeKind::Scalar(scalar) => scalar.graphql(),
            TypeKind::Enumeration(id) => &self.enumeration(id).name.value,
            TypeKind::Type(id) => &self.custom_type(id).name.value,
            TypeKind::Model(id) => &self.model(id).name.value,
            TypeKind::Unknown => "String",
        }
    }
}
