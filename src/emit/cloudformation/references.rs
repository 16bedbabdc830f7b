//! `ref("path")`: what CloudFormation gives for it.

use super::Plan;
use crate::model::Target;
use crate::names;
use crate::resources::{ACCOUNT_ID, PARTITION, REGION, STACK_NAME, Text};
use crate::vocabulary::{Deployed, DeployedPart};

/// A text with its references.
pub(super) fn text(plan: &Plan<'_>, written: &Deployed) -> Text {
    let parts = written.parts.iter().map(|part| match part {
        DeployedPart::Text(text) => text.as_str().into(),
        DeployedPart::Ref(path) => {
            // an unknown path is an error of `check`
            Target::find(path, plan.backend).map_or_else(|| Text::from(""), |target| of(plan, target))
        }
    });
    match <[Text; 1]>::try_from(parts.collect::<Vec<_>>()) {
        Ok([only]) => only,
        Err(parts) => Text::concat(parts),
    }
}

fn of(plan: &Plan<'_>, target: Target) -> Text {
    let table = |id| names::table(plan.backend.data.as_ref().map_or("", |data| data.model(id).name.as_str()));
    let bucket = |id| names::bucket(&plan.backend.storage(id).name);
    let function = |id| names::function(&plan.backend.function(id).name);
    let http_api = |place| {
        let mut all = plan.backend.http_api_names();
        names::http_api(all.nth(place).map_or("", |name| name.as_str()))
    };
    match target {
        Target::Region => REGION,
        Target::AccountId => ACCOUNT_ID,
        Target::Partition => PARTITION,
        Target::StackName => STACK_NAME,
        Target::UserPoolId => Text::Ref(names::user_pool()),
        Target::UserPoolArn => Text::arn(names::user_pool()),
        Target::UserPoolClientId => Text::Ref(names::user_pool_client()),
        Target::IdentityPoolId => Text::Ref(names::identity_pool()),
        Target::ApiUrl => Text::Attribute(names::data_api(), "GraphQLUrl"),
        Target::ApiId => Text::Attribute(names::data_api(), "ApiId"),
        Target::ApiArn => Text::arn(names::data_api()),
        Target::TableName(id) => Text::Ref(table(id)),
        Target::TableArn(id) => Text::arn(table(id)),
        Target::BucketName(id) => Text::Ref(bucket(id)),
        Target::BucketArn(id) => Text::arn(bucket(id)),
        Target::FunctionName(id) => Text::Ref(function(id)),
        Target::FunctionArn(id) => Text::arn(function(id)),
        Target::HttpApiUrl(place) => Text::Attribute(http_api(place), "ApiEndpoint"),
        Target::HttpApiId(place) => Text::Ref(http_api(place)),
        Target::FunctionUrl(id) => Text::Attribute(names::function_url(&plan.backend.function(id).name), "FunctionUrl"),
    }
}
