//! The typed backend: which resources belong to it, what each is called, and who refers to whom. No syntax is left;
//! where the source is broken, a part is missing and the rest is whole.

mod admin;
mod build;
pub mod data;
mod edition;
mod referenced;
mod target;

use std::collections::HashMap;

use smol_str::SmolStr;

pub use admin::{ADMIN_QUERIES, AdminQueries};
pub use build::build;
pub use data::Data;
pub use edition::{EDITIONS, Edition};
pub use referenced::GroupUse;
pub use target::Target;

use crate::evaluate::{Blind, DeclarationId};
use crate::source::Span;
use crate::vocabulary::{self, At, AuthAccess, Secret};

/// A function in [`Backend::functions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FunctionId(pub u32);

/// A storage in [`Backend::storages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StorageId(pub u32);

/// An API in [`Backend::rest_apis`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RestApiId(pub u32);

/// A whole backend.
#[derive(Clone, Debug, Default)]
pub struct Backend {
    /// What holds where the definition is silent.
    pub edition: &'static Edition,
    /// The user pool that is to be made; the first one, if there are several by mistake.
    pub auth: Option<Auth>,
    /// The user pool that exists already; the first one, if there are several by mistake.
    pub referenced_auth: Option<ReferencedAuth>,
    /// Every `defineAuth` and `referenceAuth` of the backend: the builder and where it stands. One is right.
    pub auths: Vec<(SmolStr, Span)>,
    /// The functions, in the order of their declarations.
    pub functions: Vec<Function>,
    /// The storages, in the order of their declarations.
    pub storages: Vec<Storage>,
    /// The REST APIs, in the order of their declarations.
    pub rest_apis: Vec<RestApi>,
    /// The APIs by which users manage users, in the order of their declarations.
    pub admin_queries: Vec<AdminQueries>,
    /// Models and operations; the first ones, if there are several by mistake.
    pub data: Option<Data>,
    /// Where every `defineData` of the backend stands. At most one is right.
    pub datas: Vec<Span>,
    /// Every `defineOutputs`, with its place. At most one is right.
    pub outputs: Vec<(vocabulary::Outputs, Span)>,
    /// Every use of a secret, in the order of the text.
    pub secrets: Vec<Secret>,
    /// Every mention of a group by a rule of data, storage or a REST API.
    pub group_uses: Vec<GroupUse>,
    /// Whether `defineBackend` lists its resources; without it, those exported are the backend.
    pub listed: bool,
    /// Resources that are declared, but neither listed nor referred to, except by each other.
    pub unreached: Vec<Unreached>,
    /// What those are. Nothing is made of it, but it is checked all the same.
    pub outside: Option<Box<Backend>>,
    /// Statements that the compiler cannot see into.
    pub blind: Vec<Blind>,
    by_declaration: HashMap<DeclarationId, FunctionId>,
}

/// A resource that is not part of the backend.
#[derive(Clone, Debug)]
pub struct Unreached {
    /// What it is: `function`, `storage`.
    pub kind: String,
    /// The constant that holds it, if one does.
    pub constant: Option<SmolStr>,
    /// Where the constant's name stands, or the builder.
    pub span: Span,
}

/// The user pool that is to be made.
#[derive(Clone, Debug)]
pub struct Auth {
    /// Its declaration.
    pub declaration: DeclarationId,
    /// What is written.
    pub record: vocabulary::Auth,
    /// The groups, in the order of their precedence; a name that comes twice is kept once.
    pub groups: Vec<Group>,
    /// Where `defineAuth` stands.
    pub span: Span,
}

/// A group of the user pool.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its name.
    pub name: At<SmolStr>,
    /// What is written, or its place in the list, from 0. The role of the lowest one counts for a user in several groups.
    pub precedence: u32,
    /// What is written.
    pub record: vocabulary::Group,
}

impl Group {
    /// Whether its role has what that of signed-in users has.
    pub fn inherits(&self) -> bool {
        self.record.inherits.is_some()
    }
}

/// A user pool that exists already.
#[derive(Clone, Debug)]
pub struct ReferencedAuth {
    /// Its declaration.
    pub declaration: DeclarationId,
    /// What is written.
    pub record: vocabulary::ReferenceAuth,
    /// Where `referenceAuth` stands.
    pub span: Span,
}

/// A function.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its id.
    pub id: FunctionId,
    /// Its declaration.
    pub declaration: DeclarationId,
    /// Its name: the one that is written, else the file name of `entry`, else the folder of the declaring file.
    pub name: At<SmolStr>,
    /// The constant that holds it, if one does.
    pub constant: Option<SmolStr>,
    /// Its handler's file, as a path like those of the sources.
    pub entry: At<String>,
    /// The folder of the declaring file.
    pub folder: String,
    /// What is written.
    pub record: vocabulary::Function,
    /// Whether it is made by a callback in code, which cannot be seen: only its name and place are known.
    pub custom: bool,
    /// Where `defineFunction` stands.
    pub span: Span,
}

/// Files in a bucket.
#[derive(Clone, Debug)]
pub struct Storage {
    /// Its id.
    pub id: StorageId,
    /// Its declaration.
    pub declaration: DeclarationId,
    /// Its name; the constant that holds it, if none could be read.
    pub name: At<SmolStr>,
    /// The constant that holds it, if one does.
    pub constant: Option<SmolStr>,
    /// What is written.
    pub record: vocabulary::Storage,
    /// Where `defineStorage` stands.
    pub span: Span,
}

/// Paths that functions answer.
#[derive(Clone, Debug)]
pub struct RestApi {
    /// Its id.
    pub id: RestApiId,
    /// Its declaration.
    pub declaration: DeclarationId,
    /// Its name: the one that is written, else the constant that holds it.
    pub name: At<SmolStr>,
    /// What is written.
    pub record: vocabulary::RestApi,
    /// Where `defineRestApi` stands.
    pub span: Span,
}

impl Backend {
    /// The names of the HTTP APIs, which clients and templates tell them apart by.
    pub fn http_api_names(&self) -> impl Iterator<Item = &At<SmolStr>> {
        let rest = self.rest_apis.iter().map(|api| &api.name);
        rest.chain(self.admin_queries.iter().map(|queries| &queries.name))
    }

    /// The function of an id that this backend handed out.
    pub fn function(&self, id: FunctionId) -> &Function {
        &self.functions[id.0 as usize]
    }

    /// The function of a declaration; `None` if it is broken or no part of the backend.
    pub fn function_of(&self, declaration: DeclarationId) -> Option<&Function> {
        Some(self.function(*self.by_declaration.get(&declaration)?))
    }

    /// The function that a reference leads to.
    pub fn resolve(&self, reference: &At<vocabulary::FunctionRef>) -> Option<&Function> {
        self.function_of(reference.value.0)
    }

    /// The storage of an id that this backend handed out.
    pub fn storage(&self, id: StorageId) -> &Storage {
        &self.storages[id.0 as usize]
    }

    /// The REST API of an id that this backend handed out.
    pub fn rest_api(&self, id: RestApiId) -> &RestApi {
        &self.rest_apis[id.0 as usize]
    }

    /// The bucket that clients use when they name none: the one that says so, or the only one.
    pub fn default_storage(&self) -> Option<&Storage> {
        let says_so = |storage: &&Storage| storage.record.is_default.as_ref().is_some_and(|it| it.value);
        self.storages.iter().find(says_so).or(match &self.storages[..] {
            [only] => Some(only),
            _ => None,
        })
    }

    /// The functions that run when something happens to a file, each with what that is.
    pub fn storage_triggers(&self, storage: &Storage) -> impl Iterator<Item = (vocabulary::StorageTrigger, &Function)> {
        let entries = storage.record.triggers.iter().flat_map(|triggers| &triggers.0);
        let found: Vec<_> =
            entries.filter_map(|(trigger, function)| Some((trigger.value, self.resolve(function)?))).collect();
        found.into_iter()
    }

    /// The group of a name.
    pub fn group(&self, name: &str) -> Option<&Group> {
        self.auth.as_ref()?.groups.iter().find(|group| group.name.value == name)
    }

    /// The groups whose members keep what signed-in users may do.
    pub fn inheriting(&self) -> impl Iterator<Item = &Group> {
        self.auth.iter().flat_map(|auth| &auth.groups).filter(|group| group.inherits())
    }

    /// Whether there is a group of that name, in the pool that is made or in the one that exists.
    pub fn has_group(&self, name: &str) -> bool {
        self.group(name).is_some() || self.existing_role(name).is_some()
    }

    /// The groups in the order of their precedence, of the pool that is made or of the one that exists.
    pub fn group_names(&self) -> Vec<&At<SmolStr>> {
        if let Some(auth) = &self.auth {
            return auth.groups.iter().map(|group| &group.name).collect();
        }
        let groups =
            self.referenced_auth.iter().flat_map(|auth| &auth.record.groups).flat_map(|groups| &groups.entries);
        groups.map(|(name, _)| name).collect()
    }

    /// The place of a group in the list, the lowest of which counts for users in several groups. For a pool that exists
    /// already it is not known, and the order of the text is taken.
    pub fn precedence(&self, name: &str) -> usize {
        if let Some(group) = self.group(name) {
            return group.precedence as usize;
        }
        self.group_names().iter().position(|group| group.value == name).unwrap_or(usize::MAX)
    }

    /// The ARN of a group's role, if the pool exists already.
    pub fn existing_role(&self, group: &str) -> Option<&At<SmolStr>> {
        let groups = &self.referenced_auth.as_ref()?.record.groups.as_ref()?.entries;
        groups.iter().find(|(name, _)| name.value == group).map(|(_, role)| role)
    }

    /// What functions may do with users: of the pool that is made, or of the one that exists.
    pub fn auth_access(&self) -> Option<&AuthAccess> {
        let made = self.auth.as_ref().and_then(|auth| auth.record.access.as_ref());
        made.or_else(|| self.referenced_auth.as_ref()?.record.access.as_ref())
    }

    /// The functions that are attached to the user pool, each with what calls it.
    pub fn triggers(&self) -> impl Iterator<Item = (vocabulary::Trigger, &At<vocabulary::FunctionRef>, &Function)> {
        let triggers = self.auth.as_ref().and_then(|auth| auth.record.triggers.as_ref());
        let entries = triggers.into_iter().flat_map(|triggers| &triggers.0);
        entries.filter_map(|(trigger, function)| Some((trigger.value, function, self.resolve(function)?)))
    }
}
