//! Questions about the routes of admin queries.

use super::Answering;
use super::answer::Reason;
use crate::access::Persona;
use crate::diagnostic::quoted;
use crate::diagnostic::render::Answer;
use crate::vocabulary::{AdminRoute, AuthAction, Words};

impl Answering<'_> {
    /// Whether somebody may call a route, and why.
    pub(super) fn about_route(&self, persona: &Persona, api: &str, route: AdminRoute) -> (bool, Answer) {
        let who = match persona {
            Persona::User => "signed-in users".to_owned(),
            Persona::Owner(names) if names.is_empty() => "signed-in users".to_owned(),
            persona => self.described(persona),
        };
        let Some(grant) = self.analysis.access.admin_grant(persona, api, route) else {
            return (false, self.no_route(&who, persona, api, route));
        };
        let (note, self_only) = match grant.group {
            Some(_) => ("members of this group may", ""),
            None => ("every signed-in user may call it, for themselves", ", each only for themselves"),
        };
        let reason = Reason { span: grant.rule, note: note.to_owned(), labels: Vec::new(), help: Vec::new() };
        (true, reason.answer(true, format!("{who} may call `{}`{self_only}", route.text())))
    }

    /// Whether members of groups may do something with users and groups by a route of admin queries.
    pub(super) fn by_route(&self, persona: &Persona, action: AuthAction) -> Option<Answer> {
        let route = AdminRoute::all().iter().find(|route| action.iam() == [route.iam()])?;
        let apis = self.analysis.backend.admin_queries.iter();
        let mut grants = apis.filter_map(|api| self.analysis.access.admin_grant(persona, &api.name.value, *route));
        let grant = grants.next()?;
        let by = format!("by `{}:{}`", grant.api, route.text());
        let note = "members of this group may".to_owned();
        let reason = Reason { span: grant.rule, note, labels: Vec::new(), help: Vec::new() };
        Some(reason.answer(true, format!("{} may `{}` {by}", self.described(persona), action.text())))
    }

    /// The answer when nobody may call a route.
    pub(super) fn nobody_for_route(&self, api: &str, route: AdminRoute) -> Answer {
        Answer { verdict: "nobody".to_owned(), ..self.no_route("nobody", &Persona::User, api, route) }
    }

    fn no_route(&self, who: &str, persona: &Persona, api: &str, route: AdminRoute) -> Answer {
        let found = self.analysis.backend.admin_queries.iter().find(|it| it.name.value == api);
        let found = found.expect("the question named it");
        if found.routes.iter().all(|(it, _)| *it != route) {
            let reason = Reason {
                span: found.record.notes.key("routes").unwrap_or(found.span),
                note: "these are all its routes".to_owned(),
                labels: Vec::new(),
                help: vec![format!("add `\"{}\"` to its `routes`", route.text())],
            };
            let verb = if who == "nobody" { "may" } else { "may not" };
            return reason.answer(false, format!("{who} {verb} call `{}`, which is not there", route.text()));
        }
        let help = match persona {
            Persona::Groups(names) | Persona::Owner(names) if !names.is_empty() => {
                let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
                Some(format!("add {} to its `groups`, for all of its routes", names.join(" or ")))
            }
            Persona::Function(_) => Some(
                "functions have no token: let them use the user pool itself, by `access` of `defineAuth`".to_owned(),
            ),
            _ => None,
        };
        let place = if route.is_own() { None } else { found.record.notes.key("groups") };
        let reason = Reason {
            span: place.unwrap_or(found.span),
            note: if route.is_own() { "signed-in users may" } else { "only members of these groups may" }.to_owned(),
            labels: Vec::new(),
            help: help.into_iter().collect(),
        };
        let verb = if who == "nobody" { "may" } else { "may not" };
        reason.answer(false, format!("{who} {verb} call `{}`", route.text()))
    }
}
