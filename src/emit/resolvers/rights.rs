//! What the access table says, as resolvers ask it: by operation and by field.

use std::cell::OnceCell;
use std::iter;

use super::caller::{Callers, Who};
use crate::access::data::{Condition, DataAccess, DataAction, Fields, FunctionRight, ModelAccess, OWNER_CLAIM, Role};
use crate::model::data::{Field, Model, Origin};

/// Who may do what with one model.
pub(super) struct Rights<'a> {
    model: &'a Model,
    access: &'a ModelAccess,
    functions: &'a [FunctionRight],
    hidden: OnceCell<Vec<Hidden<'a>>>,
}

/// A field that not all readers of the model may read.
pub(super) struct Hidden<'a> {
    pub(super) field: &'a Field,
    /// Whether what mutations give back holds it, too.
    pub(super) delivered: bool,
    /// Those who may.
    pub(super) readers: Callers,
}

/// Callers with the same rights on fields.
pub(super) struct Writers<'a> {
    pub(super) who: Callers,
    /// The fields that they may set.
    pub(super) set: Vec<&'a str>,
    /// The fields that they may set to null. On create, every field may be null.
    pub(super) clear: Vec<&'a str>,
    /// Whether that is everything.
    pub(super) whole: bool,
}

impl<'a> Rights<'a> {
    pub(super) fn new(access: &'a DataAccess, model: &'a Model) -> Self {
        Self { model, access: access.model(model.id), functions: &access.functions, hidden: OnceCell::new() }
    }

    fn who(&self, role: &Role) -> Who {
        Who::of(role, self.model, &self.access.roles)
    }

    /// Whether no role needs a look at the item.
    pub(super) fn is_static(&self) -> bool {
        self.access.roles.iter().all(|role| role.when == Condition::Always)
    }

    fn functions(&self, action: DataAction) -> impl Iterator<Item = Who> {
        let may = move |right: &&FunctionRight| right.may(action.kind());
        self.functions.iter().filter(may).map(|right| Who::Function(right.function))
    }

    /// Those who may do something with at least one field; delete, with all of them.
    pub(super) fn may(&self, action: DataAction) -> Callers {
        self.access.roles_for(action).map(|(role, _)| self.who(role)).chain(self.functions(action)).collect()
    }

    /// Those who may read a field, one way or the other; without one, those who may read anything.
    pub(super) fn readers(&self, field: Option<usize>) -> Callers {
        let functions = self.functions(DataAction::Get).chain(self.functions(DataAction::Listen));
        self.access.roles.iter().filter(|role| role.reads(field)).map(|role| self.who(role)).chain(functions).collect()
    }

    /// Those to whom a relation may lead to items of this model: to a list of them, or to one.
    pub(super) fn followers(&self, several: bool) -> Callers {
        let actions: &[DataAction] = if several { &[DataAction::List] } else { &[DataAction::Get, DataAction::List] };
        let may = |role: &&Role| actions.iter().any(|action| role.may(*action).is_some());
        let roles = self.access.roles.iter().filter(may).map(|role| self.who(role));
        roles.chain(self.functions(DataAction::Get)).collect()
    }

    /// Whether subscriptions of one's own tell of items, whose listeners have other rules.
    pub(super) fn is_told(&self) -> bool {
        self.access.is_told()
    }

    /// Whether everybody who may read anything of an item may read a field.
    pub(super) fn is_open(&self, field: usize) -> bool {
        self.access.is_open(field)
    }

    /// The fields that not everybody may read who may get an item: those that are written, and those of owners.
    pub(super) fn hidden(&self) -> &[Hidden<'a>] {
        self.hidden.get_or_init(|| {
            let said = |field: &Field| matches!(field.origin, Origin::Written | Origin::Rule);
            let fields = self.model.fields.iter().enumerate().filter(|(at, field)| said(field) && !self.is_open(*at));
            let hidden = fields.map(|(at, field)| Hidden {
                field,
                delivered: self.access.is_delivered(at),
                readers: self.readers(Some(at)),
            });
            hidden.collect()
        })
    }

    /// Those to whom a mutation gives back what it changed, if others may do it, too, who may read nothing of the item.
    /// Functions get what their mutations give back.
    pub(super) fn told(&self, action: DataAction) -> Option<Callers> {
        self.access.blind(action).next()?;
        Some(self.readers(None).iter().cloned().chain(self.functions(action)).collect())
    }

    /// The stored fields that all may read who may read anything of an item, but for what every item has by itself.
    pub(super) fn open(&self) -> impl Iterator<Item = &'a Field> {
        let said = |field: &Field| matches!(field.origin, Origin::Written | Origin::Rule) && field.relation.is_none();
        let is_key = |field: &Field| self.model.key.fields().any(|key| *key == field.name.value);
        let fields = self.model.fields.iter().enumerate();
        fields.filter(move |(at, field)| said(field) && !is_key(field) && self.is_open(*at)).map(|(_, field)| field)
    }

    /// Those who may create, by the fields that they may set.
    pub(super) fn creators(&self) -> Vec<Writers<'a>> {
        self.writers(DataAction::Create, |role, set| {
            (role.may(DataAction::Create).map_or_else(Vec::new, |_| set), true)
        })
    }

    /// Whom the item that they create names as its owner: those who may create by such a rule.
    pub(super) fn owners(&self) -> Vec<Who> {
        let roles = self.access.roles_for(DataAction::Create).map(|(role, _)| role);
        roles.filter(|role| matches!(role.when, Condition::Owner { .. })).map(|role| self.who(role)).collect()
    }

    /// Whether subscriptions have arguments for the owners that may listen.
    pub(super) fn names_owners(&self) -> bool {
        let listeners = self.access.roles_for(DataAction::Listen).map(|(role, _)| role);
        listeners.into_iter().any(|role| matches!(role.when, Condition::Owner { .. }))
    }

    /// Whether a field names owners as users of the pool are named if no rule says how: only their names are shown.
    pub(super) fn shortened(&self, field: &str) -> bool {
        let names = |role: &Role| match &role.when {
            Condition::Owner { field: named, claim } => {
                named == field && claim.as_deref().is_none_or(|claim| claim == OWNER_CLAIM)
            }
            _ => false,
        };
        // an identifier is shown as it is asked for
        !self.model.key.fields().any(|key| key == field) && self.access.roles.iter().any(names)
    }

    /// Those who may update, by the fields that they may set and clear. To clear a field is to delete it.
    pub(super) fn updaters(&self) -> Vec<Writers<'a>> {
        self.writers(DataAction::Update, |role, _| match role.may(DataAction::Delete) {
            Some(fields) => (self.inputs(fields), self.access.is_whole(fields)),
            None => (Vec::new(), false),
        })
    }

    fn writers(
        &self,
        action: DataAction,
        clear: impl Fn(&Role, Vec<&'a str>) -> (Vec<&'a str>, bool),
    ) -> Vec<Writers<'a>> {
        let mut found: Vec<Writers<'a>> = Vec::new();
        let mut add = |who: Who, set: Vec<&'a str>, clear: Vec<&'a str>, whole: bool| match found
            .iter_mut()
            .find(|it| (it.whole, &it.set, &it.clear) == (whole, &set, &clear))
        {
            Some(known) => known.who.add(who),
            None => found.push(Writers { who: iter::once(who).collect(), set, clear, whole }),
        };
        for role in &self.access.roles {
            let Some(fields) = role.may(action) else { continue };
            let set = self.inputs(fields);
            let (clear, whole) = clear(role, set.clone());
            add(self.who(role), set, clear, whole && self.access.is_whole(fields));
        }
        for function in self.functions(action) {
            let all = self.inputs(&Fields::All);
            add(function, all.clone(), all, true);
        }
        found
    }

    /// The fields of inputs that are among these. A role for some fields does not hold the identifier that an item gets
    /// by itself: who may not set everything may not choose it.
    fn inputs(&self, fields: &Fields) -> Vec<&'a str> {
        let whole = self.access.is_whole(fields);
        let input = |field: &Field| match field.origin {
            Origin::Written => field.relation.is_none(),
            Origin::Identifier => whole,
            Origin::Timestamp | Origin::Rule => false,
        };
        let all = self.model.fields.iter().enumerate();
        all.filter(|(at, field)| fields.holds(*at) && input(field))
            .map(|(_, field)| field.name.value.as_str())
            .collect()
    }
}
