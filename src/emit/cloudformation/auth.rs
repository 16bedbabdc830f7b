//! `defineAuth`: the user pool, its client, and what sends its messages.

use std::collections::BTreeMap;

use serde_json::json;

use super::aws::{Document, GuardFunction, Inline, Key, Permission, Role, Statement};
use super::cognito::{
    AccountRecoverySetting, AdminCreateUserConfig, CustomSender, EmailConfiguration, InviteMessageTemplate,
    LambdaConfig, NumberAttributeConstraints, PasswordPolicy, Policies, RecoveryMechanism, SchemaAttribute,
    SignInPolicy, SmsConfiguration, StringAttributeConstraints, UserAttributeUpdateSettings, UserPool, UserPoolClient,
    UsernameConfiguration, VerificationMessageTemplate,
};
use super::{Plan, email, providers, words};
use crate::model::Edition;
use crate::names;
use crate::resources::{ACCOUNT_ID, Graph, PARTITION, Retention, STACK_ID, Text};
use crate::vocabulary::{
    AccountRecovery, Auth, AuthFlow, CustomAttribute, DataType, MultifactorMode, Runtime, SmsSender, StandardAttribute,
    StandardSettings, Toggle, Trigger, UserVerification, VerificationStyle, Words,
};

/// Adds the user pool and its client, and what they need.
pub(super) fn add(graph: &mut Graph, plan: &Plan<'_>, auth: &Auth) {
    let style = auth.email().and_then(|email| email.verification_email_style).map(|style| style.value);
    let pool = graph.add(names::user_pool(), &user_pool(auth, plan));
    pool.retention = Retention::Keep;
    if makes_sms_role(auth) {
        graph.add(names::sms_role(), &sms_role());
    }
    if makes_key(auth) {
        graph.add(names::sender_key(), &sender_key()).retention = Retention::Keep;
    }
    // A link in a mail leads to the pool's own page, so it needs a domain too.
    if auth.external_providers().is_some() || style == Some(VerificationStyle::Link) {
        providers::add_domain(graph, auth.external_providers());
    }
    if needs_guard(auth) {
        add_guard(graph);
    }
    let supported = providers::add(graph, auth);
    graph.add(names::user_pool_client(), &client(auth, supported)).retention = Retention::Keep;
}

/// What users sign in with that is an address, in Cognito's words.
pub(in crate::emit) fn addresses(auth: &Auth) -> Vec<&'static str> {
    let email = auth.email().map(|_| "email");
    let phone = auth.phone().map(|_| "phone_number");
    email.into_iter().chain(phone).collect()
}

/// `None` for an empty list, which Cognito does not want.
fn filled<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}

fn user_pool(auth: &Auth, plan: &Plan<'_>) -> UserPool {
    let addresses = filled(addresses(auth));
    let (as_username, as_alias) = if auth.username() { (None, addresses.clone()) } else { (addresses.clone(), None) };
    let email = auth.email().unwrap_or_default();
    UserPool {
        user_pool_name: auth.name.as_ref().filter(|name| !name.is_empty()).map(|name| name.to_string()),
        username_attributes: as_username,
        alias_attributes: as_alias,
        user_attribute_update_settings: addresses.clone().map(|attributes_require_verification_before_update| {
            UserAttributeUpdateSettings { attributes_require_verification_before_update }
        }),
        auto_verified_attributes: addresses,
        username_configuration: UsernameConfiguration { case_sensitive: false },
        schema: filled(schema(auth)),
        policies: Policies {
            password_policy: password_policy(plan.edition(), auth),
            sign_in_policy: filled(first_factors(auth))
                .map(|allowed_first_auth_factors| SignInPolicy { allowed_first_auth_factors }),
        },
        admin_create_user_config: AdminCreateUserConfig {
            allow_admin_create_user_only: !words::on(auth.self_sign_up.as_ref(), true),
            invite_message_template: email.user_invitation.map(|invitation| InviteMessageTemplate {
                email_subject: invitation.email_subject.map(|text| text.to_string()),
                email_message: invitation.email_body.map(|body| body.text()),
                sms_message: invitation.sms_message.map(|body| body.text()),
            }),
        },
        account_recovery_setting: recovery(auth),
        verification_message_template: verification(auth),
        sms_authentication_message: sms_factor_text(auth),
        email_configuration: email_configuration(auth),
        sms_configuration: sms_configuration(auth),
        mfa_configuration: auth.multifactor.as_ref().and_then(|mfa| mfa.mode.as_ref()).map(|mode| match mode.value {
            MultifactorMode::Off => "OFF",
            MultifactorMode::Optional => "OPTIONAL",
            MultifactorMode::Required => "ON",
        }),
        enabled_mfas: filled(second_factors(auth).into_iter().map(|(cognito, _)| cognito).collect()),
        lambda_config: lambda_config(auth, plan),
        web_authn_relying_party_id: auth
            .web_authn()
            .and_then(|settings| settings.relying_party_id)
            .map(|id| id.to_string()),
        web_authn_user_verification: auth.web_authn().map(|settings| {
            settings.user_verification.map_or(UserVerification::Preferred, |verification| verification.value).text()
        }),
        deletion_protection: "ACTIVE",
    }
}

/// Attributes can only ever be appended to a pool's schema, and a template that repeats there what users sign in with
/// is reported to fail every later update (amplify-backend #3299, aws-cdk #8585): those are left out, as long as the
/// definition says nothing else about them than what holds for them anyway.
fn schema(auth: &Auth) -> Vec<SchemaAttribute> {
    let Some(attributes) = &auth.user_attributes else { return Vec::new() };
    let standard = attributes.standard.iter().filter(|(name, settings)| !holds_anyway(auth, name.value, settings));
    let standard = standard.map(|(name, settings)| SchemaAttribute {
        name: name.cognito_name().to_owned(),
        attribute_data_type: None,
        mutable: words::on(settings.mutable.as_ref(), true),
        required: Some(words::on(settings.required.as_ref(), false)),
        string_attribute_constraints: None,
        number_attribute_constraints: None,
    });
    standard.chain(attributes.custom.iter().map(|(name, settings)| custom_attribute(name, settings))).collect()
}

/// Whether an attribute is a user's name in the pool, and what is written of it is true of such a name anyway: it is
/// mutable, and required if there is only one kind of it.
fn holds_anyway(auth: &Auth, name: StandardAttribute, settings: &StandardSettings) -> bool {
    let addresses = addresses(auth);
    let only = addresses == [name.cognito_name()];
    !auth.username()
        && addresses.contains(&name.cognito_name())
        && words::on(settings.mutable.as_ref(), true)
        && (only || !words::on(settings.required.as_ref(), false))
}

fn custom_attribute(name: &str, settings: &CustomAttribute) -> SchemaAttribute {
    let kind = settings.data_type.as_ref().map_or(DataType::String, |kind| kind.value);
    let number = |given: &Option<crate::vocabulary::At<f64>>| given.as_ref().map(|given| given.value.to_string());
    let (min_length, max_length) = (number(&settings.min_len), number(&settings.max_len));
    let (min_value, max_value) = (number(&settings.min), number(&settings.max));
    let bounded = |low: &Option<String>, high: &Option<String>| low.is_some() || high.is_some();
    SchemaAttribute {
        name: name.to_owned(),
        attribute_data_type: Some(kind.text()),
        mutable: words::on(settings.mutable.as_ref(), true),
        required: None,
        string_attribute_constraints: (kind == DataType::String && bounded(&min_length, &max_length))
            .then_some(StringAttributeConstraints { min_length, max_length }),
        number_attribute_constraints: (kind == DataType::Number && bounded(&min_value, &max_value))
            .then_some(NumberAttributeConstraints { min_value, max_value }),
    }
}

/// What a password must hold.
pub(in crate::emit) fn password_policy(edition: &Edition, auth: &Auth) -> PasswordPolicy {
    let given = auth.password_policy.clone().unwrap_or_default();
    let whole = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    PasswordPolicy {
        minimum_length: given.min_length.map_or(edition.password_length, |length| whole(length.value.0)),
        require_lowercase: words::on(given.require_lowercase.as_ref(), edition.password_mixed),
        require_uppercase: words::on(given.require_uppercase.as_ref(), edition.password_mixed),
        require_numbers: words::on(given.require_numbers.as_ref(), edition.password_mixed),
        require_symbols: words::on(given.require_symbols.as_ref(), edition.password_mixed),
        temporary_password_validity_days: given.temporary_password_validity_days.map(|days| whole(days.value.0)),
    }
}

/// By what a sign-in may begin, if not by the password only.
fn first_factors(auth: &Auth) -> Vec<&'static str> {
    let without_password =
        [(email_otp(auth), "EMAIL_OTP"), (sms_otp(auth), "SMS_OTP"), (auth.web_authn().is_some(), "WEB_AUTHN")];
    let on: Vec<_> = without_password.into_iter().filter_map(|(on, factor)| on.then_some(factor)).collect();
    if on.is_empty() { on } else { std::iter::once("PASSWORD").chain(on).collect() }
}

/// Whether users may sign in with a code sent by mail.
pub(in crate::emit) fn email_otp(auth: &Auth) -> bool {
    auth.email().is_some_and(|email| words::on(email.otp_login.as_ref(), false))
}

/// Whether users may sign in with a code sent as a text message.
pub(in crate::emit) fn sms_otp(auth: &Auth) -> bool {
    auth.phone().is_some_and(|phone| words::on(phone.otp_login.as_ref(), false))
}

/// The kinds of a second proof at sign-in: Cognito's name and that of the outputs.
pub(in crate::emit) fn second_factors(auth: &Auth) -> Vec<(&'static str, &'static str)> {
    let Some(mfa) = &auth.multifactor else { return Vec::new() };
    if mfa.mode.as_ref().is_none_or(|mode| mode.value == MultifactorMode::Off) {
        return Vec::new();
    }
    let factors = [
        (mfa.sms.as_ref().is_some_and(|sms| sms.is_on()), ("SMS_MFA", "SMS")),
        (words::on(mfa.totp.as_ref(), false), ("SOFTWARE_TOKEN_MFA", "TOTP")),
        (words::on(mfa.email.as_ref(), false), ("EMAIL_OTP", "EMAIL")),
    ];
    factors.into_iter().filter_map(|(on, factor)| on.then_some(factor)).collect()
}

fn sms_factor_text(auth: &Auth) -> Option<String> {
    match &auth.multifactor.as_ref()?.sms.as_ref()?.value {
        Toggle::With(settings) => settings.sms_message.as_ref().map(|message| message.text()),
        Toggle::On | Toggle::Off => None,
    }
}

fn recovery(auth: &Auth) -> Option<AccountRecoverySetting> {
    const EMAIL: &str = "verified_email";
    const PHONE: &str = "verified_phone_number";
    let names: &[&'static str] = match auth.account_recovery.as_ref().map(|recovery| recovery.value) {
        Some(AccountRecovery::EmailAndPhoneWithoutMfa) => &[EMAIL, PHONE],
        Some(AccountRecovery::PhoneWithoutMfaAndEmail) => &[PHONE, EMAIL],
        Some(AccountRecovery::EmailOnly) => &[EMAIL],
        Some(AccountRecovery::PhoneOnlyWithoutMfa) => &[PHONE],
        // Without the setting, Cognito chooses.
        Some(AccountRecovery::PhoneAndEmail) => return None,
        None if auth.email().is_some() => &[EMAIL],
        None if auth.phone().is_some() => &[PHONE],
        None | Some(AccountRecovery::None) => &["admin_only"],
    };
    let recovery_mechanisms = names.iter().zip(1..).map(|(&name, priority)| RecoveryMechanism { name, priority });
    Some(AccountRecoverySetting { recovery_mechanisms: recovery_mechanisms.collect() })
}

fn verification(auth: &Auth) -> VerificationMessageTemplate {
    let email = auth.email().unwrap_or_default();
    let subject = email.verification_email_subject.map_or("Verify your new account".to_owned(), |it| it.to_string());
    let body = email.verification_email_body;
    let sms_message =
        auth.phone().map(|phone| phone.verification_message.map_or_else(default_code_text, |message| message.text()));
    let by_link = email.verification_email_style.is_some_and(|style| style.value == VerificationStyle::Link);
    let by_code = auth.email().is_some() && !by_link;
    let body_with_link = || {
        let default = || "Verify your account by clicking on {##Verify Email##}".to_owned();
        body.as_ref().map_or_else(default, |body| body.with_link())
    };
    let body_with_code = || body.as_ref().map_or_else(default_code_text, |body| body.with_code());
    VerificationMessageTemplate {
        default_email_option: if by_link { "CONFIRM_WITH_LINK" } else { "CONFIRM_WITH_CODE" },
        email_subject: by_code.then(|| subject.clone()),
        email_message: by_code.then(body_with_code),
        email_subject_by_link: by_link.then(|| subject.clone()),
        email_message_by_link: by_link.then(body_with_link),
        sms_message,
    }
}

fn default_code_text() -> String {
    "The verification code to your new account is {####}".to_owned()
}

fn email_configuration(auth: &Auth) -> Option<EmailConfiguration> {
    let sender = auth.senders.as_ref()?.email.as_ref()?;
    let from = sender.from_email.as_ref()?;
    Some(EmailConfiguration {
        email_sending_account: "DEVELOPER",
        from: email::sender(from, sender.from_name.as_ref().map(|name| name.as_str())),
        reply_to_email_address: sender.reply_to.as_ref().map(|address| address.to_string()),
        source_arn: Text::local_arn("ses", [format!("identity/{}", from.as_str()).into()]),
    })
}

/// The settings of who sends text messages, unless that is a function.
fn sms_sender(auth: &Auth) -> Option<&SmsSender> {
    auth.senders.as_ref()?.sms.as_ref().filter(|sender| sender.handler.is_none())
}

fn sends_sms(auth: &Auth) -> bool {
    let by_sms = second_factors(auth).iter().any(|(cognito, _)| *cognito == "SMS_MFA");
    auth.phone().is_some() || by_sms || sms_sender(auth).is_some()
}

fn makes_sms_role(auth: &Auth) -> bool {
    sends_sms(auth) && sms_sender(auth).is_none_or(|sender| sender.sns_caller_arn.is_none())
}

fn sms_configuration(auth: &Auth) -> Option<SmsConfiguration> {
    if !sends_sms(auth) {
        return None;
    }
    let sender = sms_sender(auth);
    let sns_region = sender.and_then(|sender| sender.sns_region.as_ref()).map(|region| region.to_string());
    let role = sender.and_then(|sender| sender.sns_caller_arn.as_ref());
    let given = sender.and_then(|sender| sender.external_id.as_ref()).map(|id| id.as_str().into());
    Some(match role {
        Some(arn) => SmsConfiguration { external_id: given, sns_caller_arn: arn.as_str().into(), sns_region },
        None => {
            SmsConfiguration { external_id: Some(STACK_ID), sns_caller_arn: Text::arn(names::sms_role()), sns_region }
        }
    })
}

/// Cognito's role for text messages. Its policy is inside it, since a pool is refused whose role cannot publish; a
/// phone number has no ARN, so the resource cannot be narrower.
fn sms_role() -> Role {
    let condition = json!({ "StringEquals": { "sts:ExternalId": STACK_ID } });
    let mut role = Role::trusting(Statement::trust("cognito-idp.amazonaws.com", Some(condition)));
    role.allow("SendTextMessages", Statement::allow(["sns:Publish"], ["*".into()]));
    role
}

/// The ARN of the key with which codes are encrypted for custom senders, if there are any.
pub(super) fn key_arn(auth: &Auth) -> Option<Text> {
    let senders = auth.senders.as_ref()?;
    let sms = senders.sms.as_ref().filter(|sender| sender.handler.is_some());
    let email = senders.email.as_ref().filter(|sender| sender.handler.is_some());
    if sms.is_none() && email.is_none() {
        return None;
    }
    let given = sms.and_then(|it| it.kms_key_arn.as_ref()).or_else(|| email.and_then(|it| it.kms_key_arn.as_ref()));
    Some(given.map_or_else(|| Text::arn(names::sender_key()), |arn| arn.as_str().into()))
}

fn makes_key(auth: &Auth) -> bool {
    key_arn(auth) == Some(Text::arn(names::sender_key()))
}

/// The account's own policies decide who may use the key: Cognito gets its grant from whoever deploys.
fn sender_key() -> Key {
    let root = Text::concat(["arn:".into(), PARTITION, ":iam::".into(), ACCOUNT_ID, ":root".into()]);
    let mut statement = Statement::allow(["kms:*"], ["*".into()]);
    statement.principal = Some(BTreeMap::from([("AWS", root)]));
    Key {
        description: "Encrypts the codes that Cognito hands to custom senders",
        enable_key_rotation: true,
        key_policy: Document::new(vec![statement]),
    }
}

fn lambda_config(auth: &Auth, plan: &Plan<'_>) -> Option<LambdaConfig> {
    let arn = |function| Text::arn(names::function(plan.name_of(function)));
    let sender = |function| CustomSender { lambda_arn: arn(function), lambda_version: "V1_0" };
    let triggers = auth.triggers.as_ref().map(|triggers| triggers.0.as_slice()).unwrap_or_default();
    let senders = auth.senders.clone().unwrap_or_default();
    let email = senders.email.and_then(|sender| sender.handler).map(|handler| sender(handler.value));
    let sms = senders.sms.and_then(|sender| sender.handler).map(|handler| sender(handler.value));
    let mut triggers: BTreeMap<_, _> =
        triggers.iter().map(|(trigger, function)| (config_name(trigger.value), arn(function.value))).collect();
    if needs_guard(auth) {
        triggers.insert(config_name(Trigger::PreSignUp), Text::arn(names::sign_up_guard()));
    }
    if triggers.is_empty() && email.is_none() && sms.is_none() {
        return None;
    }
    Some(LambdaConfig { triggers, custom_email_sender: email, custom_sms_sender: sms, kms_key_id: key_arn(auth) })
}

/// As the pool's `LambdaConfig` calls a trigger: `PostConfirmation`.
fn config_name(trigger: Trigger) -> String {
    names::capitalized(trigger.text())
}

/// Whether usernames are chosen by users and no function of theirs sees a sign-up: one of those is guarded by what
/// runs before its code.
fn needs_guard(auth: &Auth) -> bool {
    let seen = auth.triggers.as_ref().and_then(|triggers| triggers.get(Trigger::PreSignUp)).is_some();
    auth.username() && !seen
}

/// Only a function can refuse a username. This one has no more to it than the refusal, writes no log, and may nothing.
fn add_guard(graph: &mut Graph) {
    let role = Role::trusting(Statement::trust("lambda.amazonaws.com", None));
    graph.add(names::sign_up_guard_role(), &role);
    let function = GuardFunction {
        code: Inline { zip_file: include_str!("../shim/username_guard.js") },
        description: "Refuses usernames with ::",
        handler: "index.handler",
        role: Text::arn(names::sign_up_guard_role()),
        runtime: Runtime::Node22.identifier(),
    };
    graph.add(names::sign_up_guard(), &function);
    graph.add(names::sign_up_guard_permission(), &Permission::for_pool(names::sign_up_guard()));
}

/// The app's client. It may use OAuth only where external providers are declared.
fn client(auth: &Auth, supported: Vec<Text>) -> UserPoolClient {
    let mut flows = vec!["ALLOW_CUSTOM_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"];
    if !first_factors(auth).is_empty() {
        flows.push("ALLOW_USER_AUTH");
    }
    for flow in auth.explicit_auth_flows.iter().flatten() {
        let flow = match flow.value {
            AuthFlow::UserPassword => "ALLOW_USER_PASSWORD_AUTH",
            AuthFlow::AdminUserPassword => "ALLOW_ADMIN_USER_PASSWORD_AUTH",
            AuthFlow::User => "ALLOW_USER_AUTH",
        };
        if !flows.contains(&flow) {
            flows.push(flow);
        }
    }
    let external = auth.external_providers();
    let texts = |list: Option<&Vec<crate::vocabulary::At<smol_str::SmolStr>>>| {
        filled(list.into_iter().flatten().map(|text| text.to_string()).collect())
    };
    UserPoolClient {
        user_pool_id: Text::Ref(names::user_pool()),
        explicit_auth_flows: flows,
        prevent_user_existence_errors: "ENABLED",
        supported_identity_providers: supported,
        allowed_oauth_flows_user_pool_client: external.map(|_| true),
        allowed_oauth_flows: external.map(|_| vec!["code"]),
        allowed_oauth_scopes: external.map(providers::scopes),
        callback_urls: texts(external.and_then(|external| external.callback_urls.as_ref())),
        logout_urls: texts(external.and_then(|external| external.logout_urls.as_ref())),
    }
}
