//! The paths of `ref("...")`, and the actions of IAM statements.

use super::cursor::{Cursor, Frame};
use super::markdown;
use super::projects::Place;
use crate::check::policies::actions;
use crate::model::{Backend, Target};
use crate::source::Span;

/// Whether a string within these brackets is the path of a reference.
pub(super) fn expected(frames: &[Frame]) -> bool {
    matches!(frames.last(), Some(Frame::Call { callee, argument: 0, .. })
        if matches!(&callee[..], [only] if only.name == "ref"))
}

/// Everything that a reference may lead to, with what that is.
pub(super) fn all(place: &Place<'_>) -> Vec<(String, &'static str)> {
    Target::all(&place.analysis.backend).into_iter().map(|(path, target)| (path, meaning(target))).collect()
}

/// What a path leads to, in Markdown; `None` if it leads nowhere.
pub(super) fn describe(place: &Place<'_>, path: &str) -> Option<String> {
    let target = Target::find(path, &place.analysis.backend)?;
    let known = "Known when the stack is deployed.".to_owned();
    Some(markdown::page(&format!("ref(\"{path}\")"), &[format!("{}.", meaning(target)), known]))
}

/// Where the resource is declared that a path leads to; `None` for what is AWS's own.
pub(super) fn declared(place: &Place<'_>, path: &str) -> Option<Span> {
    let backend: &Backend = &place.analysis.backend;
    let model = |id| backend.data.as_ref().map(|data| data.model(id).name.span);
    match Target::find(path, backend)? {
        Target::Region | Target::AccountId | Target::Partition | Target::StackName => None,
        Target::UserPoolId | Target::UserPoolArn | Target::UserPoolClientId | Target::IdentityPoolId => {
            backend.auth.as_ref().map(|auth| auth.span)
        }
        Target::ApiUrl | Target::ApiId | Target::ApiArn => backend.data.as_ref().map(|data| data.span),
        Target::TableName(id) | Target::TableArn(id) => model(id),
        Target::BucketName(id) | Target::BucketArn(id) => Some(backend.storage(id).span),
        Target::FunctionName(id) | Target::FunctionArn(id) | Target::FunctionUrl(id) => Some(backend.function(id).span),
        Target::HttpApiUrl(at) | Target::HttpApiId(at) => {
            backend.http_api_names().nth(at).map(crate::vocabulary::At::place)
        }
    }
}

const fn meaning(target: Target) -> &'static str {
    match target {
        Target::Region => "The region of the stack",
        Target::AccountId => "The number of the account",
        Target::Partition => "The partition of AWS, mostly `aws`",
        Target::StackName => "The name of the stack",
        Target::UserPoolId => "The ID of the user pool",
        Target::UserPoolArn => "The ARN of the user pool",
        Target::UserPoolClientId => "The ID of the user pool's client",
        Target::IdentityPoolId => "The ID of the identity pool",
        Target::ApiUrl => "The address of the GraphQL API",
        Target::ApiId => "The ID of the GraphQL API",
        Target::ApiArn => "The ARN of the GraphQL API",
        Target::TableName(_) => "The name of the model's table",
        Target::TableArn(_) => "The ARN of the model's table",
        Target::BucketName(_) => "The name of the bucket",
        Target::BucketArn(_) => "The ARN of the bucket; its files are below `/`",
        Target::FunctionName(_) => "The name of the function",
        Target::FunctionArn(_) => "The ARN of the function",
        Target::FunctionUrl(_) => "The address of the function",
        Target::HttpApiUrl(_) => "The address of the API",
        Target::HttpApiId(_) => "The ID of the API",
    }
}

/// Whether a string at the cursor is an action of an IAM statement.
pub(super) fn is_action(place: &Place<'_>, cursor: &Cursor) -> bool {
    let around = match &cursor.frames[..] {
        [around @ .., Frame::List { .. }] | around => around,
    };
    let Some(Frame::Object { key: Some(key), .. }) = around.last() else { return false };
    place.file.text.get(key.clone()) == Some("Action")
}

/// The actions that may be meant by what is written so far: services, and behind a colon what can be done there.
pub(super) fn actions(written: &str) -> Vec<(String, &'static str)> {
    let Some((service, _)) = written.split_once(':') else {
        return actions::services().map(|(service, _)| (format!("{service}:"), "service")).collect();
    };
    let known = actions::of(service).into_iter().flatten();
    known.map(|action| (format!("{service}:{}", action.name), resources(action))).collect()
}

/// What an action is, in Markdown; `None` if there is none of that name.
pub(super) fn describe_action(written: &str) -> Option<String> {
    let (service, name) = written.split_once(':')?;
    let action = actions::of(service)?.find(|action| action.name.eq_ignore_ascii_case(name))?;
    let about = format!("An action of IAM, {}.", resources(action));
    Some(markdown::page(&format!("\"{service}:{}\"", action.name), &[about]))
}

const fn resources(action: actions::Action<'_>) -> &'static str {
    if action.on_resources { "with the resources that the statement names" } else { "with `\"*\"` as resource" }
}
