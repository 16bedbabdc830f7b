//! The rules of storage: who may do what with files.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use smol_str::SmolStr;

use super::Inspection;
use crate::access::{ENTITY_ID, FileAction, Path, Principal};
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::model::{Backend, Storage, StorageId};
use crate::source::Span;
use crate::vocabulary::{At, StorageAction, StoragePath, StorageRule, StorageSubject, Words};

/// Every rule of storage, with the path that it stands at.
fn rules(backend: &Backend) -> impl Iterator<Item = (&Storage, &StoragePath, &StorageRule)> {
    backend.storages.iter().flat_map(|storage| {
        let paths = storage.record.access.iter().flat_map(|access| &access.paths);
        paths.flat_map(move |path| path.rules.iter().map(move |rule| (storage, path, rule)))
    })
}

/// A rule grants something to somebody, and nothing twice.
pub(super) fn actions(cx: &mut Inspection<'_>) {
    for (_, _, rule) in rules(cx.backend) {
        if rule.actions.is_empty() {
            let help = "name at least one action: `.to([\"read\"])`";
            cx.found.push(rule.actions.finding(Code::NoActions, "this rule grants nothing").help(help));
        }
        if matches!(&rule.who.value, StorageSubject::Groups(names) if names.is_empty()) {
            let help = "name at least one group: `allow.groups([\"ADMINS\"])`";
            cx.found.push(rule.who.finding(Code::NoActions, "this rule holds for nobody").help(help));
        }
        for (index, action) in rule.actions.iter().enumerate() {
            let others = rule.actions.iter().enumerate().filter(|(other, _)| *other != index);
            // the wider word stays, wherever it stands; of two equal ones the first
            let within = |wide: StorageAction| {
                matches!(wide, StorageAction::Read | StorageAction::Write)
                    && action.value != wide
                    && FileAction::of(wide).contains(&FileAction::of(action.value)[0])
            };
            let told = others.filter(|(other, it)| within(it.value) || it.value == action.value && *other < index);
            if let Some((_, first)) = told.min_by_key(|(other, _)| *other) {
                let message = if first.value == action.value {
                    format!("`{}` is granted twice", action.value.text())
                } else {
                    format!("`{}` is a part of `{}`", action.value.text(), first.value.text())
                };
                let diagnostic = action.finding(Code::ActionTwice, message).label(first.span, "granted here");
                cx.found.push(diagnostic.help("leave one of them out"));
            }
        }
    }
}

/// New files and files over older ones are one right in S3: whoever grants one of them grants both.
pub(super) fn half_of_write(cx: &mut Inspection<'_>) {
    for (_, _, rule) in rules(cx.backend) {
        let of = |action: StorageAction| rule.actions.iter().find(|it| it.value == action);
        let (said, other) = match (of(StorageAction::Create), of(StorageAction::Update)) {
            (Some(create), None) => (create, "update"),
            (None, Some(update)) => (update, "create"),
            _ => continue,
        };
        if of(StorageAction::Write).is_some() {
            continue;
        }
        let word = said.value.text();
        let message = format!("`{word}` grants `{other}` as well: S3 has one right for both");
        let finding = said.finding(Code::HalfOfWrite, message);
        let text = format!("{}, {}", quoted(word), quoted(other));
        cx.found.push(finding.fix(format!("write both, `{text}`"), said.span, text));
    }
}

/// On one path, each is spoken of once: what two rules say of the same users is easily read as one of them. Functions
/// may come twice, as in Amplify.
pub(super) fn principals_twice(cx: &mut Inspection<'_>) {
    let paths = cx.backend.storages.iter().filter_map(|it| it.record.access.as_ref()).flat_map(|it| &it.paths);
    for path in paths {
        let mut seen: HashMap<String, Span> = HashMap::new();
        for rule in &path.rules {
            let who: Vec<(String, Span)> = match &rule.who.value {
                StorageSubject::Guest => vec![("guests".to_owned(), rule.who.place())],
                StorageSubject::Authenticated => vec![("signed-in users".to_owned(), rule.who.place())],
                StorageSubject::Entity => vec![("owners".to_owned(), rule.who.place())],
                StorageSubject::Groups(names) => {
                    names.iter().map(|name| (format!("the group `{}`", name.value), name.place())).collect()
                }
                StorageSubject::Resource(_) => continue,
            };
            for (who, place) in who {
                if let Some(first) = seen.get(&who) {
                    let message = format!("rules for {who} stand twice at `{}`", path.path.value);
                    let diagnostic = Diagnostic::new(Code::PrincipalTwice, place, message).label(*first, "first here");
                    cx.found.push(diagnostic.help("put all actions into one rule"));
                } else {
                    seen.insert(who, place);
                }
            }
        }
    }
}

/// A rule for owners needs folders that somebody owns. Without, Amplify grants it to every signed-in user.
pub(super) fn no_folders(cx: &mut Inspection<'_>) {
    for (_, path, rule) in rules(cx.backend) {
        if rule.who.value == StorageSubject::Entity && !path.path.contains(ENTITY_ID) {
            let written = path.path.as_str();
            let folder = written.trim_end_matches('*').trim_matches('/');
            let folder = if folder.is_empty() { "private" } else { folder };
            let message = format!("nobody owns a folder of `{written}`: it has no `{ENTITY_ID}`");
            let finding = rule.who.finding(Code::NoFolders, message).label(path.path.span, "the path");
            cx.found.push(finding.help(format!(
                "write `\"{folder}/{ENTITY_ID}/*\"`, or `allow.authenticated` if every signed-in user may"
            )));
        }
    }
}

/// On a path with a folder for each user, every rule but that for owners speaks of all folders. Reading them is what
/// such rules are for, in all but groups; the rest is worth a look.
pub(super) fn opens_folders(cx: &mut Inspection<'_>) {
    let changes = |rule: &StorageRule| rule.actions.iter().any(|action| action.value.changes());
    for (_, path, rule) in rules(cx.backend) {
        let Some(parsed) = Path::parse(&path.path).filter(|path| path.entity) else { continue };
        let who = match &rule.who.value {
            StorageSubject::Groups(names) => {
                let names: Vec<_> = names.iter().map(|name| format!("`{}`", name.value)).collect();
                names.join(", ")
            }
            StorageSubject::Authenticated if changes(rule) => "every signed-in user".to_owned(),
            _ => continue,
        };
        let actions: Vec<_> = rule.actions.iter().map(|action| action.value.text()).collect();
        let message =
            format!("this opens the folders of all users below `{}` to {who}: {}", parsed.prefix, actions.join(", "));
        let finding = rule.who.finding(Code::OpensFolders, message);
        cx.found.push(
            finding.help("keep it if that is meant; a folder of one's own comes from `allow.entity(\"identity\")`"),
        );
    }
}

/// What guests may change, anyone on the internet may.
pub(super) fn guests_write(cx: &mut Inspection<'_>) {
    for (_, path, rule) in rules(cx.backend) {
        if rule.who.value != StorageSubject::Guest {
            continue;
        }
        let changes: Vec<&At<StorageAction>> = rule.actions.iter().filter(|action| action.value.changes()).collect();
        if let Some(first) = changes.first() {
            let does: Vec<_> = changes.iter().map(|action| action.value.text()).collect();
            let message = format!("anyone on the internet may {} files at `{}`", does.join(" and "), path.path.value);
            let help = "keep it if that is meant, and let a lifecycle rule clean up; else `allow.authenticated`";
            cx.found.push(first.finding(Code::GuestWrites, message).help(help));
        }
    }
}

/// Rules for users need users.
pub(super) fn no_users(cx: &mut Inspection<'_>) {
    if !cx.backend.auths.is_empty() {
        return;
    }
    let mut told = BTreeSet::new();
    for (storage, _, rule) in rules(cx.backend) {
        if !matches!(rule.who.value, StorageSubject::Resource(_)) && told.insert(storage.id) {
            let message = "this rule speaks of users, and the backend has no `defineAuth`";
            let help = "add `export const auth = defineAuth({ loginWith: { email: true } })` to the backend";
            cx.found.push(rule.who.finding(Code::NoUsers, message).help(help));
        }
    }
}

/// What somebody may do: in a storage, at a path, an action, and whether only in a folder of their own.
type Can<'a> = (StorageId, &'a Path, FileAction, bool);

/// A user in a group gets the group's role instead of that of signed-in users: what those may do and the group may not
/// is lost by joining the group.
pub(super) fn group_loses(cx: &mut Inspection<'_>) {
    let groups = cx.backend.group_names();
    let mut losing: BTreeMap<Vec<Can<'_>>, Vec<&At<SmolStr>>> = BTreeMap::new();
    for group in &groups {
        let who = Principal::Group(group.value.clone());
        let mut lost = Vec::new();
        for storage in &cx.backend.storages {
            let has: BTreeSet<(&Path, FileAction)> =
                cx.access.storage_grants(&who, storage.id).map(|grant| (&grant.path, grant.action)).collect();
            let everywhere: Vec<_> =
                has.iter().filter(|(path, _)| path.is_bucket()).map(|(_, action)| *action).collect();
            for grant in cx.access.storage_grants(&Principal::Authenticated, storage.id) {
                if !has.contains(&(&grant.path, grant.action)) && !everywhere.contains(&grant.action) {
                    lost.push((storage.id, &grant.path, grant.action, grant.own));
                }
            }
        }
        // where both an owner's and a wider rule are lost, the wider one says it
        let wide: BTreeSet<_> = lost.iter().filter(|can| !can.3).map(|can| (can.0, can.1, can.2)).collect();
        lost.retain(|can| !can.3 || !wide.contains(&(can.0, can.1, can.2)));
        if !lost.is_empty() {
            losing.entry(lost).or_default().push(group);
        }
    }
    let mut found = Vec::new();
    for (lost, groups) in losing {
        let mut paths: Vec<(String, Vec<&str>)> = Vec::new();
        for (storage, path, action, own) in &lost {
            let storage = cx.backend.storage(*storage);
            let several = cx.backend.storages.len() > 1;
            let of = if several { format!(" of `{}`", storage.name.value) } else { String::new() };
            let whose = if *own { "their own folder at " } else { "" };
            let place = format!("{whose}`{path}`{of}");
            match paths.last_mut().filter(|(known, _)| *known == place) {
                Some((_, actions)) => actions.push(action.text()),
                None => paths.push((place, vec![action.text()])),
            }
        }
        let paths: Vec<_> = paths.iter().map(|(place, actions)| format!("{place} ({})", actions.join(", "))).collect();
        let names: Vec<_> = groups.iter().map(|group| format!("`{}`", group.value)).collect();
        let message = format!("users in {} lose what signed-in users may do with files: {}", few(&names), few(&paths));
        let own = lost.iter().all(|can| can.3);
        let add = if own { "" } else { "add `allow.groups([...])` to these paths, or " };
        let help =
            format!("the role of a group replaces that of signed-in users: {add}{}", keeping(cx.backend, groups[0]));
        found.push(groups[0].finding(Code::GroupLoses, message).help(help));
    }
    found.sort_by_key(|finding| finding.span);
    cx.found.append(&mut found);
}

/// How a group keeps what signed-in users may do.
pub(super) fn keeping(backend: &Backend, group: &At<SmolStr>) -> String {
    if backend.auth.is_some() {
        format!("let it keep what they have: `{{ name: {}, inherits: \"authenticated\" }}`", quoted(group))
    } else {
        "give the group's own role what it needs by hand".to_owned()
    }
}

/// Of a pool that exists, two kinds of users may have one role. Then each has what the other is granted, and loses what
/// is taken from the other: no table of who may do what would be true.
pub(super) fn shared_role(cx: &mut Inspection<'_>) {
    let Some(auth) = cx.backend.referenced_auth.as_ref().map(|auth| &auth.record) else { return };
    let mut roles: Vec<(Principal, &At<SmolStr>)> = Vec::new();
    roles.extend(auth.auth_role_arn.iter().map(|role| (Principal::Authenticated, role)));
    roles.extend(auth.unauth_role_arn.iter().map(|role| (Principal::Guest, role)));
    let groups = auth.groups.iter().flat_map(|groups| &groups.entries);
    roles.extend(groups.map(|(name, role)| (Principal::Group(name.value.clone()), role)));
    let rights = |who: &Principal| {
        let grants = cx.backend.storages.iter().flat_map(|storage| cx.access.storage_grants(who, storage.id));
        let files: BTreeSet<Can<'_>> =
            grants.map(|grant| (grant.storage, &grant.path, grant.action, grant.own)).collect();
        (files, super::rest::calls(cx, who))
    };
    let mut found = Vec::new();
    for (index, (who, role)) in roles.iter().enumerate() {
        let mut earlier = roles[..index].iter().filter(|(_, other)| other.value == role.value);
        if let Some((other, first)) = earlier.find(|(other, _)| rights(other) != rights(who)) {
            let message = format!(
                "{} and {} have one role, and the rules give them different rights",
                other.describe(cx.backend),
                who.describe(cx.backend)
            );
            let finding = role.finding(Code::SharedRole, message).label(first.span, "the same role");
            found.push(finding.help("name a role of its own for each, or write the same rules for both"));
        }
    }
    cx.found.append(&mut found);
}

/// The first few of several names, and how many more there are.
pub(super) fn few(names: &[String]) -> String {
    const SHOWN: usize = 6;
    let more = names.len().saturating_sub(SHOWN);
    let shown = names[..names.len() - more].join(", ");
    if more == 0 { shown } else { format!("{shown} and {more} more") }
}

/// Names of files that can be seen by who may not list them.
pub(super) fn names_listed(cx: &mut Inspection<'_>) {
    for seen in cx.backend.storages.iter().flat_map(|storage| cx.access.names_seen(storage.id)) {
        let (inner, outer) = (seen.inner, seen.outer);
        let who: Vec<_> = seen.who.into_iter().map(|who| who.describe(cx.backend)).collect();
        let message = format!(
            "the names of files at `{}` can be listed all the same by whoever may list `{}`: {}",
            inner.path,
            outer.path,
            few(&who)
        );
        let finding = Diagnostic::new(Code::NamesListed, inner.span, message).label(outer.span, "listed here");
        cx.found
            .push(finding.help("let the path begin with another folder, or grant `get` instead of `read` around it"));
    }
}
