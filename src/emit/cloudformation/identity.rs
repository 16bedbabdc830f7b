//! The identity pool, where users get AWS credentials, and which role each of them gets.

use std::collections::BTreeMap;

use super::Plan;
use super::aws::{Role, Statement};
use super::cognito::{CognitoIdentityProvider, IdentityPool, IdentityPoolRoleAttachment, RoleMapping};
use crate::names;
use crate::resources::{Graph, REGION, Retention, Text};

/// Adds the identity pool, the role of signed-in users, and the mapping from groups to roles. Guests are let in only if
/// something is granted to them. The classic flow stays off: the roles of groups trust every signed-in user of the
/// pool, and with that flow a client could name the role it wants. Tokens of external providers are not taken here
/// either: who signs in with one goes through the user pool, so that its groups and triggers count. The pool stays with
/// the users, whose identities (owners of files, say) it gives out.
pub(super) fn add(graph: &mut Graph, plan: &Plan<'_>) {
    let guests = plan.guests();
    let client = Text::Ref(names::user_pool_client());
    let provider_name = Text::Attribute(names::user_pool(), "ProviderName");
    let pool = IdentityPool {
        allow_unauthenticated_identities: guests,
        allow_classic_flow: false,
        cognito_identity_providers: vec![CognitoIdentityProvider { client_id: client.clone(), provider_name }],
    };
    graph.add(names::identity_pool(), &pool).retention = Retention::Keep;

    let role = Role::trusting(Statement::trust_signed_in(names::identity_pool()));
    graph.add(names::authenticated_role(), &role);
    let mut roles = BTreeMap::from([("authenticated", Text::arn(names::authenticated_role()))]);
    if guests {
        graph.add(names::guest_role(), &Role::trusting(Statement::trust_guests(names::identity_pool())));
        roles.insert("unauthenticated", Text::arn(names::guest_role()));
    }

    let parts =
        ["cognito-idp.".into(), REGION, ".amazonaws.com/".into(), Text::Ref(names::user_pool()), ":".into(), client];
    let mapping = RoleMapping {
        kind: "Token",
        ambiguous_role_resolution: "AuthenticatedRole",
        identity_provider: Text::concat(parts),
    };
    let attachment = IdentityPoolRoleAttachment {
        identity_pool_id: Text::Ref(names::identity_pool()),
        roles,
        // The key is fixed, since it cannot be made by CloudFormation; the provider is named inside.
        role_mappings: BTreeMap::from([("UserPoolClient", mapping)]),
    };
    graph.add(names::role_attachment(), &attachment);
}
