//! The identity pool, where users get AWS credentials, and which role each of them gets.

use std::collections::BTreeMap;

use super::aws::{Role, Statement};
use super::cognito::{CognitoIdentityProvider, IdentityPool, IdentityPoolRoleAttachment, RoleMapping};
use super::providers;
use crate::names;
use crate::resources::{Graph, REGION, Text};
use crate::vocabulary::Auth;

/// Adds the identity pool, the role of signed-in users, and the mapping from groups to roles. Guests are not let in,
/// since nothing is granted to them. The classic flow stays off: the roles of groups trust every signed-in user of the
/// pool, and with that flow a client could name the role it wants.
pub(super) fn add(graph: &mut Graph, auth: &Auth) {
    let client = Text::Ref(names::user_pool_client());
    let provider_name = Text::Attribute(names::user_pool(), "ProviderName");
    let login_providers = auth.external_providers().map(providers::login_providers);
    let pool = IdentityPool {
        allow_unauthenticated_identities: false,
        allow_classic_flow: false,
        cognito_identity_providers: vec![CognitoIdentityProvider { client_id: client.clone(), provider_name }],
        supported_login_providers: login_providers.filter(|providers| !providers.is_empty()),
    };
    graph.add(names::identity_pool(), &pool);

    let role = Role::trusting(Statement::trust_signed_in(names::identity_pool()));
    graph.add(names::authenticated_role(), &role);

    let parts =
        ["cognito-idp.".into(), REGION, ".amazonaws.com/".into(), Text::Ref(names::user_pool()), ":".into(), client];
    let mapping = RoleMapping {
        kind: "Token",
        ambiguous_role_resolution: "AuthenticatedRole",
        identity_provider: Text::concat(parts),
    };
    let attachment = IdentityPoolRoleAttachment {
        identity_pool_id: Text::Ref(names::identity_pool()),
        roles: BTreeMap::from([("authenticated", Text::arn(names::authenticated_role()))]),
        // The key is fixed, since it cannot be made by CloudFormation; the provider is named inside.
        role_mappings: BTreeMap::from([("UserPoolClient", mapping)]),
    };
    graph.add(names::role_attachment(), &attachment);
}
