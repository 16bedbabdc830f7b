//! How models refer to each other.

use smol_str::SmolStr;

use super::{Data, Index, IndexOrigin, Key, ModelId, TypeKind};
use crate::names;
use crate::vocabulary::At;
use crate::vocabulary::data::{Projection, Related};

/// A field that leads to another model.
#[derive(Clone, Debug)]
pub struct Relation {
    /// Which kind, and where that word stands.
    pub kind: At<Related>,
    /// The name of the other model.
    pub model: At<SmolStr>,
    /// The fields that hold the other's identifier: of this model for `belongsTo`, else of the other one.
    pub references: At<Vec<At<SmolStr>>>,
    /// The field of the other model that leads back here.
    pub counterpart: Option<SmolStr>,
    /// For `hasOne` and `hasMany`: the index of the other model by which its items are found.
    pub index: Option<SmolStr>,
}

impl Relation {
    /// The names of the reference fields.
    pub fn fields(&self) -> impl Iterator<Item = &SmolStr> {
        self.references.value.iter().map(|field| &field.value)
    }

    fn is_over(&self, other: &Self) -> bool {
        self.fields().eq(other.fields())
    }

    /// Whether another relation can be the other end of this one.
    fn answers(&self, other: &Self) -> bool {
        let belongs = |relation: &Self| relation.kind.value == Related::BelongsTo;
        belongs(self) != belongs(other) && self.is_over(other)
    }
}

/// Finds the other end of each relation, and gives tables the indexes that `hasOne` and `hasMany` find items by.
pub(super) fn connect(data: &mut Data) {
    for from in 0..data.models.len() {
        for at in 0..data.models[from].fields.len() {
            let field = &data.models[from].fields[at];
            let (Some(relation), TypeKind::Model(to)) = (&field.relation, field.kind) else { continue };
            let other = data.model(to);
            let back = other.relations().find(|(back, other_end)| {
                back.kind == TypeKind::Model(ModelId::at(from)) && relation.answers(other_end)
            });
            let counterpart = back.map(|(back, _)| back.name.value.clone());
            let index = (relation.kind.value != Related::BelongsTo).then(|| index(data, from, at, to)).flatten();
            let name = index.as_ref().map(|index| index.name.clone());
            if let Some(index) = index
                && data.model(to).index(&index.name).is_none()
            {
                data.models[to.index()].indexes.push(index);
            }
            if let Some(relation) = &mut data.models[from].fields[at].relation {
                relation.counterpart = counterpart;
                relation.index = name;
            }
        }
    }
}

/// The index of the other model by which a relation finds items: `gsi-Post.comments`.
/// From the published `@aws-amplify/graphql-relational-transformer`.
fn index(data: &Data, from: usize, field: usize, _to: ModelId) -> Option<Index> {
    let model = &data.models[from];
    let field = &model.fields[field];
    let mut references = field.relation.as_ref()?.fields().cloned();
    let key = Key { partition: references.next()?, sort: references.collect() };
    Some(Index {
        name: names::relation_index(&model.name.value, &field.name.value),
        key,
        query: None,
        projection: Projection::All,
        included: Vec::new(),
        origin: IndexOrigin::Relation(model.id, field.name.value.clone()),
    })
}
