//! Grants of roles: whether what they name is there, and is one thing.

use super::Inspection;
use crate::diagnostic::{Code, Diagnostic, closest, quoted};
use crate::model::Backend;
use crate::vocabulary::{At, FunctionRight, Right, RoleGrant, RoleGrants};

/// Every grant that is written.
fn all<'a>(cx: &Inspection<'a>) -> Vec<&'a RoleGrant> {
    let mut grants: Vec<&'a Option<RoleGrants>> = Vec::new();
    if let Some(auth) = &cx.backend.auth {
        if let Some(roles) = &auth.record.roles {
            grants.extend([&roles.authenticated, &roles.guest].into_iter().flatten().map(|role| &role.grants));
        }
        grants.extend(auth.groups.iter().map(|group| &group.record.grants));
    }
    grants.extend(cx.backend.functions.iter().map(|function| &function.record.grants));
    grants.into_iter().flatten().flat_map(|grants| &grants.list).collect()
}

/// A grant gives something.
pub(super) fn actions(cx: &mut Inspection<'_>) {
    for grant in all(cx).into_iter().filter(|grant| grant.right.is_empty()) {
        let help = "name at least one action: `.to([\"read\"])`";
        cx.found.push(Diagnostic::new(Code::NoActions, grant.span, "this grant gives nothing").help(help));
    }
}

/// A grant names one thing, in the form that AWS gives to such names, so that it opens nothing else.
pub(super) fn names(cx: &mut Inspection<'_>) {
    for grant in all(cx) {
        let finding = match &grant.right {
            Right::Table(..) | Right::Function(..) => continue,
            right => malformed(right),
        };
        cx.found.extend(finding);
    }
}

fn malformed(right: &Right) -> Option<Diagnostic> {
    let name = right.name()?;
    let text = name.as_str();
    let holds = |text: &str, more: &str| {
        !text.is_empty() && text.chars().all(|char| char.is_ascii_alphanumeric() || more.contains(char))
    };
    let (sound, what, form) = match right {
        Right::Bucket(..) => {
            let lower = !text.contains(|char: char| char.is_ascii_uppercase());
            ((3..=63).contains(&text.len()) && lower && holds(text, ".-"), "bucket", "3 to 63 of a-z, 0-9, `.` and `-`")
        }
        Right::Email(..) => {
            let (user, domain) = text.split_once('@').map_or((None, text), |(user, domain)| (Some(user), domain));
            let sound = user.is_none_or(|user| holds(user, ".-_+%")) && holds(domain, ".-") && domain.contains('.');
            (sound, "identity of Amazon SES", "an address, `shop@example.com`, or a domain, `example.com`")
        }
        Right::Bedrock(..) => {
            (holds(text, ".:-") && text.contains('.'), "model of Amazon Bedrock", "its id, `amazon.nova-lite-v1:0`")
        }
        Right::Secret(..) => (holds(text, "/_+=.@-"), "secret", "its name: letters, digits and any of `/_+=.@-`"),
        Right::Parameter(..) => {
            let path = text.strip_suffix("/*").unwrap_or(text);
            let sound = holds(path, "_.-/") && !path.trim_matches('/').is_empty() && !path.contains("//");
            (sound, "parameter", "its path, `/shop/currency`, or one with `/*` behind it for all below")
        }
        Right::Topic(..) | Right::Queue(..) => {
            let what = if matches!(right, Right::Topic(..)) { "topic" } else { "queue" };
            let bare = text.strip_suffix(".fifo").unwrap_or(text);
            (holds(bare, "_-"), what, "its name, not an ARN: letters, digits, `_` and `-`")
        }
        Right::Table(..) | Right::Function(..) => return None,
    };
    let article = if what.starts_with('i') { "an" } else { "a" };
    let message = format!("`{text}` cannot be the name of {article} {what}");
    (!sound).then(|| name.finding(Code::GrantName, message).help(format!("write {form}")))
}

/// Tables are those of models, and own buckets are granted where they are defined.
pub(super) fn own(cx: &mut Inspection<'_>) {
    for grant in all(cx) {
        match &grant.right {
            Right::Table(model, _) => cx.found.extend(no_model(cx.backend, model, model)),
            Right::Bucket(name, _) => {
                let own = cx.backend.storages.iter().find(|storage| storage.name.value == name.value);
                if let Some(storage) = own {
                    let message = format!("`{}` is a storage of the backend, whose bucket AWS names", name.value);
                    let finding = name.finding(Code::GrantName, message).label(storage.span, "this one");
                    let help = "write it in its `access`: `\"*\": [allow.resource(myFunction).to([\"read\"])]`";
                    cx.found.push(finding.help(help));
                }
            }
            Right::Function(called, words) => {
                let by_url = words.iter().find(|word| word.value == FunctionRight::InvokeUrl);
                let Some(called) = cx.backend.resolve(called) else { continue };
                if let Some(word) = by_url.filter(|_| called.record.url.is_none() && !called.record.notes.doubts("url"))
                {
                    let message = format!("`{}` has no address by which it could be called", called.name.value);
                    let finding = word.finding(Code::GrantName, message).label(called.span, "this function");
                    cx.found.push(finding.help("give it one, `url: { auth: \"iam\" }`, or grant `invoke`"));
                }
            }
            _ => {}
        }
    }
}

/// What is said of the name of a model that there is not.
pub(super) fn no_model<T>(backend: &Backend, place: &At<T>, name: &str) -> Option<Diagnostic> {
    let known: Vec<&str> =
        backend.data.iter().flat_map(|data| &data.models).map(|model| model.name.value.as_str()).collect();
    if known.contains(&name) {
        return None;
    }
    let finding = place.finding(Code::GrantName, format!("there is no model `{name}`"));
    Some(match closest(name, known.iter().copied()) {
        Some(near) => finding.fix(format!("write `{}`", quoted(near)), place.span, quoted(near)),
        None if known.is_empty() => finding.help("the backend has no `defineData`"),
        None => {
            let shown: Vec<_> = known.iter().take(8).map(|name| format!("`{name}`")).collect();
            finding.help(format!("known are {}", shown.join(", ")))
        }
    })
}
