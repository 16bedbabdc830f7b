//! `defineAdminQueries`.

use smol_str::SmolStr;

use super::http_api::{AccessLogs, HttpCors, HttpMethod, Throttling};
use super::lower::At;
use super::primitive::Enabled;
use super::record::record;
use super::words::words;

record! {
    /// An HTTP API by which users of some groups manage users and groups.
    AdminQueries = "defineAdminQueries" {
        /// The groups whose members may call the routes. A user of several groups needs one of them.
        groups: Vec<At<SmolStr>> = "groups" [required(), aliases(&["group"])],
        /// The routes that there are, and nothing else may the function behind them do. Without it, all of them.
        routes: Vec<At<AdminRoute>> = "routes" [aliases(&["actions"])],
        /// The API's name: `apiName` for the client.
        name: At<SmolStr> = "name" [default("\"AdminQueries\""), aliases(&["apiName"])],
        /// From which web pages browsers may call it. Without it, from all; who may call, the groups decide all the same.
        cors: HttpCors = "cors",
        /// How many requests it takes.
        throttling: Throttling = "throttling",
        /// Whether requests are logged. What the function did, it logs in any case.
        access_logs: Enabled<AccessLogs> = "accessLogs",
    }
}

words! {
    /// What can be done with users and groups over HTTP.
    AdminRoute, "route" {
        /// Puts a user into a group.
        AddUserToGroup = "addUserToGroup",
        /// Takes a user out of a group.
        RemoveUserFromGroup = "removeUserFromGroup",
        /// Confirms a sign-up without its code.
        ConfirmUserSignUp = "confirmUserSignUp",
        /// Keeps a user from signing in.
        DisableUser = "disableUser",
        /// Lets a disabled user sign in again.
        EnableUser = "enableUser",
        /// Signs users out of all devices, each only themselves: every signed-in user may call it, whatever the groups.
        SignUserOut = "signUserOut",
        /// Tells what is known of a user.
        GetUser = "getUser",
        /// Lists users, page by page.
        ListUsers = "listUsers",
        /// Lists groups, page by page.
        ListGroups = "listGroups",
        /// Lists the groups of a user, page by page.
        ListGroupsForUser = "listGroupsForUser",
        /// Lists the users of a group, page by page.
        ListUsersInGroup = "listUsersInGroup",
    }
}

impl AdminRoute {
    /// The call to Cognito that it makes, as IAM names it without `cognito-idp:`.
    /// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html>
    pub const fn iam(self) -> &'static str {
        match self {
            Self::AddUserToGroup => "AdminAddUserToGroup",
            Self::RemoveUserFromGroup => "AdminRemoveUserFromGroup",
            Self::ConfirmUserSignUp => "AdminConfirmSignUp",
            Self::DisableUser => "AdminDisableUser",
            Self::EnableUser => "AdminEnableUser",
            Self::SignUserOut => "AdminUserGlobalSignOut",
            Self::GetUser => "AdminGetUser",
            Self::ListUsers => "ListUsers",
            Self::ListGroups => "ListGroups",
            Self::ListGroupsForUser => "AdminListGroupsForUser",
            Self::ListUsersInGroup => "ListUsersInGroup",
        }
    }

    /// The method that it is called with.
    pub const fn method(self) -> HttpMethod {
        match self {
            Self::GetUser | Self::ListUsers | Self::ListGroups | Self::ListGroupsForUser | Self::ListUsersInGroup => {
                HttpMethod::Get
            }
            _ => HttpMethod::Post,
        }
    }

    /// Whether every signed-in user may call it, for themselves only.
    pub const fn is_own(self) -> bool {
        matches!(self, Self::SignUserOut)
    }
}
