//! `defineAuth`.

mod access;
mod attributes;
mod groups;
mod providers;
mod sign_in;

use smol_str::SmolStr;

pub use access::*;
pub use attributes::*;
pub use groups::*;
pub use providers::*;
pub use sign_in::*;

use super::lower::{At, FunctionRef};
use super::primitive::{Enabled, Int, Table, TableKey};
use super::record::record;
use super::words::words;

record! {
    /// Sign-up and sign-in, groups, and what functions may do with users: one Cognito user pool and identity pool.
    Auth = "defineAuth" {
        /// How users sign in.
        login_with: LoginWith = "loginWith" [required(), source("https://docs.amplify.aws/react/build-a-backend/auth/set-up-auth/")],
        /// What is known of a user, besides what they sign in with.
        user_attributes: UserAttributes = "userAttributes" [source("https://docs.amplify.aws/react/build-a-backend/auth/concepts/user-attributes/")],
        /// The groups that users can be in. A user in several groups gets the role of the one with the lowest precedence: without numbers, of the first. One with more than a name is an object, which only `amp` has.
        groups: Vec<GroupEntry> = "groups" [source("https://docs.amplify.aws/react/build-a-backend/auth/concepts/user-groups/")],
        /// A second proof at sign-in.
        multifactor: Multifactor = "multifactor" [aliases(&["mfa", "multiFactor"]), source("https://docs.amplify.aws/react/build-a-backend/auth/concepts/multi-factor-authentication/")],
        /// How a user who forgot the password proves who they are. Without it, by mail if there are addresses, else by SMS.
        account_recovery: At<AccountRecovery> = "accountRecovery" [source("https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-cognito-userpool-accountrecoverysetting.html")],
        /// What a password must be like.
        password_policy: PasswordPolicy = "passwordPolicy" [extension(), aliases(&["password"]), source("https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-cognito-userpool-passwordpolicy.html")],
        /// Functions that run when users sign up and in.
        triggers: Triggers = "triggers" [source("https://docs.amplify.aws/react/build-a-backend/auth/customize-auth-lifecycle/triggers/")],
        /// Who sends mails and text messages.
        senders: Senders = "senders" [source("https://docs.amplify.aws/react/build-a-backend/auth/customize-auth-lifecycle/email-customization/")],
        /// Which factor a passwordless sign-in offers first.
        passwordless_options: PasswordlessOptions = "passwordlessOptions" [aliases(&["passwordlessAuth", "passwordless"]), source("https://docs.amplify.aws/react/build-a-backend/auth/concepts/passwordless/")],
        /// What functions may do with users and groups.
        access: AuthAccess = "access" [source("https://docs.amplify.aws/react/build-a-backend/auth/grant-access-to-auth-resources/")],
        /// What the roles of users may do besides what rules say.
        roles: Roles = "roles" [extension()],
        /// Whether who did not sign in gets credentials of the identity pool, as the role of guests has them. Without it: if something is granted to guests.
        allow_unauthenticated_identities: At<bool> = "allowUnauthenticatedIdentities" [extension(), source("https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cognito-identitypool.html")],
        /// Whether users may sign up by themselves; else only who may call `AdminCreateUser` creates them.
        self_sign_up: At<bool> = "selfSignUp" [extension(), default("true"), aliases(&["selfSignUpEnabled"]), source("https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-cognito-userpool-admincreateuserconfig.html")],
        /// Ways to sign in of the app's client, besides those that the client libraries use.
        explicit_auth_flows: Vec<At<AuthFlow>> = "explicitAuthFlows" [extension(), aliases(&["authFlows"]), source("https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html")],
        /// The pool's own name; also the first part of the variable that tells a function the pool's id.
        name: At<SmolStr> = "name",
    }
}

words! {
    /// A way to sign in.
    AuthFlow, "flow" {
        /// With the password itself, sent over TLS.
        UserPassword = "USER_PASSWORD_AUTH" [extension()],
        /// The same from a server, with credentials of the account.
        AdminUserPassword = "ADMIN_USER_PASSWORD_AUTH" [extension()],
        /// With a first factor of the user's choice.
        User = "USER_AUTH" [extension()],
    }
}

words! {
    /// How a user who forgot the password proves who they are.
    AccountRecovery, "account recovery" {
        /// By mail, else by SMS to a number that is not used for multi-factor sign-in.
        EmailAndPhoneWithoutMfa = "EMAIL_AND_PHONE_WITHOUT_MFA",
        /// By SMS to a number that is not used for multi-factor sign-in, else by mail.
        PhoneWithoutMfaAndEmail = "PHONE_WITHOUT_MFA_AND_EMAIL",
        /// By mail.
        EmailOnly = "EMAIL_ONLY",
        /// By SMS to a number that is not used for multi-factor sign-in.
        PhoneOnlyWithoutMfa = "PHONE_ONLY_WITHOUT_MFA",
        /// By mail or SMS, as Cognito chooses.
        PhoneAndEmail = "PHONE_AND_EMAIL",
        /// Not at all; an administrator resets the password.
        None = "NONE",
    }
}

record! {
    /// What a password must be like.
    PasswordPolicy = "defineAuth.passwordPolicy" {
        /// The least number of characters.
        min_length: At<Int<6, 99>> = "minLength" [extension(), default("8"), aliases(&["minimumLength"])],
        /// Whether it needs a lower-case letter.
        require_lowercase: At<bool> = "requireLowercase" [extension(), default("true")],
        /// Whether it needs an upper-case letter.
        require_uppercase: At<bool> = "requireUppercase" [extension(), default("true")],
        /// Whether it needs a digit.
        require_numbers: At<bool> = "requireNumbers" [extension(), default("true"), aliases(&["requireDigits"])],
        /// Whether it needs a character that is neither letter nor digit.
        require_symbols: At<bool> = "requireSymbols" [extension(), default("true")],
        /// How long the password of an invitation can be used.
        temporary_password_validity_days: At<Int<0, 365>> = "temporaryPasswordValidityDays" [extension(), default("7"), unit("days")],
    }
}

record! {
    /// A second proof at sign-in.
    Multifactor = "defineAuth.multifactor" {
        /// Whether there is one.
        mode: At<MultifactorMode> = "mode" [required()],
        /// By an authenticator app.
        totp: At<bool> = "totp" [default("false")],
        /// By a text message.
        sms: At<super::primitive::Toggle<SmsFactor>> = "sms" [default("false")],
        /// By mail; needs `senders.email.fromEmail`.
        email: At<bool> = "email" [default("false")],
    }
}

words! {
    /// Whether there is a second proof at sign-in.
    MultifactorMode, "mode" {
        /// None.
        Off = "OFF",
        /// Each user chooses.
        Optional = "OPTIONAL",
        /// For everybody.
        Required = "REQUIRED",
    }
}

record! {
    /// A second proof by text message.
    SmsFactor = "defineAuth.multifactor.sms" {
        /// The text, which holds the code: `` (createCode) => `Your code is ${createCode()}` ``. At most 140 characters.
        sms_message: super::message::MessageAt<super::message::WithCode> = "smsMessage" [default("(createCode) => `Your authentication code is ${createCode()}`")],
    }
}

words! {
    /// When a function is called by the user pool.
    Trigger, "trigger" {
        /// Makes the next question of a sign-in of your own.
        CreateAuthChallenge = "createAuthChallenge",
        /// Writes the text of a mail or text message.
        CustomMessage = "customMessage",
        /// Decides which question of a sign-in of your own comes next.
        DefineAuthChallenge = "defineAuthChallenge",
        /// Runs after a user signed in.
        PostAuthentication = "postAuthentication",
        /// Runs after a user confirmed the account: puts a new user into a group, for example.
        PostConfirmation = "postConfirmation",
        /// Runs before a user signs in, and may refuse.
        PreAuthentication = "preAuthentication",
        /// Runs before a user signs up, and may refuse or confirm.
        PreSignUp = "preSignUp",
        /// Changes what a user's tokens say.
        PreTokenGeneration = "preTokenGeneration",
        /// Takes over a user from elsewhere at the first sign-in.
        UserMigration = "userMigration",
        /// Checks the answer in a sign-in of your own.
        VerifyAuthChallengeResponse = "verifyAuthChallengeResponse",
    }
}

impl TableKey for Trigger {
    const TITLE: &'static str = "defineAuth.triggers";
}

/// Functions that run when users sign up and in.
pub type Triggers = Table<Trigger, At<FunctionRef>>;

record! {
    /// Who sends mails and text messages.
    Senders = "defineAuth.senders" {
        /// Who sends mails: Amazon SES, or a function of yours.
        email: EmailSender = "email",
        /// Who sends text messages: Amazon SNS, or a function of yours.
        sms: SmsSender = "sms",
    }
}

record! {
    /// Who sends mails: `fromEmail` through Amazon SES, or `handler`, a function of yours.
    EmailSender = "defineAuth.senders.email" {
        /// The sender's address, which Amazon SES must have verified.
        from_email: At<SmolStr> = "fromEmail" [source("https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html")],
        /// The sender's name.
        from_name: At<SmolStr> = "fromName",
        /// Where answers go.
        reply_to: At<SmolStr> = "replyTo",
        /// A function that sends the mail itself; the code arrives encrypted.
        handler: At<FunctionRef> = "handler" [source("https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-email-sender.html")],
        /// The key that encrypts the code; without it, one is made.
        kms_key_arn: At<SmolStr> = "kmsKeyArn",
    }
}

record! {
    /// Who sends text messages: a role for Amazon SNS, or `handler`, a function of yours.
    SmsSender = "defineAuth.senders.sms" {
        /// The id that the role's trust asks for.
        external_id: At<SmolStr> = "externalId",
        /// The role that may send; without it, one is made.
        sns_caller_arn: At<SmolStr> = "snsCallerArn" [source("https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-cognito-userpool-smsconfiguration.html")],
        /// The region that messages are sent from.
        sns_region: At<SmolStr> = "snsRegion",
        /// A function that sends the message itself; the code arrives encrypted.
        handler: At<FunctionRef> = "handler" [source("https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sms-sender.html")],
        /// The key that encrypts the code; without it, one is made.
        kms_key_arn: At<SmolStr> = "kmsKeyArn",
    }
}

record! {
    /// How passwordless sign-in behaves.
    PasswordlessOptions = "defineAuth.passwordlessOptions" {
        /// Which factor clients offer first.
        preferred_challenge: At<Challenge> = "preferredChallenge",
    }
}

words! {
    /// A factor of sign-in.
    Challenge, "challenge" {
        /// A code by mail.
        EmailOtp = "EMAIL_OTP",
        /// A code by text message.
        SmsOtp = "SMS_OTP",
        /// The password.
        Password = "PASSWORD",
        /// A passkey.
        WebAuthn = "WEB_AUTHN",
    }
}

impl Auth {
    /// The settings of sign-in by mail; `None` if it is off, the default settings if it is `true`.
    pub fn email(&self) -> Option<EmailLogin> {
        let Enabled(settings) = &self.login_with.as_ref()?.email.as_ref()?.value;
        Some(settings.clone().unwrap_or_default())
    }

    /// The settings of sign-in by phone; `None` if it is off, the default settings if it is `true`.
    pub fn phone(&self) -> Option<PhoneLogin> {
        let Enabled(settings) = &self.login_with.as_ref()?.phone.as_ref()?.value;
        Some(settings.clone().unwrap_or_default())
    }

    /// The settings of passkeys; `None` if they are off, the default settings if it is `true`.
    pub fn web_authn(&self) -> Option<WebAuthn> {
        let Enabled(settings) = &self.login_with.as_ref()?.web_authn.as_ref()?.value;
        Some(settings.clone().unwrap_or_default())
    }

    /// Whether users sign in with a name of their choice.
    pub fn username(&self) -> bool {
        self.login_with.as_ref().is_some_and(|login| login.username.is_some())
    }

    /// The external identity providers, if there is the property.
    pub fn external_providers(&self) -> Option<&ExternalProviders> {
        self.login_with.as_ref()?.external_providers.as_ref()
    }
}
