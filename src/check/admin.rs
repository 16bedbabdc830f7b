//! Admin queries: who may call them, and that they can be told apart from all others.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use super::Inspection;
use super::text::{invisible, length};
use crate::diagnostic::{Code, Diagnostic, closest, quoted};
use crate::names::{clashes, group_clashes as case_clashes};
use crate::vocabulary::{At, Scope, Words};

/// Characters a group's name can have.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateGroup.html>
const LONGEST_GROUP: usize = 128;

/// Bytes that the names of groups can have together, in the environment of the function: 4 KB with all else there.
/// <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>
const MOST_BYTES: usize = 3072;

/// Users are those of a user pool.
pub(super) fn users(cx: &mut Inspection<'_>) {
    if !cx.backend.auths.is_empty() {
        return;
    }
    for queries in &cx.backend.admin_queries {
        let message = "there are no users that admin queries could manage";
        let help = "declare them: `export const auth = defineAuth({ loginWith: { email: true }, groups: [...] })`";
        cx.found.push(Diagnostic::new(Code::AdminWithoutUsers, queries.span, message).help(help));
    }
}

/// Somebody may call them, and there is something to call.
pub(super) fn empty(cx: &mut Inspection<'_>) {
    for queries in &cx.backend.admin_queries {
        let record = &queries.record;
        let is_empty = |empty: Option<bool>, property| {
            record.notes.key(property).filter(|_| empty == Some(true) && !record.notes.doubts(property))
        };
        if let Some(place) = is_empty(record.groups.as_ref().map(Vec::is_empty), "groups") {
            let message = "nobody may call these admin queries";
            let help = "name the groups of those who may: `groups: [\"ADMINS\"]`";
            cx.found.push(Diagnostic::new(Code::AdminForNobody, place, message).help(help));
        }
        if let Some(place) = is_empty(record.routes.as_ref().map(Vec::is_empty), "routes") {
            let message = "these admin queries have no routes";
            let help = "name some, or leave out `routes` for all of them";
            cx.found.push(Diagnostic::new(Code::AdminForNobody, place, message).help(help));
        }
    }
}

/// A group's name can be told from all others in the text that API Gateway makes of a token's groups.
pub(super) fn group_names(cx: &mut Inspection<'_>) {
    let found = cx.backend.admin_queries.iter().flat_map(|queries| &queries.groups).filter_map(malformed);
    cx.found.extend(found);
}

fn malformed(group: &At<SmolStr>) -> Option<Diagnostic> {
    let name = group.as_str();
    let (message, help) = if name.is_empty() {
        ("a group without a name has no members".to_owned(), "write the name of a group")
    } else if let Some(char) = invisible(name) {
        let message = format!("the group `{name}` holds {char}, so Cognito has no such group");
        (message, "write the name as the user pool has it")
    } else if length(name) > LONGEST_GROUP {
        let message = format!("this group's name has {} characters, more than {LONGEST_GROUP}", length(name));
        (message, "write the name as the user pool has it")
    } else {
        let char = name.chars().find(|char| matches!(char, ',' | '[' | ']'))?;
        let message = format!("the group `{name}` holds `{char}`, which stands between groups where an API lists them");
        (message, "let admins be in a group without `,`, `[` and `]` in its name")
    };
    Some(group.finding(Code::AdminGroupName, message).help(help))
}

/// A group that the user pool does not list is allowed, since it may be made elsewhere: but by default nobody is in it.
pub(super) fn unlisted(cx: &mut Inspection<'_>) {
    let backend = cx.backend;
    let doubted = backend.auth.as_ref().is_some_and(|auth| auth.record.notes.doubts("groups"))
        || backend.referenced_auth.as_ref().is_some_and(|auth| auth.record.notes.doubts("groups"));
    // the groups of a pool that exists need not be told
    let untold = backend.referenced_auth.as_ref().is_some_and(|auth| auth.record.groups.is_none());
    if doubted || untold || backend.auths.is_empty() {
        return;
    }
    let known: Vec<&str> = backend.group_names().into_iter().map(|name| name.as_str()).collect();
    for group in backend.admin_queries.iter().flat_map(|queries| &queries.groups) {
        let name = group.as_str();
        if known.contains(&name) || malformed(group).is_some() {
            continue;
        }
        let message = format!("the user pool's groups do not list `{name}`");
        let finding = group.finding(Code::AdminGroupUnlisted, message);
        cx.found.push(match closest(name, known.iter().copied()) {
            Some(close) => finding.fix(format!("write `{}`", quoted(close)), group.span, quoted(close)),
            None => finding
                .help(format!("add `{}` to the `groups` of the user pool, if no one else makes it", quoted(name))),
        });
    }
}

/// Whoever signs in may get a token that is taken: with a password always, through a provider with its scope.
pub(super) fn scope(cx: &mut Inspection<'_>) {
    let Some(queries) = cx.backend.admin_queries.first() else { return };
    let external = cx.backend.auth.as_ref().and_then(|auth| auth.record.external_providers());
    let Some(external) = external.filter(|external| !external.notes.doubts("scopes")) else { return };
    let lacks = |scopes: &Vec<At<Scope>>| scopes.iter().all(|scope| scope.value != Scope::CognitoAdmin);
    if let (true, Some(place)) = (external.scopes.as_ref().is_some_and(lacks), external.notes.key("scopes")) {
        let message = "who signs in through a provider gets a token without the scope that admin queries want";
        let finding = Diagnostic::new(Code::AdminScope, place, message).label(queries.span, "refuse them here");
        cx.found.push(finding.help("add `\"COGNITO_ADMIN\"`"));
    }
}

/// The modules that call them are files of their own.
pub(super) fn files(cx: &mut Inspection<'_>) {
    let names: Vec<_> = cx.backend.admin_queries.iter().map(|queries| &queries.name).collect();
    let texts = || names.iter().map(|name| name.as_str());
    let same = clashes(texts());
    for (first, second) in case_clashes(texts()).into_iter().filter(|pair| !same.contains(pair)) {
        let (first, second) = (names[first], names[second]);
        let message = format!(
            "the modules of `{}` and `{}` would be one file where case does not count, as on macOS and Windows",
            first.value, second.value
        );
        let finding = second.finding(Code::ClashingNames, message).label(first.place(), "the other one");
        cx.found.push(finding.help("let their names differ in more than case"));
    }
}

/// A group or a route is named once.
pub(super) fn twice(cx: &mut Inspection<'_>) {
    for queries in &cx.backend.admin_queries {
        let groups = repeated(queries.record.groups.as_deref().unwrap_or_default(), |group| group.as_str());
        let routes = repeated(queries.record.routes.as_deref().unwrap_or_default(), |route| route.value.text());
        cx.found.extend(groups.into_iter().chain(routes));
    }
}

fn repeated<T>(list: &[At<T>], text: impl Fn(&At<T>) -> &str) -> Vec<Diagnostic> {
    let mut seen = BTreeMap::new();
    let mut found = Vec::new();
    for item in list {
        let first = *seen.entry(text(item)).or_insert(item.span);
        if first != item.span {
            let finding = item.finding(Code::AdminTwice, format!("`{}` stands here twice", text(item)));
            found.push(finding.label(first, "first here").help("leave one of them out"));
        }
    }
    found
}

/// The names of groups fit into the environment of the function.
pub(super) fn size(cx: &mut Inspection<'_>) {
    for queries in &cx.backend.admin_queries {
        let bytes: usize = queries.groups.iter().map(|group| quoted(group).len() + 1).sum();
        if let Some(last) = queries.groups.last().filter(|_| bytes > MOST_BYTES) {
            let message = format!(
                "the names of these {} groups have {bytes} bytes together, more than the {MOST_BYTES} for which there is room",
                queries.groups.len()
            );
            let help = "put the admins of several groups into one more group";
            cx.found.push(last.finding(Code::EnvironmentSize, message).help(help));
        }
    }
}
