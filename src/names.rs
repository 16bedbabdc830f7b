//! What resources are called: pure functions of the user's names, frozen once released.
//!
//! A logical ID is the user's name in Pascal case and a suffix for the kind of resource: `add-user` gives
//! `AddUserFunction` and `AddUserFunctionRole`. No suffix ends in another one and no fixed ID ends in a suffix, so two
//! IDs are equal only if the names are equal in Pascal case. `foo-bar` and `fooBar` are: [`clashes`] finds them.
//!
//! Nothing gets a fixed physical name, except what must be known by name: the parameters under [`parameter_path`].

use std::fmt::{self, Write};

mod clashes;
pub mod graphql;
mod plural;
mod stacks;
mod variables;

#[cfg(test)]
mod tests;

pub use clashes::{clashes, folder_clashes, group_clashes, variable_clashes};
pub use plural::plural;
pub use stacks::{ROOT_TEMPLATE, STACKS_FOLDER, Stack, crossing, model_clashes};
pub use variables::{
    DATA_NAME_VARIABLE, bucket_variable, data_endpoint_variables, function_parameter_path, function_variable,
    parameter_path, secret_path, table_variable, user_pool_variable,
};

/// The ID of a resource in a template: ASCII letters and digits, at most 255 of them (a CloudFormation limit).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct LogicalId(String);

impl LogicalId {
    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::borrow::Borrow<str> for LogicalId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LogicalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! fixed {
    ($($(#[$doc:meta])* $function:ident = $id:literal)*) => {
        $($(#[$doc])* pub fn $function() -> LogicalId { LogicalId($id.to_owned()) })*
        #[cfg(test)]
        const FIXED: &[&str] = &[$($id),*];
    };
}

macro_rules! suffixed {
    ($($(#[$doc:meta])* $function:ident = $suffix:literal)*) => {
        $($(#[$doc])* pub fn $function(name: &str) -> LogicalId { LogicalId(pascal(name) + $suffix) })*
        #[cfg(test)]
        const SUFFIXES: &[&str] = &[$($suffix),*];
    };
}

fixed! {
    /// The user pool.
    user_pool = "UserPool"
    /// The user pool's client for apps.
    user_pool_client = "UserPoolClient"
    /// The user pool's domain.
    user_pool_domain = "UserPoolDomain"
    /// The role by which the user pool sends text messages.
    sms_role = "UserPoolSmsRole"
    /// The function that refuses usernames with `::`.
    sign_up_guard = "UserPoolSignUpGuard"
    /// Its role.
    sign_up_guard_role = "UserPoolSignUpGuardRole"
    /// The user pool's permission to call it.
    sign_up_guard_permission = "UserPoolSignUpGuardPermission"
    /// The key by which the user pool encrypts codes for custom senders.
    sender_key = "UserPoolSenderKey"
    /// The identity pool.
    identity_pool = "IdentityPool"
    /// The roles of the identity pool.
    role_attachment = "IdentityPoolRoles"
    /// The role of signed-in users that are in no group.
    authenticated_role = "AuthenticatedRole"
    /// The role of guests.
    guest_role = "UnauthenticatedRole"
    /// What guests may do with files.
    guest_storage_policy = "UnauthenticatedStoragePolicy"
    /// What signed-in users may do with files.
    authenticated_storage_policy = "AuthenticatedStoragePolicy"
    /// What is written for the role of guests.
    guest_policy = "UnauthenticatedPolicy"
    /// What is written for the role of signed-in users.
    authenticated_policy = "AuthenticatedPolicy"
    /// "Sign in with Google"
    google = "GoogleIdentityProvider"
    /// The GraphQL API.
    data_api = "DataApi"
    /// Its schema.
    data_schema = "DataSchema"
    /// Its key.
    data_api_key = "DataApiKey"
    /// When its key ends: a parameter.
    api_key_expires = "ApiKeyExpires"
    /// Its permission to ask the function that judges tokens.
    data_authorizer_permission = "DataAuthorizerPermission"
    /// Where it logs.
    data_logs = "DataLogs"
    /// The role by which it logs.
    data_log_role = "DataLogRole"
    /// What that role may: write its log.
    data_log_policy = "DataLogPolicy"
    /// The data source of resolvers that ask for nothing.
    nothing_source = "NothingSource"
    /// What guests may do with models and operations.
    guest_data_policy = "UnauthenticatedDataPolicy"
    /// What signed-in users may do with models and operations.
    authenticated_data_policy = "AuthenticatedDataPolicy"
    /// What guests may call of REST APIs.
    guest_rest_policy = "UnauthenticatedRestPolicy"
    /// What signed-in users may call of REST APIs.
    authenticated_rest_policy = "AuthenticatedRestPolicy"
    /// "Login with Facebook"
    facebook = "FacebookIdentityProvider"
    /// "Login with Amazon"
    amazon = "AmazonIdentityProvider"
    /// "Sign in with Apple"
    apple = "AppleIdentityProvider"
}

suffixed! {
    /// A user group.
    group = "Group"
    /// The role of a user group.
    group_role = "GroupRole"
    /// A provider that speaks OpenID Connect, by the provider's name.
    oidc = "OidcProvider"
    /// A provider that speaks SAML, by the provider's name.
    saml = "SamlProvider"
    /// A function.
    function = "Function"
    /// A function's role.
    function_role = "FunctionRole"
    /// What every function's role may: write its own log.
    function_policy = "FunctionPolicy"
    /// What a function's role may do with the user pool.
    function_auth_policy = "FunctionAuthPolicy"
    /// What a function's role may read from the parameter store.
    function_parameters_policy = "FunctionParametersPolicy"
    /// What a function's role may do with the key of custom senders.
    function_key_policy = "FunctionKeyPolicy"
    /// A function's log group.
    function_logs = "FunctionLogs"
    /// The user pool's permission to call a function.
    function_user_pool_permission = "FunctionUserPoolPermission"
    /// The permission of buckets to call a function.
    function_bucket_permission = "FunctionBucketPermission"
    /// What a function's role may do with files.
    function_storage_policy = "FunctionStoragePolicy"
    /// What a group's role may do with files.
    group_storage_policy = "GroupStoragePolicy"
    /// What is written for a group's role.
    group_policy = "GroupPolicy"
    /// What is written for a function's role.
    function_own_policy = "FunctionOwnPolicy"
    /// A function's address.
    function_url = "FunctionUrl"
    /// Everybody's permission to call a function by its address.
    function_url_permission = "FunctionUrlPermission"
    /// Everybody's permission to call a function, if by its address.
    function_url_invoke_permission = "FunctionUrlInvokePermission"
    /// What a function's role may do with the streams that call it.
    function_stream_policy = "FunctionStreamPolicy"
    /// A storage's bucket.
    bucket = "Bucket"
    /// What holds for everyone who asks a bucket.
    bucket_policy = "BucketPolicy"
    /// The role by which the scheduler calls a function.
    function_schedule_role = "FunctionScheduleRole"
    /// What a function's role may do with models and operations.
    function_data_policy = "FunctionDataPolicy"
    /// What a group's role may do with models and operations.
    group_data_policy = "GroupDataPolicy"
    /// What a group's role may call of REST APIs.
    group_rest_policy = "GroupRestPolicy"
    /// The API's key, by the name of its rotation.
    rotated_api_key = "RotatedApiKey"
    /// A model's table.
    table = "Table"
    /// The API's access to a table.
    table_source = "TableSource"
    /// The role by which the API uses a table.
    table_role = "TableRole"
    /// The API's access to a function.
    function_source = "FunctionSource"
    /// The role by which the API calls a function.
    function_source_role = "FunctionSourceRole"
    /// A step of a resolver.
    resolver_step = "ResolverStep"
    /// An HTTP API.
    http_api = "HttpApi"
    /// Its stage.
    http_api_stage = "HttpApiStage"
    /// Where it logs.
    http_api_logs = "HttpApiLogs"
    /// What judges tokens for it.
    http_api_authorizer = "HttpApiAuthorizer"
    /// The function of admin queries, by the name of the API.
    admin_handler = "AdminHandler"
    /// Its role.
    admin_handler_role = "AdminHandlerRole"
    /// What that role may.
    admin_handler_policy = "AdminHandlerPolicy"
    /// Where it logs.
    admin_handler_logs = "AdminHandlerLogs"
}

/// The resolver of a field: `QueryGetPostResolver`. Two fields of the same ID are refused.
pub fn resolver(type_name: &str, field: &str) -> LogicalId {
    LogicalId(pascal(&format!("{type_name}.{field}")) + RESOLVER)
}

/// The suffix of [`resolver`].
const RESOLVER: &str = "Resolver";

/// An HTTP API's way to a function. Two of the same ID are refused.
pub fn http_api_integration(api: &str, function: &str) -> LogicalId {
    LogicalId(pascal(&format!("{api}.{function}")) + HTTP_API_PARTS[0])
}

/// An HTTP API's permission to call a function.
pub fn http_api_permission(api: &str, function: &str) -> LogicalId {
    LogicalId(pascal(&format!("{api}.{function}")) + HTTP_API_PARTS[1])
}

/// A method at a path of an HTTP API: `ShopGetItemsByIdHttpApiRoute`; what lies below a path is `ShopGetItemsBelow...`.
/// Two of the same ID are refused.
pub fn http_api_route(api: &str, method: &str, path: &str) -> LogicalId {
    let words = path.replace("{proxy+}", "below").replace('{', "by/").replace('}', "");
    // what stands between words must not be lost, as it is in other names: `/foo-bar` and `/foo/bar` are two paths
    let words = words.replace('-', "/U2D/").replace('_', "/U5F/").replace('.', "/U2E/");
    LogicalId(pascal(&format!("{api}.{method}.{words}")) + HTTP_API_PARTS[2])
}

/// The suffixes of [`http_api_integration`], [`http_api_permission`] and [`http_api_route`].
const HTTP_API_PARTS: [&str; 3] = ["HttpApiIntegration", "HttpApiPermission", "HttpApiRoute"];

/// The parameter that holds a value for an environment variable of that name.
pub fn parameter(variable: &str) -> LogicalId {
    LogicalId(pascal(&variable.to_lowercase()) + PARAMETER)
}

/// The suffix of [`parameter`].
const PARAMETER: &str = "Parameter";

/// A schedule of a function, `cron(...)`: by its expression and time zone, since its place in a list may change.
pub fn function_schedule(name: &str, expression: &str, timezone: &str) -> LogicalId {
    let mut id = pascal(name);
    id.push_str("FunctionSchedule");
    let expression = expression.strip_prefix("cron(").unwrap_or(expression);
    for char in expression.trim_end_matches(')').chars() {
        match char {
            '*' => id.push_str("All"),
            '?' => id.push_str("Any"),
            ',' => id.push_str("And"),
            '-' => id.push_str("To"),
            '/' => id.push_str("Per"),
            ' ' => id.push('x'),
            other => id.push(other),
        }
    }
    if timezone != "UTC" {
        id.push_str(&pascal(timezone));
    }
    LogicalId(id)
}

/// The parameter that holds the value of a variable that a function's own environment declares. Two of the same ID are
/// refused.
pub fn function_parameter(function: &str, variable: &str) -> LogicalId {
    // `_` must not be lost, as it is in other names: the variables of one function are told apart by it
    LogicalId(format!("{}Function{}Own{PARAMETER}", pascal(function), variable.replace('_', "U5F")))
}

/// The output that holds a value of the user's own: `ShopUrlCustomValue` of `custom.shop.url`. Two of the same name are
/// refused.
pub fn custom_output(path: &[String]) -> String {
    format!("{}CustomValue", pascal(&path.join(".")))
}

/// A function's way to the changes of a model: `TidyArticleFunctionStream`. Two of the same ID are refused.
pub fn function_stream(function: &str, model: &str) -> LogicalId {
    LogicalId(format!("{}Function{}Stream", pascal(function), pascal(model)))
}

/// The folder of a function's code in the output, also the key of its bundle.
pub fn function_folder(name: &str) -> String {
    format!("functions/{name}")
}

/// The file of a function's typed environment, as `$amplify/env/<name>` resolves.
pub fn environment_file(name: &str) -> String {
    format!("client/typescript/env/{name}.ts")
}

/// The file of the types of data, as `$amplify/schema` resolves.
pub const SCHEMA_FILE: &str = "client/typescript/schema.ts";

/// What functions find in `AMPLIFY_DATA_DEFAULT_NAME`: `amplifyData`, and the API's own name behind that (as Amplify does).
pub fn data_name(data: Option<&str>) -> String {
    match data {
        None | Some("amplifyData") => "amplifyData".to_owned(),
        Some(name) => format!("amplifyData{name}"),
    }
}

/// The file of the module that handlers import as one of [`RUNTIME_MODULES`], and that of its types, below the client's
/// folder.
pub const RUNTIME_FILES: [&str; 2] = ["function/runtime.js", "function/runtime.d.ts"];

/// What handlers import `getAmplifyDataClientConfig` from (as in Amplify).
pub const RUNTIME_MODULES: [&str; 2] =
    ["@aws-amplify/backend/function/runtime", "@aws-amplify/backend-function/runtime"];

/// The folder of what programs import, which handlers know as `$amplify`.
pub const CLIENT_FOLDER: &str = "client/typescript/";

/// The output of the stack that holds a bucket's name.
pub fn bucket_output(storage: &str) -> String {
    format!("{}Name", bucket(storage))
}

/// The output of the stack that holds an HTTP API's address.
pub fn http_api_output(api: &str) -> String {
    format!("{}Url", http_api(api))
}

/// The file of the functions that call admin queries, as `$amplify/admin/<name>` resolves.
pub fn admin_client_file(name: &str) -> String {
    format!("{CLIENT_FOLDER}admin/{name}.ts")
}

/// The folder of the code of admin queries, which is the same for all of them.
pub const ADMIN_FOLDER: &str = "admin-queries";

/// The schema of the GraphQL API.
pub const GRAPHQL_FILE: &str = "schema.graphql";

/// The output of the stack that holds the address of the GraphQL API.
pub fn data_url_output() -> String {
    "DataUrl".to_owned()
}

/// The output of the stack that holds the key of the GraphQL API.
pub fn api_key_output() -> String {
    "DataApiKey".to_owned()
}

/// The name of a policy: its ID, which must be short enough (128 characters) as a name.
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html>
pub fn policy_name(policy: &LogicalId) -> String {
    let id = policy.as_str();
    if id.len() <= 128 { id.to_owned() } else { format!("{}{:016X}", &id[..112], fnv1a(id)) }
}

/// A further part of a policy that is too large for one: the second is 2.
pub fn policy_part(policy: &LogicalId, part: usize) -> LogicalId {
    if part < 2 { policy.clone() } else { LogicalId(format!("{policy}{part}")) }
}

/// `title` gives `Title`: the first letter only.
pub fn capitalized(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// `Title` gives `title`: the first letter only.
pub fn uncapitalized(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// The name of a type that is written in place: `PostStatus` for the field `status` of `Post`.
/// From the published `@aws-amplify/data-schema`.
pub fn inline_type(within: &str, field: &str) -> String {
    capitalized(within) + &capitalized(field)
}

/// The name of the type that an operation gives back, where it is written in place.
/// From the published `@aws-amplify/data-schema`.
pub fn return_type(operation: &str) -> String {
    capitalized(operation) + "ReturnType"
}

/// The index by which the items of a relation are found: `gsi-Post.comments`.
/// From the published `@aws-amplify/graphql-relational-transformer`.
pub fn relation_index(model: &str, field: &str) -> smol_str::SmolStr {
    smol_str::SmolStr::new(format!("gsi-{model}.{field}"))
}

/// Longest Pascal name that is kept whole; the rest of the 255 characters is for suffixes.
const LONGEST: usize = 180;

/// A name in Pascal case, of ASCII letters and digits: `-`, `_`, `.`, `/` and white space begin a new word, any other
/// character becomes `U` and its code point in hexadecimal. A name that is too long ends in a hash of itself.
pub fn pascal(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut begins = true;
    for char in name.chars() {
        match char {
            '-' | '_' | '.' | '/' => begins = true,
            c if c.is_whitespace() => begins = true,
            c if c.is_ascii_alphanumeric() => {
                out.push(if begins { c.to_ascii_uppercase() } else { c });
                begins = false;
            }
            c => {
                push_code_point(&mut out, c);
                begins = true;
            }
        }
    }
    if out.is_empty() {
        name.chars().for_each(|c| push_code_point(&mut out, c));
    }
    if out.len() > LONGEST {
        out.truncate(LONGEST - 16);
        let _ = write!(out, "{:016X}", fnv1a(name));
    }
    out
}

fn push_code_point(out: &mut String, char: char) {
    let _ = write!(out, "U{:X}", u32::from(char));
}

/// The 64-bit FNV-1a hash: stable over releases and platforms, which the standard library's hashes are not.
pub fn fnv1a(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
