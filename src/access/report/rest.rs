//! REST APIs in the report.

use super::{Extent, Permission, Resource};
use crate::access::rest::{Asking, RestCaller, RestGrant};
use crate::access::{Access, Persona, Principal};
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
    // no rule speaks of functions
    let users = everyone.iter().filter(|who| !matches!(who, Principal::Function(_)));
    let users = users.map(|who| (who.name(backend), Asking::of(&Persona::of(who.clone()), backend)));
    let callers: Vec<_> = users.chain([(PUBLIC.to_owned(), Asking::of(&Persona::Public, backend))]).collect();
    let one = |api: &RestApi| {
        let mut places: Vec<_> = access.rest.places(api.id).iter().collect();
        places.sort_by(|a, b| a.path.cmp(&b.path));
        let mut grants = Vec::new();
        for at in &places {
            for (name, asking) in &callers {
                for method in HttpMethod::all() {
                    let granted = at.grant(asking, *method);
                    let public = |grant: &&RestGrant| (grant.who == RestCaller::Public) == (name == PUBLIC);
                    let Some(grant) = granted.filter(public) else { continue };
                    grants.push(Permission {
                        resource: api.name.to_string(),
                        path: Some(at.shown()),
                        principal: name.clone(),
                        action: method.text(),
                        allowed: Extent::Yes,
                        mode: Some(grant.who.way().text()),
                        by: None,
                        rule: place(grant.rule),
                    });
                }
            }
        }
        let paths = places.iter().map(|at| at.shown()).collect();
        (Resource::Rest { name: api.name.to_string(), paths }, grants)
    };
    apis.into_iter().map(one).collect()
}
