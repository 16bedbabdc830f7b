//! What calls functions besides schedules: changes of items, and requests to an address of their own.

use super::Plan;
use super::aws::{EventSourceMapping, FunctionUrl, Policy, Statement, UrlCors, UrlPermission};
use super::http_api::CLIENT_HEADERS;
use crate::model;
use crate::names;
use crate::resources::{Graph, Text};
use crate::vocabulary::{self, StartingPosition, UrlAuth, Words};

/// Adds the streams that call a function, and its address.
pub(super) fn add(graph: &mut Graph, function: &model::Function) {
    streams(graph, function);
    if let Some(url) = &function.record.url {
        address(graph, function, url);
    }
}

/// A mapping asks the role for everything as soon as it is there, so the policy comes before it.
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html>
fn streams(graph: &mut Graph, function: &model::Function) {
    let name = function.name.as_str();
    let policy = names::function_stream_policy(name);
    let mut arns = Vec::new();
    for (stream, model) in Plan::streams(function) {
        let arn = Text::Attribute(names::table(model), "StreamArn");
        arns.push(arn.clone());
        let number = |given: Option<i64>| given.and_then(|given| u32::try_from(given).ok());
        let mapping = EventSourceMapping {
            batch_size: number(stream.batch_size.as_ref().map(|it| it.value.0)),
            bisect_batch_on_function_error: stream.bisect_on_error.as_ref().map(|it| it.value),
            event_source_arn: arn,
            function_name: Text::Ref(names::function(name)),
            maximum_batching_window_in_seconds: number(stream.batching_window_seconds.as_ref().map(|it| it.value.0)),
            maximum_retry_attempts: number(stream.retry_attempts.as_ref().map(|it| it.value.0)),
            parallelization_factor: number(stream.parallelization_factor.as_ref().map(|it| it.value.0)),
            starting_position: stream.starting_position.as_ref().map_or(StartingPosition::Latest, |it| it.value).text(),
        };
        let made = graph.add(names::function_stream(name, model), &mapping);
        made.depends_on.insert(policy.clone());
    }
    if arns.is_empty() {
        return;
    }
    let read = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"];
    // which streams there are, nobody can be told of one table alone
    let listed = Statement::allow(["dynamodb:ListStreams"], ["*".into()]);
    let statements = vec![Statement::allow(read, arns), listed];
    graph.add(policy.clone(), &Policy::of(&policy, names::function_role(name), statements));
}

/// The address; if everybody may call it, with the two permissions that AWS asks for.
/// <https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html>
fn address(graph: &mut Graph, function: &model::Function, url: &vocabulary::FunctionUrl) {
    let name = function.name.as_str();
    let arn = Text::arn(names::function(name));
    let everybody = url.auth.as_ref().is_some_and(|auth| auth.value == UrlAuth::None);
    let made = FunctionUrl {
        auth_type: if everybody { "NONE" } else { "AWS_IAM" },
        cors: url.cors.as_ref().and_then(cors),
        invoke_mode: url.response_stream.as_ref().is_some_and(|it| it.value).then_some("RESPONSE_STREAM"),
        target_function_arn: arn.clone(),
    };
    graph.add(names::function_url(name), &made);
    if everybody {
        graph.add(names::function_url_permission(name), &UrlPermission::of_address(arn.clone()));
        graph.add(names::function_url_invoke_permission(name), &UrlPermission::of_call(arn));
    }
}

/// Without a word, pages of every origin; no origins mean none.
fn cors(cors: &vocabulary::HttpCors) -> Option<UrlCors> {
    type Texts = Option<Vec<vocabulary::At<smol_str::SmolStr>>>;
    let texts = |list: &Texts| -> Option<Vec<String>> {
        list.as_ref().map(|list| list.iter().map(|text| text.to_string()).collect())
    };
    let filled = |list: &Texts| texts(list).filter(|list| !list.is_empty());
    let allow_origins = texts(&cors.origins).unwrap_or_else(|| vec!["*".to_owned()]);
    (!allow_origins.is_empty()).then(|| UrlCors {
        allow_credentials: cors.credentials.as_ref().map(|it| it.value),
        allow_headers: {
            let more = texts(&cors.headers).unwrap_or_default();
            CLIENT_HEADERS.iter().map(|header| (*header).to_owned()).chain(more).collect()
        },
        allow_methods: vec!["*"],
        allow_origins,
        expose_headers: filled(&cors.expose_headers),
        max_age: cors.max_age_seconds.as_ref().map_or(3000, |seconds| seconds.value.0),
    })
}
