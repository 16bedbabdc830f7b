//! `defineFunction`: the function with its role, policies, log, schedules and environment.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::aws::{
    DurableConfig, EphemeralStorage, FlexibleTimeWindow, Function, LogGroup, LoggingConfig, Parameter, Permission,
    Policy, Role, Schedule, Statement, Target,
};
use super::{Plan, callers, references};
use crate::model::{self, Edition};
use crate::names;
use crate::resources::{ACCOUNT_ID, Graph, Late, Retention, STACK_NAME, Text};
use crate::vocabulary::{self, LogFormat, LogLevel, OneOrMany, Runtime, TextOrSecret, Words};

/// The file that runs before a function's own code, without extension.
pub(in crate::emit) const START: &str = "amp_start";

/// The variable that tells [`START`] what to read from the parameter store.
const PARAMETERS: &str = "AMP_PARAMETERS";

/// The variable that tells [`START`] to refuse usernames with `::`.
const GUARD: &str = "AMP_GUARDS_USERNAMES";

/// The variable that tells a custom sender the key of the codes.
const SENDER_KEY: &str = "AMP_SENDER_KEY_ARN";

/// Adds a function and everything of its own. What it reads at start is added by [`add_parameters`], once it is known.
pub(super) fn add(graph: &mut Graph, plan: &Plan<'_>, function: &model::Function) {
    let (name, record) = (function.name.as_str(), &function.record);
    let (role, logs) = (names::function_role(name), names::function_logs(name));
    graph.add(role.clone(), &Role::trusting(Statement::trust("lambda.amazonaws.com", None)));
    let retention = record.logging.as_ref().and_then(|logging| logging.retention.as_ref());
    let group = LogGroup { log_group_name: None, retention_in_days: retention.and_then(|retention| retention.days()) };
    graph.add(logs.clone(), &group).retention = Retention::Delete;

    let mut statements = vec![Statement::allow(["logs:CreateLogStream", "logs:PutLogEvents"], [Text::arn(logs)])];
    if record.durable_config.is_some() {
        let versions = Text::concat([Text::arn(names::function(name)), ":*".into()]);
        statements.push(Statement::allow(
            ["lambda:CheckpointDurableExecution", "lambda:GetDurableExecutionState"],
            [versions],
        ));
    }
    let policy = names::function_policy(name);
    graph.add(policy.clone(), &Policy::of(&policy, role.clone(), statements));

    let grant = |graph: &mut Graph, id: names::LogicalId, statement| {
        graph.add(id.clone(), &Policy::of(&id, role.clone(), vec![statement]));
    };
    if let Some((pool, actions)) = plan.pool_access(function) {
        grant(graph, names::function_auth_policy(name), Statement::allow(actions, [pool]));
    }
    if let Some(key) = plan.sender_key(function) {
        grant(graph, names::function_key_policy(name), Statement::allow(["kms:Decrypt"], [key]));
    }
    if plan.called_by_pool(function) {
        let permission = Permission::for_pool(names::function(name));
        graph.add(names::function_user_pool_permission(name), &permission);
    }
    let resource = graph.add(names::function(name), &properties(plan.edition(), function));
    resource.variables = Some(variables(plan, function));
    add_schedules(graph, function);
    callers::add(graph, function);
}

fn properties(edition: &Edition, function: &model::Function) -> Function {
    let (name, record) = (function.name.as_str(), &function.record);
    let whole = |number: Option<i64>, default: u32| number.map_or(default, |it| u32::try_from(it).unwrap_or(u32::MAX));
    let logging = record.logging.clone().unwrap_or_default();
    Function {
        code: names::function_folder(name),
        handler: "index.handler",
        runtime: runtime(edition, record).identifier(),
        role: Text::arn(names::function_role(name)),
        memory_size: whole(record.memory_mb.as_ref().map(|it| it.value.0), edition.memory_mb),
        timeout: whole(record.timeout_seconds.as_ref().map(|it| it.value.0), edition.timeout_seconds),
        architectures: vec![record.architecture.as_ref().map_or(edition.architecture, |it| it.value).text()],
        ephemeral_storage: EphemeralStorage {
            size: whole(record.ephemeral_storage_size_mb.as_ref().map(|it| it.value.0), edition.ephemeral_storage_mb),
        },
        layers: layers(record),
        logging_config: LoggingConfig {
            log_group: Text::Ref(names::function_logs(name)),
            log_format: logging.format.map(|format| match format.value {
                LogFormat::Json => "JSON",
                LogFormat::Text => "Text",
            }),
            application_log_level: logging.level.map(|level| match level.value {
                LogLevel::Trace => "TRACE",
                LogLevel::Debug => "DEBUG",
                LogLevel::Info => "INFO",
                LogLevel::Warn => "WARN",
                LogLevel::Error => "ERROR",
                LogLevel::Fatal => "FATAL",
            }),
        },
        durable_config: record.durable_config.as_ref().map(|durable| DurableConfig {
            execution_timeout: whole(durable.execution_timeout_seconds.as_ref().map(|it| it.value.0), 1),
            retention_period_in_days: whole(
                durable.retention_period_days.as_ref().map(|it| it.value.0),
                edition.durable_retention_days,
            ),
        }),
    }
}

/// What a function runs in.
pub(in crate::emit) fn runtime(edition: &Edition, record: &vocabulary::Function) -> Runtime {
    record.runtime.as_ref().map_or(edition.node, |runtime| runtime.value)
}

/// Each layer once, in order; `name:version` is one of the stack's own region and account.
fn layers(record: &vocabulary::Function) -> Option<Vec<Text>> {
    let mut seen = BTreeSet::new();
    let written = record.layers.iter().flat_map(|layers| &layers.entries).map(|(_, layer)| layer.as_str());
    let layers = written.filter(|layer| seen.insert(*layer)).map(|layer| {
        if layer.starts_with("arn:") {
            layer.into()
        } else {
            Text::local_arn("lambda", [format!("layer:{layer}").into()])
        }
    });
    let layers: Vec<Text> = layers.collect();
    (!layers.is_empty()).then_some(layers)
}

/// The environment, but for what is read at start.
fn variables(plan: &Plan<'_>, function: &model::Function) -> BTreeMap<String, Text> {
    let mut variables = BTreeMap::new();
    if plan.pool_access(function).is_some() {
        variables.extend(plan.pool_variable());
    }
    variables.extend(plan.bucket_variables(function));
    variables.extend(plan.data_variables(function));
    variables.extend(plan.grant_variables(function));
    variables.extend(plan.sender_key(function).map(|key| (SENDER_KEY.to_owned(), key)));
    for (key, value) in environment(function) {
        match value {
            TextOrSecret::Text(text) => drop(variables.insert(key.to_owned(), references::text(plan, text))),
            TextOrSecret::Secret(_) => drop(variables.remove(key)),
        }
    }
    variables
}

fn environment(function: &model::Function) -> impl Iterator<Item = (&str, &TextOrSecret)> {
    let entries = function.record.environment.iter().flat_map(|environment| &environment.entries);
    entries.map(|(key, value)| (key.as_str(), &value.value))
}

/// The names of all variables that a function's code finds, in the order of the text, those by access last.
pub(in crate::emit) fn variable_names(plan: &Plan<'_>, function: &model::Function) -> Vec<String> {
    let declared = environment(function).map(|(key, _)| key.to_owned());
    let by_access = plan.pool_access(function).and_then(|_| plan.pool_variable()).map(|(name, _)| name);
    let by_key = plan.sender_key(function).map(|_| SENDER_KEY.to_owned());
    let by_storage = plan.bucket_variables(function).map(|(name, _)| name);
    let by_data = plan.data_variables(function).into_iter().map(|(name, _)| name);
    let by_grants = plan.grant_variables(function).into_keys();
    let all = declared.chain(by_access).chain(by_storage).chain(by_data).chain(by_grants).chain(by_key);
    let mut seen = BTreeSet::new();
    all.filter(|name| seen.insert(name.clone())).collect()
}

/// The secrets in a function's environment: variable and name of the secret.
pub(in crate::emit) fn secrets(function: &model::Function) -> impl Iterator<Item = (&str, &str)> {
    environment(function).filter_map(|(key, value)| match value {
        TextOrSecret::Secret(secret) => Some((key, secret.name.as_str())),
        TextOrSecret::Text(_) => None,
    })
}

/// Gives a function what it can only know at start: secrets, and values that would close a circle. Gives back whether
/// [`START`] has to run before its own code.
pub(super) fn add_parameters(graph: &mut Graph, plan: &Plan<'_>, function: &model::Function, late: &[Late]) -> bool {
    let name = function.name.as_str();
    let id = names::function(name);
    let guards = plan.guards_usernames(function);
    let mut wanted: BTreeMap<String, String> = BTreeMap::new();
    for (variable, secret) in secrets(function) {
        wanted.insert(variable.to_owned(), names::secret_path(secret));
    }
    for late in late.iter().filter(|late| late.function == id) {
        // what the definition writes may differ from function to function; the rest is the same wherever it is
        let declared = environment(function).any(|(key, _)| key == late.name);
        let (id, path) = if declared {
            (names::function_parameter(name, &late.name), names::function_parameter_path(name, &late.name))
        } else {
            (names::parameter(&late.name), names::parameter_path(&late.name))
        };
        graph.add(id, &Parameter { name: in_store(&path), kind: "String", value: late.value.clone() });
        wanted.insert(late.name.clone(), path);
    }
    if wanted.is_empty() && !guards {
        return false;
    }
    if !wanted.is_empty() {
        let arns: BTreeSet<&String> = wanted.values().collect();
        let arns = arns.into_iter().map(|path| Text::local_arn("ssm", ["parameter".into(), in_store(path)]));
        let policy = names::function_parameters_policy(name);
        let statement = Statement::allow(["ssm:GetParameter"], arns);
        graph.add(policy.clone(), &Policy::of(&policy, names::function_role(name), vec![statement]));
    }
    if let Some(resource) = graph.get_mut(&id) {
        resource.properties["Handler"] = json!(format!("{START}.handler"));
        let variables = resource.variables.get_or_insert_default();
        if !wanted.is_empty() {
            variables.insert(PARAMETERS.to_owned(), parameters_variable(&wanted));
        }
        if guards {
            variables.insert(GUARD.to_owned(), "1".into());
        }
    }
    true
}

/// A path in the parameter store, below the stack's own folder.
fn in_store(path: &str) -> Text {
    Text::concat(["/amp/".into(), STACK_NAME, format!("/{path}").into()])
}

/// `{"prefix":"/amp/<stack>/","names":{"VARIABLE":"path"}}`, short since an environment has only 4 KB.
fn parameters_variable(wanted: &BTreeMap<String, String>) -> Text {
    let names = json!(wanted).to_string();
    Text::concat(["{\"prefix\":\"/amp/".into(), STACK_NAME, format!("/\",\"names\":{names}}}").into()])
}

fn add_schedules(graph: &mut Graph, function: &model::Function) {
    let name = function.name.as_str();
    let Some(OneOrMany(schedules)) = &function.record.schedule else { return };
    let arn = Text::arn(names::function(name));
    // A durable function can only be called by a version, of which this is the newest.
    let durable = function.record.durable_config.is_some();
    let called = if durable { Text::concat([arn, ":$LATEST".into()]) } else { arn };
    let role = names::function_schedule_role(name);
    for schedule in schedules {
        let Ok(timing) = schedule.timing() else { continue };
        let timezone = schedule.timezone();
        let made = Schedule {
            description: schedule.description.as_ref().map(|text| text.to_string()),
            flexible_time_window: FlexibleTimeWindow { mode: "OFF" },
            schedule_expression: timing.expression.clone(),
            schedule_expression_timezone: timezone.to_owned(),
            state: "ENABLED",
            target: Target { arn: called.clone(), role_arn: Text::arn(role.clone()) },
        };
        graph.add(names::function_schedule(name, &timing.expression, timezone), &made);
    }
    let condition = json!({
        "StringEquals": {
            "aws:SourceAccount": ACCOUNT_ID,
            "aws:SourceArn": Text::local_arn("scheduler", ["schedule-group/default".into()]),
        }
    });
    let mut made = Role::trusting(Statement::trust("scheduler.amazonaws.com", Some(condition)));
    made.allow("CallFunction", Statement::allow(["lambda:InvokeFunction"], [called]));
    graph.add(role, &made);
}
