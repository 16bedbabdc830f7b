//! The paths that selection sets may name: `comments.author.name`.
//!
//! The TypeScript compiler makes the union of all paths of a model at the first call of any of its methods, and that is
//! where its time goes. The official client follows five relations. Models that refer to each other give a number of
//! paths that grows with the fifth power of the relations, so there is a budget, for all models together: the paths over
//! as many relations as fit are listed one by one, and what lies deeper is a pattern that takes any name.

use std::collections::HashSet;
use std::fmt::Write as _;

use serde::Serialize;

use crate::model::Data;
use crate::model::data::{Field, Model, ModelId, Relation, TypeId, TypeKind};
use crate::vocabulary::data::Related;

/// How many relations a selection set may follow: `selectionSetDepth` of the published `@aws-amplify/data-schema`.
const DEEPEST: usize = 5;

/// So many paths are listed however few models there are.
const FEW: u64 = 10_000;

/// So many paths are listed for each model.
const PATHS_OF_MODEL: u64 = 100;

/// A type for each of some models.
#[derive(Serialize)]
pub(super) struct Stratum {
    name: String,
    about: String,
    models: Vec<Named>,
}

#[derive(Serialize)]
struct Named {
    name: String,
    #[serde(rename = "type")]
    text: String,
}

/// The types of which the paths are made.
pub(super) struct Paths<'a> {
    data: &'a Data,
    /// How many relations are followed by name.
    depth: usize,
    /// For each depth but the first, the models that are needed.
    needed: Vec<Vec<bool>>,
    beyond: Vec<bool>,
    /// Which model belongs to which.
    belongs: HashSet<(ModelId, ModelId)>,
}

impl<'a> Paths<'a> {
    pub(super) fn new(data: &'a Data) -> Self {
        let depth = affordable(data);
        let none = vec![false; data.models.len()];
        let all = data.models.iter().flat_map(|model| relations(data, model).map(move |it| (model.id, it)));
        let belongs = all.filter(|(_, (_, relation, _))| relation.kind.value == Related::BelongsTo);
        let belongs = belongs.map(|(from, (_, _, to))| (from, to.id)).collect();
        Self { data, depth, needed: vec![none.clone(); depth], beyond: none, belongs }
    }

    /// The paths of a model. A relation that leads straight back to where one comes from is left out, as in Amplify.
    pub(super) fn of(&mut self, model: &'a Model) -> String {
        let data = self.data;
        let hops: Vec<String> = relations(data, model)
            .map(|(field, relation, to)| {
                let text = if self.depth > 1 && self.belongs.contains(&(to.id, model.id)) {
                    let onward = relations(data, to)
                        .filter(|(_, onward, target)| onward.kind.value != Related::BelongsTo || target.id != model.id);
                    let links = self.links(onward, self.depth - 2);
                    let own = format!("Paths0[\"{}\"]", to.name.value);
                    match (links.is_empty(), relation.kind.value) {
                        (true, _) => own,
                        (false, Related::HasMany) => format!("({own} & {{ {links} }})"),
                        (false, _) => format!("{own} & {{ {links} }}"),
                    }
                } else {
                    self.at(to, self.depth - 1)
                };
                format!("{}: {text}{}", field.name.value, array(relation))
            })
            .collect();
        let own = format!("Paths0[\"{}\"]", model.name.value);
        if hops.is_empty() { own } else { format!("{own} & {{ {} }}", hops.join("; ")) }
    }

    /// The type of a model from which so many relations are followed.
    fn at(&mut self, model: &'a Model, depth: usize) -> String {
        let name = &model.name.value;
        if relations(self.data, model).next().is_none() {
            return format!("Paths0[\"{name}\"]");
        }
        if depth == 0 {
            return if self.depth < DEEPEST {
                self.beyond[model.id.index()] = true;
                format!("Beyond[\"{name}\"]")
            } else {
                format!("Paths0[\"{name}\"]")
            };
        }
        self.needed[depth][model.id.index()] = true;
        format!("Paths{depth}[\"{name}\"]")
    }

    fn links(&mut self, relations: impl Iterator<Item = (&'a Field, &'a Relation, &'a Model)>, depth: usize) -> String {
        let mut text = String::new();
        for (field, relation, to) in relations {
            let separator = if text.is_empty() { "" } else { "; " };
            let at = self.at(to, depth);
            let _ = write!(text, "{separator}{}: {at}{}", field.name.value, array(relation));
        }
        text
    }

    /// All types that are needed, after [`Self::of`] was asked for every model. `own` is what each has without relations.
    pub(super) fn strata(mut self, own: Vec<String>) -> Vec<Stratum> {
        let data = self.data;
        let mut strata = Vec::new();
        // what a deep one needs is found while it is written
        for depth in (1..self.depth).rev() {
            let models = data.models.iter().filter(|model| self.needed[depth][model.id.index()]).collect::<Vec<_>>();
            let models: Vec<Named> = models
                .into_iter()
                .map(|model| {
                    let links = self.links(relations(data, model), depth - 1);
                    let name = model.name.value.to_string();
                    Named { text: format!("Paths0[\"{name}\"] & {{ {links} }}"), name }
                })
                .collect();
            if !models.is_empty() {
                let relations =
                    if depth == 1 { "one relation leads".to_owned() } else { format!("{depth} relations lead") };
                let about = format!("The same, and what {relations} to.");
                strata.push(Stratum { name: format!("Paths{depth}"), about, models });
            }
        }
        let models = data.models.iter().zip(own);
        let models = models.map(|(model, text)| Named { name: model.name.value.to_string(), text }).collect();
        let about = "What a selection set can name: the fields of each model.".to_owned();
        strata.push(Stratum { name: "Paths0".to_owned(), about, models });
        strata.reverse();
        strata.extend(self.beyond());
        strata
    }

    /// The models that are met deeper than paths are listed, and those that these lead to.
    fn beyond(&mut self) -> Option<Stratum> {
        let data = self.data;
        let mut waiting: Vec<&Model> = data.models.iter().filter(|model| self.beyond[model.id.index()]).collect();
        while let Some(model) = waiting.pop() {
            for (_, _, to) in relations(data, model) {
                if relations(data, to).next().is_some() && !std::mem::replace(&mut self.beyond[to.id.index()], true) {
                    waiting.push(to);
                }
            }
        }
        let some = data.models.iter().filter(|model| self.beyond[model.id.index()]).collect::<Vec<_>>();
        let models: Vec<Named> = some
            .into_iter()
            .map(|model| {
                let links = self.links(relations(data, model), 0);
                let name = model.name.value.to_string();
                Named { text: format!("Paths0[\"{name}\"] & {{ {links}; [field: string]: any }}"), name }
            })
            .collect();
        let depth = if self.depth == 1 { "one relation".to_owned() } else { format!("{} relations", self.depth) };
        let about = format!("Deeper than {depth}, names are not checked; what they give is typed all the same.");
        (!models.is_empty()).then(|| Stratum { name: "Beyond".to_owned(), about, models })
    }
}

fn array(relation: &Relation) -> &'static str {
    if relation.kind.value == Related::HasMany { "[]" } else { "" }
}

/// The relations of a model whose other end is there.
fn relations<'a>(data: &'a Data, model: &'a Model) -> impl Iterator<Item = (&'a Field, &'a Relation, &'a Model)> {
    model.relations().filter_map(|(field, relation)| match field.kind {
        TypeKind::Model(to) => Some((field, relation, data.model(to))),
        _ => None,
    })
}

/// How many relations can be followed such that all paths together stay within the budget; at least one.
fn affordable(data: &Data) -> usize {
    let budget = FEW.max(PATHS_OF_MODEL.saturating_mul(u64::try_from(data.models.len()).unwrap_or(u64::MAX)));
    let mut leaves = Leaves { data, types: vec![None; data.types.len()] };
    let own: Vec<u64> = data.models.iter().map(|model| leaves.of(&model.fields)).collect();
    let mut paths = own.clone();
    for depth in 1..=DEEPEST {
        let deeper = data.models.iter().zip(&own).map(|(model, own)| {
            let hop = |to: &Model| paths[to.id.index()].saturating_add(1);
            relations(data, model).fold(*own, |sum, (_, _, to)| sum.saturating_add(hop(to)))
        });
        paths = deeper.collect();
        if depth > 1 && paths.iter().fold(0_u64, |sum, paths| sum.saturating_add(*paths)) > budget {
            return depth - 1;
        }
    }
    DEEPEST
}

/// Counts fields that are not relations, those of custom types one by one.
struct Leaves<'a> {
    data: &'a Data,
    /// For each custom type, once it was counted; nothing while that is going on.
    types: Vec<Option<u64>>,
}

impl Leaves<'_> {
    fn of(&mut self, fields: &[Field]) -> u64 {
        let fields = fields.iter().filter(|field| field.relation.is_none());
        fields.fold(0, |sum, field| match field.kind {
            TypeKind::Type(id) => sum.saturating_add(1).saturating_add(self.of_type(id)),
            _ => sum.saturating_add(1),
        })
    }

    fn of_type(&mut self, id: TypeId) -> u64 {
        if self.types[id.index()].is_none() {
            self.types[id.index()] = Some(0);
            self.types[id.index()] = Some(self.of(&self.data.custom_type(id).fields));
        }
        self.types[id.index()].unwrap_or_default()
    }
}
