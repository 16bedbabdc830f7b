//! What `ref("path")` leads to.

use super::data::ModelId;
use super::{Backend, FunctionId, StorageId};

/// What another resource has, and a text can refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// `aws.region`
    Region,
    /// `aws.accountId`
    AccountId,
    /// `aws.partition`
    Partition,
    /// `aws.stackName`
    StackName,
    /// `auth.userPoolId`
    UserPoolId,
    /// `auth.userPoolArn`
    UserPoolArn,
    /// `auth.userPoolClientId`
    UserPoolClientId,
    /// `auth.identityPoolId`
    IdentityPoolId,
    /// `data.url`
    ApiUrl,
    /// `data.apiId`
    ApiId,
    /// `data.apiArn`
    ApiArn,
    /// `data.tables.<model>.tableName`
    TableName(ModelId),
    /// `data.tables.<model>.tableArn`
    TableArn(ModelId),
    /// `storage.<name>.bucketName`
    BucketName(StorageId),
    /// `storage.<name>.bucketArn`
    BucketArn(StorageId),
    /// `functions.<name>.functionName`
    FunctionName(FunctionId),
    /// `functions.<name>.functionArn`
    FunctionArn(FunctionId),
    /// `functions.<name>.url`
    FunctionUrl(FunctionId),
    /// `apis.<name>.url`, by its place in [`Backend::http_api_names`]
    HttpApiUrl(usize),
    /// `apis.<name>.apiId`
    HttpApiId(usize),
}

impl Target {
    /// Where a path leads to.
    pub fn find(path: &str, backend: &Backend) -> Option<Self> {
        Self::all(backend).into_iter().find(|(known, _)| known == path).map(|(_, target)| target)
    }

    /// Everything that a backend has, each with its path.
    pub fn all(backend: &Backend) -> Vec<(String, Self)> {
        let named = |paths: &[(&str, Self)]| -> Vec<(String, Self)> {
            paths.iter().map(|(path, target)| ((*path).to_owned(), *target)).collect()
        };
        let mut all = Vec::new();
        if backend.auth.is_some() {
            all.extend(named(&[
                ("auth.userPoolId", Self::UserPoolId),
                ("auth.userPoolArn", Self::UserPoolArn),
                ("auth.userPoolClientId", Self::UserPoolClientId),
                ("auth.identityPoolId", Self::IdentityPoolId),
            ]));
        }
        if let Some(data) = &backend.data {
            all.extend(named(&[
                ("data.url", Self::ApiUrl),
                ("data.apiId", Self::ApiId),
                ("data.apiArn", Self::ApiArn),
            ]));
            for model in &data.models {
                all.push((format!("data.tables.{}.tableName", model.name.value), Self::TableName(model.id)));
                all.push((format!("data.tables.{}.tableArn", model.name.value), Self::TableArn(model.id)));
            }
        }
        for storage in &backend.storages {
            all.push((format!("storage.{}.bucketName", storage.name.value), Self::BucketName(storage.id)));
            all.push((format!("storage.{}.bucketArn", storage.name.value), Self::BucketArn(storage.id)));
        }
        for function in backend.functions.iter().filter(|function| !function.custom) {
            all.push((format!("functions.{}.functionName", function.name.value), Self::FunctionName(function.id)));
            all.push((format!("functions.{}.functionArn", function.name.value), Self::FunctionArn(function.id)));
            if function.record.url.is_some() {
                all.push((format!("functions.{}.url", function.name.value), Self::FunctionUrl(function.id)));
            }
        }
        for (place, name) in backend.http_api_names().enumerate() {
            all.push((format!("apis.{}.url", name.value), Self::HttpApiUrl(place)));
            all.push((format!("apis.{}.apiId", name.value), Self::HttpApiId(place)));
        }
        all.extend(named(&[
            ("aws.region", Self::Region),
            ("aws.accountId", Self::AccountId),
            ("aws.partition", Self::Partition),
            ("aws.stackName", Self::StackName),
        ]));
        all
    }

    /// Whether it is an ARN.
    pub const fn is_arn(self) -> bool {
        matches!(self, Self::UserPoolArn | Self::ApiArn | Self::TableArn(_) | Self::BucketArn(_) | Self::FunctionArn(_))
    }
}
