//! IAM statements as they are written: whether their actions exist, what they speak of, and how far they go.

pub(crate) mod actions;
mod guests;

use std::collections::{BTreeMap, HashMap};

use smol_str::SmolStr;

use super::Inspection;
use super::files::keeping;
use crate::access::{Principal, RolePolicy, holds_action};
use crate::diagnostic::{Code, Diagnostic, Severity, closest, quoted};
use crate::model::Target;
use crate::source::Span;
use crate::vocabulary::{At, Deployed, DeployedPart};

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

/// Every action is one that AWS has.
pub(super) fn actions(cx: &mut Inspection<'_>) {
    for policy in statements(cx) {
        for action in policy.statement.actions() {
            let finding = unknown(action);
            cx.found.extend(finding);
        }
    }
}

/// Whether a pattern holds every action of every service.
fn is_everything(action: &str) -> bool {
    !action.is_empty() && action.chars().all(|char| matches!(char, '*' | ':'))
}

fn unknown(action: &At<SmolStr>) -> Option<Diagnostic> {
    let text = action.as_str();
    if is_everything(text) {
        return None;
    }
    let Some((service, name)) = text.split_once(':') else {
        let message = format!("`{text}` is no action: it is a service and what is done there");
        let finding = action.finding(Code::PolicyAction, message);
        return Some(finding.help("write it as `\"s3:GetObject\"`, with the service and a colon in front"));
    };
    if service.contains(['*', '?']) {
        let message = format!("IAM takes no `*` or `?` in the name of a service: `{text}`");
        return Some(action.finding(Code::PolicyAction, message).help("name each service, or `\"*\"` for all of them"));
    }
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
    if known.iter().any(|action| holds_action(name, action.name)) {
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
        for resource in statement.resources() {
            cx.found.extend(no_arn(resource, cx));
        }
        if let Some(key) = statement.notes.key("Condition")
            && statement.always_holds()
        {
            let finding = Diagnostic::new(Code::PolicyForm, key, "this condition says nothing");
            cx.found.push(finding.help("name what must hold, or leave it out"));
        }
        for (operator, keys) in statement.condition.iter().flat_map(|condition| &condition.entries) {
            if keys.entries.is_empty() {
                let message = format!("`{}` compares nothing", operator.value);
                cx.found.push(operator.finding(Code::PolicyForm, message).help("name a key and its values"));
            }
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
            if bare == "Null" && text != "Null" {
                let message = format!("IAM has no operator `{text}`: `Null` stands alone");
                cx.found.push(operator.finding(Code::PolicyForm, message).help("write `Null`"));
            }
            for (key, values) in &keys.entries {
                let wrong = values.0.iter().filter(|value| value.value.0.text().is_some_and(|it| !fits(bare, it)));
                cx.found.extend(wrong.map(|value| {
                    let message = format!("`{}` cannot be compared with by `{text}`", value.value.0.shown());
                    let help = "`Bool` and `Null` take `true` and `false`, `Numeric...` a number, `IpAddress` an \
                                address such as `203.0.113.0/24`";
                    value.finding(Code::PolicyForm, message).help(help)
                }));
                if values.0.is_empty() {
                    let message = format!("`{}` is compared with nothing", key.value);
                    cx.found.push(key.finding(Code::PolicyForm, message).help("name at least one value"));
                }
            }
        }
    }
}

/// Actions of S3 on files name files, those on buckets a bucket: else the statement is without effect.
pub(super) fn files_and_buckets(cx: &mut Inspection<'_>) {
    for policy in statements(cx) {
        let statement = &policy.statement.value;
        let texts: Vec<String> = statement.resources().map(|resource| filled(&resource.value, cx)).collect();
        // buckets by their names: access points have a region and an account
        let bare: Option<Vec<&str>> =
            texts.iter().map(|text| text.split_once(":s3:::").map(|(_, place)| place)).collect();
        let (Some(bare), Some(first)) = (bare, statement.resources().next()) else { continue };
        let names = statement.actions().filter_map(|action| action.split_once(':'));
        let names: Vec<&str> = names.filter(|(service, _)| *service == "s3").map(|(_, name)| name).collect();
        let on_files = |name: &&&str| ["GetObject", "PutObject", "DeleteObject"].contains(*name);
        // a `*` of IAM spans `/` as well
        let some_file = bare.iter().any(|place| place.contains(['/', '*']));
        let some_bucket = bare.iter().any(|place| !place.contains('/'));
        let (name, told) = match (names.iter().find(on_files), names.iter().find(|name| **name == "ListBucket")) {
            (Some(name), _) if !some_file => (name, "files, and this names a bucket"),
            (_, Some(name)) if !some_bucket => (name, "a bucket, and this names files"),
            _ => continue,
        };
        let message = format!("`s3:{name}` is done with {told}: it has no effect");
        let finding = first.finding(Code::PolicyForm, message).severity(Severity::Warning);
        cx.found.push(if some_file {
            finding.help("write the bucket's ARN, and a `Condition` on `s3:prefix` for some of the names")
        } else {
            finding.help(format!("write `{}/*` for all of its files", first.value.shown()))
        });
    }
}

/// A resource with something in the place of its references.
fn filled(resource: &Deployed, cx: &Inspection<'_>) -> String {
    let part = |part: &DeployedPart| match part {
        DeployedPart::Text(text) => text.to_string(),
        DeployedPart::Ref(path) => match Target::find(path, cx.backend) {
            Some(Target::BucketArn(_)) => "arn:x:s3:::x".to_owned(),
            // what a reference becomes holds no colon, unless it is an ARN itself
            Some(target) if !target.is_arn() => "x".to_owned(),
            // an unknown path was told
            _ => "arn:x:x:x:x:x".to_owned(),
        },
    };
    resource.parts.iter().map(part).collect()
}

/// What is said of a resource that is neither `*` nor an ARN.
fn no_arn(resource: &At<Deployed>, cx: &Inspection<'_>) -> Option<Diagnostic> {
    let text = filled(&resource.value, cx);
    let is_arn = text == "*" || text.starts_with("arn:") && text.splitn(6, ':').count() == 6;
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
        for action in statement.actions() {
            let stars = |text: &str| !text.is_empty() && text.chars().all(|char| char == '*');
            let all = match action.split_once(':') {
                _ if is_everything(action) => "anything at all".to_owned(),
                Some((service, name)) if stars(name) && !service.contains(['*', '?']) => {
                    format!("anything with `{service}`")
                }
                _ => continue,
            };
            let message = format!("{} may do {all}", policy.who.describe(cx.backend));
            let finding = action.finding(Code::WidePolicy, message);
            cx.found.push(finding.help("name the actions that are needed"));
        }
        let narrow = statement.actions().filter(|action| takes_resources(action)).map(|action| action.as_str());
        let narrow: Vec<&str> = narrow.collect();
        for resource in statement.resources().filter(|resource| resource.value.text() == Some("*")) {
            if let (Some(first), true) = (narrow.first(), statement.always_holds()) {
                let message = format!("`{first}` is allowed with everything in the account");
                let finding = resource.finding(Code::WidePolicy, message);
                cx.found.push(finding.help("name the resources by their ARNs; parts of them may be `*`"));
            }
        }
    }
}

/// Whether resources can be named for some action that a pattern holds. Where everything is allowed, that was told.
fn takes_resources(action: &str) -> bool {
    let Some((service, name)) = action.split_once(':').filter(|(_, name)| name.chars().any(|char| char != '*')) else {
        return false;
    };
    let mut held = actions::of(service).into_iter().flatten().filter(|action| holds_action(name, action.name));
    held.any(|action| action.on_resources)
}

/// AWS withholds from guests most of what it has, whatever their role says.
pub(super) fn withheld(cx: &mut Inspection<'_>) {
    for policy in cx.access.policies.iter().filter(|policy| policy.who == Principal::Guest && policy.allows()) {
        let gone = |action: &&At<SmolStr>| !guests::keep(action) && unknown(action).is_none();
        let mut told = None;
        for action in policy.statement.actions().filter(gone) {
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

/// Whether an operator can compare with a value.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>
fn fits(operator: &str, value: &str) -> bool {
    // a variable of IAM's own is filled in at each request
    if value.contains("${") {
        return true;
    }
    match operator {
        "Bool" | "Null" => matches!(value.to_lowercase().as_str(), "true" | "false"),
        _ if operator.starts_with("Numeric") => value.parse::<f64>().is_ok_and(f64::is_finite),
        "IpAddress" | "NotIpAddress" => {
            let (address, bits) = value.split_once('/').unwrap_or((value, "0"));
            let is_old = address.split('.').count() == 4 && address.split('.').all(|part| part.parse::<u8>().is_ok());
            let is_new = address.contains(':') && address.chars().all(|char| char.is_ascii_hexdigit() || char == ':');
            let most = if is_old { 32 } else { 128 };
            (is_old || is_new) && bits.parse::<u8>().is_ok_and(|bits| bits <= most)
        }
        _ => true,
    }
}

/// Who joins a group loses also what statements and grants say of signed-in users, unless the group inherits it.
pub(super) fn lost_by_groups(cx: &mut Inspection<'_>) {
    let Some(auth) = &cx.backend.auth else { return };
    let Some(first) = cx.access.policies.iter().find(|policy| policy.who == Principal::Authenticated) else { return };
    let losing: Vec<_> = auth.groups.iter().filter(|group| !group.inherits()).collect();
    let [group, ..] = losing[..] else { return };
    let names: Vec<_> = losing.iter().take(6).map(|group| format!("`{}`", group.name.value)).collect();
    let more = if losing.len() > 6 { " and others" } else { "" };
    let message =
        format!("the statements and grants of signed-in users do not hold for users in {}{more}", names.join(", "));
    let finding = group.name.finding(Code::GroupLoses, message).label(first.statement.place(), "written here");
    let keeping = keeping(cx.backend, &group.name);
    cx.found.push(finding.help(format!("the role of a group replaces that of signed-in users: {keeping}")));
}

/// What guests may change or send, everybody on the internet may.
pub(super) fn guests_change(cx: &mut Inspection<'_>) {
    const CHANGES: [&str; 8] = ["BatchWrite", "Create", "Delete", "Publish", "Put", "Send", "Update", "Write"];
    let mut told = std::collections::HashSet::new();
    for policy in cx.access.policies.iter().filter(|policy| policy.who == Principal::Guest && policy.allows()) {
        let changes = |action: &&At<SmolStr>| {
            let name = action.split_once(':').map_or("", |(_, name)| name);
            CHANGES.iter().any(|change| name.starts_with(change))
        };
        let found: Vec<_> = policy.statement.actions().filter(changes).collect();
        if let Some(first) = found.first().filter(|first| told.insert(first.place())) {
            let names: Vec<_> = found.iter().take(4).map(|action| format!("`{}`", action.value)).collect();
            let message = format!("anyone on the internet may call {}", names.join(", "));
            let help = "keep it if that is meant; else grant it to signed-in users: `roles: { authenticated: ... }`";
            cx.found.push(first.finding(Code::GuestWrites, message).help(help));
        }
    }
}
