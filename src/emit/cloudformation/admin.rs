//! `defineAdminQueries`: the API, and the function behind it with a role that may what the routes need.

use std::collections::BTreeMap;

use serde_json::json;

use super::Plan;
use super::aws::{EphemeralStorage, Function, LogGroup, LoggingConfig, Policy, Role, Statement};
use super::http_api::{Authorization, HttpApi, Settings};
use crate::model::AdminQueries;
use crate::names;
use crate::resources::{Graph, Retention, Text};
use crate::vocabulary::{PayloadFormat, Words};

/// The scope of tokens with which users manage themselves. Only access tokens have scopes.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html>
const SCOPE: &str = "aws.cognito.signin.user.admin";

/// How long a call may take, in seconds: less than API Gateway waits.
const TIMEOUT: u32 = 25;

/// Adds admin queries.
pub(super) fn add(graph: &mut Graph, plan: &Plan<'_>) {
    for queries in &plan.backend.admin_queries {
        handler(graph, plan, queries);
        let name = queries.name.as_str();
        let record = &queries.record;
        let settings = Settings {
            cors: record.cors.as_ref(),
            throttling: record.throttling.as_ref(),
            access_logs: record.access_logs.as_ref(),
        };
        let api = HttpApi::add(graph, name, &settings);
        if api.add_authorizer(graph, plan).is_none() {
            continue;
        }
        let target = api.add_target(graph, "handler", names::admin_handler(name), PayloadFormat::V2);
        for (route, _) in &queries.routes {
            let path = format!("/{}", route.text());
            api.add_route(graph, route.method(), &path, &target, &Authorization::UserPool(&[SCOPE]));
        }
    }
}

/// The function, whose code is the same for all: its environment says which routes there are, and for whom.
fn handler(graph: &mut Graph, plan: &Plan<'_>, queries: &AdminQueries) {
    let Some((arn, (_, pool))) = plan.pool_arn().zip(plan.pool_variable()) else { return };
    let (name, edition) = (queries.name.as_str(), plan.edition());
    let (role, logs) = (names::admin_handler_role(name), names::admin_handler_logs(name));
    graph.add(role.clone(), &Role::trusting(Statement::trust("lambda.amazonaws.com", None)));
    graph.add(logs.clone(), &LogGroup { log_group_name: None, retention_in_days: None }).retention = Retention::Delete;
    let mut actions: Vec<String> =
        queries.routes.iter().map(|(route, _)| format!("cognito-idp:{}", route.iam())).collect();
    actions.sort();
    let statements = vec![
        Statement::allow(["logs:CreateLogStream", "logs:PutLogEvents"], [Text::arn(logs.clone())]),
        Statement::allow(actions, [arn]),
    ];
    let policy = names::admin_handler_policy(name);
    graph.add(policy.clone(), &Policy::of(&policy, role.clone(), statements));

    let function = Function {
        code: names::ADMIN_FOLDER.to_owned(),
        handler: "index.handler",
        runtime: edition.node.identifier(),
        role: Text::arn(role),
        memory_size: edition.memory_mb,
        timeout: TIMEOUT,
        architectures: vec![edition.architecture.text()],
        ephemeral_storage: EphemeralStorage { size: edition.ephemeral_storage_mb },
        layers: None,
        logging_config: LoggingConfig { log_group: Text::Ref(logs), log_format: None, application_log_level: None },
        durable_config: None,
    };
    let groups: Vec<&str> = queries.groups.iter().map(|group| group.as_str()).collect();
    let routes: Vec<&str> = queries.routes.iter().map(|(route, _)| route.text()).collect();
    let variables: BTreeMap<String, Text> = [
        ("AMP_ADMIN_GROUPS", json!(groups).to_string().into()),
        ("AMP_ADMIN_ROUTES", json!(routes).to_string().into()),
        ("AMP_ADMIN_USER_POOL", pool),
    ]
    .map(|(variable, value)| (variable.to_owned(), value))
    .into();
    graph.add(names::admin_handler(name), &function).variables = Some(variables);
}

#[cfg(test)]
mod tests {
    use crate::vocabulary::{AdminRoute, Words};

    #[test]
    fn the_handler_knows_the_routes_as_they_are_declared() {
        let code = include_str!("../shim/admin_queries.js");
        for route in AdminRoute::all() {
            let key = format!("\"{} /{}\": ", route.method().text().to_uppercase(), route.text());
            let (_, behind) = code.split_once(&key).expect("the route");
            let command = behind.find(&format!("\"{}\"", route.iam())).expect("its command");
            assert!(!behind[..command].contains(" /"), "{key} makes another call");
        }
        assert_eq!(code.matches("\"POST /").count() + code.matches("\"GET /").count(), AdminRoute::all().len());
    }
}
