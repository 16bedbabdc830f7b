//! Models and operations in the report.

use std::collections::{BTreeMap, HashMap};

use super::{DATA, Extent, Kind, Permission, Resource, Who};
use crate::access::data::{Caller, Condition, DataAction, Fields, GROUPS_CLAIM, Role, Token};
use crate::access::{Access, Principal, types_of};
use crate::model::data::{Mode, Model};
use crate::model::{Backend, Data};
use crate::source::Span;

/// What calling an operation with a handler of its own is called.
pub const CALL: &str = "call";

/// The path of what holds for the whole API.
pub const EVERYTHING: &str = "*";

/// What is granted with models and operations, and whom the rules name who is no principal of files.
pub(super) struct Granted {
    pub(super) resource: Resource,
    pub(super) grants: Vec<Permission>,
    pub(super) callers: Vec<Who>,
}

/// How a caller is named in reports and questions.
fn name(caller: &Caller, backend: &Backend) -> String {
    match caller {
        Caller::ApiKey => "apiKey".to_owned(),
        Caller::Guest => Principal::Guest.name(backend),
        Caller::Identity | Caller::User(Token::UserPool) => Principal::Authenticated.name(backend),
        Caller::User(Token::Oidc) => "oidc".to_owned(),
        Caller::Group { token: Token::UserPool, claim, name } if claim == GROUPS_CLAIM => {
            Principal::Group(name.clone()).name(backend)
        }
        Caller::Group { token, claim, name } => {
            let who = if *token == Token::Oidc { "oidc" } else { "user" };
            format!("{who}:{claim}={name}")
        }
        Caller::Lambda => "lambda".to_owned(),
    }
}

/// Whose roles a caller may have who calls with credentials.
fn roles(caller: &Caller, backend: &Backend) -> Vec<Principal> {
    match caller {
        Caller::Guest => vec![Principal::Guest],
        Caller::Identity => {
            let groups = backend.group_names().into_iter().map(|name| Principal::Group(name.value.clone()));
            std::iter::once(Principal::Authenticated).chain(groups).collect()
        }
        _ => Vec::new(),
    }
}

/// How far a permission goes once the statements of all these roles have been asked; `None` if no role has it left.
fn left(access: &Access, roles: &[Principal], types: &[String], allowed: Extent, rule: Span) -> Option<(Extent, Span)> {
    let denied = roles.iter().map(|who| access.api_denied(who, types));
    let denied: Vec<_> = denied.collect();
    match denied.iter().flatten().next() {
        None => Some((allowed, rule)),
        Some(_) if denied.iter().all(|denied| denied.is_some_and(|(_, surely)| surely)) => None,
        Some((statement, _)) => Some((Extent::Part, statement.statement.place())),
    }
}

/// One thing that somebody may do, before it is sorted: with the place of the principal, and of the action.
struct Line<'a> {
    path: usize,
    who: (usize, String),
    mode: Mode,
    by: Option<&'a str>,
    allowed: Extent,
    action: &'static str,
    order: usize,
    rule: Span,
}

pub(super) fn granted(backend: &Backend, access: &Access, data: &Data, place: impl Fn(Span) -> String) -> Granted {
    let everyone = access.everyone(backend);
    let known: Vec<String> = everyone.iter().map(|who| who.name(backend)).collect();
    let mut callers: BTreeMap<String, Kind> = BTreeMap::new();
    for caller in access.data.callers() {
        let name = name(caller, backend);
        if !known.contains(&name) {
            callers.insert(name, kind(caller));
        }
    }
    let ranks: HashMap<&str, usize> =
        known.iter().chain(callers.keys()).enumerate().map(|(rank, name)| (name.as_str(), rank)).collect();
    let rank = |name: &str| ranks.get(name).copied().unwrap_or(ranks.len());
    let mut models: Vec<&Model> = data.models.iter().collect();
    models.sort_by(|a, b| a.name.value.cmp(&b.name.value));
    let mut operations: Vec<_> = data.operations.iter().collect();
    operations.sort_by(|a, b| a.name.value.cmp(&b.name.value));

    let mut paths = Vec::new();
    let mut lines: Vec<Line<'_>> = Vec::new();
    let function = |id| {
        let name = Principal::Function(id).name(backend);
        (rank(&name), name)
    };
    if !access.data.functions.is_empty() {
        paths.push(EVERYTHING.to_owned());
    }
    for right in &access.data.functions {
        for (order, action) in DataAction::ALL.into_iter().enumerate() {
            if right.may(action.kind()) {
                let its = [Principal::Function(right.function)];
                let types = types_of(data, &[action.kind()], None);
                let Some((allowed, rule)) = left(access, &its, &types, Extent::Yes, right.rule) else { continue };
                let (path, who) = (0, function(right.function));
                let (mode, action) = (Mode::Iam, action.text());
                lines.push(Line { path, who, mode, by: None, allowed, action, order, rule });
            }
        }
    }
    for model in models {
        let table = access.data.model(model.id);
        let places = std::iter::once(None).chain(table.restricted.iter().copied().map(Some));
        for field in places {
            let path = match field {
                None => model.name.value.to_string(),
                Some(at) => format!("{}.{}", model.name.value, model.fields[at].name.value),
            };
            for role in &table.roles {
                let name = name(&role.who, backend);
                let (allowed, by) = extent(role);
                for (order, action) in DataAction::ALL.into_iter().enumerate() {
                    let holds = table.never(action, model, field).is_none()
                        && role.may(action).is_some_and(|fields| match field {
                            None => {
                                !matches!(fields, Fields::Only(_))
                                    && (action != DataAction::Delete || table.is_whole(fields))
                            }
                            Some(at) => fields.holds(at),
                        });
                    let Some(rule) = role.rule(action, field).filter(|_| holds) else { continue };
                    let types = types_of(data, &[action.kind()], Some(model));
                    let left = left(access, &roles(&role.who, backend), &types, allowed, rule);
                    let Some((allowed, rule)) = left else { continue };
                    let (who, mode) = ((rank(&name), name.clone()), role.who.mode());
                    lines.push(Line { path: paths.len(), who, mode, by, allowed, action: action.text(), order, rule });
                }
            }
            paths.push(path);
        }
    }
    for operation in operations {
        let callers = access.data.operation(operation.id).iter().map(|role| {
            let name = name(&role.who, backend);
            (roles(&role.who, backend), (rank(&name), name), role.who.mode(), role.rule)
        });
        let functions = access.data.functions.iter().filter(|right| right.may(operation.kind));
        let functions = functions
            .map(|right| (vec![Principal::Function(right.function)], function(right.function), Mode::Iam, right.rule));
        for (roles, who, mode, rule) in callers.chain(functions) {
            let types = types_of(data, &[operation.kind], None);
            let Some((allowed, rule)) = left(access, &roles, &types, Extent::Yes, rule) else { continue };
            lines.push(Line { path: paths.len(), who, mode, by: None, allowed, action: CALL, order: 0, rule });
        }
        paths.push(operation.name.value.to_string());
    }
    lines.sort_by_key(|line| (line.path, line.who.0, line.mode, line.by, line.order));
    let grants = lines.into_iter().map(|line| Permission {
        resource: DATA.to_owned(),
        path: Some(paths[line.path].clone()),
        principal: line.who.1,
        action: line.action,
        allowed: line.allowed,
        mode: Some(line.mode.text()),
        by: line.by.map(str::to_owned),
        rule: place(line.rule),
    });
    let grants = grants.collect();
    let callers = callers.into_iter().map(|(name, kind)| Who { name, kind, precedence: None }).collect();
    Granted { resource: Resource::Data { name: DATA.to_owned(), paths }, grants, callers }
}

const fn kind(caller: &Caller) -> Kind {
    match caller {
        Caller::ApiKey => Kind::ApiKey,
        Caller::Guest => Kind::Guest,
        Caller::Identity | Caller::User(Token::UserPool) => Kind::User,
        Caller::User(Token::Oidc) => Kind::Oidc,
        Caller::Group { .. } => Kind::Claim,
        Caller::Lambda => Kind::Lambda,
    }
}

/// How far a role goes, and the field that says so.
fn extent(role: &Role) -> (Extent, Option<&str>) {
    match &role.when {
        Condition::Always => (Extent::Yes, None),
        Condition::Owner { field, .. } => (Extent::Own, Some(field)),
        Condition::Group { field, .. } => (Extent::Group, Some(field)),
    }
}
