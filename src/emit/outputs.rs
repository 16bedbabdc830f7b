//! `amplify_outputs.json`: what is known now, and the rest from the stack once it is deployed.
//!
//! The form is that of `@aws-amplify/client-config`, `client_config_v1.5.d.ts`.

mod custom;
mod data;
mod http_api;
mod storage;

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;
use serde_json::{Value as Json, json};

use super::cloudformation::{self as template, PasswordPolicy, Plan, outputs as names};
use crate::model;
use crate::names::fnv1a;
use crate::resources::Graph;
use crate::vocabulary::{Auth, MultifactorMode, UserVerification, Words};

/// The version of the form.
const VERSION: &str = "1.5";

/// The key of an object that stands for an output of the stack.
const PLACEHOLDER: &str = "$output";

/// A text that is known, or an output of the stack.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Place {
    Known(String),
    Output {
        #[serde(rename = "$output")]
        name: String,
    },
}

#[derive(Debug, Serialize)]
struct AuthOutputs {
    aws_region: Place,
    user_pool_id: Place,
    user_pool_client_id: Place,
    identity_pool_id: Place,
    #[serde(flatten)]
    known: Option<Known>,
}

/// What is known of a pool that is made here.
#[derive(Debug, Serialize)]
struct Known {
    groups: Vec<BTreeMap<String, GroupOutputs>>,
    mfa_configuration: &'static str,
    mfa_methods: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    oauth: Option<OAuth>,
    password_policy: Password,
    #[serde(skip_serializing_if = "Option::is_none")]
    passwordless: Option<Passwordless>,
    standard_required_attributes: Vec<String>,
    unauthenticated_identities_enabled: bool,
    user_verification_types: Vec<&'static str>,
    username_attributes: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct GroupOutputs {
    precedence: u32,
}

#[derive(Debug, Serialize)]
struct OAuth {
    domain: Place,
    identity_providers: Vec<&'static str>,
    redirect_sign_in_uri: Vec<String>,
    redirect_sign_out_uri: Vec<String>,
    response_type: &'static str,
    scopes: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the form is given")]
struct Password {
    min_length: u32,
    require_lowercase: bool,
    require_numbers: bool,
    require_symbols: bool,
    require_uppercase: bool,
}

#[derive(Debug, Serialize)]
struct Passwordless {
    email_otp_enabled: bool,
    sms_otp_enabled: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    web_authn: Option<WebAuthn>,
    #[serde(skip_serializing_if = "Option::is_none")]
    preferred_challenge: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct WebAuthn {
    relying_party_id: String,
    user_verification: &'static str,
}

/// Everything that is known now, with `{"$output": "UserPoolId"}` for what only the deployed stack knows.
pub(super) fn skeleton(plan: &Plan<'_>, graph: &Graph) -> String {
    let backend = plan.backend();
    let auth =
        backend.auth.as_ref().map(|auth| made(plan, auth)).or_else(|| backend.referenced_auth.as_ref().map(referenced));
    let mut outputs = json!({ "version": VERSION });
    if let Some(auth) = auth {
        outputs["auth"] = json!(auth);
    }
    if let Some(storage) = storage::storage(backend) {
        outputs["storage"] = json!(storage);
    }
    // a stack without an API has nothing to fill in
    if graph.outputs().contains_key(&crate::names::data_url_output())
        && let Some(data) = data::data(backend)
    {
        outputs["data"] = json!(data);
    }
    let apis = http_api::apis(plan.http_apis());
    let own = plan.custom().map(|value| custom::json(value, &mut Vec::new()));
    if own.is_some() || !apis.is_empty() {
        outputs["custom"] = own.unwrap_or_else(|| json!({}));
    }
    if !apis.is_empty() {
        outputs["custom"]["API"] = json!(apis);
    }
    super::pretty(&outputs)
}

fn made(plan: &Plan<'_>, auth: &model::Auth) -> AuthOutputs {
    let output = |name: &str| Place::Output { name: name.to_owned() };
    AuthOutputs {
        aws_region: output(names::REGION),
        user_pool_id: output(names::USER_POOL),
        user_pool_client_id: output(names::USER_POOL_CLIENT),
        identity_pool_id: output(names::IDENTITY_POOL),
        known: Some(known(plan, auth)),
    }
}

/// Of a pool that exists, nothing is known but its ids.
fn referenced(auth: &model::ReferencedAuth) -> AuthOutputs {
    let text = |given: &Option<crate::vocabulary::At<smol_str::SmolStr>>| {
        given.as_ref().map_or(String::new(), |text| text.to_string())
    };
    let record = &auth.record;
    let pool = text(&record.user_pool_id);
    let region = pool.split('_').next().unwrap_or_default().to_owned();
    AuthOutputs {
        aws_region: Place::Known(region),
        user_pool_id: Place::Known(pool),
        user_pool_client_id: Place::Known(text(&record.user_pool_client_id)),
        identity_pool_id: Place::Known(text(&record.identity_pool_id)),
        known: None,
    }
}

fn known(plan: &Plan<'_>, auth: &model::Auth) -> Known {
    let record = &auth.record;
    let addresses = template::addresses(record);
    let PasswordPolicy {
        minimum_length, require_lowercase, require_uppercase, require_numbers, require_symbols, ..
    } = template::password_policy(plan.edition(), record);
    Known {
        groups: auth
            .groups
            .iter()
            .map(|group| BTreeMap::from([(group.name.to_string(), GroupOutputs { precedence: group.precedence })]))
            .collect(),
        mfa_configuration: match record.multifactor.as_ref().and_then(|mfa| mfa.mode.as_ref()).map(|mode| mode.value) {
            None | Some(MultifactorMode::Off) => "NONE",
            Some(MultifactorMode::Optional) => "OPTIONAL",
            Some(MultifactorMode::Required) => "REQUIRED",
        },
        mfa_methods: template::second_factors(record).into_iter().map(|(_, method)| method).collect(),
        oauth: oauth(record),
        password_policy: Password {
            min_length: minimum_length,
            require_lowercase,
            require_numbers,
            require_symbols,
            require_uppercase,
        },
        passwordless: passwordless(record),
        standard_required_attributes: required_attributes(record),
        unauthenticated_identities_enabled: plan.guests(),
        user_verification_types: addresses.clone(),
        username_attributes: if record.username() { vec!["username"] } else { addresses },
    }
}

/// What a sign-up form has to ask for: the addresses that users sign in with, and what the definition requires.
fn required_attributes(auth: &Auth) -> Vec<String> {
    let written = auth.user_attributes.iter().flat_map(|attributes| &attributes.standard);
    let required = |settings: &crate::vocabulary::StandardSettings| settings.required.as_ref().map(|it| it.value);
    let written: Vec<_> = written.map(|(name, settings)| (name.cognito_name(), required(settings))).collect();
    let by_login = if auth.username() { Vec::new() } else { template::addresses(auth) };
    let by_login = by_login.into_iter().filter(|name| !written.contains(&(*name, Some(false))));
    let mut names: Vec<&str> = by_login.collect();
    for (name, required) in &written {
        if *required == Some(true) && !names.contains(name) {
            names.push(name);
        }
    }
    names.into_iter().map(str::to_owned).collect()
}

fn oauth(auth: &Auth) -> Option<OAuth> {
    let external = auth.external_providers()?;
    let providers = [
        (external.google.is_some(), "GOOGLE"),
        (external.facebook.is_some(), "FACEBOOK"),
        (external.login_with_amazon.is_some(), "LOGIN_WITH_AMAZON"),
        (external.sign_in_with_apple.is_some(), "SIGN_IN_WITH_APPLE"),
    ];
    let texts = |list: &Option<Vec<crate::vocabulary::At<smol_str::SmolStr>>>| {
        list.iter().flatten().map(|text| text.to_string()).collect::<Vec<_>>()
    };
    Some(OAuth {
        domain: Place::Output { name: names::DOMAIN.to_owned() },
        identity_providers: providers.into_iter().filter_map(|(on, name)| on.then_some(name)).collect(),
        redirect_sign_in_uri: texts(&external.callback_urls),
        redirect_sign_out_uri: texts(&external.logout_urls),
        response_type: "code",
        scopes: template::scopes(external),
    })
}

fn passwordless(auth: &Auth) -> Option<Passwordless> {
    let (email_otp_enabled, sms_otp_enabled) = (template::email_otp(auth), template::sms_otp(auth));
    let web_authn = auth.web_authn().map(|settings| WebAuthn {
        relying_party_id: settings.relying_party_id.map_or(String::new(), |id| id.to_string()),
        user_verification: settings.user_verification.map_or(UserVerification::Preferred, |it| it.value).text(),
    });
    let preferred = auth.passwordless_options.as_ref().and_then(|options| options.preferred_challenge.as_ref());
    let preferred_challenge = preferred.map(|challenge| challenge.value.text());
    let any = email_otp_enabled || sms_otp_enabled || web_authn.is_some() || preferred_challenge.is_some();
    any.then_some(Passwordless { email_otp_enabled, sms_otp_enabled, web_authn, preferred_challenge })
}

/// What tells one skeleton from another: the stack keeps it, so that its outputs are never put into the skeleton of a
/// definition that was not deployed yet, or was rolled back.
pub(super) fn fingerprint(skeleton: &str) -> String {
    format!("{:016x}", fnv1a(skeleton))
}

/// Why outputs could not be merged.
#[derive(Debug, PartialEq, Eq)]
pub enum MergeError {
    /// The skeleton is no JSON: the system's words.
    BadSkeleton(String),
    /// What should be the answer of `aws cloudformation describe-stacks` is no JSON: the system's words.
    BadAnswer(String),
    /// The answer holds no stack.
    NoStack,
    /// The answer holds several stacks: their names.
    SeveralStacks(Vec<String>),
    /// The stack is not deployed, or not yet: its name and status.
    Unusable(String, String),
    /// The stack was not deployed from the definition of the skeleton: its name.
    Stale(String),
    /// The stack lacks outputs that the skeleton names.
    Missing(Vec<String>),
}

impl fmt::Display for MergeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        match self {
            Self::BadSkeleton(error) => write!(f, "`outputs.json` is damaged: {error}; build again"),
            Self::BadAnswer(error) => {
                write!(
                    f,
                    "this is not the JSON of `aws cloudformation describe-stacks`; add `--output json` to it ({error})"
                )
            }
            Self::NoStack => f.write_str("there is no stack in the answer of `aws cloudformation describe-stacks`"),
            Self::SeveralStacks(names) => {
                write!(f, "there are several stacks: {}; ask for one with `--stack-name`", list(names))
            }
            Self::Unusable(name, status) if status.ends_with("_IN_PROGRESS") => {
                write!(f, "the stack `{name}` is still being worked on ({status}); wait, and ask again")
            }
            Self::Unusable(name, status) => {
                write!(f, "the stack `{name}` is not deployed ({status}); deploy it, and ask again")
            }
            Self::Stale(name) => {
                write!(
                    f,
                    "the stack `{name}` was deployed from another definition than this one; build and deploy it, and ask again"
                )
            }
            Self::Missing(names) => {
                write!(f, "the stack has no output {}; deploy what was built last, and ask again", list(names))
            }
        }
    }
}

impl std::error::Error for MergeError {}

/// The text of `amplify_outputs.json`: the skeleton that `emit` made, with the outputs of a stack filled in. `stacks`
/// is what `aws cloudformation describe-stacks` prints, or the one stack in it.
pub fn merge(skeleton: &str, stacks: &str) -> Result<String, MergeError> {
    let mut skeleton: Json =
        serde_json::from_str(skeleton).map_err(|error| MergeError::BadSkeleton(error.to_string()))?;
    let answer: Json = serde_json::from_str(stacks).map_err(|error| MergeError::BadAnswer(error.to_string()))?;
    let (stack, outputs) = outputs_of(&answer)?;
    let mut missing = Vec::new();
    match outputs.get(names::DEFINITION) {
        Some(&known) if known != fingerprint(&super::pretty(&skeleton)) => {
            return Err(MergeError::Stale(stack.to_owned()));
        }
        Some(_) => {}
        None => missing.push(names::DEFINITION.to_owned()),
    }
    fill_in(&mut skeleton, &outputs, &mut missing);
    if missing.is_empty() { Ok(super::pretty(&skeleton)) } else { Err(MergeError::Missing(missing)) }
}

/// The name of the one stack in an answer, and its outputs.
fn outputs_of(answer: &Json) -> Result<(&str, BTreeMap<&str, &str>), MergeError> {
    let stacks = answer.get("Stacks").unwrap_or(answer);
    let stack = match stacks.as_array().map(Vec::as_slice) {
        None => stacks,
        Some([]) => return Err(MergeError::NoStack),
        Some([one]) => one,
        Some(several) => {
            let names = several.iter().map(|stack| stack["StackName"].as_str().unwrap_or("?").to_owned());
            return Err(MergeError::SeveralStacks(names.collect()));
        }
    };
    if stack.get("Outputs").is_none() && stack.get("StackName").is_none() {
        return Err(MergeError::NoStack);
    }
    let name = stack["StackName"].as_str().unwrap_or("?");
    if let Some(status) = stack["StackStatus"].as_str().filter(|status| !is_usable(status)) {
        return Err(MergeError::Unusable(name.to_owned(), status.to_owned()));
    }
    let outputs = stack["Outputs"].as_array().map(Vec::as_slice).unwrap_or_default();
    let pairs =
        outputs.iter().filter_map(|output| Some((output["OutputKey"].as_str()?, output["OutputValue"].as_str()?)));
    Ok((name, pairs.collect()))
}

/// Whether a stack of this status has what its outputs say.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html>
fn is_usable(status: &str) -> bool {
    // after a failed update, the last good state stands again: whether it is that of this definition, its output says
    let settled = ["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"];
    let imported = ["IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE"];
    let status = status.trim_end_matches("_CLEANUP_IN_PROGRESS");
    settled.contains(&status) || imported.contains(&status)
}

fn fill_in(json: &mut Json, outputs: &BTreeMap<&str, &str>, missing: &mut Vec<String>) {
    match json {
        Json::Object(members) => {
            if let Some(Json::String(name)) = members.get(PLACEHOLDER) {
                match outputs.get(name.as_str()) {
                    Some(value) => *json = Json::String((*value).to_owned()),
                    None if missing.contains(name) => {}
                    None => missing.push(name.clone()),
                }
                return;
            }
            members.values_mut().for_each(|member| fill_in(member, outputs, missing));
        }
        Json::Array(items) => items.iter_mut().for_each(|item| fill_in(item, outputs, missing)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SKELETON: &str = r#"{"auth": {"id": {"$output": "UserPoolId"}, "list": [{"$output": "Region"}]}}"#;

    fn skeleton() -> Json {
        serde_json::from_str(SKELETON).expect("JSON")
    }

    #[test]
    fn a_stack_of_another_definition_is_refused() {
        let stack = json!({"StackName": "s", "StackStatus": "UPDATE_ROLLBACK_COMPLETE", "Outputs": [
            {"OutputKey": "AmpDefinition", "OutputValue": "0"},
            {"OutputKey": "UserPoolId", "OutputValue": "p"}, {"OutputKey": "Region", "OutputValue": "r"}]});
        let found = merge(SKELETON, &stack.to_string());
        assert_eq!(found, Err(MergeError::Stale("s".to_owned())));
        // how the skeleton is laid out does not matter
        let one = fingerprint(&super::super::pretty(&skeleton()));
        let stack = stack.to_string().replace("\"0\"", &format!("\"{one}\""));
        assert!(merge(&SKELETON.replace(' ', "\r\n"), &stack).is_ok());
    }

    #[test]
    fn outputs_are_filled_in_from_an_answer_or_one_stack() {
        let definition = fingerprint(&super::super::pretty(&skeleton()));
        let stack = json!({"StackName": "s", "Outputs": [
            {"OutputKey": "AmpDefinition", "OutputValue": definition},
            {"OutputKey": "UserPoolId", "OutputValue": "p"}, {"OutputKey": "Region", "OutputValue": "r"}]});
        let expected = super::super::pretty(&json!({"auth": {"id": "p", "list": ["r"]}}));
        for answer in [json!({"Stacks": [stack]}), json!([stack]), stack] {
            assert_eq!(merge(SKELETON, &answer.to_string()).as_ref(), Ok(&expected));
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        let missing = MergeError::Missing(["AmpDefinition", "UserPoolId", "Region"].map(str::to_owned).into());
        assert_eq!(merge(SKELETON, r#"{"Stacks": [{"StackName": "s"}]}"#), Err(missing));
        assert_eq!(merge(SKELETON, r#"{"Stacks": []}"#), Err(MergeError::NoStack));
        assert_eq!(merge(SKELETON, "{}"), Err(MergeError::NoStack));
        let two = r#"[{"StackName": "a"}, {"StackName": "b"}]"#;
        assert_eq!(merge(SKELETON, two), Err(MergeError::SeveralStacks(vec!["a".to_owned(), "b".to_owned()])));
        assert!(matches!(merge(SKELETON, "An error occurred"), Err(MergeError::BadAnswer(_))));
        assert!(matches!(merge("", "{}"), Err(MergeError::BadSkeleton(_))));
    }
}
