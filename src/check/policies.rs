//! IAM statements as they are written: whether their actions exist, what they speak of, and how far they go.

pub(crate) mod actions;
mod guests;

use std::collections::{BTreeMap, HashMap};

use smol_str::SmolStr;

use super::Inspection;
use crate::access::{Principal, RolePolicy};
use crate::diagnostic::{Code, Diagnostic, Severity, closest, quoted};
use crate::model::Target;
use crate::source::Span;
use crate::vocabulary::{At, Deployed, DeployedPart, PolicyStatement};

/// Operators of conditions.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>
const OPERATORS: [&str; 27] = [
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "DateEquals",
    "DateNotEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "Bool",
    "BinaryEquals",
    "IpAddress",
    "NotIpAddress",
    "ArnEquals",
    "ArnLike",
    "ArnNotEquals",
    "ArnNotLike",
    "Null",
];

/// The statements of a backend, each once, though groups may inherit it.
fn statements<'a>(cx: &Inspection<'a>) -> Vec<&'a RolePolicy> {
    let mut seen = std::collections::HashSet::new();
    let policies: &'a [RolePolicy] = &cx.access.policies;
    policies.iter().filter(|policy| seen.insert(policy.statement.place())).collect()
}

fn actions_of(statement: &PolicyStatement) -> impl Iterator<Item = &At<SmolStr>> {
    statement.action.iter().flat_map(|actions| &actions.0)
}

fn resources_of(statement: &PolicyStatement) -> impl Iterator<Item = &At<Deployed>> {
    statement.resource.iter().flat_map(|resources| &resources.0)
}

/// Every action is one that AWS has.
pub(super) fn actions(cx: &mut Inspection<'_>) {
    for policy in statements(cx) {
        for action in actions_of(&policy.statement) {
            let finding = unknown(action);
            cx.found.extend(finding);
        }
    }
}

fn unknown(action: &At<SmolStr>) -> Option<Diagnostic> {
    let text = action.as_str();
    if text == "*" {
        return None;
    }
    let Some((service, name)) = text.split_once(':') else {
        let message = format!("`{text}` is no action: it is a service and what is done there");
        let finding = action.finding(Code::PolicyAction, message);
        return Some(finding.help("write it as `\"s3:GetObject\"`, with the service and a colon in front"));
    };
    let Some(known) = actions::of(service) else {
        let message = format!("there is no service `{service}` in IAM");
        let finding = action.finding(Code::PolicyAction, message);
        return Some(match actions::closest_service(service) {
            Some(near) => {
                let text = quoted(&format!("{near}:{name}"));
                finding.fix(format!("write `{text}`"), action.span, text)
            }
            None => young(finding),
        });
    };
    let known: Vec<_> = known.collect();
    if known.iter().any(|action| actions::holds(name, action.name)) {
        return None;
    }
    if name.contains(['*', '?']) {
        let message = format!("no action of `{service}` is held by `{name}`");
        let finding = action.finding(Code::PolicyAction, message);
        return Some(young(finding));
    }
    let message = format!("`{service}` has no action `{name}`");
    let finding = action.finding(Code::PolicyAction, message);
    Some(match closest(name, known.iter().map(|action| action.name)) {
        Some(near) => {
            let text = quoted(&format!("{service}:{near}"));
            finding.fix(format!("write `{text}`"), action.span, text)
        }
        None => young(finding),
    })
}

/// A finding of what AWS may have had for a short time only.
fn young(finding: Diagnostic) -> Diagnostic {
    let help = "without effect, unless AWS has it since October 2026, when this version of ampc learned what there is";
    finding.severity(Severity::Warning).help(help)
}

/// A statement has the form that IAM takes.
pub(super) fn forms(cx: &mut Inspection<'_>) {
    let mut sids: HashMap<(&Principal, &str), Span> = HashMap::new();
    for policy in &cx.access.policies {
        let Some(sid) = &policy.statement.sid else { continue };
        if let Some(first) = sids.insert((&policy.who, sid.as_str()), sid.span).filter(|first| *first != sid.span) {
            let message = format!("two statements of one role are called `{}`", sid.value);
            let finding = sid.finding(Code::PolicyForm, message).label(first, "the other one");
            cx.found.push(finding.help("a `Sid` is there once in a policy; it can be left out"));
        }
    }
    for policy in statements(cx) {
        let statement = &policy.statement.value;
        if let Some(sid) = statement.sid.as_ref()
            && !sid.chars().all(|char| char.is_ascii_alphanumeric())
        {
            let plain: String = sid.chars().filter(char::is_ascii_alphanumeric).collect();
            let message = format!("a `Sid` has letters and digits only, and `{}` has more", sid.value);
            let finding = sid.finding(Code::PolicyForm, message);
            let text = quoted(&plain);
            cx.found.push(finding.fix(format!("write `{text}`"), sid.span, text));
        }
        let empty = |what: &str| {
            let finding = policy.statement.finding(Code::PolicyForm, format!("this statement has no {what}"));
            finding.help(format!("name at least one {what}, or leave the statement out"))
        };
        if statement.action.as_ref().is_some_and(|actions| actions.0.is_empty()) {
            cx.found.push(empty("action"));
        }
        if statement.resource.as_ref().is_some_and(|resources| resources.0.is_empty()) {
            cx.found.push(empty("resource"));
        }
        for resource in resources_of(statement) {
            cx.found.extend(no_arn(resource, cx));
        }
        for (operator, keys) in statement.condition.iter().flat_map(|condition| &condition.entries) {
            let text = operator.as_str();
            let bare = text.split_once(':').filter(|(set, _)| matches!(*set, "ForAnyValue" | "ForAllValues"));
            let bare = bare.map_or(text, |(_, bare)| bare);
            let bare = bare.strip_suffix("IfExists").unwrap_or(bare);
            if !OPERATORS.contains(&bare) {
                let finding = operator.finding(Code::PolicyForm, format!("IAM has no operator `{text}`"));
                cx.found.push(match closest(bare, OPERATORS) {
                    Some(near) => finding.help(format!("write `{}`", text.replace(bare, near))),
                    None => finding.help("operators are `StringEquals`, `StringLike`, `Bool`, `ArnLike` and others"),
                });
            }
            for (key, values) in &keys.entries {
                if values.0.is_empty() {
                    let message = format!("`{}` is compared with nothing", key.value);
                    cx.found.push(key.finding(Code::PolicyForm, message).help("name at least one value"));
                }
            }
        }
    }
}

/// What is said of a resource that is neither `*` nor an ARN.
fn no_arn(resource: &At<Deployed>, cx: &Inspection<'_>) -> Option<Diagnostic> {
    let is_arn = match resource.value.parts.first() {
        Some(DeployedPart::Text(text)) => {
            let whole = resource.value.parts.len() == 1;
            text == "*" && whole || text.starts_with("arn:") && (!whole || text.splitn(6, ':').count() == 6)
        }
        // an unknown path was told
        Some(DeployedPart::Ref(path)) => Target::find(path, cx.backend).is_none_or(Target::is_arn),
        None => false,
    };
    if is_arn {
        return None;
    }
    let message = format!("`{}` is no resource of IAM", resource.value.shown());
    let finding = resource.finding(Code::PolicyForm, message);
    Some(match &resource.value.parts[..] {
        [DeployedPart::Text(bucket)] if !bucket.contains([':', '/', ' ']) && !bucket.is_empty() => {
            finding.help(format!("write its ARN: `\"arn:aws:s3:::{bucket}\"` for a bucket of that name, for example"))
        }
        [DeployedPart::Ref(path), ..] => {
            let arn = path.rsplit_once('.').map(|(owner, _)| format!("{owner}."));
            let known = Target::all(cx.backend);
            let better = arn.and_then(|owner| {
                known.iter().find(|(known, target)| known.starts_with(&owner) && target.is_arn()).map(|(it, _)| it)
            });
            match better {
                Some(better) => finding.fix(format!("write `{}`", quoted(better)), path.span, quoted(better)),
                None => finding.help("build an ARN around it: `` `arn:aws:...:${ref(\"...\")}` ``"),
            }
        }
        _ => finding.help("write an ARN, `arn:<partition>:<service>:<region>:<account>:<resource>`, or `\"*\"`"),
    })
}

/// What is allowed with everything, or everything of a service: worth a look in a review.
pub(super) fn wide(cx: &mut Inspection<'_>) {
    for policy in statements(cx).into_iter().filter(|policy| policy.allows()) {
        let statement = &policy.statement.value;
        for action in actions_of(statement) {
            let all = match action.split_once(':') {
                None if action.value == "*" => "anything at all".to_owned(),
                Some((service, "*")) => format!("anything with `{service}`"),
                _ => continue,
            };
            let message = format!("{} may do {all}", policy.who.describe(cx.backend));
            let finding = action.finding(Code::WidePolicy, message);
            cx.found.push(finding.help("name the actions that are needed"));
        }
        let narrow = actions_of(statement).filter(|action| takes_resources(action)).map(|action| action.as_str());
        let narrow: Vec<&str> = narrow.collect();
        for resource in resources_of(statement).filter(|resource| resource.value.text() == Some("*")) {
            if let (Some(first), true) = (narrow.first(), statement.condition.is_none()) {
                let message = format!("`{first}` is allowed with everything in the account");
                let finding = resource.finding(Code::WidePolicy, message);
                cx.found.push(finding.help("name the resources by their ARNs; parts of them may be `*`"));
            }
        }
    }
}

/// Whether resources can be named for some action that a pattern holds. Where everything is allowed, that was told.
fn takes_resources(action: &str) -> bool {
    let Some((service, name)) = action.split_once(':').filter(|(_, name)| *name != "*") else { return false };
    let mut held = actions::of(service).into_iter().flatten().filter(|action| actions::holds(name, action.name));
    held.any(|action| action.on_resources)
}

/// AWS withholds from guests most of what it has, whatever their role says.
pub(super) fn withheld(cx: &mut Inspection<'_>) {
    for policy in cx.access.policies.iter().filter(|policy| policy.who == Principal::Guest && policy.allows()) {
        let gone = |action: &&At<SmolStr>| !guests::keep(action) && unknown(action).is_none();
        let mut told = None;
        for action in actions_of(&policy.statement).filter(gone) {
            // all actions of a grant stand at one place
            if told.replace(action.place()) == Some(action.place()) {
                continue;
            }
            let message = format!("AWS never lets guests call `{}`, whatever their role says", action.value);
            let finding = action.finding(Code::GuestPolicy, message);
            let help = "let a function do it, which guests may call, or allow it to signed-in users";
            cx.found.push(finding.help(help));
        }
    }
}

/// Every `ref("...")` leads somewhere.
pub(super) fn references(cx: &mut Inspection<'_>) {
    let mut found: BTreeMap<Span, Diagnostic> = BTreeMap::new();
    let mut known = None;
    for path in super::references::all(cx) {
        let known = known.get_or_insert_with(|| Target::all(cx.backend));
        if known.iter().any(|(it, _)| it == path.as_str()) {
            continue;
        }
        let finding = path.finding(Code::UnknownReference, format!("`{}` leads nowhere", path.value));
        let near = closest(path, known.iter().map(|(path, _)| path.as_str()));
        let finding = if let Some(near) = near {
            finding.fix(format!("write `{}`", quoted(near)), path.span, quoted(near))
        } else {
            let shown: Vec<_> = known.iter().take(8).map(|(path, _)| format!("`{path}`")).collect();
            let more = if known.len() > 8 { " and more" } else { "" };
            finding.help(format!("there are {}{more}", shown.join(", ")))
        };
        found.insert(path.place(), finding);
    }
    cx.found.extend(found.into_values());
}
