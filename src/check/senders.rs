//! Who sends mails and text messages.

use super::Inspection;
use super::text::is_arn;
use crate::diagnostic::{Code, Diagnostic};
use crate::vocabulary::Senders;

fn senders<'a>(cx: &Inspection<'a>) -> Option<&'a Senders> {
    cx.backend.auth.as_ref()?.record.senders.as_ref()
}

/// Mails come from an address of Amazon SES or from a function, not from both.
pub(super) fn email(cx: &mut Inspection<'_>) {
    let Some(email) = senders(cx).and_then(|senders| senders.email.as_ref()) else { return };
    match (&email.from_email, &email.handler) {
        (Some(address), Some(handler)) => {
            let message = "mails are sent either from `fromEmail` or by `handler`, not by both";
            let diagnostic = handler.finding(Code::Sender, message).label(address.span, "the address");
            cx.report(diagnostic.help("leave one of them out"));
        }
        (None, None) if email.notes.is_whole() => {
            if let Some(key) = senders(cx).and_then(|senders| senders.notes.key("email")) {
                let message = "`senders.email` says neither from which address nor by which function mails are sent";
                let help = "add `fromEmail: \"...\"` or `handler: myFunction`";
                cx.report(Diagnostic::new(Code::Sender, key, message).help(help));
            }
        }
        _ => {}
    }
    for address in [&email.from_email, &email.reply_to].into_iter().flatten() {
        if !is_address(address) {
            let message = format!("`{}` is not a mail address", address.value);
            let help = "write `name@example.com`; the name in front goes to `fromName`";
            cx.report(address.finding(Code::Sender, message).help(help));
        }
    }
    if email.handler.is_none()
        && email.notes.is_whole()
        && let Some(key) = &email.kms_key_arn
    {
        let message = "a key is used only by a function that sends mails";
        cx.report(key.finding(Code::Sender, message).help("add `handler`, or leave the key out"));
    }
}

/// Whether a text has the form `local@domain`, of characters that Amazon SES takes in front of the `@`.
fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    !local.is_empty()
        && local.is_ascii()
        && !local.contains(['@', '<', '>', ' ', ','])
        && domain.contains('.')
        && domain.split('.').all(|label| !label.is_empty() && !label.contains([' ', '>', ',']))
}

/// A role of one's own for text messages comes with the id that its trust asks for.
pub(super) fn sms(cx: &mut Inspection<'_>) {
    let Some(sms) = senders(cx).and_then(|senders| senders.sms.as_ref()) else { return };
    match (&sms.sns_caller_arn, &sms.external_id) {
        (Some(given), None) if !sms.notes.doubts("externalId") => {
            let message = "a role of your own needs the `externalId` that its trust policy asks for";
            cx.report(given.finding(Code::Sender, message).help("add `externalId: \"...\"`"));
        }
        (None, Some(given)) if !sms.notes.doubts("snsCallerArn") => {
            let message = "`externalId` belongs to a role of your own, and none is named";
            cx.report(given.finding(Code::Sender, message).help("add `snsCallerArn: \"...\"`, or leave it out"));
        }
        _ => {}
    }
    if let Some(role) = sms.sns_caller_arn.as_ref().filter(|role| !is_arn(role, "iam") || !role.contains(":role/")) {
        let message = format!("`{}` is not the ARN of a role", role.value);
        cx.report(role.finding(Code::Sender, message).help("write it as `arn:aws:iam::123456789012:role/name`"));
    }
    let for_sns = sms.sns_caller_arn.as_ref().or(sms.external_id.as_ref()).or(sms.sns_region.as_ref());
    if let (Some(handler), Some(other)) = (&sms.handler, for_sns) {
        let message = "text messages are sent either through Amazon SNS or by `handler`, not by both";
        let diagnostic = handler.finding(Code::Sender, message).label(other.span, "for Amazon SNS");
        cx.report(diagnostic.help("leave one of them out"));
    }
    if sms.handler.is_none()
        && sms.notes.is_whole()
        && let Some(key) = &sms.kms_key_arn
    {
        let message = "a key is used only by a function that sends text messages";
        cx.report(key.finding(Code::Sender, message).help("add `handler`, or leave the key out"));
    }
}

/// A pool has one key for what it hands to functions that send.
pub(super) fn keys(cx: &mut Inspection<'_>) {
    let Some(senders) = senders(cx) else { return };
    let email = senders.email.as_ref().and_then(|email| email.kms_key_arn.as_ref());
    let sms = senders.sms.as_ref().and_then(|sms| sms.kms_key_arn.as_ref());
    for key in [email, sms].into_iter().flatten() {
        if !is_arn(key, "kms") || !key.contains(":key/") || key.contains(['*', '?']) {
            let message = format!("`{}` is not the ARN of a key", key.value);
            // a policy on an alias allows nothing: <https://docs.aws.amazon.com/kms/latest/developerguide/cmks-in-iam-policies.html>
            let help = "write it as `arn:aws:kms:eu-central-1:123456789012:key/...`, with the key's own id";
            cx.report(key.finding(Code::Sender, message).help(help));
        }
    }
    if let (Some(email), Some(sms)) = (email, sms)
        && email.value != sms.value
    {
        let message = "mails and text messages are encrypted with different keys, and a user pool has one";
        let diagnostic = sms.finding(Code::Sender, message).label(email.span, "the other key");
        cx.report(diagnostic.help("write the same key twice"));
    }
}
