//! The API itself: who may come, its schema, its key and its log.

use std::collections::BTreeSet;

use super::super::appsync::{
    ApiKey, Authentication, GraphQlApi, GraphQlSchema, LambdaAuthorizerConfig, LogConfig, OpenIdConnectConfig,
    UserPoolConfig,
};
use super::super::aws::{LogGroup, Permission, Policy, Role, Statement};
use super::super::{Plan, grants};
use super::Api;
use crate::access::Principal;
use crate::access::data::Caller;
use crate::emit::resolvers::Variable;
use crate::model::Data;
use crate::model::data::Mode;
use crate::names;
use crate::resources::{ACCOUNT_ID, Given, Graph, PARTITION, Parameter, REGION, Retention, Text};
use crate::vocabulary::data::FieldLogLevel;

/// How long an answer of the function that judges tokens is remembered, if nothing is said, in seconds.
const REMEMBERED: i64 = 60;

/// How long a key holds, if nothing is said, in days.
const KEY_DAYS: u32 = 7;

pub(super) fn add(graph: &mut Graph, plan: &Plan<'_>, data: &Data, api: &Api<'_>) {
    let default = plan.backend.modes().default.unwrap_or(Mode::Iam);
    let modes = modes(plan, data, api, default);
    let others = modes.iter().filter(|mode| **mode != default);
    let others: Vec<Authentication> = others.map(|mode| authentication(plan, data, *mode, false)).collect();
    let variables = api.variables.iter().filter_map(|(name, what)| Some((name.clone(), value(plan, *what)?)));
    let variables: std::collections::BTreeMap<_, _> = variables.collect();
    let properties = GraphQlApi {
        name: data.record.name.as_ref().map_or_else(|| "amplifyData".to_owned(), |name| name.to_string()),
        default: authentication(plan, data, default, true),
        additional_authentication_providers: (!others.is_empty()).then_some(others),
        environment_variables: (!variables.is_empty()).then_some(variables),
        log_config: add_log(graph, data),
    };
    graph.add(names::data_api(), &properties);
    let schema = GraphQlSchema { api_id: super::id(), definition_s3_location: format!("./{}", names::GRAPHQL_FILE) };
    graph.add(names::data_schema(), &schema);
    graph.output(names::data_url_output(), Text::Attribute(names::data_api(), "GraphQLUrl"));
    if modes.contains(&Mode::ApiKey) {
        add_key(graph, data);
    }
    if let (true, Some(function)) = (modes.contains(&Mode::Lambda), authorizer(plan, data)) {
        let permission = Permission {
            action: "lambda:InvokeFunction",
            function_name: Text::arn(names::function(function)),
            principal: "appsync.amazonaws.com",
            source_account: None,
            source_arn: Some(Text::arn(names::data_api())),
        };
        graph.add(names::data_authorizer_permission(), &permission);
    }
}

/// The ways in which callers say who they are: the default one, those that are configured, those of rules, and those
/// that the schema names, since AppSync takes no directive of a way that is off.
fn modes(plan: &Plan<'_>, data: &Data, api: &Api<'_>, default: Mode) -> BTreeSet<Mode> {
    let mut modes = BTreeSet::from([default]);
    if let Some(written) = &data.record.authorization_modes {
        let given = [
            (Mode::ApiKey, written.api_key.is_some()),
            (Mode::Oidc, written.oidc.is_some()),
            (Mode::Lambda, written.lambda.is_some()),
        ];
        modes.extend(given.into_iter().filter(|(_, given)| *given).map(|(mode, _)| mode));
    }
    modes.extend(plan.access.data.callers().into_iter().map(Caller::mode));
    let directives = [
        (Mode::ApiKey, "@aws_api_key"),
        (Mode::Iam, "@aws_iam"),
        (Mode::UserPool, "@aws_cognito_user_pools"),
        (Mode::Oidc, "@aws_oidc"),
        (Mode::Lambda, "@aws_lambda"),
    ];
    modes.extend(directives.into_iter().filter(|(_, text)| api.schema.contains(text)).map(|(mode, _)| mode));
    if !plan.access.data.functions.is_empty() {
        modes.insert(Mode::Iam);
    }
    modes
}

fn authentication(plan: &Plan<'_>, data: &Data, mode: Mode, default: bool) -> Authentication {
    let written = data.record.authorization_modes.as_ref();
    let kind = match mode {
        Mode::ApiKey => "API_KEY",
        Mode::Iam => "AWS_IAM",
        Mode::UserPool => "AMAZON_COGNITO_USER_POOLS",
        Mode::Oidc => "OPENID_CONNECT",
        Mode::Lambda => "AWS_LAMBDA",
    };
    let mut way = Authentication {
        authentication_type: kind,
        lambda_authorizer_config: None,
        open_id_connect_config: None,
        user_pool_config: None,
    };
    match mode {
        Mode::ApiKey | Mode::Iam => {}
        Mode::UserPool => way.user_pool_config = user_pool(plan, default),
        Mode::Oidc => {
            way.open_id_connect_config = written.and_then(|modes| modes.oidc.as_ref()).map(|oidc| {
                let milliseconds = |seconds: Option<i64>| seconds.unwrap_or_default() * 1000;
                OpenIdConnectConfig {
                    auth_ttl: milliseconds(oidc.token_expiry_from_auth_in_seconds.as_ref().map(|it| it.value.0)),
                    client_id: oidc.client_id.as_ref().map(|id| id.to_string()),
                    iat_ttl: milliseconds(oidc.token_expire_from_issue_in_seconds.as_ref().map(|it| it.value.0)),
                    issuer: oidc.oidc_issuer_url.as_ref().map(|url| url.to_string()).unwrap_or_default(),
                }
            });
        }
        Mode::Lambda => {
            let remembered = written.and_then(|modes| modes.lambda.as_ref()?.time_to_live_in_seconds.as_ref());
            way.lambda_authorizer_config = authorizer(plan, data).map(|function| LambdaAuthorizerConfig {
                authorizer_result_ttl_in_seconds: remembered.map_or(REMEMBERED, |seconds| seconds.value.0),
                authorizer_uri: Text::arn(names::function(function)),
            });
        }
    }
    way
}

/// The name of the function that judges tokens.
fn authorizer<'a>(plan: &Plan<'a>, data: &Data) -> Option<&'a str> {
    let function = data.record.authorization_modes.as_ref()?.lambda.as_ref()?.function.as_ref()?;
    Some(plan.backend.resolve(function)?.name.as_str())
}

fn user_pool(plan: &Plan<'_>, default: bool) -> Option<UserPoolConfig> {
    let (aws_region, user_pool_id) = match &plan.backend.referenced_auth {
        None => (REGION, Text::Ref(names::user_pool())),
        Some(referenced) => {
            let id = referenced.record.user_pool_id.as_ref()?.as_str();
            // the id begins with its region, which need not be the stack's
            (id.split_once('_').map_or(REGION, |(region, _)| region.into()), id.into())
        }
    };
    Some(UserPoolConfig { aws_region, default_action: default.then_some("ALLOW"), user_pool_id })
}

/// What a variable holds; `None` without the auth that it speaks of.
fn value(plan: &Plan<'_>, what: Variable) -> Option<Text> {
    let session = |role: Text, rest: &str| {
        let head = ["arn:".into(), PARTITION, ":sts::".into(), ACCOUNT_ID, ":assumed-role/".into()];
        Text::concat(head.into_iter().chain([role, rest.into()]))
    };
    match what {
        Variable::GuestSession => Some(session(grants::role(plan, &Principal::Guest)?, "/CognitoIdentityCredentials")),
        Variable::IdentityPool => match &plan.backend.referenced_auth {
            None => Some(Text::Ref(names::identity_pool())),
            Some(referenced) => Some(referenced.record.identity_pool_id.as_ref()?.as_str().into()),
        },
        Variable::FunctionSessions(id) => Some(session(grants::role(plan, &Principal::Function(id))?, "/")),
    }
}

/// The key. Its end depends on the time and so is a parameter. A new `rotation` makes a new key, beside which the one
/// before goes on to its own end: the template lets it go, and keeps it.
fn add_key(graph: &mut Graph, data: &Data) {
    let written = data.record.authorization_modes.as_ref().and_then(|modes| modes.api_key.as_ref());
    let days = written.and_then(|key| key.expires_in_days.as_ref()).and_then(|days| u32::try_from(days.value.0).ok());
    let parameter = Parameter {
        kind: "Number",
        description: Some("When the API key ends, in seconds since 1970"),
        default: None,
        given: Some(Given::DaysFromNow(days.unwrap_or(KEY_DAYS))),
    };
    graph.parameter(names::api_key_expires(), parameter);
    let rotation = written.and_then(|key| key.rotation.as_ref());
    let id = rotation.map_or_else(names::data_api_key, |rotation| names::rotated_api_key(rotation.as_str()));
    let key = ApiKey {
        api_id: super::id(),
        description: written.and_then(|key| key.description.as_ref()).map(|text| text.to_string()),
        expires: Text::Ref(names::api_key_expires()),
    };
    graph.add(id.clone(), &key).retention = Retention::Keep;
    graph.output(names::api_key_output(), Text::Attribute(id, "ApiKey"));
}

/// The log, if one is wanted. Its role may write to this log alone, and only once that is there: otherwise AppSync would
/// make the group of that name itself, before the template does.
fn add_log(graph: &mut Graph, data: &Data) -> Option<LogConfig> {
    let logging = data.record.logging.as_ref()?;
    let settings = logging.0.clone().unwrap_or_default();
    let (group, role, policy) = (names::data_logs(), names::data_log_role(), names::data_log_policy());
    let properties = LogGroup {
        log_group_name: Some(Text::concat(["/aws/appsync/apis/".into(), super::id()])),
        retention_in_days: settings.retention.as_ref().map_or(Some(7), |retention| retention.value.days()),
    };
    graph.add(group.clone(), &properties).retention = Retention::Delete;
    graph.add(role.clone(), &Role::trusting(Statement::trust("appsync.amazonaws.com", None)));
    let actions = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];
    let statement = Statement::allow(actions, [Text::arn(group)]);
    graph.add(policy.clone(), &Policy::of(&policy, role.clone(), vec![statement]));
    let level = settings.field_log_level.as_ref().map_or(FieldLogLevel::None, |level| level.value);
    Some(LogConfig {
        cloud_watch_logs_role_arn: Text::arn(role),
        exclude_verbose_content: settings.exclude_verbose_content.as_ref().is_none_or(|exclude| exclude.value),
        field_log_level: match level {
            FieldLogLevel::None => "NONE",
            FieldLogLevel::Error => "ERROR",
            FieldLogLevel::Info => "INFO",
            FieldLogLevel::Debug => "DEBUG",
            FieldLogLevel::All => "ALL",
        },
    })
}
