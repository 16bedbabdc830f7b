//! Who may do what, and which line grants it. The IAM policies, the checks, the reports and the editor read this one
//! table, so that what is shown is what is enforced.

mod admin;
pub mod data;
mod decision;
mod grants;
mod path;
mod policy;
pub mod report;
pub mod rest;
mod route;
mod storage;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

pub use admin::AdminGrant;
pub use decision::{Decision, Persona};
pub use path::{ENTITY_ID, Path};
pub(crate) use policy::holds_action;
pub use policy::{Asked, RolePolicy, Ruled, Said, Verdict, types_of};
pub use route::{Fitness, RoutePath};
pub use storage::{FileAction, NamesSeen, StorageGrant, StoragePath, StoragePaths};

use crate::model::{Backend, FunctionId, StorageId};
use crate::source::Span;
use crate::vocabulary::{At, AuthAction, FunctionRef};

/// Who a grant speaks of: whoever has one IAM role.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Principal {
    /// Users who are not signed in.
    Guest,
    /// Users who are signed in and in no group.
    Authenticated,
    /// Users of whose groups this is the one with the lowest precedence.
    Group(SmolStr),
    /// A function.
    Function(FunctionId),
}

/// All grants of a backend.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// What functions may do with users and groups, in the order of the text.
    pub auth: Vec<AuthGrant>,
    /// Who may call which route of admin queries, in the order of the text: one grant for each route and group.
    pub admin: Vec<AdminGrant>,
    /// What may be done with files, in the order of the text: one grant for each principal and action.
    pub storage: Vec<StorageGrant>,
    /// The paths of each storage, in the order of the text, also those without a grant. Paths that cannot be read are
    /// left out.
    pub paths: BTreeMap<StorageId, StoragePaths>,
    /// Who may do what with models and operations.
    pub data: data::DataAccess,
    /// IAM statements that are written for roles.
    pub policies: Vec<RolePolicy>,
    /// Who may call which methods of REST APIs.
    pub rest: rest::RestTable,
    by_principal: BTreeMap<(Principal, StorageId), Vec<usize>>,
}

/// A function may do something with users and groups.
#[derive(Clone, Debug, PartialEq)]
pub struct AuthGrant {
    /// Who.
    pub function: FunctionId,
    /// Where the function is named.
    pub reference: At<FunctionRef>,
    /// What, with the place of each word.
    pub actions: At<Vec<At<AuthAction>>>,
    /// The whole rule.
    pub span: Span,
}

impl AuthGrant {
    /// The IAM actions that it grants, with the `cognito-idp:`.
    pub fn iam_actions(&self) -> BTreeSet<String> {
        let calls = self.actions.iter().flat_map(|action| action.iam());
        calls.map(|call| format!("cognito-idp:{call}")).collect()
    }
}

impl Access {
    /// The grants of a backend. A rule whose function or path is broken is left out; it was reported.
    pub fn of(backend: &Backend) -> Self {
        let grants = backend.auth_access().into_iter().flat_map(|access| &access.grants);
        let auth = grants.filter_map(|grant| {
            let function = backend.resolve(&grant.function)?.id;
            Some(AuthGrant {
                function,
                reference: grant.function.clone(),
                actions: grant.actions.clone(),
                span: grant.span,
            })
        });
        let data = backend.data.as_ref().map(|data| data::DataAccess::of(backend, data)).unwrap_or_default();
        let admin = admin::grants(&backend.admin_queries);
        let rest = rest::RestTable::of(backend);
        let policies = policy::of(backend);
        let mut access = Self { auth: auth.collect(), admin, data, policies, rest, ..Self::default() };
        for storage in &backend.storages {
            storage::read(backend, storage, &mut access);
        }
        access
    }

    /// The IAM actions on the user pool that each function gets, all its rules together.
    pub fn auth_by_function(&self) -> BTreeMap<FunctionId, BTreeSet<String>> {
        let mut by_function: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for grant in &self.auth {
            by_function.entry(grant.function).or_default().extend(grant.iam_actions());
        }
        by_function
    }

    /// The rules that grant something with users and groups to a function.
    pub fn of_function(&self, function: FunctionId) -> impl Iterator<Item = &AuthGrant> {
        self.auth.iter().filter(move |grant| grant.function == function)
    }

    /// Whether anything is granted to guests.
    pub fn has_guests(&self) -> bool {
        self.storage_principals().contains(&Principal::Guest)
            || self.data.callers().contains(&data::Caller::Guest)
            || self.policies.iter().any(|policy| policy.who == Principal::Guest && policy.allows())
            || self.rest.roles().contains(&Principal::Guest)
    }

    /// What somebody may do with the files of a storage.
    pub fn storage_grants(&self, who: &Principal, storage: StorageId) -> impl Iterator<Item = &StorageGrant> {
        let found = self.by_principal.get(&(who.clone(), storage));
        found.into_iter().flatten().map(|index| &self.storage[*index])
    }

    /// Everyone whom something is granted with files, in order.
    pub fn storage_principals(&self) -> BTreeSet<&Principal> {
        self.by_principal.keys().map(|(who, _)| who).collect()
    }
}

/// Whether somebody who is no group is called so in questions.
fn is_taken(name: &str) -> bool {
    matches!(name, "guest" | "user" | "entity" | "owner" | "public" | "apiKey" | "lambda" | "oidc")
}

impl Principal {
    /// Whom a rule for signed-in users speaks of: those in no group, and those in groups that inherit from them.
    pub(crate) fn signed_in(backend: &Backend) -> Vec<Self> {
        let groups = backend.inheriting().map(|group| Self::Group(group.name.value.clone()));
        std::iter::once(Self::Authenticated).chain(groups).collect()
    }

    /// As a persona is named on the command line: `guest`, `user`, the group's name (or `group:name`), `fn:name`.
    pub fn name(&self, backend: &Backend) -> String {
        match self {
            Self::Guest => "guest".to_owned(),
            Self::Authenticated => "user".to_owned(),
            // a group may be called as the others are named
            Self::Group(name) if is_taken(name) || name.contains([':', '+']) => {
                format!("group:{name}")
            }
            Self::Group(name) => name.to_string(),
            Self::Function(id) => format!("fn:{}", backend.function(*id).name.value),
        }
    }

    /// In words, for messages: "guests", "the group `ADMINS`".
    pub fn describe(&self, backend: &Backend) -> String {
        match self {
            Self::Guest => "guests".to_owned(),
            Self::Authenticated => "signed-in users".to_owned(),
            Self::Group(name) => format!("the group `{name}`"),
            Self::Function(id) => format!("the function `{}`", backend.function(*id).name.value),
        }
    }
}
