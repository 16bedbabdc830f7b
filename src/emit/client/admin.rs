//! The view of the module that calls admin queries.

use serde::Serialize;

use crate::diagnostic::quoted;
use crate::model::AdminQueries;
use crate::vocabulary::{AdminRoute, HttpMethod, Words};

/// A module with a function for each route.
#[derive(Serialize)]
pub(super) struct Admin {
    name: String,
    groups: String,
    /// The functions of the client that it needs.
    methods: &'static str,
    reads: bool,
    writes: bool,
    routes: Vec<Route>,
}

#[derive(Serialize)]
struct Route {
    name: &'static str,
    doc: &'static str,
    input: &'static str,
    result: &'static str,
    call: &'static str,
}

impl Admin {
    pub(super) fn of(queries: &AdminQueries) -> Self {
        let routes: Vec<Route> = queries.routes.iter().map(|(route, _)| Route::of(*route)).collect();
        let (reads, writes) =
            (routes.iter().any(|route| route.call == READ), routes.iter().any(|route| route.call == SEND));
        let groups: Vec<String> = queries.groups.iter().map(|group| quoted(group)).collect();
        Self {
            name: quoted(&queries.name),
            groups: groups.join(" or "),
            methods: match (reads, writes) {
                (true, true) => "get, post",
                (true, false) => "get",
                _ => "post",
            },
            reads,
            writes,
            routes,
        }
    }
}

const READ: &str = "read";
const SEND: &str = "send";

impl Route {
    fn of(route: AdminRoute) -> Self {
        let doc = AdminRoute::words().iter().find(|word| word.text == route.text()).map_or("", |word| word.doc);
        let (input, result) = match route {
            AdminRoute::AddUserToGroup | AdminRoute::RemoveUserFromGroup => {
                ("{ username: string; groupname: string }", "Done")
            }
            AdminRoute::ConfirmUserSignUp
            | AdminRoute::DisableUser
            | AdminRoute::EnableUser
            | AdminRoute::SignUserOut => ("{ username: string }", "Done"),
            AdminRoute::GetUser => ("{ username: string }", "User"),
            AdminRoute::ListUsers => ("Paging = {}", "UserPage"),
            AdminRoute::ListGroups => ("Paging = {}", "GroupPage"),
            AdminRoute::ListGroupsForUser => ("{ username: string } & Paging", "GroupPage<NamedGroup>"),
            AdminRoute::ListUsersInGroup => ("{ groupname: string } & Paging", "UserPage"),
        };
        let call = if route.method() == HttpMethod::Get { READ } else { SEND };
        Self { name: route.text(), doc, input, result, call }
    }
}
