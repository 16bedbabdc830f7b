//! `defineData`, and `a.schema` with everything in it.

mod field;
mod operation;
mod rule;
mod scalar;
mod schema;
mod validation;

use smol_str::SmolStr;

pub use field::{Custom, Enumeration, Field, FieldType, Generated, Link, Literal, Many, Related, Relation, Scalar};
pub use operation::{DataSource, Handler, HandlerFunction, Kind, MutationWord, Operation, Source, Written};
pub use rule::{Action, Claims, Provider, Rule, Subject};
pub use scalar::ScalarType;
pub use schema::{Disabled, Index, Member, MemberKind, Model, Projection, Schema, Schemas};
pub use validation::{Test, Validation};

use super::function::Retention;
use super::lower::{At, FunctionRef};
use super::primitive::{Enabled, Int, KeyDoc, Map};
use super::record::record;
use super::words::words;

/// Every beginning with `a`, by where it may stand.
pub static TERMS: &[&super::chain::Terms] =
    &[&schema::SCHEMA, &schema::MEMBER, &field::MODEL_FIELD, &operation::SOURCE, &operation::HANDLER];

record! {
    /// Models, operations and who may use them, behind a GraphQL API.
    Data = "defineData" {
        /// The models and operations: `a.schema({ ... })`, or several joined with `a.combine([...])`.
        schema: Schemas = "schema" [required(), source("https://docs.amplify.aws/react/build-a-backend/data/data-modeling/")],
        /// The API's name, also the first part of the variables that tell a function where it is.
        name: At<SmolStr> = "name" [source("https://docs.amplify.aws/react/build-a-backend/data/set-up-data/")],
        /// How callers say who they are.
        authorization_modes: AuthorizationModes = "authorizationModes" [source("https://docs.amplify.aws/react/build-a-backend/data/customize-authz/")],
        /// Functions that `a.handler.function("name")` names by a text.
        functions: HandlerFunctions = "functions" [source("https://docs.amplify.aws/react/build-a-backend/data/custom-business-logic/")],
        /// What the API logs.
        logging: Enabled<Logging> = "logging" [source("https://docs.aws.amazon.com/appsync/latest/devguide/monitoring.html")],
        /// Which nested stack Amplify puts a resolver into. `ampc` decides that itself, so this changes nothing.
        stack_mappings: StackMappings = "stackMappings",
        /// Tables of an app of the Amplify CLI to go on with. Not supported yet.
        migrated_tables: super::primitive::Unread = "migratedAmplifyGen1DynamoDbTableMappings" [source("https://docs.amplify.aws/react/build-a-backend/data/connect-to-existing-data-sources/")],
        /// Whether each model has a nested stack of its own, or one template holds everything. Must not change later.
        layout: At<Layout> = "layout" [extension(), default("\"nested\"")],
        /// Whether tables stay when they leave the definition or the stack is deleted.
        keep_on_delete: At<bool> = "keepOnDelete" [extension(), default("true"), source("https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html")],
    }
}

/// What the keys of `functions` are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandlerName {}

impl KeyDoc for HandlerName {
    const DOC: &'static str = "name that a handler uses";
}

/// Functions that handlers name by a text.
pub type HandlerFunctions = Map<HandlerName, At<FunctionRef>>;

/// What the keys of `stackMappings` are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResolverName {}

impl KeyDoc for ResolverName {
    const DOC: &'static str = "logical ID of a resolver";
}

/// Names of nested stacks, by resolver.
pub type StackMappings = Map<ResolverName, At<SmolStr>>;

words! {
    /// How the API's resources are spread over templates.
    Layout, "layout" {
        /// A nested stack for each model: for backends of any size.
        Nested = "nested",
        /// Everything in one template: for small backends.
        Flat = "flat",
    }
}

record! {
    /// How callers say who they are.
    AuthorizationModes = "defineData.authorizationModes" {
        /// The mode of requests that name none. Without it, the one that there is: user pool, else API key.
        default_mode: At<DefaultMode> = "defaultAuthorizationMode" [source("https://docs.amplify.aws/react/build-a-backend/data/customize-authz/")],
        /// The key that anybody may use who has it.
        api_key: ApiKey = "apiKeyAuthorizationMode",
        /// A function that decides on each request.
        lambda: LambdaMode = "lambdaAuthorizationMode",
        /// A provider that speaks OpenID Connect, beside the user pool.
        oidc: OidcMode = "oidcAuthorizationMode",
    }
}

words! {
    /// How callers say who they are, if a request says nothing else.
    DefaultMode, "authorization mode" {
        /// With the identity pool's credentials, guests too. The same as `identityPool`.
        Iam = "iam",
        /// With the identity pool's credentials, guests too.
        IdentityPool = "identityPool",
        /// With a token of the user pool.
        UserPool = "userPool",
        /// With a token of another provider.
        Oidc = "oidc",
        /// With the API key.
        ApiKey = "apiKey",
        /// With a token that a function judges.
        Lambda = "lambda",
    }
}

record! {
    /// The key that anybody may use who has it.
    ApiKey = "defineData.authorizationModes.apiKeyAuthorizationMode" {
        /// What is told of the key in the console.
        description: At<SmolStr> = "description",
        /// How long the key holds, from the build on.
        expires_in_days: At<Int<1, 365>> = "expiresInDays" [default("7"), unit("days"), source("https://docs.aws.amazon.com/appsync/latest/APIReference/API_CreateApiKey.html")],
        /// Another word here makes another key. The one before goes on to its own end, until clients have the new one.
        rotation: At<SmolStr> = "rotation" [extension()],
    }
}

record! {
    /// A function that decides on each request.
    LambdaMode = "defineData.authorizationModes.lambdaAuthorizationMode" {
        /// The function.
        function: At<FunctionRef> = "function" [required(), source("https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#aws-lambda-authorization")],
        /// How long an answer of the function is remembered.
        time_to_live_in_seconds: At<Int<0, 3600>> = "timeToLiveInSeconds" [default("60"), unit("seconds")],
    }
}

record! {
    /// A provider that speaks OpenID Connect.
    OidcMode = "defineData.authorizationModes.oidcAuthorizationMode" {
        /// The provider's name; nothing depends on it.
        oidc_provider_name: At<SmolStr> = "oidcProviderName" [required()],
        /// Where the provider's `/.well-known/openid-configuration` is.
        oidc_issuer_url: At<SmolStr> = "oidcIssuerUrl" [required(), source("https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#openid-connect-authorization")],
        /// The client that tokens must be made for; a regular expression may stand for several.
        client_id: At<SmolStr> = "clientId",
        /// How long a token holds after the user signed in.
        token_expiry_from_auth_in_seconds: At<Int<0, 2_147_483_647>> = "tokenExpiryFromAuthInSeconds" [required(), unit("seconds")],
        /// How long a token holds after it was made.
        token_expire_from_issue_in_seconds: At<Int<0, 2_147_483_647>> = "tokenExpireFromIssueInSeconds" [required(), unit("seconds")],
    }
}

record! {
    /// What the API logs.
    Logging = "defineData.logging" {
        /// How long log lines are kept.
        retention: At<Retention> = "retention" [default("\"1 week\"")],
        /// Whether queries, headers and values are left out. They may hold what is private.
        exclude_verbose_content: At<bool> = "excludeVerboseContent" [default("true")],
        /// Which fields' resolvers are logged.
        field_log_level: At<FieldLogLevel> = "fieldLogLevel" [default("\"none\"")],
    }
}

words! {
    /// Which fields' resolvers are logged.
    FieldLogLevel, "log level" {
        /// None.
        None = "none",
        /// Those that fail.
        Error = "error",
        /// Those that fail, and messages for information.
        Info = "info",
        /// The same, and messages for debugging.
        Debug = "debug",
        /// All.
        All = "all",
    }
}
