//! Keys and indexes of tables.

use smol_str::SmolStr;

use super::{Field, Model, ModelId};
use crate::names;
use crate::source::Span;
use crate::vocabulary::At;
use crate::vocabulary::data::{self as written, Projection};

/// The fields that identify an item, or that an index sorts by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Key {
    /// The field by which items are found.
    pub partition: SmolStr,
    /// The fields by which those are sorted. Several are stored as one attribute: their values with `#` between them.
    pub sort: Vec<SmolStr>,
}

impl Key {
    /// The name of the attribute that the table or index is sorted by: a field, or `a#b`.
    /// From the published `@aws-amplify/graphql-index-transformer`.
    pub fn sort_attribute(&self) -> Option<String> {
        (!self.sort.is_empty()).then(|| self.sort.join("#"))
    }

    /// All fields, the partition first.
    pub fn fields(&self) -> impl Iterator<Item = &SmolStr> {
        std::iter::once(&self.partition).chain(&self.sort)
    }
}

/// A secondary index of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// Its name in the table.
    pub name: SmolStr,
    /// What it finds and sorts items by.
    pub key: Key,
    /// The query that reads it, if there is one.
    pub query: Option<SmolStr>,
    /// What it holds beside the keys.
    pub projection: Projection,
    /// The fields that it holds, for `INCLUDE`.
    pub included: Vec<SmolStr>,
    /// Why it is there.
    pub origin: IndexOrigin,
}

/// Why an index is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IndexOrigin {
    /// It is written, as the one of that number.
    Written(usize, Span),
    /// A relation of another model finds its items by it: that model, and the field.
    Relation(ModelId, SmolStr),
}

impl Index {
    /// Where it is written; `None` for one that a relation needs.
    pub fn place(&self) -> Option<Span> {
        match self.origin {
            IndexOrigin::Written(_, span) => Some(span),
            IndexOrigin::Relation(..) => None,
        }
    }
}

/// The index that is written, with the names that it gets without any.
/// From the published `@aws-amplify/data-schema` and `@aws-amplify/graphql-index-transformer`.
pub(super) fn index(model: &str, number: usize, written: written::Index) -> Index {
    let text = |name: At<SmolStr>| name.value;
    let key = Key { partition: text(written.partition), sort: written.sort_keys.into_iter().map(text).collect() };
    let by = key.fields().map(|field| names::capitalized(field)).collect::<Vec<_>>().join("And");
    let name = match written.name {
        Some(name) => name.value,
        None => SmolStr::new(format!("{}By{by}", names::uncapitalized(&names::plural(model)))),
    };
    let query = match written.query_field {
        Some(query) => query.value,
        None => Some(SmolStr::new(format!("list{}By{by}", names::capitalized(model)))),
    };
    Index {
        name,
        key,
        query,
        projection: written.projection.map_or(Projection::All, |projection| projection.value),
        included: written.included.into_iter().map(text).collect(),
        origin: IndexOrigin::Written(number, written.span),
    }
}

/// The key of a model: its identifier, else `id`.
pub(super) fn key(identifier: Option<&[At<SmolStr>]>) -> Key {
    match identifier {
        Some([partition, sort @ ..]) => {
            Key { partition: partition.value.clone(), sort: sort.iter().map(|field| field.value.clone()).collect() }
        }
        _ => Key { partition: SmolStr::new_static("id"), sort: Vec::new() },
    }
}

impl Model {
    /// The fields of a key, those left out that the model does not have.
    pub fn key_fields<'a>(&'a self, key: &'a Key) -> impl Iterator<Item = &'a Field> {
        key.fields().filter_map(|name| self.field(name))
    }
}
