//! Second factors, passwordless sign-in and passkeys.

use super::Inspection;
use super::messages::text_with_code;
use crate::diagnostic::Code;
use crate::vocabulary::{At, Auth, Challenge, Multifactor, MultifactorMode, StandardAttribute, Toggle, Words};

fn auth<'a>(cx: &Inspection<'a>) -> Option<&'a Auth> {
    Some(&cx.backend.auth.as_ref()?.record)
}

/// The multi-factor settings, if they are whole.
fn settings(auth: &Auth) -> Option<&Multifactor> {
    auth.multifactor.as_ref().filter(|multifactor| multifactor.notes.is_whole())
}

fn by_sms(multifactor: &Multifactor) -> bool {
    multifactor.sms.as_ref().is_some_and(|sms| sms.is_on())
}

fn is_on(flag: Option<&At<bool>>) -> bool {
    flag.is_some_and(|flag| flag.value)
}

/// A second factor that is on has a means, and one that is off has none.
pub(super) fn multifactor(cx: &mut Inspection<'_>) {
    let Some(auth) = auth(cx) else { return };
    let Some(multifactor) = settings(auth) else { return };
    let Some(mode) = &multifactor.mode else { return };
    let (totp, email) = (is_on(multifactor.totp.as_ref()), is_on(multifactor.email.as_ref()));
    let sms = by_sms(multifactor);
    let any = totp || email || sms;
    let word = mode.value.text();
    match mode.value {
        MultifactorMode::Off if any => {
            let message = "a second factor is described here, and turned off";
            let help = "write `mode: \"OPTIONAL\"`, or leave the factors out";
            cx.report(mode.finding(Code::FactorsOff, message).help(help));
        }
        MultifactorMode::Optional | MultifactorMode::Required if !any => {
            let message = format!("the second factor is `{word}`, and there is none to use");
            cx.report(mode.finding(Code::Factors, message).help("add `totp: true`, `sms: true` or `email: true`"));
        }
        MultifactorMode::Optional | MultifactorMode::Required if auth.phone().is_some() && !sms => {
            let message = "users sign in with a phone number, so Cognito wants text messages as a second factor too";
            cx.report(mode.finding(Code::Factors, message).help("add `sms: true`"));
        }
        MultifactorMode::Required if sms && !totp && !email => {
            let attributes = auth.user_attributes.iter().flat_map(|attributes| &attributes.standard);
            let mut phone = attributes.filter(|(name, _)| name.value == StandardAttribute::PhoneNumber);
            if auth.phone().is_none() && !phone.any(|(_, settings)| is_on(settings.required.as_ref())) {
                let message = "everybody needs a code by text message, and users need not have a phone number";
                let help = "add `phoneNumber: { required: true }` to `userAttributes`, or another factor";
                cx.report(mode.finding(Code::FactorsOff, message).help(help));
            }
        }
        _ => {}
    }
}

/// A second factor by mail needs a sender of one's own.
pub(super) fn second_factor_by_mail(cx: &mut Inspection<'_>) {
    let Some(auth) = auth(cx).filter(|auth| !auth.notes.doubts("senders")) else { return };
    let Some(email) = settings(auth).and_then(|multifactor| multifactor.email.as_ref()) else { return };
    let sender = auth.senders.as_ref().and_then(|senders| senders.email.as_ref());
    if email.value && sender.is_none_or(|sender| sender.from_email.is_none()) {
        let message = "a second factor by mail needs an address of your own to send from";
        let help = "add `senders: { email: { fromEmail: \"...\" } }` beside `loginWith`";
        cx.report(email.finding(Code::Factors, message).help(help));
    }
}

/// The text message of the second factor has the code in it.
pub(super) fn text_message(cx: &mut Inspection<'_>) {
    let Some(multifactor) = auth(cx).and_then(|auth| auth.multifactor.as_ref()) else { return };
    let Some(Toggle::With(settings)) = multifactor.sms.as_ref().map(|sms| &sms.value) else { return };
    let Some(body) = &settings.sms_message else { return };
    text_with_code(cx, body, &body.text(), "sign in");
}

/// Passwordless sign-in does not go with a second factor for everybody, and the preferred factor is one that is on.
pub(super) fn passwordless(cx: &mut Inspection<'_>) {
    let Some(auth) = auth(cx).filter(|auth| !auth.notes.doubts("loginWith")) else { return };
    let email = auth.email().and_then(|email| email.otp_login).filter(|otp| otp.value);
    let phone = auth.phone().and_then(|phone| phone.otp_login).filter(|otp| otp.value);
    let passkey = auth.login_with.as_ref().and_then(|login| login.web_authn.as_ref());
    let factors = [email.as_ref().map(At::place), phone.as_ref().map(At::place), passkey.map(At::place)];
    if let Some(mode) = auth.multifactor.as_ref().and_then(|multifactor| multifactor.mode.as_ref())
        && mode.value == MultifactorMode::Required
        && let Some(factor) = factors.iter().flatten().next()
    {
        let message = "Cognito does not combine sign-in without a password with a second factor for everybody";
        let help = "write `mode: \"OPTIONAL\"`, or leave out `otpLogin` and `webAuthn`";
        cx.report(mode.finding(Code::Factors, message).label(*factor, "sign-in without a password").help(help));
    }
    let Some(preferred) = auth.passwordless_options.as_ref().and_then(|it| it.preferred_challenge.as_ref()) else {
        return;
    };
    let (enabled, switch) = match preferred.value {
        Challenge::Password => (true, ""),
        Challenge::EmailOtp => (email.is_some(), "loginWith: { email: { otpLogin: true } }"),
        Challenge::SmsOtp => (phone.is_some(), "loginWith: { phone: { otpLogin: true } }"),
        Challenge::WebAuthn => (passkey.is_some(), "loginWith: { webAuthn: true }"),
    };
    if !enabled {
        let message = format!("`{}` is preferred, and it is not turned on", preferred.value.text());
        cx.report(preferred.finding(Code::Factors, message).help(format!("turn it on with `{switch}`")));
    }
}

/// Passkeys belong to a domain, written without a protocol, of at most 63 characters.
pub(super) fn passkeys(cx: &mut Inspection<'_>) {
    let Some(auth) = auth(cx) else { return };
    let Some(passkey) = auth.login_with.as_ref().and_then(|login| login.web_authn.as_ref()) else { return };
    let settings = passkey.value.0.as_ref();
    let Some(domain) = settings.and_then(|settings| settings.relying_party_id.as_ref()) else {
        if settings.is_none_or(|settings| settings.notes.is_whole()) {
            let message = "passkeys belong to a domain, and without Amplify Hosting there is none to take";
            let help = "write `webAuthn: { relyingPartyId: \"example.com\" }`, or `\"localhost\"` while you develop";
            cx.report(passkey.finding(Code::Passkeys, message).help(help));
        }
        return;
    };
    let text = domain.as_str();
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|char| char.is_ascii_alphanumeric() || char == '-')
    };
    let (message, help) = if text == "AUTO" {
        let message = "`AUTO` takes the domain of Amplify Hosting, which there is none of here";
        (message.to_owned(), "write the domain of your app: `\"example.com\"`".to_owned())
    } else if let Some((_, rest)) = text.split_once("://") {
        let host = rest.split(['/', ':']).next().unwrap_or_default();
        (format!("`{text}` is an address, not a domain"), format!("write `\"{host}\"`"))
    } else if !text.split('.').all(is_label) {
        (format!("`{text}` is not a domain"), "write a domain such as `\"example.com\"`".to_owned())
    } else if text.len() > 63 {
        (format!("this domain has {} characters, more than 63", text.len()), "choose a shorter one".to_owned())
    } else {
        return;
    };
    cx.report(domain.finding(Code::Passkeys, message).help(help));
}
