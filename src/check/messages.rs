//! The texts of mails and text messages. Lengths and placeholders as Cognito takes them:
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-message-customizations.html>

use super::Inspection;
use super::text::length;
use crate::diagnostic::Code;
use crate::vocabulary::{At, CODE, VerificationStyle};

const SUBJECT: (usize, usize) = (1, 140);
const MAIL: (usize, usize) = (6, 20_000);
const TEXT_MESSAGE: (usize, usize) = (6, 140);

/// Reports a text that is too short or too long, as Cognito gets it.
pub(super) fn long<T>(cx: &mut Inspection<'_>, at: &At<T>, text: &str, what: &str, (low, high): (usize, usize)) {
    let length = length(text);
    if !(low..=high).contains(&length) {
        let message = format!("{what} has {length} characters; Cognito takes {low} to {high}");
        let help = if length < low { "write a longer one" } else { "write a shorter one" };
        cx.report(at.finding(Code::MessageLength, message).help(help));
    }
}

/// A text message has its length, and the code in it without which nobody could do what it is for.
pub(super) fn text_with_code<T>(cx: &mut Inspection<'_>, at: &At<T>, text: &str, purpose: &str) {
    long(cx, at, text, "this text message", TEXT_MESSAGE);
    if !text.contains(CODE) {
        let message = format!("this text message has no code in it, so nobody could {purpose}");
        let help = "write `(createCode) => `... ${createCode()}``";
        cx.report(at.finding(Code::MessageWithoutCode, message).help(help));
    }
}

/// The mail that verifies an address has the code, or the link, in it.
pub(super) fn verification(cx: &mut Inspection<'_>) {
    let Some(email) = cx.backend.auth.as_ref().and_then(|auth| auth.record.email()) else { return };
    if let Some(subject) = &email.verification_email_subject {
        long(cx, subject, subject, "this subject", SUBJECT);
    }
    let Some(body) = &email.verification_email_body else { return };
    let link = email.verification_email_style.as_ref().is_some_and(|style| style.value == VerificationStyle::Link);
    let text = if link { body.with_link() } else { body.with_code() };
    long(cx, body, &text, "this mail", MAIL);
    if link && !text.contains("{##") {
        let message = "this mail has no link in it, so nobody could verify an address";
        let help = "write `(createLink) => `... ${createLink(\"verify\")}``";
        cx.report(body.finding(Code::MessageWithoutCode, message).help(help));
    } else if !link && !text.contains(CODE) {
        let message = "this mail has no code in it, so nobody could verify an address";
        let help = "write `(createCode) => `... ${createCode()}``";
        cx.report(body.finding(Code::MessageWithoutCode, message).help(help));
    }
}

/// An invitation has the name and the temporary password in it.
pub(super) fn invitation(cx: &mut Inspection<'_>) {
    let Some(email) = cx.backend.auth.as_ref().and_then(|auth| auth.record.email()) else { return };
    let Some(invitation) = &email.user_invitation else { return };
    if let Some(subject) = &invitation.email_subject {
        long(cx, subject, subject, "this subject", SUBJECT);
    }
    for (body, what, bounds) in
        [(&invitation.email_body, "this mail", MAIL), (&invitation.sms_message, "this text message", TEXT_MESSAGE)]
    {
        let Some(body) = body else { continue };
        let text = body.text();
        long(cx, body, &text, what, bounds);
        for (placeholder, missing) in [("{username}", "name to sign in with"), (CODE, "temporary password")] {
            if !text.contains(placeholder) {
                let message = format!("{what} does not say the {missing}, and Cognito refuses it without");
                let help = "write `(username, code) => `... ${username()} ... ${code()}``";
                cx.report(body.finding(Code::MessageWithoutCode, message).help(help));
            }
        }
    }
}

/// The text message that verifies a number has the code in it.
pub(super) fn phone(cx: &mut Inspection<'_>) {
    let Some(phone) = cx.backend.auth.as_ref().and_then(|auth| auth.record.phone()) else { return };
    let Some(body) = &phone.verification_message else { return };
    text_with_code(cx, body, &body.text(), "verify a number");
}
