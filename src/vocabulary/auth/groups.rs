//! `groups` of `defineAuth`.

use smol_str::SmolStr;

use crate::evaluate::{Value, ValueKind};
use crate::vocabulary::grants::RoleGrants;
use crate::vocabulary::lower::{At, Context, Lower};
use crate::vocabulary::policy::PolicyStatement;
use crate::vocabulary::primitive::Int;
use crate::vocabulary::record::record;
use crate::vocabulary::shape::Shape;
use crate::vocabulary::words::words;

record! {
    /// A group of users, with more than its name.
    Group = "defineAuth.groups[]" {
        /// Its name.
        name: At<SmolStr> = "name" [required(), extension(), source("https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cognito-userpoolgroup.html")],
        /// The lowest one counts for a user in several groups. Without it, the group's place in the list, from 0.
        precedence: At<Int<0, 2_147_483_647>> = "precedence" [extension(), source("https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html")],
        /// What the group is for; shown in Cognito's console. At most 2,048 characters.
        description: At<SmolStr> = "description" [extension()],
        /// Whose rights the group has besides its own. Without it, its members lose what signed-in users may do with files and REST APIs.
        inherits: At<Inherits> = "inherits" [extension()],
        /// What the role may do with other resources: `grant.table("Article").to(["read"])`.
        grants: RoleGrants = "grants" [extension()],
        /// IAM statements of the group's role, for what no rule speaks of.
        policies: Vec<At<PolicyStatement>> = "policies" [extension(), aliases(&["customPolicies"]), source("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html")],
    }
}

record! {
    /// What the roles of users may do besides what rules say.
    Roles = "defineAuth.roles" {
        /// The role of users who are signed in, and in no group.
        authenticated: RoleRights = "authenticated" [extension()],
        /// The role of users who are not signed in. A statement that allows something lets guests in.
        guest: RoleRights = "guest" [extension(), aliases(&["unauthenticated"])],
    }
}

record! {
    /// What one role may do besides what rules say.
    RoleRights = "defineAuth.roles.authenticated" {
        /// What the role may do with other resources: `grant.table("Article").to(["read"])`.
        grants: RoleGrants = "grants" [extension()],
        /// IAM statements, for what no rule speaks of.
        policies: Vec<At<PolicyStatement>> = "policies" [extension(), source("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html")],
    }
}

words! {
    /// Whose rights a group has besides its own.
    Inherits, "role to inherit from" {
        /// Those of every signed-in user, own folders included.
        Authenticated = "authenticated" [extension()],
    }
}

/// A group as it is written: its name, or an object that holds the name.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupEntry(pub Group);

impl Lower for GroupEntry {
    fn shape() -> Shape {
        Shape::OneOf(&[SmolStr::shape, Group::shape])
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        match value.kind {
            ValueKind::Object(_) => Group::lower(value, cx).map(Self),
            ValueKind::List(_) | ValueKind::Null => {
                cx.wrong_with(value, "the name of a group or an object with its `name`", None)
            }
            _ => At::lower(value, cx).map(|name| Self(Group { name: Some(name), ..Group::default() })),
        }
    }
}
