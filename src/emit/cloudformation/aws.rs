//! The properties of the other services' resources, as in the "AWS CloudFormation Template Reference".

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value as Json, json};

use super::property;
use crate::names::{self, LogicalId};
use crate::resources::{ACCOUNT_ID, Text};

property! {
    /// A role.
    Role = "AWS::IAM::Role" {
        assume_role_policy_document: Document,
        policies: Option<Vec<InlinePolicy>>,
    }
}

property! {
    /// A policy inside a role.
    InlinePolicy {
        policy_name: &'static str,
        policy_document: Document,
    }
}

property! {
    /// A policy beside its role, so that the role can be there before what the policy speaks of.
    Policy = "AWS::IAM::Policy" {
        policy_name: String,
        policy_document: Document,
        roles: Vec<Text>,
    }
}

property! {
    /// A policy beside its role, for what is too large to be inside.
    ManagedPolicy = "AWS::IAM::ManagedPolicy" {
        policy_document: Document,
        roles: Vec<Text>,
    }
}

property! {
    /// What is allowed.
    Document {
        version: &'static str,
        statement: Vec<Statement>,
    }
}

property! {
    /// One thing that is allowed.
    Statement {
        sid: Option<String>,
        effect: &'static str,
        principal: Option<BTreeMap<&'static str, Text>>,
        action: Vec<String>,
        resource: Option<Vec<Text>>,
        condition: Option<Json>,
    }
}

impl Document {
    /// The statements in the current version of the language.
    pub(super) fn new(statement: Vec<Statement>) -> Self {
        Self { version: "2012-10-17", statement }
    }
}

impl Statement {
    /// Allows actions on resources.
    pub(super) fn allow(
        actions: impl IntoIterator<Item = impl Into<String>>,
        resources: impl IntoIterator<Item = Text>,
    ) -> Self {
        Self {
            sid: None,
            effect: "Allow",
            principal: None,
            action: actions.into_iter().map(Into::into).collect(),
            resource: Some(resources.into_iter().collect()),
            condition: None,
        }
    }

    /// Denies what another statement allows.
    pub(super) fn deny(
        actions: impl IntoIterator<Item = impl Into<String>>,
        resources: impl IntoIterator<Item = Text>,
    ) -> Self {
        Self { effect: "Deny", ..Self::allow(actions, resources) }
    }

    /// The same under a condition.
    pub(super) fn when(self, condition: Json) -> Self {
        Self { condition: Some(condition), ..self }
    }

    /// How many resources it names; for one that names a single one, how many names may be listed.
    pub(super) fn count(&self) -> usize {
        match self.resource.as_deref().unwrap_or_default() {
            [_] => self.listed().map_or(1, Vec::len),
            resources => resources.len(),
        }
    }

    /// The same of only some of them.
    pub(super) fn some(&self, range: std::ops::Range<usize>) -> Self {
        let resources = self.resource.as_deref().unwrap_or_default();
        let mut condition = self.condition.clone();
        let resources = match (self.listed(), &mut condition) {
            (Some(names), Some(condition)) if resources.len() == 1 => {
                condition["StringLike"]["s3:prefix"] = json!(&names[range]);
                resources
            }
            _ => &resources[range],
        };
        let (sid, effect, action) = (self.sid.clone(), self.effect, self.action.clone());
        Self { sid, effect, principal: None, action, resource: Some(resources.to_vec()), condition }
    }

    fn listed(&self) -> Option<&Vec<Json>> {
        self.condition.as_ref()?["StringLike"]["s3:prefix"].as_array()
    }

    /// Lets a service take a role, under a condition if there is one.
    pub(super) fn trust(service: &str, condition: Option<Json>) -> Self {
        Self {
            sid: None,
            effect: "Allow",
            principal: Some(BTreeMap::from([("Service", service.into())])),
            action: vec!["sts:AssumeRole".to_owned()],
            resource: None,
            condition,
        }
    }

    /// Lets users of an identity pool take a role: those that signed in.
    pub(super) fn trust_signed_in(identity_pool: LogicalId) -> Self {
        Self::trust_users(identity_pool, "authenticated")
    }

    /// Lets users of an identity pool take a role: those that did not sign in.
    pub(super) fn trust_guests(identity_pool: LogicalId) -> Self {
        Self::trust_users(identity_pool, "unauthenticated")
    }

    fn trust_users(identity_pool: LogicalId, amr: &str) -> Self {
        Self {
            sid: None,
            effect: "Allow",
            principal: Some(BTreeMap::from([("Federated", "cognito-identity.amazonaws.com".into())])),
            action: vec!["sts:AssumeRoleWithWebIdentity".to_owned()],
            resource: None,
            condition: Some(json!({
                "StringEquals": { "cognito-identity.amazonaws.com:aud": Text::Ref(identity_pool) },
                "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": amr },
            })),
        }
    }
}

impl Role {
    /// A role without policies.
    pub(super) fn trusting(statement: Statement) -> Self {
        Self { assume_role_policy_document: Document::new(vec![statement]), policies: None }
    }
}

impl Role {
    /// Adds a policy inside the role, for what has to be there as soon as the role is.
    pub(super) fn allow(&mut self, policy_name: &'static str, statement: Statement) {
        let policy = InlinePolicy { policy_name, policy_document: Document::new(vec![statement]) };
        self.policies.get_or_insert_default().push(policy);
    }
}

impl Policy {
    /// A policy of one role, named after itself.
    pub(super) fn of(id: &LogicalId, role: LogicalId, statements: Vec<Statement>) -> Self {
        Self::beside(id, Text::Ref(role), statements)
    }

    /// The same for a role that is given by its name.
    pub(super) fn beside(id: &LogicalId, role: Text, statements: Vec<Statement>) -> Self {
        Self { policy_name: names::policy_name(id), policy_document: Document::new(statements), roles: vec![role] }
    }
}

property! {
    /// Code that runs when it is called. Its environment is in [`crate::resources::Resource::variables`].
    Function = "AWS::Lambda::Function" {
        /// A folder beside the template, which `aws cloudformation package` uploads.
        code: String,
        handler: &'static str,
        runtime: String,
        role: Text,
        memory_size: u32,
        timeout: u32,
        architectures: Vec<&'static str>,
        ephemeral_storage: EphemeralStorage,
        layers: Option<Vec<Text>>,
        logging_config: LoggingConfig,
        durable_config: Option<DurableConfig>,
    }
}

property! {
    /// A function of a few lines that stand in the template.
    GuardFunction = "AWS::Lambda::Function" {
        code: Inline,
        description: &'static str,
        handler: &'static str,
        role: Text,
        runtime: String,
    }
}

property! {
    /// What hands the changes of a table to a function.
    EventSourceMapping = "AWS::Lambda::EventSourceMapping" {
        batch_size: Option<u32>,
        bisect_batch_on_function_error: Option<bool>,
        event_source_arn: Text,
        function_name: Text,
        maximum_batching_window_in_seconds: Option<u32>,
        maximum_retry_attempts: Option<u32>,
        parallelization_factor: Option<u32>,
        starting_position: &'static str,
    }
}

property! {
    /// A function's address.
    FunctionUrl = "AWS::Lambda::Url" {
        auth_type: &'static str,
        cors: Option<UrlCors>,
        invoke_mode: Option<&'static str>,
        target_function_arn: Text,
    }
}

property! {
    /// From which pages browsers may reach a function's address.
    UrlCors {
        allow_credentials: Option<bool>,
        allow_headers: Vec<String>,
        allow_methods: Vec<&'static str>,
        allow_origins: Vec<String>,
        expose_headers: Option<Vec<String>>,
        max_age: i64,
    }
}

property! {
    /// Code inside the template.
    Inline {
        zip_file: &'static str,
    }
}

property! {
    /// Room in `/tmp`, in MB.
    EphemeralStorage {
        size: u32,
    }
}

property! {
    /// Where and how a function logs.
    LoggingConfig {
        log_group: Text,
        log_format: Option<&'static str>,
        application_log_level: Option<&'static str>,
    }
}

property! {
    /// How long a durable function may go on, and how long its history is kept.
    DurableConfig {
        execution_timeout: u32,
        retention_period_in_days: u32,
    }
}

property! {
    /// Lets a service call a function.
    Permission = "AWS::Lambda::Permission" {
        action: &'static str,
        function_name: Text,
        principal: &'static str,
        source_account: Option<Text>,
        source_arn: Option<Text>,
    }
}

property! {
    /// Everybody's permission to call a function by its address: AWS asks for one of the address, and one of the call.
    UrlPermission = "AWS::Lambda::Permission" {
        action: &'static str,
        function_name: Text,
        function_url_auth_type: Option<&'static str>,
        invoked_via_function_url: Option<bool>,
        principal: &'static str,
    }
}

impl UrlPermission {
    /// That of the address.
    pub(super) fn of_address(function_name: Text) -> Self {
        Self {
            action: "lambda:InvokeFunctionUrl",
            function_name,
            function_url_auth_type: Some("NONE"),
            invoked_via_function_url: None,
            principal: "*",
        }
    }

    /// That of the call, if it comes by the address.
    pub(super) fn of_call(function_name: Text) -> Self {
        Self {
            action: "lambda:InvokeFunction",
            function_name,
            function_url_auth_type: None,
            invoked_via_function_url: Some(true),
            principal: "*",
        }
    }
}

impl Permission {
    /// The user pool's permission to call a function.
    pub(super) fn for_pool(function: LogicalId) -> Self {
        Self {
            action: "lambda:InvokeFunction",
            function_name: Text::arn(function),
            principal: "cognito-idp.amazonaws.com",
            source_account: None,
            source_arn: Some(Text::arn(names::user_pool())),
        }
    }

    /// The permission of the account's buckets to call a function. Not of one bucket: it needs the permission before it
    /// can be made, so the permission cannot speak of it.
    pub(super) fn for_buckets(function: LogicalId) -> Self {
        Self {
            action: "lambda:InvokeFunction",
            function_name: Text::arn(function),
            principal: "s3.amazonaws.com",
            source_account: Some(ACCOUNT_ID),
            source_arn: None,
        }
    }
}

property! {
    /// Where a function logs.
    LogGroup = "AWS::Logs::LogGroup" {
        log_group_name: Option<Text>,
        retention_in_days: Option<u32>,
    }
}

property! {
    /// A value that is known by its name.
    Parameter = "AWS::SSM::Parameter" {
        name: Text,
        #[serde(rename = "Type")]
        kind: &'static str,
        value: Text,
    }
}

property! {
    /// Calls a function by the clock.
    Schedule = "AWS::Scheduler::Schedule" {
        description: Option<String>,
        flexible_time_window: FlexibleTimeWindow,
        schedule_expression: String,
        schedule_expression_timezone: String,
        state: &'static str,
        target: Target,
    }
}

property! {
    /// Whether it may be late.
    FlexibleTimeWindow {
        mode: &'static str,
    }
}

property! {
    /// What is called.
    Target {
        arn: Text,
        role_arn: Text,
    }
}

property! {
    /// A key.
    Key = "AWS::KMS::Key" {
        description: &'static str,
        enable_key_rotation: bool,
        key_policy: Document,
    }
}
