//! The user pool as a whole.

use super::Inspection;
use super::text::{is_arn, is_resource_name, length};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::vocabulary::{AccountRecovery, StandardAttribute};

/// A backend has one auth.
pub(super) fn one_auth(cx: &mut Inspection<'_>) {
    let [(_, first), more @ ..] = cx.backend.auths.as_slice() else { return };
    for (builder, span) in more {
        let message = format!("a second `{builder}`: a backend has one auth");
        let diagnostic = Diagnostic::new(Code::TwoAuths, *span, message)
            .label(*first, "the first one")
            .help("put everything into one of them and leave the other out");
        cx.found.push(diagnostic);
    }
}

/// Users can sign in somehow.
pub(super) fn sign_in(cx: &mut Inspection<'_>) {
    let Some(auth) = &cx.backend.auth else { return };
    let Some(login) = auth.record.login_with.as_ref().filter(|login| login.notes.is_whole()) else { return };
    if login.email.is_some() || login.phone.is_some() || login.username.is_some() {
        return;
    }
    let message = if login.external_providers.is_some() {
        "users of external providers need an identity of the pool's own: a mail address, a phone number or a name"
    } else if login.web_authn.is_some() {
        "a passkey belongs to an account, and there is no way to make one"
    } else {
        "there is no way to sign in"
    };
    let help = "write `loginWith: { email: true }`";
    let place = auth.record.notes.key("loginWith").unwrap_or(auth.span);
    cx.report(Diagnostic::new(Code::NoSignIn, place, message).help(help));
}

/// The pool's name is one that Amplify takes, and not too long for Cognito.
pub(super) fn pool_name(cx: &mut Inspection<'_>) {
    let Some(name) = cx.backend.auth.as_ref().and_then(|auth| auth.record.name.as_ref()) else { return };
    if !name.is_empty() && (!is_resource_name(name) || length(name) > 128) {
        let message = format!("`{}` cannot be the name of a user pool", name.value);
        let help = "begin with a letter; go on with letters, digits, `-`, `_` and blanks; at most 128 characters";
        let diagnostic = name.finding(Code::ResourceName, message).help(help);
        cx.report(diagnostic);
    }
}

/// A password is recovered by a means that users have.
pub(super) fn recovery(cx: &mut Inspection<'_>) {
    let Some(auth) = &cx.backend.auth else { return };
    let Some(recovery) = &auth.record.account_recovery else { return };
    let attribute = |wanted: StandardAttribute| {
        let attributes = auth.record.user_attributes.as_ref();
        attributes.is_some_and(|attributes| attributes.standard.iter().any(|(name, _)| name.value == wanted))
    };
    let mail = auth.record.email().is_some() || attribute(StandardAttribute::Email);
    let phone = auth.record.phone().is_some() || attribute(StandardAttribute::PhoneNumber);
    let lacks = match recovery.value {
        AccountRecovery::EmailOnly if !mail => "a mail address",
        AccountRecovery::PhoneOnlyWithoutMfa if !phone => "a phone number",
        _ => return,
    };
    if auth.record.notes.is_whole() {
        let message = format!("passwords are recovered through {lacks}, which users of this pool need not have");
        let help = "let users sign in with it, add it to `userAttributes`, or choose another recovery";
        let diagnostic = recovery.finding(Code::Recovery, message).help(help);
        cx.report(diagnostic);
    }
}

/// Whether a text is the ARN of a role in an account, whose number has 12 digits.
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html>
fn is_role(text: &str) -> bool {
    let account = text.split(':').nth(4).unwrap_or_default();
    let name = text.rsplit('/').next().unwrap_or_default();
    is_arn(text, "iam")
        && text.contains(":role/")
        && !name.is_empty()
        && name.len() <= 64
        && name.chars().all(|it| it.is_ascii_alphanumeric() || "_+=,.@-".contains(it))
        && account.len() == 12
        && account.chars().all(|it| it.is_ascii_digit())
}

/// Whether a part of a text stands for what somebody has to fill in: `xxxx`.
fn is_placeholder(part: &str) -> bool {
    part.len() > 2 && part.chars().all(|char| matches!(char, 'x' | 'X'))
}

/// Roles and ids of an existing pool have the form that AWS gives them.
pub(super) fn referenced(cx: &mut Inspection<'_>) {
    let Some(auth) = &cx.backend.referenced_auth else { return };
    let record = &auth.record;
    let groups = record.groups.iter().flat_map(|groups| groups.entries.iter().map(|(_, role)| role));
    let roles: Vec<_> = record.auth_role_arn.iter().chain(&record.unauth_role_arn).chain(groups).collect();
    for role in roles.into_iter().filter(|role| !is_role(role)) {
        if is_arn(role, "iam") && role.contains(":role/") && role.split(':').nth(4).is_some_and(is_placeholder) {
            let message = format!("`{}` holds a placeholder for the account", role.value);
            let help = "write the ARN of the role that is there";
            cx.found.push(role.finding(Code::ReferencedForm, message).severity(Severity::Warning).help(help));
            continue;
        }
        let message = format!("`{}` is not the ARN of a role", role.value);
        let help = "write it as `arn:aws:iam::123456789012:role/name`";
        cx.found.push(role.finding(Code::ReferencedForm, message).help(help));
    }
    if let Some(pool) = &record.user_pool_id
        && !pool.split_once('_').is_some_and(|(region, id)| region.contains('-') && !id.is_empty())
    {
        let message = format!("`{}` is not the id of a user pool", pool.value);
        let help = "write it as `eu-central-1_AbCdEf123`";
        cx.found.push(pool.finding(Code::ReferencedForm, message).help(help));
    } else if let Some(pool) = &record.user_pool_id
        && pool.split('_').nth(1).is_some_and(is_placeholder)
    {
        let message = format!("`{}` holds a placeholder for the id", pool.value);
        let help = "write the id of the user pool that is there";
        cx.found.push(pool.finding(Code::ReferencedForm, message).severity(Severity::Warning).help(help));
    }
    if let Some(pool) = &record.identity_pool_id
        && !pool.split_once(':').is_some_and(|(region, id)| region.contains('-') && id.contains('-'))
    {
        let message = format!("`{}` is not the id of an identity pool", pool.value);
        let help = "write it as `eu-central-1:00000000-0000-0000-0000-000000000000`";
        cx.found.push(pool.finding(Code::ReferencedForm, message).help(help));
    }
}
