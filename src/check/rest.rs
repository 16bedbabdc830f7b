//! REST APIs: who may call what, and what the whole takes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use smol_str::SmolStr;

use super::Inspection;
use super::files::{few, keeping};
use crate::access::Principal;
use crate::access::rest::{RestCaller, RestPlace, Way};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Backend, RestApi, RestApiId};
use crate::source::Span;
use crate::vocabulary::{At, HttpMethod, RestAction, RestPath, RestRule, RestSubject, Words};

/// Routes that an API can have, if nobody asks AWS for more.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html>
const MOST_ROUTES: usize = 300;

/// How long an API waits for a function, in seconds. From the same page.
const LONGEST_WAIT: i64 = 30;

/// Every path that is written, with its API.
pub(super) fn paths(backend: &Backend) -> impl Iterator<Item = (&RestApi, &At<SmolStr>, &RestPath)> {
    backend.rest_apis.iter().flat_map(|api| {
        let entries = api.record.paths.iter().flat_map(|paths| &paths.entries);
        entries.map(move |(key, path)| (api, key, path))
    })
}

/// Every rule, with the path that it stands at.
fn rules(backend: &Backend) -> impl Iterator<Item = (&RestApi, &At<SmolStr>, &RestRule)> {
    paths(backend).flat_map(|(api, key, path)| {
        path.access.iter().flat_map(|access| &access.rules).map(move |rule| (api, key, rule))
    })
}

/// A route asks for one thing: a signature, a token, or nothing.
pub(super) fn authorizers(cx: &mut Inspection<'_>) {
    for (_, place) in cx.access.rest.all() {
        let mut first: BTreeMap<HttpMethod, (Way, Span)> = BTreeMap::new();
        let mut told = BTreeSet::new();
        for grant in &place.grants {
            let (way, rule) = *first.entry(grant.method).or_insert((grant.who.way(), grant.rule));
            if way == grant.who.way() || !told.insert(grant.rule) {
                continue;
            }
            let asks = |way| match way {
                Way::IdentityPool => "for a signature with credentials of the identity pool",
                Way::UserPool => "for a token of the user pool",
                Way::Public => "nobody",
            };
            let message = format!(
                "`{}` at `{}` cannot ask {} and {}: a route has one authorizer",
                grant.method.text(),
                place.path,
                asks(way),
                asks(grant.who.way()),
            );
            let help = if way == Way::Public || grant.who.way() == Way::Public {
                "`allow.public()` lets everybody call it: leave the other rule out, or this one"
            } else {
                "let all of them come with credentials of the identity pool, or give one of them a path of its own"
            };
            let finding = Diagnostic::new(Code::RestAuthorizer, grant.rule, message);
            cx.found.push(finding.label(rule, "the other one").help(help));
        }
    }
}

/// What is public, anyone on the internet may call, as often as the limits allow.
pub(super) fn public(cx: &mut Inspection<'_>) {
    for (_, path, rule) in rules(cx.backend) {
        if rule.who.value == RestSubject::Public {
            let methods: Vec<_> = rule.actions.iter().map(|action| action.value.text()).collect();
            let message = format!("anyone on the internet may call `{}`: {}", path.value, methods.join(", "));
            let help = "keep it if the function checks who calls, as of a webhook; else `allow.guest`, or for who is \
                        signed in `allow.authenticated`";
            cx.found.push(rule.who.finding(Code::RestPublic, message).help(help));
        }
    }
}

/// A rule grants something to somebody, and nothing twice; a path has one.
pub(super) fn actions(cx: &mut Inspection<'_>) {
    for (_, path, record) in paths(cx.backend) {
        let empty = record.access.as_ref().is_some_and(|access| access.rules.is_empty() && access.whole);
        if let (true, Some(key)) = (empty, record.notes.key("access")) {
            let message = format!("nobody may call `{}`", path.value);
            let help = "add a rule: `allow.authenticated.to([\"get\"])`";
            cx.found.push(Diagnostic::new(Code::NoActions, key, message).help(help));
        }
    }
    for (_, _, rule) in rules(cx.backend) {
        if rule.actions.is_empty() {
            let help = "name at least one method: `.to([\"get\"])`";
            cx.found.push(rule.actions.finding(Code::NoActions, "this rule grants nothing").help(help));
        }
        if matches!(&rule.who.value, RestSubject::Groups(names) if names.is_empty()) {
            let help = "name at least one group: `allow.groups([\"ADMINS\"])`";
            cx.found.push(rule.who.finding(Code::NoActions, "this rule holds for nobody").help(help));
        }
        for (index, action) in rule.actions.iter().enumerate() {
            let methods = action.value.methods();
            let says = |other: &&At<RestAction>| methods.iter().all(|method| other.value.methods().contains(method));
            let wider = |other: &&At<RestAction>| other.value.methods().len() > methods.len();
            let earlier = rule.actions[..index].iter().find(says);
            let told = earlier.or_else(|| rule.actions[index + 1..].iter().find(|other| says(other) && wider(other)));
            if let Some(first) = told {
                let message = if first.value == action.value {
                    format!("`{}` is granted twice", action.value.text())
                } else {
                    format!("`{}` is what `{}` grants, too", action.value.text(), first.value.text())
                };
                let diagnostic = action.finding(Code::ActionTwice, message).label(first.span, "granted here");
                cx.found.push(diagnostic.help("leave one of them out"));
            }
        }
    }
}

/// At one path, each is spoken of once: what two rules say of the same users is easily read as one of them.
pub(super) fn principals_twice(cx: &mut Inspection<'_>) {
    for (_, path, record) in paths(cx.backend) {
        let mut seen: HashMap<String, Span> = HashMap::new();
        for rule in record.access.iter().flat_map(|access| &access.rules) {
            let one = |who: &str| vec![(who.to_owned(), rule.who.place())];
            let who: Vec<(String, Span)> = match &rule.who.value {
                RestSubject::Public => one("everybody"),
                RestSubject::Guest => one("guests"),
                RestSubject::Authenticated => one("signed-in users"),
                RestSubject::UserPool => one("users with a token"),
                RestSubject::Groups(names) => {
                    names.iter().map(|name| (format!("the group `{}`", name.value), name.place())).collect()
                }
            };
            for (who, place) in who {
                if let Some(first) = seen.get(&who) {
                    let message = format!("rules for {who} stand twice at `{}`", path.value);
                    let diagnostic = Diagnostic::new(Code::PrincipalTwice, place, message).label(*first, "first here");
                    cx.found.push(diagnostic.help("put all methods into one rule"));
                } else {
                    seen.insert(who, place);
                }
            }
        }
    }
}

/// Rules for users need users.
pub(super) fn no_users(cx: &mut Inspection<'_>) {
    if !cx.backend.auths.is_empty() {
        return;
    }
    let mut told = BTreeSet::new();
    for (api, _, rule) in rules(cx.backend) {
        if rule.who.value != RestSubject::Public && told.insert(api.id) {
            let message = "this rule speaks of users, and the backend has no `defineAuth`";
            let help = "add `export const auth = defineAuth({ loginWith: { email: true } })` to the backend";
            cx.found.push(rule.who.finding(Code::NoUsers, message).help(help));
        }
    }
}

/// What somebody may call: a method at a path of an API.
pub(super) type Call = (RestApiId, usize, HttpMethod);

/// All that a role may call.
pub(super) fn calls(cx: &Inspection<'_>, who: &Principal) -> BTreeSet<Call> {
    let places = cx.access.rest.all();
    let granted = |(api, place): (RestApiId, &RestPlace)| {
        let own = place.grants.iter().filter(|grant| matches!(&grant.who, RestCaller::Role(role) if role == who));
        own.map(|grant| (api, place.index, grant.method)).collect::<Vec<_>>()
    };
    places.flat_map(granted).collect()
}

/// A user in a group gets the group's role instead of that of signed-in users: what those may call and the group may not
/// is lost by joining the group.
pub(super) fn group_loses(cx: &mut Inspection<'_>) {
    let all = calls(cx, &Principal::Authenticated);
    let mut losing: BTreeMap<Vec<Call>, Vec<&At<SmolStr>>> = BTreeMap::new();
    for group in cx.backend.group_names() {
        let has = calls(cx, &Principal::Group(group.value.clone()));
        let lost: Vec<Call> = all.difference(&has).copied().collect();
        if !lost.is_empty() {
            losing.entry(lost).or_default().push(group);
        }
    }
    let mut found = Vec::new();
    for (lost, groups) in losing {
        let mut paths: Vec<(String, Vec<&str>)> = Vec::new();
        for (id, index, method) in lost {
            let api = cx.backend.rest_api(id);
            let path = api.record.paths.as_ref().and_then(|paths| paths.entries.get(index));
            let path = path.map_or("", |(key, _)| key.as_str());
            let several = cx.backend.rest_apis.len() > 1;
            let of = if several { format!(" of `{}`", api.name.value) } else { String::new() };
            let place = format!("`{path}`{of}");
            match paths.last_mut().filter(|(known, _)| *known == place) {
                Some((_, methods)) => methods.push(method.text()),
                None => paths.push((place, vec![method.text()])),
            }
        }
        let paths: Vec<_> = paths.iter().map(|(place, methods)| format!("{place} ({})", methods.join(", "))).collect();
        let names: Vec<_> = groups.iter().map(|group| format!("`{}`", group.value)).collect();
        let message = format!("users in {} lose what signed-in users may call: {}", few(&names), few(&paths));
        let help = format!(
            "the role of a group replaces that of signed-in users: add `allow.groups([...])` to these paths, or {}",
            keeping(cx.backend, groups[0])
        );
        found.push(groups[0].finding(Code::GroupLoses, message).help(help));
    }
    found.sort_by_key(|finding| finding.span);
    cx.found.append(&mut found);
}

/// An API gives up on a function after a time; and a durable one, which goes on for longer, it cannot call.
pub(super) fn functions(cx: &mut Inspection<'_>) {
    for (_, path, record) in paths(cx.backend) {
        let Some(reference) = &record.function else { continue };
        let Some(function) = cx.backend.resolve(reference) else { continue };
        if let Some(durable) = function.record.notes.key("durableConfig") {
            let message = format!("`{}` is durable, and no API can call such a function", function.name.value);
            let finding = reference.finding(Code::DurableTrigger, message).label(durable, "durable by this");
            cx.found.push(finding.help("let a function that is not durable answer, and start it"));
        }
        let timeout = function.record.timeout_seconds.as_ref();
        if let Some(timeout) = timeout.filter(|timeout| timeout.value.0 > LONGEST_WAIT) {
            let message = format!(
                "`{}` may take {} seconds, and who calls `{}` is answered with an error after {LONGEST_WAIT}",
                function.name.value, timeout.value.0, path.value
            );
            let finding = reference.finding(Code::RestTimeout, message).label(timeout.span, "its time");
            cx.found
                .push(finding.help(format!("write `timeoutSeconds: {LONGEST_WAIT}`, or let it only start the work")));
        }
    }
}

/// An API has as many routes as API Gateway takes.
pub(super) fn too_many(cx: &mut Inspection<'_>) {
    for api in &cx.backend.rest_apis {
        let count: usize = cx.access.rest.places(api.id).iter().map(|place| place.routes().count()).sum();
        if let (true, Some(key)) = (count > MOST_ROUTES, api.record.notes.key("paths")) {
            let message = format!("{count} routes are more than the {MOST_ROUTES} that an API can have");
            let help = "a method at a path is a route, and with `subpaths` two: split the API into several";
            cx.found.push(Diagnostic::new(Code::TooMany, key, message).help(help));
        }
    }
}

/// Where a path has no rule for a method, API Gateway goes on looking: a path with a parameter may answer by its own rules.
pub(super) fn falls_through(cx: &mut Inspection<'_>) {
    for (api, at) in cx.access.rest.all() {
        let mut answering: BTreeMap<usize, (&RestPlace, Vec<&str>)> = BTreeMap::new();
        for method in HttpMethod::all() {
            let other = cx.access.rest.behind(api, at, *method);
            if other.index != at.index {
                answering.entry(other.index).or_insert((other, Vec::new())).1.push(method.text());
            }
        }
        for (other, methods) in answering.into_values() {
            let path = at.path.as_str();
            let message = format!(
                "`{path}` has no rule for {}, so `{}` answers there, by its own rules",
                methods.iter().map(|method| format!("`{method}`")).collect::<Vec<_>>().join(", "),
                other.path.as_str()
            );
            let finding = Diagnostic::new(Code::RestPathsOverlap, at.span, message).severity(Severity::Warning);
            let help = "write rules for these methods here, too, or let one of the paths begin otherwise";
            cx.found.push(finding.label(other.span, "this one").help(help));
        }
    }
}
