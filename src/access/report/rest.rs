//! REST APIs in the report.

use super::{Extent, Permission, Resource};
use crate::access::rest::{Asking, RestCaller, RestGrant, RestPlace, Way};
use crate::access::{Access, Asked, Persona, Principal, Ruled, Verdict};
use crate::model::{Backend, RestApi};
use crate::source::Span;
use crate::vocabulary::{HttpMethod, Words};

/// What everybody together is called, where nobody is asked who they are.
pub const PUBLIC: &str = "public";

/// The APIs by name, each with what is granted there.
pub(super) fn granted(
    backend: &Backend,
    access: &Access,
    everyone: &[Principal],
    place: impl Fn(Span) -> String,
) -> Vec<(Resource, Vec<Permission>)> {
    let mut apis: Vec<&RestApi> = backend.rest_apis.iter().collect();
    apis.sort_by(|a, b| a.name.value.cmp(&b.name.value));
    // no rule speaks of functions, but statements may
    let stated = |who: &Principal| access.policies.iter().any(|policy| policy.who == *who);
    let users = everyone.iter().filter(|who| !matches!(who, Principal::Function(_)) || stated(who));
    let users = users.map(|who| (who.name(backend), Asking::of(&Persona::of(who.clone()), backend)));
    let callers: Vec<_> = users.chain([(PUBLIC.to_owned(), Asking::of(&Persona::Public, backend))]).collect();
    let one = |api: &RestApi| {
        let mut places: Vec<_> = access.rest.places(api.id).iter().collect();
        places.sort_by(|a, b| a.path.cmp(&b.path));
        let mut grants = Vec::new();
        for at in &places {
            for (name, asking) in &callers {
                for method in HttpMethod::all() {
                    let answering = access.rest.behind(api.id, at, *method);
                    let granted = answering.grant(asking, *method);
                    let public = |grant: &&RestGrant| (grant.who == RestCaller::Public) == (name == PUBLIC);
                    let granted = granted.filter(public);
                    let cell = match &asking.role {
                        Some(role) => signed(access, role, answering, *method, granted),
                        None => granted.map(|grant| (Extent::Yes, grant.who.way(), grant.rule)),
                    };
                    let Some((allowed, way, rule)) = cell else { continue };
                    grants.push(Permission {
                        resource: api.name.to_string(),
                        path: Some(at.shown()),
                        principal: name.clone(),
                        action: method.text(),
                        allowed,
                        mode: Some(way.text()),
                        by: None,
                        rule: place(rule),
                    });
                }
            }
        }
        let paths = places.iter().map(|at| at.shown()).collect();
        (Resource::Rest { name: api.name.to_string(), paths }, grants)
    };
    apis.into_iter().map(one).collect()
}

/// How far somebody who has a role may call a method of a path, by what, and what decides. Statements count where calls are
/// signed.
fn signed(
    access: &Access,
    role: &Principal,
    at: &RestPlace,
    method: HttpMethod,
    granted: Option<&RestGrant>,
) -> Option<(Extent, Way, Span)> {
    let way = *at.methods().get(&method)?;
    let yes = granted.map(|grant| (Extent::Yes, way, grant.rule));
    if way != Way::IdentityPool {
        return yes;
    }
    let ruled = if granted.is_some() { Ruled::Allowed } else { Ruled::Unspoken };
    let asked = [Some(false), at.below.then_some(true)].into_iter().flatten();
    let asked = asked.map(|below| Asked::call(method, at.path.as_str(), below));
    let verdicts: Vec<Verdict<'_>> =
        asked.map(|asked| access.said(role, "execute-api:Invoke", &asked).with(ruled)).collect();
    let place = verdicts.iter().find_map(|verdict| match verdict {
        Verdict::No(statement) | Verdict::Yes(statement) => *statement,
        Verdict::Part(statement) => Some(*statement),
    });
    let Some(place) = place.map(|statement| statement.statement.place()) else { return yes };
    if verdicts.iter().all(|verdict| matches!(verdict, Verdict::No(_))) {
        return None;
    }
    let all = verdicts.iter().all(|verdict| matches!(verdict, Verdict::Yes(_)));
    Some((if all { Extent::Yes } else { Extent::Part }, way, place))
}
