//! Who may call which route of admin queries.

use smol_str::SmolStr;

use super::{Access, Persona};
use crate::model::AdminQueries;
use crate::source::Span;
use crate::vocabulary::AdminRoute;

/// Somebody may call a route of admin queries.
#[derive(Clone, Debug, PartialEq)]
pub struct AdminGrant {
    /// The name of the API.
    pub api: SmolStr,
    /// The route.
    pub route: AdminRoute,
    /// The group whose members may; `None` for every signed-in user, of whom each may only for themselves.
    pub group: Option<SmolStr>,
    /// What grants it: where the group is named, or the route.
    pub rule: Span,
}

pub(super) fn grants(apis: &[AdminQueries]) -> Vec<AdminGrant> {
    let mut grants = Vec::new();
    for api in apis {
        for &(route, place) in &api.routes {
            let grant = |group, rule| AdminGrant { api: api.name.value.clone(), route, group, rule };
            if route.is_own() {
                grants.push(grant(None, place));
            } else {
                grants.extend(api.groups.iter().map(|group| grant(Some(group.value.clone()), group.place())));
            }
        }
    }
    grants
}

impl Access {
    /// The grant by which somebody may call a route: by any of their groups. Nobody without a token of the user pool.
    pub fn admin_grant(&self, who: &Persona, api: &str, route: AdminRoute) -> Option<&AdminGrant> {
        let holds = |group: &Option<SmolStr>| match (who, group) {
            (Persona::User | Persona::Owner(_) | Persona::Groups(_), None) => true,
            (who, Some(group)) => who.groups().contains(group),
            _ => false,
        };
        self.admin.iter().find(|it| it.api == api && it.route == route && holds(&it.group))
    }
}
