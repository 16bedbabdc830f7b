//! What the table says about one call of the API.

use smol_str::SmolStr;

use super::{Caller, Condition, DataAccess, DataAction, Fields, GROUPS_CLAIM, ModelAccess, Role, Token};
use crate::access::Persona;
use crate::model::data::{Model, OperationId, Origin};
use crate::source::Span;
use crate::vocabulary::data::Kind;

/// The answer to a question about the items of a model, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DataDecision<'a> {
    /// This rule allows it, whatever the item is.
    Allowed(Span),
    /// Some items, or some fields: each rule with how far it goes.
    Partly(Vec<(Span, Part<'a>)>),
    /// No rule allows it.
    Denied,
}

/// How far a rule goes that does not allow everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// Items whose field names the user.
    Owner(&'a SmolStr),
    /// Items whose field names one of the user's groups.
    Group(&'a SmolStr),
    /// Only these fields, as places in [`Model::fields`].
    Fields(&'a [usize]),
    /// Only callers whose token lists this group in this claim.
    Claim(&'a SmolStr, &'a SmolStr),
}

impl Caller {
    /// Whether somebody may be one of these callers. Users of the pool may call with their token, with all their groups,
    /// and with credentials of the identity pool.
    pub fn is(&self, persona: &Persona) -> bool {
        match (self, persona) {
            (Self::ApiKey, Persona::ApiKey)
            | (Self::Guest, Persona::Guest)
            | (Self::Lambda, Persona::Authorized)
            | (Self::User(Token::Oidc), Persona::Oidc)
            | (Self::Identity | Self::User(Token::UserPool), Persona::User | Persona::Owner(_) | Persona::Groups(_)) => {
                true
            }
            (Self::Group { token: Token::UserPool, claim, name }, persona) => {
                claim == GROUPS_CLAIM && persona.groups().contains(name)
            }
            _ => false,
        }
    }
}

impl Caller {
    /// What makes somebody one of these callers of whom it is not known.
    fn part(&self, persona: &Persona) -> Option<Part<'_>> {
        match (self, persona) {
            (
                Self::Group { token: Token::UserPool, claim, name },
                Persona::User | Persona::Owner(_) | Persona::Groups(_),
            ) if claim != GROUPS_CLAIM => Some(Part::Claim(claim, name)),
            (Self::Group { token: Token::Oidc, claim, name }, Persona::Oidc) => Some(Part::Claim(claim, name)),
            _ => None,
        }
    }
}

impl Role {
    /// How far the role goes, maybe for every owner of an item; `None` if for every item.
    fn part(&self, owner: bool) -> Option<Part<'_>> {
        match &self.when {
            Condition::Always => None,
            Condition::Owner { .. } if owner => None,
            Condition::Owner { field, .. } => Some(Part::Owner(field)),
            Condition::Group { field, .. } => Some(Part::Group(field)),
        }
    }
}

/// Whom an item names: by one rule, or by several, which speak of several people.
struct Owners {
    /// Whether all of them may do what is asked.
    all: bool,
    /// Whether all of them come with tokens of another provider.
    oidc: bool,
}

impl Owners {
    fn of(access: &ModelAccess, persona: &Persona, action: DataAction, field: Option<usize>) -> Self {
        let is_owner = |role: &&Role| persona.owns() && matches!(role.when, Condition::Owner { .. });
        let owners = || access.roles.iter().filter(is_owner);
        let may = |role: &Role| match (role.may(action), field) {
            (None, _) => false,
            (Some(fields), Some(at)) => fields.holds(at),
            (Some(fields), None) if action == DataAction::Delete => access.is_whole(fields),
            (Some(fields), None) => !matches!(fields, Fields::Only(_)),
        };
        let of_oidc = |role: &Role| role.who == Caller::User(Token::Oidc);
        Self { all: owners().all(may), oidc: owners().next().is_some() && owners().all(of_oidc) }
    }

    /// Whether somebody may have a role.
    fn may_be(&self, role: &Role, persona: &Persona) -> bool {
        if !persona.owns() {
            return role.who.is(persona);
        }
        let is_owner = matches!(role.when, Condition::Owner { .. });
        is_owner || role.who.is(if self.oidc { &Persona::Oidc } else { persona })
    }
}

impl DataAccess {
    /// Whether somebody may do something with the items of a model: with one field, or with all that have no rules of
    /// their own.
    pub fn decide<'a>(
        &'a self,
        persona: &Persona,
        action: DataAction,
        model: &Model,
        field: Option<usize>,
    ) -> DataDecision<'a> {
        let access = self.model(model.id);
        if access.never(action, model, field).is_some() {
            return DataDecision::Denied;
        }
        if let Some(rule) = self.function_rule(persona, action.kind()) {
            return DataDecision::Allowed(rule);
        }
        // what an item has by itself is read by whoever reads anything of it, and chosen by who sets everything
        let origin = field.map(|at| model.fields[at].origin);
        let shown =
            DataAction::READ.contains(&action) && matches!(origin, Some(Origin::Identifier | Origin::Timestamp));
        let chosen = action == DataAction::Create && origin == Some(Origin::Identifier);
        let mut parts = Vec::new();
        let owners = Owners::of(access, persona, action, field);
        for role in &access.roles {
            let claim = role.who.part(persona);
            if !owners.may_be(role, persona) && claim.is_none() {
                continue;
            }
            let Some(fields) = role.may(action) else { continue };
            // of a field without rules of its own, those of the model say
            let place = field.filter(|field| access.restricted.contains(field));
            let some = match fields {
                Fields::Only(fields) => fields.first().copied(),
                Fields::All | Fields::AllBut(_) => None,
            };
            let Some(rule) = role.rule(action, place).or_else(|| role.rule(action, some)) else { continue };
            if action == DataAction::Delete && field.is_none() && !access.is_whole(fields) {
                continue;
            }
            match (field, fields) {
                (Some(field), fields) if !fields.holds(field) && !shown => {}
                (Some(_), fields) if chosen && !access.is_whole(fields) => {}
                (None, Fields::Only(fields)) => parts.push((rule, Part::Fields(fields))),
                _ => match claim.or_else(|| role.part(owners.all && persona.owns())) {
                    None => return DataDecision::Allowed(rule),
                    Some(part) => parts.push((rule, part)),
                },
            }
        }
        if parts.is_empty() { DataDecision::Denied } else { DataDecision::Partly(parts) }
    }

    /// Whether somebody may call an operation with a handler of its own.
    pub fn decide_operation<'a>(&'a self, persona: &Persona, operation: OperationId, kind: Kind) -> DataDecision<'a> {
        let roles = self.operation(operation);
        let role = roles.iter().find(|role| role.who.is(persona)).map(|role| role.rule);
        if let Some(rule) = role.or_else(|| self.function_rule(persona, kind)) {
            return DataDecision::Allowed(rule);
        }
        let parts: Vec<_> = roles.iter().filter_map(|role| Some((role.rule, role.who.part(persona)?))).collect();
        if parts.is_empty() { DataDecision::Denied } else { DataDecision::Partly(parts) }
    }

    fn function_rule(&self, persona: &Persona, kind: Kind) -> Option<Span> {
        let Persona::Function(id) = persona else { return None };
        let right = self.functions.iter().find(|right| right.function == *id)?;
        right.may(kind).then_some(right.rule)
    }
}
