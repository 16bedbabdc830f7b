//! `referenceAuth`.

use smol_str::SmolStr;

use super::auth::AuthAccess;
use super::lower::At;
use super::primitive::{KeyDoc, Map};
use super::record::record;

record! {
    /// A user pool and identity pool that exist already.
    ReferenceAuth = "referenceAuth" {
        /// The user pool's id, as `eu-central-1_AbC123`.
        user_pool_id: At<SmolStr> = "userPoolId" [required(), source("https://docs.amplify.aws/react/build-a-backend/auth/use-existing-cognito-resources/")],
        /// The identity pool's id, as `eu-central-1:` and a UUID.
        identity_pool_id: At<SmolStr> = "identityPoolId" [required()],
        /// The id of the pool's client for the app.
        user_pool_client_id: At<SmolStr> = "userPoolClientId" [required()],
        /// The role of users who are signed in.
        auth_role_arn: At<SmolStr> = "authRoleArn" [required()],
        /// The role of guests.
        unauth_role_arn: At<SmolStr> = "unauthRoleArn" [required()],
        /// The pool's groups, each with its role.
        groups: ReferencedGroups = "groups",
        /// What functions may do with users and groups.
        access: AuthAccess = "access" [source("https://docs.amplify.aws/react/build-a-backend/auth/grant-access-to-auth-resources/")],
    }
}

/// What the keys of `referenceAuth.groups` are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupName {}

impl KeyDoc for GroupName {
    const DOC: &'static str = "name of a group of the pool";
}

/// Groups of an existing pool, each with the ARN of its role.
pub type ReferencedGroups = Map<GroupName, At<SmolStr>>;
