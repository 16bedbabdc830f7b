//! IAM statements that roles hold beside the rules.

use super::{Principal, grants};
use crate::model::Backend;
use crate::vocabulary::{At, Effect, PolicyStatement, RoleGrants};

/// A statement of somebody's role.
#[derive(Clone, Debug, PartialEq)]
pub struct RolePolicy {
    /// Who has the role.
    pub who: Principal,
    /// What it says.
    pub statement: At<PolicyStatement>,
}

impl RolePolicy {
    /// Whether it allows something.
    pub fn allows(&self) -> bool {
        self.statement.effect.as_ref().is_some_and(|effect| effect.value == Effect::Allow)
    }
}

/// The statements of all roles, what grants stand for included: of guests, signed-in users, groups by precedence, functions in the order of the text.
pub(super) fn of(backend: &Backend) -> Vec<RolePolicy> {
    type Statements = Option<Vec<At<PolicyStatement>>>;
    let mut all = Vec::new();
    let mut add = |who: Principal, given: &Option<RoleGrants>, statements: &Statements| {
        let given = given.iter().flat_map(|given| &given.list).flat_map(|grant| grants::statements(grant, backend));
        let statements = given.chain(statements.iter().flatten().cloned());
        all.extend(statements.map(|statement| RolePolicy { who: who.clone(), statement }));
    };
    if let Some(auth) = &backend.auth {
        let roles = auth.record.roles.as_ref();
        if let Some(guest) = roles.and_then(|roles| roles.guest.as_ref()) {
            add(Principal::Guest, &guest.grants, &guest.policies);
        }
        if let Some(authenticated) = roles.and_then(|roles| roles.authenticated.as_ref()) {
            for who in Principal::signed_in(backend) {
                add(who, &authenticated.grants, &authenticated.policies);
            }
        }
        for group in &auth.groups {
            add(Principal::Group(group.name.value.clone()), &group.record.grants, &group.record.policies);
        }
    }
    for function in backend.functions.iter().filter(|function| !function.custom) {
        add(Principal::Function(function.id), &function.record.grants, &function.record.policies);
    }
    all
}
