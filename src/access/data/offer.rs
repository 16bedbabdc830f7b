//! What there is to be done with a model at all, whatever rules say.

use super::{DataAction, ModelAccess};
use crate::model::Data;
use crate::model::data::{Field, Model, ModelOperation, Named, Operation, Origin, TypeKind};
use crate::vocabulary::data::Kind;

/// What a model has beside rules.
#[derive(Clone, Debug, Default)]
pub(super) struct Offer {
    /// The actions for which there is an operation, a relation or an index.
    actions: Vec<DataAction>,
    /// Whether subscriptions of one's own tell of items, whose listeners have other rules.
    told: bool,
}

impl Offer {
    pub(super) fn of(data: &Data, model: &Model) -> Self {
        let leads = |field: &Field| field.kind == TypeKind::Model(model.id);
        let is_led_to = data.models.iter().flat_map(|other| &other.fields).any(leads);
        let is_given = data.operations.iter().any(|operation| gives(operation, model));
        let has = |operations: &[ModelOperation]| operations.iter().any(|operation| model.has(*operation));
        let there = |action: &DataAction| match action {
            DataAction::Get => has(&[ModelOperation::Get]) || is_led_to || is_given,
            DataAction::List => {
                let is_asked = model.indexes.iter().any(|index| index.query.is_some());
                has(&[ModelOperation::List]) || is_asked || is_led_to || is_given
            }
            DataAction::Listen => has(&[ModelOperation::OnCreate, ModelOperation::OnUpdate, ModelOperation::OnDelete]),
            DataAction::Create => has(&[ModelOperation::Create]),
            DataAction::Update => has(&[ModelOperation::Update]),
            DataAction::Delete => has(&[ModelOperation::Delete]),
        };
        Self { actions: DataAction::ALL.into_iter().filter(there).collect(), told: is_told(data, model) }
    }
}

/// Whether an operation gives items of a model.
fn gives(operation: &Operation, model: &Model) -> bool {
    operation.returns.as_ref().is_some_and(|returns| returns.kind == TypeKind::Model(model.id))
}

/// Whether subscriptions of one's own tell of items of a model.
fn is_told(data: &Data, model: &Model) -> bool {
    let tells = |operation: &Operation| {
        let mut sources = operation.sources.iter().flat_map(|sources| &sources.value);
        let of_model = |source: Named| match source {
            Named::Model(id) => id == model.id,
            Named::Operation(id) => gives(data.operation(id), model),
            _ => false,
        };
        operation.kind == Kind::Subscription
            && (gives(operation, model) || sources.any(|source| source.of.is_some_and(of_model)))
    };
    data.operations.iter().any(tells)
}

impl ModelAccess {
    /// Whether subscriptions of one's own tell of items, whose listeners have other rules.
    pub fn is_told(&self) -> bool {
        self.offer.told
    }

    /// Whether everybody who may read anything of an item may read a field.
    pub fn is_open(&self, field: usize) -> bool {
        let mut readers = self.roles.iter().filter(|role| role.reads(None));
        !self.restricted.contains(&field) && readers.all(|role| self.may_read(role, field))
    }

    /// Whether whoever is told of changes of this model may read a field: in what a mutation gives back, it need not be
    /// left out. Where a relation led to the item, listeners are those of another model.
    pub fn is_delivered(&self, field: usize) -> bool {
        let mut listeners = self.roles.iter().filter(|role| role.may(DataAction::Listen).is_some());
        !self.offer.told && listeners.all(|role| self.may_read(role, field))
    }

    /// Why nobody can do something, whatever rules say: with items, or with one field.
    pub fn never(&self, action: DataAction, model: &Model, field: Option<usize>) -> Option<&'static str> {
        if !self.offer.actions.contains(&action) {
            return Some("there is no such operation");
        }
        let at = field?;
        let field = &model.fields[at];
        let is_key = model.key.fields().any(|key| *key == field.name.value);
        match (action, field.origin) {
            (DataAction::Create | DataAction::Update, _) if field.relation.is_some() => {
                Some("a relation holds nothing that could be written")
            }
            (DataAction::Create | DataAction::Update, Origin::Timestamp | Origin::Rule) => {
                Some("it is filled in: no input has it")
            }
            (DataAction::Update, _) if is_key => Some("an identifier does not change"),
            (DataAction::Listen, Origin::Written | Origin::Rule)
                if !self.is_open(at) && (field.relation.is_some() || !self.is_delivered(at)) =>
            {
                Some("subscribers are not told of it, since not all of them may read it")
            }
            _ => None,
        }
    }
}
