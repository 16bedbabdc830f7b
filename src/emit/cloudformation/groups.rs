//! User groups: each with its precedence and a role of its own.

use super::aws::{Role, Statement};
use super::cognito::UserPoolGroup;
use crate::model::Group;
use crate::names;
use crate::resources::{Graph, Retention, Text};

/// Adds the groups, the first with the highest precedence. Their roles allow nothing yet: what a group may do is
/// granted by other definitions. A role stays as long as its group: with a role that is gone, members of a group that
/// is not in the definition any more would get no credentials at all.
pub(super) fn add(graph: &mut Graph, groups: &[Group]) {
    for Group { name, precedence, record } in groups {
        let role = names::group_role(name);
        let trusting = Role::trusting(Statement::trust_signed_in(names::identity_pool()));
        graph.add(role.clone(), &trusting).retention = Retention::Keep;
        let group = UserPoolGroup {
            user_pool_id: Text::Ref(names::user_pool()),
            group_name: name.to_string(),
            precedence: *precedence,
            description: record.description.as_ref().map(|text| text.to_string()),
            role_arn: Text::arn(role),
        };
        graph.add(names::group(name), &group).retention = Retention::Keep;
    }
}
