//! The table as a report: who may do what, in an order that depends on names alone, each line with the place of the
//! rule that grants it. The command line prints it, `ampc build` writes it as `access.json`.

mod admin;
mod data;
mod rest;
mod statement;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

pub use data::{CALL, EVERYTHING};
pub use rest::PUBLIC;
pub use statement::Statement;

use super::{
    Access, Asked, Decision, ENTITY_ID, FileAction, Path, Principal, Ruled, StorageGrant, StoragePaths, Verdict,
};
use crate::model::data::Mode;
use crate::model::{AdminQueries, Backend, Storage, StorageId};
use crate::source::{Sources, Span, folder, relative};
use crate::vocabulary::{AuthAction, Words as _};

/// The form of the report. A new one would be a change that programs have to follow; members may be added without.
pub const FORMAT: u32 = 1;

/// What the user pool is called in reports and questions.
pub const AUTH: &str = "auth";

/// What the API is called in reports.
pub const DATA: &str = "data";

/// Who may do what in a whole backend. What has no line in `grants`, nor one for [`PUBLIC`], is denied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// [`FORMAT`].
    pub format: u32,
    /// Whether that is all: there are no errors, and no imperative code that could grant more.
    pub complete: bool,
    /// Everyone who could be granted something: guests, signed-in users, groups by precedence, functions by name, then
    /// further callers of the API by name, and groups that only admin queries name.
    pub principals: Vec<Who>,
    /// What is granted: the user pool, the API, then by name the REST APIs, the admin queries and the storages.
    pub resources: Vec<Resource>,
    /// By resource, path, principal and action, in the order of the above.
    pub grants: Vec<Permission>,
    /// The IAM statements that are written for roles, in the order of `principals`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<Statement>,
}

/// Somebody who could be granted something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Who {
    /// As in questions: `guest`, `user`, the group's name, `fn:name`.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// For a group: its place in the list, from 0. Of several groups, the role of the lowest counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precedence: Option<usize>,
}

/// What somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Users who are not signed in.
    Guest,
    /// Users who are signed in and in no group.
    User,
    /// Users of whose groups this one counts.
    Group,
    /// A function.
    Function,
    /// Everybody, whoever they are: only where nobody is asked.
    Public,
    /// Whoever has the API key.
    ApiKey,
    /// Whom the function of the mode `lambda` lets through.
    Lambda,
    /// Users who are signed in with a provider that speaks `OpenID` Connect.
    Oidc,
    /// Users whose token lists a group in a claim of its own: `user:claim=GROUP`, `oidc:claim=GROUP`.
    Claim,
}

/// Something that can be reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Resource {
    /// The user pool.
    Auth {
        /// [`AUTH`].
        name: String,
    },
    /// The API.
    Data {
        /// [`DATA`].
        name: String,
        /// [`EVERYTHING`] if functions may use it all; the models, each with the fields that have rules of their own:
        /// `Post`, `Post.notes`; the operations with handlers.
        paths: Vec<String>,
    },
    /// A REST API.
    Rest {
        /// The API's name.
        name: String,
        /// The paths that rules stand at, sorted.
        paths: Vec<String>,
    },
    /// Admin queries.
    Admin {
        /// The API's name.
        name: String,
        /// The routes that there are: `disableUser`.
        paths: Vec<String>,
    },
    /// A bucket.
    Storage {
        /// The storage's name.
        name: String,
        /// The paths that rules stand at, sorted.
        paths: Vec<String>,
    },
}

/// Somebody may do one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Permission {
    /// The name of the resource.
    pub resource: String,
    /// Below which path of a storage; of an API, which of its paths.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The name of whoever may.
    pub principal: String,
    /// The action as it is written; `read` is taken apart.
    pub action: &'static str,
    /// How far.
    pub allowed: Extent,
    /// Of an API, how the caller says who it is: `userPool`, `identityPool`, `apiKey`, `oidc`, `lambda`; `public` where
    /// nobody is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<&'static str>,
    /// The field of the item that says how far.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The rule that grants it, as `file:line`; the file as seen from the backend's first file.
    pub rule: String,
}

impl Permission {
    /// Who, with the field of the item that says it and the mode where it is not clear: `user by owner`.
    pub fn who(&self) -> String {
        let mut who = self.principal.clone();
        if self.mode == Some(Mode::Iam.text()) && self.principal == "user" {
            who.push_str(" (identityPool)");
        }
        match &self.by {
            Some(field) => format!("{who} by {field}"),
            None => who,
        }
    }
}

/// What [`Extent::Own`] means, as it is printed beside a table.
pub const OWN: &str = "own: only in the folder with the user's own id";

/// How far a permission goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Extent {
    /// Everything below the path.
    Yes,
    /// Only the folder there that has the user's own id; only items that name the user.
    Own,
    /// Only items that name one of the user's groups.
    Group,
    /// Only some of it: an IAM statement decides, by names or conditions that are not known here.
    Part,
}

impl Extent {
    /// As it is printed.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Own => "own",
            Self::Group => "group",
            Self::Part => "part",
        }
    }

    /// How far a rule goes.
    pub const fn of(grant: &StorageGrant) -> Self {
        if grant.own { Self::Own } else { Self::Yes }
    }
}

/// What one principal may do at one path: for each of [`FileAction::ALL`] how far, and the rule or statement that decides.
pub type Row = [Option<(Extent, Span)>; 4];

impl Report {
    /// The report of a backend; `sound` if nothing is wrong with it.
    pub fn of(backend: &Backend, access: &Access, sources: &Sources, sound: bool) -> Self {
        let everyone = access.everyone(backend);
        let ranks: HashMap<&Principal, usize> = everyone.iter().zip(0..).collect();
        let names: Vec<String> = everyone.iter().map(|who| who.name(backend)).collect();
        let place = |span| place(span, sources);
        let principals = everyone.iter().zip(&names).map(|(who, name)| Who::new(who, name, backend)).collect();
        let complete = sound && backend.blind.is_empty();
        let mut report = Self {
            format: FORMAT,
            complete,
            principals,
            resources: Vec::new(),
            grants: Vec::new(),
            policies: Vec::new(),
        };
        if !backend.auths.is_empty() {
            report.resources.push(Resource::Auth { name: AUTH.to_owned() });
        }
        for (who, action, extent, rule) in access.users_and_groups(&everyone) {
            report.grants.push(Permission {
                resource: AUTH.to_owned(),
                path: None,
                principal: names[ranks[who]].clone(),
                action: action.text(),
                allowed: extent,
                mode: None,
                by: None,
                rule: place(rule),
            });
        }
        if let Some(data) = &backend.data {
            let granted = data::granted(backend, access, data, place);
            report.resources.push(granted.resource);
            report.grants.extend(granted.grants);
            report.principals.extend(granted.callers);
        }
        for (resource, grants) in rest::granted(backend, access, &everyone, place) {
            report.resources.push(resource);
            report.grants.extend(grants);
        }
        if report.grants.iter().any(|grant| grant.principal == PUBLIC && grant.mode == Some(PUBLIC)) {
            report.principals.push(Who { name: PUBLIC.to_owned(), kind: Kind::Public, precedence: None });
        }
        let mut apis: Vec<&AdminQueries> = backend.admin_queries.iter().collect();
        apis.sort_by(|a, b| a.name.value.cmp(&b.name.value));
        for api in apis {
            let (resource, grants, others) = admin::granted(backend, access, api, place);
            report.resources.push(resource);
            report.grants.extend(grants);
            for other in others {
                if !report.principals.contains(&other) {
                    report.principals.push(other);
                }
            }
        }
        let mut storages: Vec<&Storage> = backend.storages.iter().collect();
        storages.sort_by(|a, b| a.name.value.cmp(&b.name.value));
        for storage in storages {
            let paths = access.sorted_paths(storage.id);
            for path in &paths {
                let rows = access.rows(storage.id, path);
                let mut rows: Vec<(usize, Row)> =
                    rows.into_iter().filter_map(|(who, row)| Some((*ranks.get(who)?, row))).collect();
                rows.sort_by_key(|(rank, _)| *rank);
                let found = rows.into_iter().flat_map(|(rank, row)| {
                    let granted = FileAction::ALL.into_iter().zip(row);
                    granted.filter_map(move |(action, grant)| Some((rank, action, grant?)))
                });
                report.grants.extend(found.map(|(rank, action, (allowed, rule))| Permission {
                    resource: storage.name.to_string(),
                    path: Some(path.to_string()),
                    principal: names[rank].clone(),
                    action: action.text(),
                    allowed,
                    mode: None,
                    by: None,
                    rule: place(rule),
                }));
            }
            let paths = paths.iter().map(ToString::to_string).collect();
            report.resources.push(Resource::Storage { name: storage.name.to_string(), paths });
        }
        for (who, name) in everyone.iter().zip(&names) {
            let theirs = access.policies.iter().filter(|policy| policy.who == *who);
            report.policies.extend(theirs.map(|policy| Statement::of(policy, name, place(policy.statement.place()))));
        }
        report
    }
}

impl Who {
    fn new(who: &Principal, name: &str, backend: &Backend) -> Self {
        let (kind, precedence) = match who {
            Principal::Guest => (Kind::Guest, None),
            Principal::Authenticated => (Kind::User, None),
            Principal::Group(group) => (Kind::Group, Some(backend.precedence(group))),
            Principal::Function(_) => (Kind::Function, None),
        };
        Self { name: name.to_owned(), kind, precedence }
    }
}

/// Where a rule stands: `storage/resource.ts:12`, the file as seen from the folder of the first one.
pub fn place(span: Span, sources: &Sources) -> String {
    let root = sources.iter().next().map_or(".", |(_, first)| folder(&first.path));
    let file = sources.get(span.file);
    format!("{}:{}", relative(root, &file.path), file.position(span.start).line)
}

impl Access {
    /// Everyone who could be granted something: guests, signed-in users, groups by precedence, functions by name.
    pub fn everyone(&self, backend: &Backend) -> Vec<Principal> {
        let mut all = Vec::new();
        if !backend.auths.is_empty() {
            all.extend([Principal::Guest, Principal::Authenticated]);
        }
        all.extend(backend.group_names().into_iter().map(|name| Principal::Group(name.value.clone())));
        let mut functions: Vec<_> = backend.functions.iter().collect();
        functions.sort_by(|a, b| a.name.value.cmp(&b.name.value));
        all.extend(functions.into_iter().map(|function| Principal::Function(function.id)));
        all
    }

    /// The paths of a storage, each once, those within another one behind it; the whole bucket if a statement may allow
    /// something there.
    pub fn sorted_paths(&self, storage: StorageId) -> Vec<Path> {
        let paths = self.paths.get(&storage).into_iter().flat_map(StoragePaths::list);
        let mut sorted: BTreeSet<Path> = paths.map(|path| path.path.clone()).collect();
        let stated = self.policies.iter().any(|policy| {
            let asked = |action| asked(storage, &Path::bucket(), action);
            let may = |action: FileAction| self.said(&policy.who, action.iam(), &asked(action)).may_allow();
            FileAction::ALL.into_iter().any(|action| may(action).is_some())
        });
        sorted.extend(stated.then(Path::bucket));
        sorted.into_iter().collect()
    }

    /// What everyone who may do something at a path may do there.
    pub fn rows(&self, storage: StorageId, path: &Path) -> BTreeMap<&Principal, Row> {
        let mut granted: BTreeMap<&Principal, [Option<&StorageGrant>; 4]> = BTreeMap::new();
        let everywhere = Path::bucket();
        // the whole bucket decides first, and a rule for all folders says more than one for one's own
        let wide = self.grants_at(storage, &everywhere).chain(self.grants_at(storage, path));
        let own = self.grants_at(storage, path).filter(|grant| grant.own);
        for grant in wide.filter(|grant| !grant.own).chain(own) {
            granted.entry(&grant.who).or_default()[grant.action as usize].get_or_insert(grant);
        }
        for policy in &self.policies {
            granted.entry(&policy.who).or_default();
        }
        let rows = granted.into_iter().map(|(who, grants)| {
            (who, FileAction::ALL.map(|action| self.cell(who, storage, path, action, grants[action as usize])))
        });
        rows.filter(|(_, row)| row.iter().any(Option::is_some)).collect()
    }

    /// How far somebody may do something at a path, where a rule grants it or none does, and what decides.
    fn cell(
        &self,
        who: &Principal,
        storage: StorageId,
        path: &Path,
        action: FileAction,
        granted: Option<&StorageGrant>,
    ) -> Option<(Extent, Span)> {
        let said = self.said(who, action.iam(), &asked(storage, path, action));
        let withheld =
            |path: &Path| matches!(self.decide(who, false, action, storage, &path.prefix), Decision::Overridden { .. });
        let ruled = match granted {
            Some(grant) if !grant.own => Ruled::Allowed,
            _ if withheld(path) => Ruled::Withheld,
            _ => Ruled::Unspoken,
        };
        let by = |statement: Option<&super::RolePolicy>| statement.map(|statement| statement.statement.place());
        match (said.with(ruled), granted) {
            (Verdict::Part(statement), _) => Some((Extent::Part, statement.statement.place())),
            (Verdict::Yes(None), Some(grant)) => Some((Extent::Yes, grant.rule)),
            (Verdict::Yes(statement), _) => {
                // paths within may have rules that take something away
                let inner = self.paths.get(&storage).filter(|_| path.is_bucket());
                let taken = inner.into_iter().flat_map(StoragePaths::list).any(|inner| withheld(&inner.path));
                Some((if taken { Extent::Part } else { Extent::Yes }, by(statement)?))
            }
            (Verdict::No(_), Some(grant)) if grant.own => match said.with(Ruled::Allowed) {
                Verdict::No(_) => None,
                Verdict::Part(statement) => Some((Extent::Part, statement.statement.place())),
                Verdict::Yes(_) => Some((Extent::Own, grant.rule)),
            },
            (Verdict::No(_), _) => None,
        }
    }

    /// What may be done with users and groups: who, what, how far, and the rule or statement that says so.
    fn users_and_groups<'a>(&'a self, everyone: &'a [Principal]) -> Vec<(&'a Principal, AuthAction, Extent, Span)> {
        let mut found = Vec::new();
        for who in everyone {
            let stated = self.policies.iter().any(|policy| policy.who == *who);
            for action in AuthAction::ALL.iter().copied() {
                let mut rules = self.auth.iter().filter(|grant| Principal::Function(grant.function) == *who);
                let rule = rules.find(|grant| grant.actions.iter().any(|word| word.value == action));
                if rule.is_none() && !stated {
                    continue;
                }
                let cell = match self.judge_users(who, action) {
                    Verdict::No(_) => None,
                    Verdict::Part(statement) => Some((Extent::Part, statement.statement.place())),
                    Verdict::Yes(Some(statement)) => Some((Extent::Yes, statement.statement.place())),
                    // a rule that grants more than this word says so
                    Verdict::Yes(None) => rule.map(|rule| (Extent::Yes, rule.span)),
                };
                found.extend(cell.map(|(extent, place)| (who, action, extent, place)));
            }
        }
        found
    }
}

/// The files below a path; to list them, the bucket.
fn asked(storage: StorageId, path: &Path, action: FileAction) -> Asked {
    let own = if path.entity { format!("{ENTITY_ID}/") } else { String::new() };
    match action {
        FileAction::List => Asked::bucket(storage),
        _ => Asked::file(storage, &format!("{}{own}", path.prefix), true),
    }
}
