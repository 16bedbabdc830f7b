//! The properties of AppSync's resources, as in the "AWS CloudFormation Template Reference", AWS AppSync.

use std::collections::BTreeMap;

use super::property;
use crate::resources::Text;
use serde::Serialize;

property! {
    /// A GraphQL API.
    GraphQlApi = "AWS::AppSync::GraphQLApi" {
        name: String,
        #[serde(flatten)]
        default: Authentication,
        additional_authentication_providers: Option<Vec<Authentication>>,
        environment_variables: Option<BTreeMap<String, Text>>,
        log_config: Option<LogConfig>,
    }
}

property! {
    /// A way in which callers say who they are.
    Authentication {
        authentication_type: &'static str,
        lambda_authorizer_config: Option<LambdaAuthorizerConfig>,
        #[serde(rename = "OpenIDConnectConfig")]
        open_id_connect_config: Option<OpenIdConnectConfig>,
        user_pool_config: Option<UserPoolConfig>,
    }
}

property! {
    /// The function that judges tokens.
    LambdaAuthorizerConfig {
        /// In seconds.
        authorizer_result_ttl_in_seconds: i64,
        authorizer_uri: Text,
    }
}

property! {
    /// A provider that speaks OpenID Connect.
    OpenIdConnectConfig {
        /// In milliseconds.
        #[serde(rename = "AuthTTL")]
        auth_ttl: i64,
        client_id: Option<String>,
        /// In milliseconds.
        #[serde(rename = "IatTTL")]
        iat_ttl: i64,
        issuer: String,
    }
}

property! {
    /// The pool whose users may come. What happens with fields without a directive is said where it is the default only.
    UserPoolConfig {
        aws_region: Text,
        default_action: Option<&'static str>,
        user_pool_id: Text,
    }
}

property! {
    /// What is logged.
    LogConfig {
        cloud_watch_logs_role_arn: Text,
        exclude_verbose_content: bool,
        field_log_level: &'static str,
    }
}

property! {
    /// The types and operations of an API.
    GraphQlSchema = "AWS::AppSync::GraphQLSchema" {
        api_id: Text,
        /// A file beside the template, which `aws cloudformation package` uploads.
        definition_s3_location: String,
    }
}

property! {
    /// A key of an API.
    ApiKey = "AWS::AppSync::ApiKey" {
        api_id: Text,
        description: Option<String>,
        /// In seconds since 1970.
        expires: Text,
    }
}

property! {
    /// What resolvers ask.
    DataSource = "AWS::AppSync::DataSource" {
        api_id: Text,
        #[serde(rename = "DynamoDBConfig")]
        dynamo_db_config: Option<DynamoDbConfig>,
        lambda_config: Option<LambdaConfig>,
        name: String,
        service_role_arn: Option<Text>,
        #[serde(rename = "Type")]
        kind: &'static str,
    }
}

property! {
    /// A table as a data source.
    DynamoDbConfig {
        aws_region: Text,
        table_name: Text,
    }
}

property! {
    /// A function as a data source.
    LambdaConfig {
        lambda_function_arn: Text,
    }
}

property! {
    /// What the code is written in.
    Runtime {
        name: &'static str,
        runtime_version: &'static str,
    }
}

impl Runtime {
    /// The only one of AppSync's own.
    pub(super) const JAVASCRIPT: Self = Self { name: "APPSYNC_JS", runtime_version: "1.0.0" };
}

property! {
    /// What a field of the schema does.
    Resolver = "AWS::AppSync::Resolver" {
        api_id: Text,
        code: String,
        data_source_name: Option<Text>,
        field_name: String,
        /// `None` for a resolver of one request.
        kind: Option<&'static str>,
        pipeline_config: Option<PipelineConfig>,
        runtime: Runtime,
        type_name: String,
    }
}

property! {
    /// The steps of a resolver.
    PipelineConfig {
        functions: Vec<Text>,
    }
}

property! {
    /// A step of a resolver.
    FunctionConfiguration = "AWS::AppSync::FunctionConfiguration" {
        api_id: Text,
        code: String,
        data_source_name: Text,
        name: String,
        runtime: Runtime,
    }
}
