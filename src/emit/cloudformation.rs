//! A checked backend as a CloudFormation template: one module a service.

mod admin;
mod api_gateway;
mod appsync;
mod auth;
mod aws;
mod callers;
mod cognito;
mod data;
mod dynamodb;
mod email;
mod function;
mod grants;
mod groups;
mod http_api;
mod identity;
mod policies;
mod providers;
mod references;
mod rest;
mod s3;
mod storage;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value as Json;

use crate::access::{Access, Principal};
use crate::check::Checked;
use crate::model::{Backend, Edition, Function, FunctionId, Storage};
use crate::names;
use crate::resources::{self, ACCOUNT_ID, Graph, PARTITION, REGION, Retention, Template, Text};
use crate::vocabulary::data::Layout;
use crate::vocabulary::{Deployed, FunctionRef, OutputValue, Right, Secret, Stream, Trigger};

pub(super) use auth::{addresses, email_otp, password_policy, second_factors, sms_otp};
pub(super) use cognito::PasswordPolicy;
pub(super) use data::{Api, clashes};
pub(super) use function::{START, runtime, secrets, variable_names};
pub(super) use providers::scopes;
pub(super) use storage::OWN_ID;

/// Declares properties of a resource, or a part of them, under CloudFormation's names.
macro_rules! property {
    ($(#[doc = $doc:literal])* $name:ident $(= $kind:literal)? {
        $($(#[$attribute:meta])* $field:ident: $type:ty),* $(,)?
    }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Serialize)]
        #[serde(rename_all = "PascalCase")]
        #[allow(clippy::struct_field_names, clippy::struct_excessive_bools, reason = "the names are CloudFormation's")]
        pub(in crate::emit) struct $name { $($(#[$attribute])* pub(in crate::emit) $field: $type),* }

        $(impl $crate::resources::Properties for $name {
            const TYPE: &'static str = $kind;
        })?
    };
}
use grants::Grants;
use property;

/// The outputs of the stack, which clients need to know.
pub(super) mod outputs {
    /// The region.
    pub(in crate::emit) const REGION: &str = "Region";
    /// The user pool's id.
    pub(in crate::emit) const USER_POOL: &str = "UserPoolId";
    /// The id of the user pool's client.
    pub(in crate::emit) const USER_POOL_CLIENT: &str = "UserPoolClientId";
    /// The identity pool's id.
    pub(in crate::emit) const IDENTITY_POOL: &str = "IdentityPoolId";
    /// The host of the sign-in pages.
    pub(in crate::emit) const DOMAIN: &str = "OAuthDomain";
    /// From which definition the stack was deployed.
    pub(in crate::emit) const DEFINITION: &str = "AmpDefinition";
}

/// The backend, as the emitting modules ask about it.
pub(super) struct Plan<'a> {
    backend: &'a Backend,
    access: &'a Access,
    actions: BTreeMap<FunctionId, BTreeSet<String>>,
}

impl<'a> Plan<'a> {
    /// What is planned for a backend.
    pub(super) fn new(checked: Checked<'a>) -> Self {
        Self { backend: checked.backend(), access: checked.access(), actions: checked.access().auth_by_function() }
    }

    /// The whole backend.
    pub(super) fn backend(&self) -> &'a Backend {
        self.backend
    }

    /// What holds where the definition is silent.
    pub(super) fn edition(&self) -> &'static Edition {
        self.backend.edition
    }

    /// Whether models have stacks of their own.
    pub(super) fn layout(&self) -> resources::Layout {
        let layout = self.backend.data.as_ref().and_then(|data| data.record.layout.as_ref());
        match layout.map_or(Layout::Nested, |layout| layout.value) {
            Layout::Nested => resources::Layout::Nested,
            Layout::Flat => resources::Layout::Flat,
        }
    }

    /// The names of the HTTP APIs.
    pub(super) fn http_apis(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.backend.http_api_names().map(|name| name.as_str())
    }

    /// The functions whose code is here.
    pub(super) fn functions(&self) -> impl Iterator<Item = &'a Function> + use<'a> {
        self.backend.functions.iter().filter(|function| !function.custom)
    }

    /// The name of a function that is referred to.
    fn name_of(&self, function: FunctionRef) -> &'a str {
        self.backend.function_of(function.0).map_or("", |function| function.name.as_str())
    }

    /// What a function may do with the user pool: the pool's ARN and the actions, if there are any.
    fn pool_access(&self, function: &Function) -> Option<(Text, Vec<String>)> {
        let actions = self.actions.get(&function.id).filter(|actions| !actions.is_empty())?;
        Some((self.pool_arn()?, actions.iter().cloned().collect()))
    }

    /// The user pool's ARN.
    fn pool_arn(&self) -> Option<Text> {
        let Some(referenced) = &self.backend.referenced_auth else { return Some(Text::arn(names::user_pool())) };
        let id = referenced.record.user_pool_id.as_ref()?.as_str();
        // The id begins with its region, which need not be the stack's.
        let region = id.split_once('_').map_or(REGION, |(region, _)| region.into());
        let head = ["arn:".into(), PARTITION, ":cognito-idp:".into(), region, ":".into(), ACCOUNT_ID];
        Some(Text::concat(head.into_iter().chain([format!(":userpool/{id}").into()])))
    }

    /// The variable that tells a function the user pool's id.
    fn pool_variable(&self) -> Option<(String, Text)> {
        if let Some(auth) = &self.backend.auth {
            let name = auth.record.name.as_ref().map(|name| name.as_str());
            return Some((names::user_pool_variable(name), Text::Ref(names::user_pool())));
        }
        let id = self.backend.referenced_auth.as_ref()?.record.user_pool_id.as_ref()?;
        Some((names::user_pool_variable(None), id.as_str().into()))
    }

    /// The storages with whose files somebody may do something.
    fn storages_of(&self, who: &Principal) -> Vec<&'a Storage> {
        let granted = |storage: &&Storage| self.access.storage_grants(who, storage.id).next().is_some();
        self.backend.storages.iter().filter(granted).collect()
    }

    /// The variables that tell a function the names of the buckets that it may use.
    fn bucket_variables(&self, function: &Function) -> impl Iterator<Item = (String, Text)> {
        let storages = self.storages_of(&Principal::Function(function.id)).into_iter();
        storages.map(|storage| (names::bucket_variable(&storage.name), Text::Ref(names::bucket(&storage.name))))
    }

    /// The variables that tell a function where the API is that it may use.
    fn data_variables(&self, function: &Function) -> Vec<(String, Text)> {
        let may = self.access.data.functions.iter().any(|right| right.function == function.id);
        let Some(data) = self.backend.data.as_ref().filter(|_| may) else { return Vec::new() };
        let name = data.record.name.as_ref().map(|name| name.as_str());
        let endpoint = |variable| (variable, Text::Attribute(names::data_api(), "GraphQLUrl"));
        let mut variables = vec![(names::DATA_NAME_VARIABLE.to_owned(), names::data_name(name).into())];
        variables.extend(names::data_endpoint_variables(name).into_iter().map(endpoint));
        variables
    }

    /// The streams that call a function, each with its model's name.
    fn streams(function: &Function) -> impl Iterator<Item = (&Stream, &str)> {
        let entries = function.record.streams.iter().flatten();
        entries.filter_map(|entry| Some((&entry.0, entry.0.model.as_ref()?.value.0.as_str())))
    }

    /// Whether the changes of a model's items are handed to a function.
    fn is_streamed(&self, model: &str) -> bool {
        self.functions().any(|function| Self::streams(function).any(|(_, streamed)| streamed == model))
    }

    /// The variables that tell a function the names of the tables and functions that it is granted.
    fn grant_variables(&self, function: &Function) -> BTreeMap<String, Text> {
        let grants = function.record.grants.iter().flat_map(|grants| &grants.list);
        let variable = |right: &Right| match right {
            Right::Table(model, _) => Some((names::table_variable(model), Text::Ref(names::table(model)))),
            Right::Function(called, _) => {
                let called = self.backend.resolve(called).filter(|called| !called.custom)?.name.as_str();
                Some((names::function_variable(called), Text::Ref(names::function(called))))
            }
            _ => None,
        };
        grants.filter_map(|grant| variable(&grant.right)).collect()
    }

    /// The values of the user's own outputs.
    pub(super) fn custom(&self) -> Option<&'a OutputValue> {
        self.backend.outputs.first()?.0.custom.as_ref()
    }

    /// The texts in them that only the deployed stack knows, with what leads to each.
    fn custom_texts(&self) -> impl Iterator<Item = (Vec<String>, &'a Deployed)> {
        let texts = self.custom().into_iter().flat_map(OutputValue::texts).map(|(path, text)| (path, &text.value));
        texts.filter(|(_, text)| text.text().is_none())
    }

    /// Whether guests are let in: as it is written, else if anything is granted to them.
    pub(super) fn guests(&self) -> bool {
        let auth = self.backend.auth.as_ref().map(|auth| &auth.record);
        let written = auth.and_then(|auth| auth.allow_unauthenticated_identities.as_ref());
        written.map_or_else(|| self.access.has_guests(), |written| written.value)
    }

    /// The functions that send the user pool's messages.
    fn senders(&self) -> impl Iterator<Item = FunctionRef> {
        let senders = self.backend.auth.as_ref().and_then(|auth| auth.record.senders.as_ref());
        let email = senders.and_then(|senders| senders.email.as_ref()?.handler.as_ref());
        let sms = senders.and_then(|senders| senders.sms.as_ref()?.handler.as_ref());
        email.into_iter().chain(sms).map(|handler| handler.value)
    }

    /// The ARN of the key with which a function decrypts the codes that it sends.
    fn sender_key(&self, function: &Function) -> Option<Text> {
        let sends = self.senders().any(|sender| sender.0 == function.declaration);
        sends.then(|| auth::key_arn(&self.backend.auth.as_ref()?.record)).flatten()
    }

    fn called_by_pool(&self, function: &Function) -> bool {
        self.backend.triggers().any(|(_, _, trigger)| trigger.id == function.id)
            || self.senders().any(|sender| sender.0 == function.declaration)
    }

    /// Whether a function sees every sign-up of users who choose their names.
    fn guards_usernames(&self, function: &Function) -> bool {
        let chosen = self.backend.auth.as_ref().is_some_and(|auth| auth.record.username());
        chosen && self.backend.triggers().any(|(trigger, _, it)| trigger == Trigger::PreSignUp && it.id == function.id)
    }

    /// The names of those secrets of external providers that are keys.
    pub(super) fn provider_keys(&self) -> Vec<&'a str> {
        let external = self.backend.auth.as_ref().and_then(|auth| auth.record.external_providers());
        let key = external.and_then(|external| external.sign_in_with_apple.as_ref()?.private_key.as_ref());
        key.map(|secret| secret.name.as_str()).into_iter().collect()
    }

    /// The secrets of external providers.
    pub(super) fn provider_secrets(&self) -> Vec<&'a Secret> {
        let external = self.backend.auth.as_ref().and_then(|auth| auth.record.external_providers());
        external.map(providers::secrets).unwrap_or_default()
    }
}

/// All resources and outputs, without circles, and the functions before whose code [`START`] has to run.
pub(super) fn graph(plan: &Plan<'_>, api: &Api<'_>) -> (Graph, BTreeSet<FunctionId>) {
    let mut graph = Graph::default();
    if let Some(auth) = &plan.backend.auth {
        auth::add(&mut graph, plan, &auth.record);
        groups::add(&mut graph, &auth.groups);
        identity::add(&mut graph, plan);
        graph.output(outputs::USER_POOL, Text::Ref(names::user_pool()));
        graph.output(outputs::USER_POOL_CLIENT, Text::Ref(names::user_pool_client()));
        graph.output(outputs::IDENTITY_POOL, Text::Ref(names::identity_pool()));
        if auth.record.external_providers().is_some() {
            let domain = [Text::Ref(names::user_pool_domain()), ".auth.".into(), REGION, ".amazoncognito.com".into()];
            graph.output(outputs::DOMAIN, Text::concat(domain));
        }
    }
    let has_apis = plan.backend.data.is_some() || plan.http_apis().next().is_some();
    if plan.backend.auth.is_some() || !plan.backend.storages.is_empty() || has_apis {
        graph.output(outputs::REGION, REGION);
    }
    for function in plan.functions() {
        function::add(&mut graph, plan, function);
    }
    let mut grants = Grants::new(&graph);
    storage::add(&mut graph, plan, &mut grants);
    data::add(&mut graph, plan, api, &mut grants);
    admin::add(&mut graph, plan);
    policies::add_all(&mut graph, plan, &mut grants);
    rest::add(&mut graph, plan, &mut grants);
    for (path, text) in plan.custom_texts() {
        graph.output(names::custom_output(&path), references::text(plan, text));
    }
    let late = graph.break_cycles();
    let mut started = BTreeSet::new();
    for function in plan.functions() {
        if function::add_parameters(&mut graph, plan, function, &late) {
            started.insert(function.id);
        }
    }
    debug_assert!(graph.cycles().is_empty(), "only environments refer back: {:?}", graph.cycles());
    (graph, started)
}

/// A whole template.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Document<'a> {
    #[serde(rename = "AWSTemplateFormatVersion")]
    version: &'static str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    outputs: BTreeMap<&'a str, Output<'a>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    parameters: BTreeMap<&'a str, Parameter<'a>>,
    resources: BTreeMap<&'a str, Resource<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Output<'a> {
    value: &'a Json,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Parameter<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'static str>,
    #[serde(rename = "Type")]
    kind: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Resource<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    deletion_policy: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    depends_on: Vec<&'a str>,
    #[serde(skip_serializing_if = "no_properties")]
    properties: &'a Json,
    #[serde(rename = "Type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    update_replace_policy: Option<&'static str>,
}

fn no_properties(properties: &Json) -> bool {
    properties.as_object().is_some_and(serde_json::Map::is_empty)
}

/// The text of a template.
pub(super) fn render(template: &Template) -> String {
    let outputs = template.outputs.iter().map(|(name, value)| (name.as_str(), Output { value }));
    let parameters = template.parameters.iter().map(|(id, it)| {
        let resources::Parameter { kind, description, default, .. } = it;
        (id.as_str(), Parameter { default: default.as_deref(), description: *description, kind })
    });
    let resources = template.resources.iter().map(|(id, resource)| (id.as_str(), rendered(resource)));
    let document = Document {
        version: "2010-09-09",
        outputs: outputs.collect(),
        parameters: parameters.collect(),
        resources: resources.collect(),
    };
    // not by way of a map, as other files: templates are large, and the fields of these structs are in order already
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn rendered(resource: &resources::Resource) -> Resource<'_> {
    let (deletion_policy, update_replace_policy) = match resource.retention {
        Retention::Unsaid => (None, None),
        Retention::Delete => (Some("Delete"), Some("Delete")),
        Retention::Keep => (Some("RetainExceptOnCreate"), Some("Retain")),
    };
    Resource {
        deletion_policy,
        depends_on: resource.depends_on.iter().map(names::LogicalId::as_str).collect(),
        properties: &resource.properties,
        kind: resource.kind,
        update_replace_policy,
    }
}
