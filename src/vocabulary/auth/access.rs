//! `access` of `defineAuth` and `referenceAuth`.

use crate::evaluate::Value;
use crate::source::Span;
use crate::vocabulary::chain::{Argument, Method, Term};
use crate::vocabulary::lower::{At, Context, FunctionRef, Lower};
use crate::vocabulary::rules::{Gives, Rules, words_of};
use crate::vocabulary::shape::Shape;
use crate::vocabulary::words::words;

/// What functions may do with users and groups: one grant for each element of the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AuthAccess {
    /// The grants that could be read, in order.
    pub grants: Vec<Grant>,
}

/// `allow.resource(f).to([...])`
#[derive(Clone, Debug, PartialEq)]
pub struct Grant {
    /// Who may.
    pub function: At<FunctionRef>,
    /// What.
    pub actions: At<Vec<At<AuthAction>>>,
    /// The whole rule.
    pub span: Span,
}

static RULES: Rules = Rules {
    title: "defineAuth.access",
    parameter: "allow",
    subjects: &[&[Term {
        head: Method::new(
            "resource",
            "Who may: a function made with `defineFunction`.",
            &[Argument::needed(FunctionRef::shape)],
        ),
        then: &[Method::new(
            "to",
            "What it may do with users and groups.",
            &[Argument::needed(<Vec<At<AuthAction>>>::shape)],
        )],
    }]],
    needs: &["to"],
    keys: None,
    gives: Gives::List,
    itself: false,
    example: "allow.resource(myFunction).to([\"addUserToGroup\"])",
};

impl Lower for AuthAccess {
    fn shape() -> Shape {
        Shape::Rules(&RULES)
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        let mut grants = Vec::new();
        for rule in RULES.read(value, cx)? {
            let function = rule.subject().lower(0, cx);
            let actions = rule.parts.call("to").and_then(|to| words_of(to, cx));
            if let (Some(function), Some(actions)) = (function, actions) {
                grants.push(Grant { function, actions, span: rule.value.span });
            }
        }
        Some(Self { grants })
    }
}

/// What may be done with users and groups: word, meaning, and the calls of Cognito that it stands for.
macro_rules! actions {
    ($($(#[doc = $doc:literal])* $variant:ident = $word:literal $calls:tt),* $(,)?) => {
        words! {
            /// What a function may do with users and groups.
            AuthAction, "action" { $($(#[doc = $doc])* $variant = $word),* }
        }

        impl AuthAction {
            /// All of them, in the order of reports.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The IAM actions that it grants, without the `cognito-idp:`. From the published `@aws-amplify/backend-auth`.
            pub const fn iam(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &$calls),* }
            }
        }
    };
}

actions! {
    /// Create, read, change and delete users.
    ManageUsers = "manageUsers" [
        "AdminConfirmSignUp", "AdminCreateUser", "AdminDeleteUser", "AdminDeleteUserAttributes", "AdminDisableUser",
        "AdminEnableUser", "AdminGetUser", "AdminListGroupsForUser", "AdminRespondToAuthChallenge",
        "AdminSetUserMFAPreference", "AdminSetUserSettings", "AdminUpdateUserAttributes", "AdminUserGlobalSignOut"
    ],
    /// Put users into groups and take them out.
    ManageGroupMembership = "manageGroupMembership" ["AdminAddUserToGroup", "AdminRemoveUserFromGroup"],
    /// Create, read, change and delete groups.
    ManageGroups = "manageGroups" ["GetGroup", "ListGroups", "CreateGroup", "DeleteGroup", "UpdateGroup"],
    /// Look up, change and forget the devices of users.
    ManageUserDevices = "manageUserDevices" [
        "AdminForgetDevice", "AdminGetDevice", "AdminListDevices", "AdminUpdateDeviceStatus"
    ],
    /// Reset and set passwords.
    ManagePasswordRecovery = "managePasswordRecovery" ["AdminResetUserPassword", "AdminSetUserPassword"],
    /// Link users to external providers.
    ManageProviderForUser = "manageProviderForUser" ["AdminLinkProviderForUser"],
    /// Put any user into any group.
    AddUserToGroup = "addUserToGroup" ["AdminAddUserToGroup"],
    /// Create groups.
    CreateGroup = "createGroup" ["CreateGroup"],
    /// Create users and send them an invitation.
    CreateUser = "createUser" ["AdminCreateUser"],
    /// Delete groups.
    DeleteGroup = "deleteGroup" ["DeleteGroup"],
    /// Delete any user.
    DeleteUser = "deleteUser" ["AdminDeleteUser"],
    /// Delete attributes of any user.
    DeleteUserAttributes = "deleteUserAttributes" ["AdminDeleteUserAttributes"],
    /// Lock any user out.
    DisableUser = "disableUser" ["AdminDisableUser"],
    /// Let any user in again.
    EnableUser = "enableUser" ["AdminEnableUser"],
    /// Forget a device of any user.
    ForgetDevice = "forgetDevice" ["AdminForgetDevice"],
    /// Look up a device of any user.
    GetDevice = "getDevice" ["AdminGetDevice"],
    /// Look up a group.
    GetGroup = "getGroup" ["GetGroup"],
    /// Look up any user by name.
    GetUser = "getUser" ["AdminGetUser"],
    /// List users and their attributes.
    ListUsers = "listUsers" ["ListUsers"],
    /// List the users of a group.
    ListUsersInGroup = "listUsersInGroup" ["ListUsersInGroup"],
    /// List the devices of any user.
    ListDevices = "listDevices" ["AdminListDevices"],
    /// List groups.
    ListGroups = "listGroups" ["ListGroups"],
    /// List the groups of any user.
    ListGroupsForUser = "listGroupsForUser" ["AdminListGroupsForUser"],
    /// Take any user out of any group.
    RemoveUserFromGroup = "removeUserFromGroup" ["AdminRemoveUserFromGroup"],
    /// Make any user choose a new password.
    ResetUserPassword = "resetUserPassword" ["AdminResetUserPassword"],
    /// Set the multi-factor method that any user prefers.
    SetUserMfaPreference = "setUserMfaPreference" ["AdminSetUserMFAPreference"],
    /// Set the password of any user.
    SetUserPassword = "setUserPassword" ["AdminSetUserPassword"],
    /// Set the settings of any user.
    SetUserSettings = "setUserSettings" ["AdminSetUserSettings"],
    /// Change the status of any user's device.
    UpdateDeviceStatus = "updateDeviceStatus" ["AdminUpdateDeviceStatus"],
    /// Change groups.
    UpdateGroup = "updateGroup" ["UpdateGroup"],
    /// Change attributes of any user.
    UpdateUserAttributes = "updateUserAttributes" ["AdminUpdateUserAttributes"],
}
