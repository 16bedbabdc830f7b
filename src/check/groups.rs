//! User groups.

use std::collections::{BTreeSet, HashMap};

use super::Inspection;
use super::text::{invisible, length};
use crate::diagnostic::{Code, Diagnostic, closest};
use crate::model::Group;
use crate::source::Span;
use crate::vocabulary::At;

/// Groups a user pool can have. <https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html>
const MOST_GROUPS: usize = 10_000;

/// Characters a group's name can have.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cognito-userpoolgroup.html>
const LONGEST_NAME: usize = 128;

/// A name has 1 to 128 characters and none that cannot be seen.
pub(super) fn names(cx: &mut Inspection<'_>) {
    let Some(auth) = &cx.backend.auth else { return };
    for group in &auth.groups {
        let name = group.name.as_str();
        let (message, help) = if name.is_empty() {
            ("a group needs a name".to_owned(), "write a name such as `\"ADMINS\"`, or leave the text out".to_owned())
        } else if let Some(char) = invisible(name) {
            let better: String = name.split_whitespace().collect::<Vec<_>>().join("-");
            let help = match invisible(&better) {
                None if !better.is_empty() => format!("write `\"{better}\"`"),
                _ => "use letters, digits, symbols and punctuation".to_owned(),
            };
            (format!("the group `{name}` holds {char}, which Cognito does not take in a group's name"), help)
        } else if length(name) > LONGEST_NAME {
            let message = format!("this group's name has {} characters, more than {LONGEST_NAME}", length(name));
            (message, "choose a shorter one".to_owned())
        } else {
            continue;
        };
        let diagnostic = group.name.finding(Code::GroupName, message).help(help);
        cx.found.push(diagnostic);
    }
}

/// Characters a group's description can have.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateGroup.html>
const LONGEST_DESCRIPTION: usize = 2048;

/// A description has a bound.
pub(super) fn descriptions(cx: &mut Inspection<'_>) {
    let groups = cx.backend.auth.iter().flat_map(|auth| &auth.groups);
    for text in groups.filter_map(|group| group.record.description.as_ref()) {
        if length(text) > LONGEST_DESCRIPTION {
            let message = format!("this description has {} characters, more than {LONGEST_DESCRIPTION}", length(text));
            cx.found.push(text.finding(Code::GroupName, message).help("write a shorter one"));
        }
    }
}

/// A name stands once.
pub(super) fn twice(cx: &mut Inspection<'_>) {
    let Some(auth) = &cx.backend.auth else { return };
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for name in auth.record.groups.iter().flatten().filter_map(|entry| entry.0.name.as_ref()) {
        let Some(first) = seen.get(name.as_str()) else {
            seen.insert(name, name.span);
            continue;
        };
        let diagnostic = name
            .finding(Code::GroupTwice, format!("the group `{}` stands here twice", name.value))
            .label(*first, "first here")
            .help("leave one of them out; its place in the list is its precedence");
        cx.found.push(diagnostic);
    }
}

/// Of two groups with one precedence, Cognito prefers none: who is in both gets the role of signed-in users.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html>
pub(super) fn same_precedence(cx: &mut Inspection<'_>) {
    let Some(auth) = &cx.backend.auth else { return };
    let place = |group: &Group| group.record.precedence.as_ref().map_or(group.name.place(), At::place);
    for pair in auth.groups.windows(2).filter(|pair| pair[0].precedence == pair[1].precedence) {
        // the one that says a number could say another one
        let (other, told) = if pair[1].record.precedence.is_some() { (0, 1) } else { (1, 0) };
        let message = format!(
            "`{}` and `{}` both have the precedence {}: who is in both would get the role of neither",
            pair[other].name.value, pair[told].name.value, pair[told].precedence
        );
        let free =
            (0..=u32::MAX).find(|free| auth.groups.iter().all(|group| group.precedence != *free)).unwrap_or_default();
        let finding = Diagnostic::new(Code::SamePrecedence, place(&pair[told]), message);
        let finding = finding.label(place(&pair[other]), "the other one");
        cx.found.push(finding.help(format!(
            "give each a number of its own; {free} is free. A group without one has its place in the list, from 0"
        )));
    }
}

/// Numbers that are left out between written ones do no harm, but are often a slip.
pub(super) fn gaps(cx: &mut Inspection<'_>) {
    let Some(auth) = &cx.backend.auth else { return };
    for pair in auth.groups.windows(2) {
        let (Some(written), true) = (&pair[1].record.precedence, pair[1].precedence > pair[0].precedence + 1) else {
            continue;
        };
        let message = format!(
            "no group has a precedence between {} (`{}`) and {} (`{}`)",
            pair[0].precedence, pair[0].name.value, pair[1].precedence, pair[1].name.value
        );
        let help = "nothing to do, if the numbers are kept for groups to come: only their order counts";
        cx.found.push(written.finding(Code::PrecedenceGap, message).help(help));
    }
}

/// A pool has at most 10,000 groups.
pub(super) fn too_many(cx: &mut Inspection<'_>) {
    let Some(auth) = &cx.backend.auth else { return };
    if let Some(group) = auth.groups.get(MOST_GROUPS) {
        let message = format!("{} groups are more than the {MOST_GROUPS} that a user pool can have", auth.groups.len());
        let help = "keep what a user belongs to in an attribute, or in data";
        let diagnostic = group.name.finding(Code::TooMany, message).help(help);
        cx.report(diagnostic);
    }
}

/// The groups that rules may name; `None` if they are not known for sure.
fn known<'a>(cx: &Inspection<'a>) -> Option<BTreeSet<&'a str>> {
    if let Some(auth) = &cx.backend.auth {
        return (!auth.record.notes.doubts("groups"))
            .then(|| auth.groups.iter().map(|group| group.name.as_str()).collect());
    }
    let referenced = &cx.backend.referenced_auth.as_ref()?.record;
    let groups = referenced.groups.as_ref().filter(|_| !referenced.notes.doubts("groups"))?;
    Some(groups.entries.iter().map(|(name, _)| name.as_str()).collect())
}

/// A rule names a group that the pool has.
pub(super) fn unknown(cx: &mut Inspection<'_>) {
    let Some(known) = known(cx) else { return };
    for group in &cx.backend.group_uses {
        let name = group.name.as_str();
        if known.contains(name) {
            continue;
        }
        let diagnostic = if name.is_empty() {
            group.name.finding(Code::UnknownGroup, "a rule for a group without a name holds for nobody")
        } else {
            group.name.finding(Code::UnknownGroup, format!("there is no group `{name}`"))
        };
        let diagnostic = match closest(name, known.iter().copied()) {
            Some(close) => diagnostic.fix(format!("write `\"{close}\"`"), group.name.span, format!("\"{close}\"")),
            None if known.is_empty() => {
                diagnostic.help(format!("declare it: `groups: [\"{name}\"]` beside `loginWith` in `defineAuth`"))
            }
            None => {
                let all: Vec<_> = known.iter().take(8).map(|name| format!("`{name}`")).collect();
                diagnostic.help(format!("add it to `groups` in `defineAuth`; known are {}", all.join(", ")))
            }
        };
        cx.report(diagnostic);
    }
}

/// A group that no rule names, while others are named: worth knowing, and often meant so.
pub(super) fn unused(cx: &mut Inspection<'_>) {
    let Some(auth) = &cx.backend.auth else { return };
    let known: BTreeSet<&str> = auth.groups.iter().map(|group| group.name.as_str()).collect();
    let admins = || cx.backend.admin_queries.iter().flat_map(|queries| &queries.groups).map(|name| name.as_str());
    let named = || cx.backend.group_uses.iter().map(|group| group.name.as_str()).chain(admins());
    let some_used = named().any(|name| known.contains(name));
    // a group that is probably meant counts: the misspelling was reported
    let meant = |name| known.get(name).copied().or_else(|| closest(name, known.iter().copied()));
    let used: BTreeSet<&str> = named().filter_map(meant).collect();
    let plain = |group: &&Group| group.record.policies.is_none() && !group.inherits();
    let unused = auth.groups.iter().filter(|group| some_used && !used.contains(group.name.as_str()));
    for group in unused.filter(plain) {
        let message = format!("no rule names the group `{}`", group.name.value);
        let help = "nothing to do, if its members are only told apart in code";
        cx.found.push(Diagnostic::new(Code::UnusedGroup, group.name.place(), message).help(help));
    }
}
