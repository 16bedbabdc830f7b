//! Admin queries in the report.

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
    let mut grants: Vec<(usize, usize, Permission)> = Vec::new();
    let mut others: Vec<Who> = Vec::new();
    let routes = || api.routes.iter().map(|(route, _)| *route);
    for grant in access.admin.iter().filter(|grant| grant.api == api.name.value) {
        let (who, allowed) = match &grant.group {
            Some(group) => (Principal::Group(group.clone()).name(backend), Extent::Yes),
            None => (Principal::Authenticated.name(backend), Extent::Own),
        };
        let rank = known.iter().position(|name| *name == who).unwrap_or(known.len());
        if rank == known.len() && others.iter().all(|other| other.name != who) {
            others.push(Who { name: who.clone(), kind: Kind::Group, precedence: None });
        }
        let order = routes().position(|route| route == grant.route).unwrap_or_default();
        let permission = Permission {
            resource: api.name.to_string(),
            path: Some(grant.route.text().to_owned()),
            principal: who,
            action: CALL,
            allowed,
            mode: Some(Mode::UserPool.text()),
            by: None,
            rule: place(grant.rule),
        };
        grants.push((order, rank, permission));
    }
    grants.sort_by(|(route, rank, a), (other, second, b)| {
        (route, rank, &a.principal).cmp(&(other, second, &b.principal))
    });
    let paths = routes().map(|route| route.text().to_owned()).collect();
    let resource = Resource::Admin { name: api.name.to_string(), paths };
    (resource, grants.into_iter().map(|(_, _, permission)| permission).collect(), others)
}
