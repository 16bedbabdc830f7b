//! Admin queries in the report.

use smol_str::SmolStr;

use super::{CALL, Extent, Kind, Permission, Resource, Who};
use crate::access::{Access, Principal};
use crate::model::data::Mode;
use crate::model::{AdminQueries, Backend};
use crate::source::Span;
use crate::vocabulary::Words;

/// What is granted by admin queries: the API, who may call which of its routes, and the groups among them that the user
/// pool does not list.
pub(super) fn granted(
    backend: &Backend,
    access: &Access,
    api: &AdminQueries,
    place: impl Fn(Span) -> String,
) -> (Resource, Vec<Permission>, Vec<Who>) {
    let known: Vec<String> = access.everyone(backend).iter().map(|who| who.name(backend)).collect();
    let named = |group: &SmolStr| Principal::Group(group.clone()).name(backend);
    let mut grants: Vec<(usize, usize, Permission)> = Vec::new();
    let mut others: Vec<Who> = Vec::new();
    for name in api.groups.iter().map(|group| named(&group.value)).filter(|name| !known.contains(name)) {
        others.push(Who { name, kind: Kind::Group, precedence: None });
    }
    let groups = backend.group_names().into_iter().map(|group| named(&group.value));
    // whoever is signed in, in whatever group
    let users: Vec<String> = std::iter::once(Principal::Authenticated.name(backend))
        .chain(groups)
        .chain(others.iter().map(|other| other.name.clone()))
        .collect();
    let routes = || api.routes.iter().map(|(route, _)| *route);
    for grant in access.admin.iter().filter(|grant| grant.api == api.name.value) {
        let (who, allowed) = match &grant.group {
            Some(group) => (vec![named(group)], Extent::Yes),
            None => (users.clone(), Extent::Own),
        };
        let order = routes().position(|route| route == grant.route).unwrap_or_default();
        for principal in who {
            let rank = known.iter().position(|name| *name == principal).unwrap_or(known.len());
            let permission = Permission {
                resource: api.name.to_string(),
                path: Some(grant.route.text().to_owned()),
                principal,
                action: CALL,
                allowed,
                mode: Some(Mode::UserPool.text()),
                by: None,
                rule: place(grant.rule),
            };
            grants.push((order, rank, permission));
        }
    }
    grants.sort_by(|(route, rank, a), (other, second, b)| {
        (route, rank, &a.principal).cmp(&(other, second, &b.principal))
    });
    let paths = routes().map(|route| route.text().to_owned()).collect();
    let resource = Resource::Admin { name: api.name.to_string(), paths };
    (resource, grants.into_iter().map(|(_, _, permission)| permission).collect(), others)
}
