//! `defineAuth.loginWith`.

use smol_str::SmolStr;

use super::providers::ExternalProviders;
use crate::evaluate::{Value, ValueKind};
use crate::vocabulary::lower::{At, Context, Lower};
use crate::vocabulary::message::{Invitation, MessageAt, Verification, WithCode};
use crate::vocabulary::primitive::Enabled;
use crate::vocabulary::record::record;
use crate::vocabulary::shape::Shape;
use crate::vocabulary::words::words;

record! {
    /// How users sign in: at least one way.
    LoginWith = "defineAuth.loginWith" {
        /// With a mail address, which is verified by a code or a link.
        email: At<Enabled<EmailLogin>> = "email" [source("https://docs.amplify.aws/react/build-a-backend/auth/concepts/email/")],
        /// With a phone number, which is verified by a code.
        phone: At<Enabled<PhoneLogin>> = "phone" [source("https://docs.amplify.aws/react/build-a-backend/auth/concepts/phone/")],
        /// With a name of the user's choice. A name with `::` is refused at sign-up, since `::` separates the parts of an
        /// owner in data.
        username: At<True> = "username" [extension(), source("https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html")],
        /// With a passkey.
        web_authn: At<Enabled<WebAuthn>> = "webAuthn" [aliases(&["passkey", "webauthn"]), source("https://docs.amplify.aws/react/build-a-backend/auth/concepts/passwordless/")],
        /// Through another provider of identities: Google, Facebook, Apple, Amazon, OIDC, SAML.
        external_providers: ExternalProviders = "externalProviders" [source("https://docs.amplify.aws/react/build-a-backend/auth/concepts/external-identity-providers/")],
    }
}

/// Only `true`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct True;

impl Lower for True {
    fn shape() -> Shape {
        Shape::True
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        match value.kind {
            ValueKind::Bool(true) => Some(Self),
            ValueKind::Bool(false) => cx.wrong_with(value, "`true`", Some("leave it out to turn it off".to_owned())),
            _ => cx.wrong(value, Self::shape()),
        }
    }
}

record! {
    /// Sign-in with a mail address.
    EmailLogin = "defineAuth.loginWith.email" {
        /// How a new address is verified.
        verification_email_style: At<VerificationStyle> = "verificationEmailStyle" [default("\"CODE\"")],
        /// The subject of the mail that verifies an address; at most 140 characters.
        verification_email_subject: At<SmolStr> = "verificationEmailSubject" [default("\"Verify your new account\"")],
        /// The body of that mail, with the code or the link in it; 6 to 20,000 characters.
        verification_email_body: MessageAt<Verification> = "verificationEmailBody" [default("(createCode) => `The verification code to your new account is ${createCode()}`"), source("https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-message-customizations.html")],
        /// The texts that a user gets whom an administrator created.
        user_invitation: UserInvitation = "userInvitation" [source("https://docs.amplify.aws/react/build-a-backend/auth/moving-to-production/")],
        /// Whether users may sign in with a code sent by mail instead of a password.
        otp_login: At<bool> = "otpLogin" [default("false"), aliases(&["otp"]), source("https://docs.amplify.aws/react/build-a-backend/auth/concepts/passwordless/")],
    }
}

words! {
    /// How an address is verified.
    VerificationStyle, "verification style" {
        /// By a code that the user types in.
        Code = "CODE",
        /// By a link that the user follows; needs a domain for the pool.
        Link = "LINK",
    }
}

record! {
    /// The texts that a user gets whom an administrator created.
    UserInvitation = "defineAuth.loginWith.email.userInvitation" {
        /// The subject of the mail; at most 140 characters.
        email_subject: At<SmolStr> = "emailSubject",
        /// The body of the mail, with name and temporary password; 6 to 20,000 characters.
        email_body: MessageAt<Invitation> = "emailBody",
        /// The text message, with name and temporary password; at most 140 characters.
        sms_message: MessageAt<Invitation> = "smsMessage",
    }
}

record! {
    /// Sign-in with a phone number.
    PhoneLogin = "defineAuth.loginWith.phone" {
        /// The text message that verifies a number, with the code in it; at most 140 characters.
        verification_message: MessageAt<WithCode> = "verificationMessage" [default("(createCode) => `The verification code to your new account is ${createCode()}`")],
        /// Whether users may sign in with a code sent as a text message instead of a password.
        otp_login: At<bool> = "otpLogin" [default("false"), aliases(&["otp"]), source("https://docs.amplify.aws/react/build-a-backend/auth/concepts/passwordless/")],
    }
}

record! {
    /// Sign-in with a passkey.
    WebAuthn = "defineAuth.loginWith.webAuthn" {
        /// The domain that passkeys belong to.
        relying_party_id: At<SmolStr> = "relyingPartyId" [required(), source("https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html")],
        /// Whether the device must check who holds it.
        user_verification: At<UserVerification> = "userVerification" [default("\"preferred\"")],
    }
}

words! {
    /// Whether the device must check who holds it.
    UserVerification, "user verification" {
        /// Always.
        Required = "required",
        /// If it can.
        Preferred = "preferred",
    }
}
