//! What the table says about one request.

use smol_str::SmolStr;

use super::{Access, Asked, FileAction, Principal, Ruled, StorageGrant, StoragePath, Verdict};
use crate::model::{Backend, FunctionId, StorageId};

/// Somebody who asks for something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Persona {
    /// Not signed in.
    Guest,
    /// Signed in, in no group.
    User,
    /// Signed in, in these groups or in none, and the one whose id stands in the path, or whom the item names as its owner.
    Owner(Vec<SmolStr>),
    /// Signed in, in these groups: at least one.
    Groups(Vec<SmolStr>),
    /// A function.
    Function(FunctionId),
    /// Whoever it is, without credentials and without a token.
    Public,
    /// Whoever has the API key.
    ApiKey,
    /// Whom the function of the mode `lambda` lets through.
    Authorized,
    /// Signed in with another provider, which speaks `OpenID` Connect.
    Oidc,
}

impl Persona {
    /// Whose role counts for files: of several groups, that of the one with the lowest precedence. `None` for groups
    /// that there are not, and for callers who have no role.
    pub fn principal(&self, backend: &Backend) -> Option<Principal> {
        Some(match self {
            Self::Guest => Principal::Guest,
            Self::User => Principal::Authenticated,
            Self::Owner(names) if names.is_empty() => Principal::Authenticated,
            Self::Groups(names) | Self::Owner(names) => {
                let known = names.iter().filter(|name| backend.has_group(name));
                Principal::Group(known.min_by_key(|name| backend.precedence(name)).cloned()?)
            }
            Self::Function(id) => Principal::Function(*id),
            Self::Public | Self::ApiKey | Self::Authorized | Self::Oidc => return None,
        })
    }

    /// Somebody who has that role, and owns no folder.
    pub fn of(principal: Principal) -> Self {
        match principal {
            Principal::Guest => Self::Guest,
            Principal::Authenticated => Self::User,
            Principal::Group(name) => Self::Groups(vec![name]),
            Principal::Function(id) => Self::Function(id),
        }
    }

    /// Whether the id in a path is this user's own.
    pub fn owns(&self) -> bool {
        matches!(self, Self::Owner(_))
    }

    /// The groups that somebody is in.
    pub fn groups(&self) -> &[SmolStr] {
        match self {
            Self::Groups(names) | Self::Owner(names) => names,
            _ => &[],
        }
    }
}

/// The answer to a request, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision<'a> {
    /// This rule allows it.
    Allowed(&'a StorageGrant),
    /// A rule of a wider path would allow it, but this path within it decides, and no rule there does.
    Overridden {
        /// The path that decides.
        by: &'a StoragePath,
        /// What would have allowed it.
        grant: &'a StorageGrant,
    },
    /// This rule would allow it to the owner of the folder.
    OwnerOnly(&'a StorageGrant),
    /// No rule speaks of it. The path that decides, if one holds the file.
    Unspoken(Option<&'a StoragePath>),
}

impl Decision<'_> {
    /// Whether it is allowed.
    pub const fn is_allowed(&self) -> bool {
        matches!(self, Self::Allowed(_))
    }
}

impl Access {
    /// What rules and statements say together about something with a file, or with `below` about all whose names begin so;
    /// for [`FileAction::List`], about the prefix that is listed.
    pub fn judge(
        &self,
        who: &Principal,
        owner: bool,
        action: FileAction,
        storage: StorageId,
        (key, below): (&str, bool),
    ) -> (Decision<'_>, Verdict<'_>) {
        let decision = self.decide(who, owner, action, storage, key);
        let asked = match action {
            FileAction::List => Asked::bucket(storage),
            _ => Asked::file(storage, key, below),
        };
        let ruled = match decision {
            Decision::Allowed(_) => Ruled::Allowed,
            Decision::Overridden { .. } => Ruled::Withheld,
            Decision::OwnerOnly(_) | Decision::Unspoken(_) => Ruled::Unspoken,
        };
        (decision, self.said(who, action.iam(), &asked).with(ruled))
    }

    /// Whether the rules allow somebody to do something with a file; for [`FileAction::List`], with the prefix that is listed.
    ///
    /// A grant on the whole bucket holds everywhere. Otherwise the most specific path that holds the file decides: it
    /// overrides the path around it.
    pub fn decide(
        &self,
        who: &Principal,
        owner: bool,
        action: FileAction,
        storage: StorageId,
        key: &str,
    ) -> Decision<'_> {
        let asked = |grant: &&StorageGrant| grant.who == *who && grant.action == action;
        if let Some(grant) = self.grants_at_prefix(storage, "").find(asked) {
            return Decision::Allowed(grant);
        }
        let at = |path: &StoragePath| -> Vec<&StorageGrant> {
            self.grants_at_prefix(storage, &path.path.prefix).filter(asked).collect()
        };
        let Some(paths) = self.paths.get(&storage) else { return Decision::Unspoken(None) };
        let mut holding = paths.holding(key);
        let Some(nearest) = holding.next() else { return Decision::Unspoken(None) };
        let there = at(nearest);
        let in_folder = nearest.path.owner(key).is_some();
        if let Some(grant) = there.iter().find(|grant| !grant.own || owner && in_folder) {
            return Decision::Allowed(grant);
        }
        if let Some(grant) = there.iter().find(|_| in_folder) {
            return Decision::OwnerOnly(grant);
        }
        match holding.find_map(|path| at(path).into_iter().find(|grant| !grant.own)) {
            Some(grant) => Decision::Overridden { by: nearest, grant },
            None => Decision::Unspoken(Some(nearest)),
        }
    }
}
