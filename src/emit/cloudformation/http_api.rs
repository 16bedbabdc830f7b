//! HTTP APIs: what every one consists of, whoever declares it. Its stage is `$default` and deploys itself, so that a
//! changed route goes live with the update that changes it.

use serde_json::json;

use super::Plan;
use super::api_gateway::{
    AccessLogSettings, Api, Authorizer, CorsConfiguration, Integration, JwtConfiguration, Route, RouteSettings, Stage,
};
use super::aws::{LogGroup, Permission};
use crate::names::{self, LogicalId};
use crate::resources::{Graph, REGION, Retention, Text};
use crate::vocabulary::{AccessLogs, At, Enabled, HttpCors, HttpMethod, PayloadFormat, Throttling, Words};

/// The headers that the client sends by itself. A browser takes no `*` for `authorization`.
/// <https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name>
pub(super) const CLIENT_HEADERS: [&str; 6] =
    ["authorization", "content-type", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token", "x-amz-user-agent"];

/// How long log lines are kept, if nothing is said, in days.
const LOGGED_DAYS: u32 = 7;

/// The settings of an API, as they are written.
pub(super) struct Settings<'a> {
    pub(super) cors: Option<&'a HttpCors>,
    pub(super) throttling: Option<&'a Throttling>,
    pub(super) access_logs: Option<&'a Enabled<AccessLogs>>,
}

/// Who may call a route.
pub(super) enum Authorization {
    /// Everybody.
    Open,
    /// Whoever signs with credentials that a policy allows it.
    Iam,
    /// Whoever comes with a token of the user pool, that has one of these scopes if there are any.
    UserPool(&'static [&'static str]),
}

/// The API's integration with a function that answers.
pub(super) struct Target(LogicalId);

/// An API that routes are added to.
pub(super) struct HttpApi<'a> {
    /// Its name, also the client's.
    name: &'a str,
}

impl<'a> HttpApi<'a> {
    /// Adds the API, its stage and its log, and the output that tells where it is.
    pub(super) fn add(graph: &mut Graph, name: &'a str, settings: &Settings<'_>) -> Self {
        let api = Self { name };
        let properties =
            Api { cors_configuration: Some(cors(settings.cors)), name: name.to_owned(), protocol_type: "HTTP" };
        graph.add(names::http_api(name), &properties);
        let stage = Stage {
            access_log_settings: settings.access_logs.map(|logs| api.add_log(graph, logs)),
            api_id: api.id(),
            auto_deploy: true,
            default_route_settings: settings.throttling.map(limits),
            stage_name: STAGE,
        };
        graph.add(names::http_api_stage(name), &stage);
        graph.output(names::http_api_output(name), Text::Attribute(names::http_api(name), "ApiEndpoint"));
        api
    }

    /// Its ID.
    pub(super) fn id(&self) -> Text {
        Text::Ref(names::http_api(self.name))
    }

    /// Adds the authorizer that takes tokens of the user pool made for the app's client; `None` without a user pool.
    pub(super) fn add_authorizer(&self, graph: &mut Graph, plan: &Plan<'_>) -> Option<()> {
        let (pool, client) = match &plan.backend.referenced_auth {
            None => (Text::Ref(names::user_pool()), Text::Ref(names::user_pool_client())),
            Some(referenced) => {
                let record = &referenced.record;
                (record.user_pool_id.as_ref()?.as_str().into(), record.user_pool_client_id.as_ref()?.as_str().into())
            }
        };
        // the id begins with its region, which need not be the stack's
        let region = match &pool {
            Text::Literal(id) => id.split_once('_').map_or(REGION, |(region, _)| region.into()),
            _ => REGION,
        };
        let issuer = Text::concat(["https://cognito-idp.".into(), region, ".amazonaws.com/".into(), pool]);
        let authorizer = Authorizer {
            api_id: self.id(),
            authorizer_type: "JWT",
            identity_source: vec!["$request.header.Authorization"],
            jwt_configuration: JwtConfiguration { audience: vec![client], issuer },
            name: "userPool",
        };
        graph.add(names::http_api_authorizer(self.name), &authorizer);
        Some(())
    }

    /// Lets a function answer, and gives it back as the target of routes.
    pub(super) fn add_target(
        &self,
        graph: &mut Graph,
        function_name: &str,
        function: LogicalId,
        format: PayloadFormat,
    ) -> Target {
        let integration = names::http_api_integration(self.name, function_name);
        let properties = Integration {
            api_id: self.id(),
            integration_type: "AWS_PROXY",
            integration_uri: Text::arn(function.clone()),
            payload_format_version: format.text(),
        };
        graph.add(integration.clone(), &properties);
        let every_route = Text::local_arn("execute-api", [self.id(), "/*/*".into()]);
        let permission = Permission {
            action: "lambda:InvokeFunction",
            function_name: Text::arn(function),
            principal: "apigateway.amazonaws.com",
            source_account: None,
            source_arn: Some(every_route),
        };
        graph.add(names::http_api_permission(self.name, function_name), &permission);
        Target(integration)
    }

    /// Adds a route: a method at a path such as `/items/{proxy+}`.
    pub(super) fn add_route(
        &self,
        graph: &mut Graph,
        method: HttpMethod,
        path: &str,
        target: &Target,
        authorization: &Authorization,
    ) {
        let (authorization_type, scopes) = match authorization {
            Authorization::Open => ("NONE", &[][..]),
            Authorization::Iam => ("AWS_IAM", &[][..]),
            Authorization::UserPool(scopes) => ("JWT", *scopes),
        };
        let by_token = matches!(authorization, Authorization::UserPool(_));
        let route = Route {
            api_id: self.id(),
            authorization_scopes: (!scopes.is_empty()).then(|| scopes.to_vec()),
            authorization_type,
            authorizer_id: by_token.then(|| Text::Ref(names::http_api_authorizer(self.name))),
            route_key: format!("{} {path}", verb(method)),
            target: Text::concat(["integrations/".into(), Text::Ref(target.0.clone())]),
        };
        graph.add(names::http_api_route(self.name, method.text(), path), &route);
    }

    /// The ARN of a method at a path, in which `*` stands for any text, as IAM names it.
    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html>
    pub(super) fn arn(&self, method: HttpMethod, path: &str) -> Text {
        Text::local_arn("execute-api", [self.id(), format!("/{STAGE}/{}{path}", verb(method)).into()])
    }

    /// The log. Under this name, API Gateway needs no policy of the account's logs for each of them.
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html>
    fn add_log(&self, graph: &mut Graph, logs: &Enabled<AccessLogs>) -> AccessLogSettings {
        let retention = logs.0.as_ref().and_then(|logs| logs.retention.as_ref());
        let group = LogGroup {
            log_group_name: Some(Text::concat(["/aws/vendedlogs/http-apis/".into(), self.id()])),
            retention_in_days: retention.map_or(Some(LOGGED_DAYS), |retention| retention.value.days()),
        };
        let id = names::http_api_logs(self.name);
        graph.add(id.clone(), &group).retention = Retention::Delete;
        AccessLogSettings { destination_arn: Text::arn(id), format: line() }
    }
}

/// The stage that is reached without a name in the address.
const STAGE: &str = "$default";

/// As requests name it.
fn verb(method: HttpMethod) -> String {
    method.text().to_uppercase()
}

/// What is logged of a request: not the path that was asked for, which may hold what is private, but its route.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html>
fn line() -> String {
    let line = json!({
        "authorizer": "$context.authorizer.error",
        "error": "$context.error.message",
        "integration": "$context.integrationErrorMessage",
        "ip": "$context.identity.sourceIp",
        "latency": "$context.responseLatency",
        "requestId": "$context.requestId",
        "route": "$context.routeKey",
        "status": "$context.status",
        "time": "$context.requestTime",
    });
    line.to_string()
}

/// Without a word, pages of every origin may call; who may call what, the routes decide all the same.
fn cors(written: Option<&HttpCors>) -> CorsConfiguration {
    let texts = |list: Option<&Vec<At<smol_str::SmolStr>>>| -> Vec<String> {
        list.into_iter().flatten().map(|text| text.to_string()).collect()
    };
    let mut headers: Vec<String> = CLIENT_HEADERS.map(str::to_owned).into();
    for header in texts(written.and_then(|cors| cors.headers.as_ref())) {
        if !headers.iter().any(|it| it.eq_ignore_ascii_case(&header)) {
            headers.push(header);
        }
    }
    let exposed = texts(written.and_then(|cors| cors.expose_headers.as_ref()));
    CorsConfiguration {
        allow_credentials: written.and_then(|cors| cors.credentials.as_ref()).map(|credentials| credentials.value),
        allow_headers: headers,
        allow_methods: HttpMethod::all().iter().map(|method| verb(*method)).collect(),
        allow_origins: written
            .and_then(|cors| cors.origins.as_ref())
            .map_or_else(|| vec!["*".to_owned()], |origins| texts(Some(origins))),
        expose_headers: (!exposed.is_empty()).then_some(exposed),
        max_age: written.and_then(|cors| cors.max_age_seconds.as_ref()).map_or(3000, |seconds| seconds.value.0),
    }
}

fn limits(throttling: &Throttling) -> RouteSettings {
    RouteSettings {
        throttling_burst_limit: throttling.burst_limit.as_ref().map_or(1, |limit| limit.value.0),
        throttling_rate_limit: throttling.rate_limit.as_ref().map_or(1, |limit| limit.value.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_api_deploys_itself_and_asks_who_calls() {
        let mut graph = Graph::default();
        let settings = Settings { cors: None, throttling: None, access_logs: Some(&Enabled(None)) };
        let api = HttpApi::add(&mut graph, "shop", &settings);
        let target = api.add_target(&mut graph, "items", names::function("items"), PayloadFormat::V2);
        for (path, authorization) in
            [("/a", Authorization::Open), ("/b", Authorization::Iam), ("/c", Authorization::UserPool(&["scope"]))]
        {
            api.add_route(&mut graph, HttpMethod::Get, path, &target, &authorization);
        }
        let properties = |id: &str| &graph.resources()[id].properties;
        assert_eq!(properties("ShopHttpApiStage")["StageName"], "$default");
        assert_eq!(properties("ShopHttpApiStage")["AutoDeploy"], true);
        assert_eq!(properties("ShopHttpApi")["CorsConfiguration"]["AllowOrigins"], json!(["*"]));
        assert_eq!(properties("ShopHttpApiLogs")["RetentionInDays"], 7);
        let route = |id: &str| {
            let route = properties(id);
            (route["RouteKey"].clone(), route["AuthorizationType"].clone(), route.get("AuthorizerId").is_some())
        };
        assert_eq!(route("ShopGetAHttpApiRoute"), (json!("GET /a"), json!("NONE"), false));
        assert_eq!(route("ShopGetBHttpApiRoute"), (json!("GET /b"), json!("AWS_IAM"), false));
        assert_eq!(route("ShopGetCHttpApiRoute"), (json!("GET /c"), json!("JWT"), true));
        assert_eq!(properties("ShopGetCHttpApiRoute")["AuthorizationScopes"], json!(["scope"]));
        assert_eq!(
            json!(api.arn(HttpMethod::Get, "/items/*")),
            json!({ "Fn::Sub": "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${ShopHttpApi}/$default/GET/items/*" })
        );
    }
}
