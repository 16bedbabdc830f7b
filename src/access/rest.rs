//! Who may call which methods of REST APIs.

use std::collections::{BTreeMap, BTreeSet};

use super::{Persona, Principal, RoutePath};
use crate::model::{Backend, RestApi, RestApiId};
use crate::source::Span;
use crate::vocabulary::{HttpMethod, RestSubject};

/// Who may call something, by what API Gateway asks for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RestCaller {
    /// Whoever has a role, with credentials of the identity pool.
    Role(Principal),
    /// Every signed-in user, with a token of the user pool.
    Token,
    /// Everybody: nothing is asked for.
    Public,
}

impl RestCaller {
    /// What API Gateway asks for.
    pub const fn way(&self) -> Way {
        match self {
            Self::Role(_) => Way::IdentityPool,
            Self::Token => Way::UserPool,
            Self::Public => Way::Public,
        }
    }
}

/// What API Gateway asks for at a route. A route asks for one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// A signature with credentials that a policy allows it.
    IdentityPool,
    /// A token of the user pool.
    UserPool,
    /// Nothing.
    Public,
}

impl Way {
    /// As reports name it.
    pub const fn text(self) -> &'static str {
        match self {
            Self::IdentityPool => "identityPool",
            Self::UserPool => "userPool",
            Self::Public => "public",
        }
    }
}

/// Somebody may call a method of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestGrant {
    /// Who.
    pub who: RestCaller,
    /// What.
    pub method: HttpMethod,
    /// The rule that says so.
    pub rule: Span,
}

/// A path of an API, and who may call it.
#[derive(Clone, Debug)]
pub struct RestPlace {
    /// The path.
    pub path: RoutePath,
    /// Whether what is below it is answered, too.
    pub below: bool,
    /// Where the path is written.
    pub span: Span,
    /// Its place in the list of `paths`.
    pub index: usize,
    /// In the order of the text, each once.
    pub grants: Vec<RestGrant>,
}

impl RestPlace {
    /// The methods that somebody may call, and what is asked for at each. Where rules ask for several things, which is
    /// an error, it is the narrowest.
    pub fn methods(&self) -> BTreeMap<HttpMethod, Way> {
        let mut methods: BTreeMap<HttpMethod, Way> = BTreeMap::new();
        for grant in &self.grants {
            let way = methods.entry(grant.method).or_insert(grant.who.way());
            *way = grant.who.way().min(*way);
        }
        methods
    }

    /// The path with what is below it, as reports show it: `/items`, `/items/*`.
    pub fn shown(&self) -> String {
        let path = self.path.as_str();
        if self.below { format!("{}/*", path.trim_end_matches('/')) } else { path.to_owned() }
    }

    /// The routes that answer, with what is asked for at each: `GET /items` and `GET /items/{proxy+}`.
    pub fn routes(&self) -> impl Iterator<Item = (HttpMethod, String, Way)> {
        let paths = move || std::iter::once(self.path.to_string()).chain(self.below.then(|| self.path.below()));
        self.methods().into_iter().flat_map(move |(method, way)| paths().map(move |path| (method, path, way)))
    }

    /// What lets somebody call a method.
    pub fn grant(&self, who: &Asking, method: HttpMethod) -> Option<&RestGrant> {
        self.grants.iter().find(|grant| {
            grant.method == method
                && match &grant.who {
                    RestCaller::Role(role) => who.role.as_ref() == Some(role),
                    RestCaller::Token => who.signed_in,
                    RestCaller::Public => true,
                }
        })
    }
}

/// Somebody who calls an API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    /// The role whose credentials they have.
    pub role: Option<Principal>,
    /// Whether they have a token of the user pool.
    pub signed_in: bool,
}

impl Asking {
    /// What somebody can show.
    pub fn of(persona: &Persona, backend: &Backend) -> Self {
        let signed_in = matches!(persona, Persona::User | Persona::Owner(_) | Persona::Groups(_));
        Self { role: persona.principal(backend), signed_in }
    }
}

/// The answer to a request, and why.
#[derive(Clone, Copy, Debug)]
pub enum RestDecision<'a> {
    /// This rule allows it.
    Allowed(&'a RestGrant),
    /// This path answers, and no rule there allows it.
    Unspoken(&'a RestPlace),
    /// No path answers.
    Nothing,
}

/// All REST APIs.
#[derive(Clone, Debug, Default)]
pub struct RestTable {
    apis: BTreeMap<RestApiId, Vec<RestPlace>>,
}

impl RestTable {
    pub(super) fn of(backend: &Backend) -> Self {
        Self { apis: backend.rest_apis.iter().map(|api| (api.id, places(backend, api))).collect() }
    }

    /// The paths of an API, in the order of the text, also those without a grant. Paths that cannot be read are left out.
    pub fn places(&self, api: RestApiId) -> &[RestPlace] {
        self.apis.get(&api).map_or(&[], Vec::as_slice)
    }

    /// All paths of all APIs.
    pub fn all(&self) -> impl Iterator<Item = (RestApiId, &RestPlace)> {
        self.apis.iter().flat_map(|(api, places)| places.iter().map(|place| (*api, place)))
    }

    /// The roles that may call something.
    pub fn roles(&self) -> BTreeSet<&Principal> {
        let callers = self.all().flat_map(|(_, place)| &place.grants).map(|grant| &grant.who);
        callers
            .filter_map(|who| match who {
                RestCaller::Role(role) => Some(role),
                RestCaller::Token | RestCaller::Public => None,
            })
            .collect()
    }

    /// The path that answers a request, as API Gateway finds it: of the routes with that method the one that fits best;
    /// where none has the method, the path that fits best.
    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html>
    pub fn answering(&self, api: RestApiId, method: HttpMethod, path: &str) -> Option<&RestPlace> {
        let fitting = self.places(api).iter().filter_map(|place| Some((place.path.fitness(path, place.below)?, place)));
        let best = fitting.min_by_key(|(fitness, place)| {
            let answered = place.grants.iter().any(|grant| grant.method == method);
            (!answered, fitness.clone())
        });
        best.map(|(_, place)| place)
    }

    /// What answers a method at a path as it is written: mostly the path itself; where it has no such method, the other
    /// one that API Gateway then finds.
    pub fn behind<'a>(&'a self, api: RestApiId, at: &'a RestPlace, method: HttpMethod) -> &'a RestPlace {
        let has = |place: &RestPlace| place.grants.iter().any(|grant| grant.method == method);
        if has(at) {
            return at;
        }
        // a parameter stands for any text
        let any = |part: &str| if part.starts_with('{') { "-".to_owned() } else { part.to_owned() };
        let sample = at.path.as_str().split('/').map(any).collect::<Vec<_>>().join("/");
        self.answering(api, method, &sample).filter(|place| has(place)).unwrap_or(at)
    }

    /// Whether somebody may call a method of a path: `/items/42`.
    pub fn decide(&self, who: &Asking, api: RestApiId, method: HttpMethod, path: &str) -> RestDecision<'_> {
        let Some(place) = self.answering(api, method, path) else { return RestDecision::Nothing };
        place.grant(who, method).map_or(RestDecision::Unspoken(place), RestDecision::Allowed)
    }
}

fn places(backend: &Backend, api: &RestApi) -> Vec<RestPlace> {
    let written = api.record.paths.iter().flat_map(|paths| &paths.entries).enumerate();
    let places = written.filter_map(|(index, (key, record))| {
        let path = RoutePath::parse(key)?;
        let mut grants: Vec<RestGrant> = Vec::new();
        for rule in record.access.iter().flat_map(|access| &access.rules) {
            for who in callers(backend, &rule.who.value) {
                for method in rule.actions.iter().flat_map(|action| action.value.methods()) {
                    if !grants.iter().any(|grant| grant.who == who && grant.method == *method) {
                        grants.push(RestGrant { who: who.clone(), method: *method, rule: rule.span });
                    }
                }
            }
        }
        let below = record.subpaths.as_ref().is_none_or(|subpaths| subpaths.value);
        Some(RestPlace { path, below, span: key.place(), index, grants })
    });
    places.collect()
}

/// Whom a rule speaks of.
fn callers(backend: &Backend, who: &RestSubject) -> Vec<RestCaller> {
    match who {
        RestSubject::Public => vec![RestCaller::Public],
        RestSubject::UserPool => vec![RestCaller::Token],
        RestSubject::Guest => vec![RestCaller::Role(Principal::Guest)],
        RestSubject::Authenticated => Principal::signed_in(backend).into_iter().map(RestCaller::Role).collect(),
        RestSubject::Groups(names) => {
            let known = names.iter().filter(|name| backend.has_group(name));
            known.map(|name| RestCaller::Role(Principal::Group(name.value.clone()))).collect()
        }
    }
}
