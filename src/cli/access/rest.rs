//! Questions about REST APIs.

use super::answer::Reason;
use super::request::unknown;
use super::statement::{Said, said};
use super::{Answering, Failure, Target};
use crate::access::report::place;
use crate::access::rest::{Asking, RestCaller, RestDecision, RestGrant, RestPlace, Way};
use crate::access::{Asked, Persona, Principal, Ruled, Verdict};
use crate::diagnostic::render::Answer;
use crate::diagnostic::{Label, quoted};
use crate::model::RestApiId;
use crate::source::Span;
use crate::vocabulary::{HttpMethod, RestAction, Words};

/// A question about a call.
#[derive(Clone)]
pub(super) struct Call {
    pub(super) api: RestApiId,
    pub(super) action: RestAction,
    /// What is called: `/items/42`.
    pub(super) path: String,
}

impl Call {
    fn methods(&self) -> &'static [HttpMethod] {
        self.action.methods()
    }
}

impl Answering<'_> {
    /// `/items/42`, or with the API's name in front: `shop:/items/42`; `None` if the resource is no call of an API.
    pub(super) fn of_rest(&self, action: &str, resource: &str) -> Result<Option<Target>, Failure> {
        let apis = &self.analysis.backend.rest_apis;
        let api_of = |name: &str| apis.iter().find(|api| api.name.value == name);
        let (api, path) = match resource.split_once(":/") {
            Some((name, path)) if api_of(name).is_some() => (api_of(name), format!("/{path}")),
            _ if resource.starts_with('/') && !apis.is_empty() => match &apis[..] {
                [only] => (Some(only), resource.to_owned()),
                several => {
                    let names: Vec<&str> = several.iter().map(|api| api.name.as_str()).collect();
                    let message =
                        format!("`{resource}` may be at any of {} REST APIs: write `name:{resource}`", several.len());
                    return Err(unknown(&message, "", &names));
                }
            },
            _ => {
                let storage = self.analysis.backend.storages.iter().any(|storage| storage.name.value == resource);
                return match api_of(resource).filter(|_| !storage) {
                    Some(api) => {
                        let name = &api.name.value;
                        Err(Failure(format!("`{name}` is a REST API: ask for a path of it, as `{name}:/items`")))
                    }
                    None => Ok(None),
                };
            }
        };
        let Some(action) = RestAction::from_text(action) else {
            let known: Vec<&str> = RestAction::words().iter().map(|word| word.text).collect();
            return Err(unknown(&format!("nobody can `{action}` a path of a REST API"), action, &known));
        };
        Ok(api.map(|api| Target::Call(Call { api: api.id, action, path })))
    }

    /// Whether somebody may call something, and why.
    pub(super) fn about_call(&self, persona: &Persona, asked: &Call) -> Said {
        let asking = Asking::of(persona, &self.analysis.backend);
        let decisions = self.calls(&asking, asked);
        let verdict = self.judged_call(&asking, asked);
        let rule = decisions.iter().find_map(|(_, decision)| match decision {
            RestDecision::Allowed(grant) => Some(Label { span: grant.rule, text: "the rule for them".to_owned() }),
            _ => None,
        });
        if let Some(said) = said(verdict, &self.described(persona), &self.call(asked), rule) {
            return said;
        }
        let granted: Vec<(HttpMethod, &RestGrant)> = decisions
            .iter()
            .filter_map(|(method, decision)| match decision {
                RestDecision::Allowed(grant) => Some((*method, *grant)),
                _ => None,
            })
            .collect();
        let allowed = granted.len() == decisions.len();
        let mut reason = match &granted[..] {
            [(_, first), more @ ..] if allowed => {
                let note = match first.who {
                    RestCaller::Role(_) => "this rule grants it",
                    RestCaller::Token => "this rule grants it to whoever comes with a token of the user pool",
                    RestCaller::Public => "this rule grants it to everybody",
                };
                let label =
                    |grant: &&RestGrant| Label { span: grant.rule, text: "and this one a part of it".to_owned() };
                let labels = more.iter().map(|(_, grant)| grant).filter(|it| it.rule != first.rule).map(label);
                Reason { span: first.rule, note: note.to_owned(), labels: labels.collect(), help: Vec::new() }
            }
            _ => self.refused(persona, &asking, &decisions, asked),
        };
        if !allowed {
            reason.help.extend(self.lost_call(&asking, asked));
        }
        reason.help.extend(self.calls_of_other_roles(persona, &asking, asked));
        let verb = if allowed { "may" } else { "may not" };
        let message = format!("{} {verb} {}", self.described(persona), self.call(asked));
        (Some(allowed), reason.answer(allowed, message))
    }

    /// What rules and statements say together. Statements count where calls are signed.
    fn judged_call(&self, asking: &Asking, asked: &Call) -> Verdict<'_> {
        let access = &self.analysis.access;
        let judge = |(method, decision): &(HttpMethod, RestDecision<'_>)| {
            let allowed = matches!(decision, RestDecision::Allowed(_));
            let place = access.rest.answering(asked.api, *method, &asked.path);
            let way = place.and_then(|place| place.methods().get(method).copied());
            match &asking.role {
                Some(role) if way == Some(Way::IdentityPool) => {
                    let ruled = if allowed { Ruled::Allowed } else { Ruled::Unspoken };
                    access.said(role, "execute-api:Invoke", &Asked::call(*method, &asked.path, false)).with(ruled)
                }
                _ if allowed => Verdict::Yes(None),
                _ => Verdict::No(None),
            }
        };
        Verdict::all(self.calls(asking, asked).iter().map(judge))
    }

    /// The answer when nobody may call something.
    pub(super) fn nobody_for_call(&self, asked: &Call) -> Answer {
        let first = asked.methods()[0];
        let reason = match self.analysis.access.rest.answering(asked.api, first, &asked.path) {
            Some(place) => at(place.span, "no rule at this path grants it"),
            None => self.nothing(asked),
        };
        Answer { verdict: "nobody".to_owned(), ..reason.answer(false, format!("nobody may {}", self.call(asked))) }
    }

    fn calls(&self, asking: &Asking, asked: &Call) -> Vec<(HttpMethod, RestDecision<'_>)> {
        let rest = &self.analysis.access.rest;
        asked.methods().iter().map(|it| (*it, rest.decide(asking, asked.api, *it, &asked.path))).collect()
    }

    /// ``call `post` at `/items` of `shop` ``
    fn call(&self, asked: &Call) -> String {
        let name = &self.analysis.backend.rest_api(asked.api).name.value;
        format!("call `{}` at `{}` of `{name}`", asked.action.text(), asked.path)
    }

    /// Why not, and what would have to change.
    fn refused(
        &self,
        persona: &Persona,
        asking: &Asking,
        decisions: &[(HttpMethod, RestDecision<'_>)],
        asked: &Call,
    ) -> Reason {
        let refused = decisions.iter().find_map(|(method, decision)| match decision {
            RestDecision::Allowed(_) => None,
            RestDecision::Unspoken(place) => Some((*method, Some(*place))),
            RestDecision::Nothing => Some((*method, None)),
        });
        let Some((method, Some(place))) = refused else { return self.nothing(asked) };
        let word = quoted(method.text());
        if let Some(theirs) = theirs(place, asking) {
            let note = format!("this rule speaks of them, without `{}`", method.text());
            return Reason { help: vec![format!("add `{word}` to its methods")], ..at(theirs.rule, &note) };
        }
        match (place.methods().get(&method), persona) {
            (Some(Way::UserPool), _) => at(place.span, "here everybody comes with a token of the user pool"),
            (_, Persona::Guest | Persona::User | Persona::Owner(_) | Persona::Groups(_)) => {
                let subject = match asking.role.as_ref() {
                    Some(Principal::Guest) => "allow.guest".to_owned(),
                    Some(Principal::Group(name)) => format!("allow.groups([{}])", quoted(name)),
                    _ => "allow.authenticated".to_owned(),
                };
                let note = format!("this path answers, and no rule here grants them `{}`", method.text());
                Reason { help: vec![format!("add `{subject}.to([{word}])`")], ..at(place.span, &note) }
            }
            _ => at(place.span, "no rule here speaks of them"),
        }
    }

    fn nothing(&self, asked: &Call) -> Reason {
        let api = self.analysis.backend.rest_api(asked.api);
        let path = asked.path.split('/').nth(1).unwrap_or_default();
        let help = vec![format!("add a path: `\"/{path}\": {{ function: ..., access: (allow) => [...] }}`")];
        Reason { help, ..at(api.span, "no path here answers that") }
    }

    /// For a group: what it loses because its role replaces that of signed-in users.
    fn lost_call(&self, asking: &Asking, asked: &Call) -> Option<String> {
        let Some(Principal::Group(_)) = &asking.role else { return None };
        let rule = self.rule(&Asking { role: Some(Principal::Authenticated), signed_in: false }, asked)?;
        let place = place(rule, &self.analysis.sources);
        Some(format!("signed-in users in no group may ({place}); the role of a group replaces theirs"))
    }

    /// For several groups: which role counts, and what the others would answer.
    fn calls_of_other_roles(&self, persona: &Persona, asking: &Asking, asked: &Call) -> Vec<String> {
        let (names, Some(Principal::Group(chosen))) = (persona.groups(), &asking.role) else { return Vec::new() };
        let by_role = asked.methods().iter().any(|method| {
            let place = self.analysis.access.rest.answering(asked.api, *method, &asked.path);
            place.and_then(|place| place.methods().get(method).copied()) == Some(Way::IdentityPool)
        });
        if names.len() < 2 || !by_role {
            return Vec::new();
        }
        let mut lines = vec![format!(
            "one role counts for signed calls: that of `{chosen}`, the group with the lowest precedence; a client may \
             choose another one with `CustomRoleArn`:"
        )];
        for name in names.iter().filter(|name| *name != chosen) {
            let rule = self.rule(&Asking { role: Some(Principal::Group(name.clone())), signed_in: true }, asked);
            let answer =
                rule.map_or_else(|| "no".to_owned(), |rule| format!("yes ({})", place(rule, &self.analysis.sources)));
            lines.push(format!("  as `{name}`: {answer}"));
        }
        lines
    }

    /// The first rule that grants a call, if all of it is granted.
    fn rule(&self, asking: &Asking, asked: &Call) -> Option<Span> {
        let decisions = self.calls(asking, asked);
        let rules: Option<Vec<Span>> = decisions
            .iter()
            .map(|(_, decision)| match decision {
                RestDecision::Allowed(grant) => Some(grant.rule),
                _ => None,
            })
            .collect();
        rules?.first().copied()
    }
}

/// A rule of a path that speaks of somebody.
fn theirs<'p>(place: &'p RestPlace, asking: &Asking) -> Option<&'p RestGrant> {
    place.grants.iter().find(|grant| matches!(&grant.who, RestCaller::Role(role) if asking.role.as_ref() == Some(role)))
}

fn at(span: Span, note: &str) -> Reason {
    Reason { span, note: note.to_owned(), labels: Vec::new(), help: Vec::new() }
}
