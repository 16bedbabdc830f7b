//! What a question says: who, what and where.

use smol_str::SmolStr;

use super::{Answering, Failure, Target};
use crate::access::data::DataAction;
use crate::access::report::{AUTH, CALL};
use crate::access::{FileAction, Persona, Principal};
use crate::diagnostic::closest;
use crate::model::{Backend, Storage};
use crate::vocabulary::data::Action;
use crate::vocabulary::{AdminRoute, AuthAction, StorageAction, Words};

/// Each action by itself.
static EACH: [DataAction; 6] = DataAction::ALL;

impl Answering<'_> {
    fn backend(&self) -> &Backend {
        &self.analysis.backend
    }

    /// `guest`, `user`, `entity`, `entity+EDITORS`, `EDITORS`, `ADMINS+EDITORS`, `group:guest`, `fn:name`.
    pub(super) fn persona(&self, written: &str) -> Result<Persona, Failure> {
        match written {
            "guest" => return Ok(Persona::Guest),
            "user" => return Ok(Persona::User),
            "entity" | "owner" => return Ok(Persona::Owner(Vec::new())),
            "public" => return Ok(Persona::Public),
            "apiKey" => return Ok(Persona::ApiKey),
            "lambda" => return Ok(Persona::Authorized),
            "oidc" => return Ok(Persona::Oidc),
            _ => {}
        }
        if let Some(name) = written.strip_prefix("fn:") {
            let found = self.backend().functions.iter().find(|function| function.name.value == name);
            return found.map(|it| Persona::Function(it.id)).ok_or_else(|| self.nobody(written));
        }
        let group = |name: &str| {
            let name = name.strip_prefix("group:").unwrap_or(name);
            let of_admins = self.analysis.access.admin.iter().any(|grant| grant.group.as_deref() == Some(name));
            (of_admins || self.backend().has_group(name)).then(|| SmolStr::new(name))
        };
        if let Some(name) = group(written) {
            return Ok(Persona::Groups(vec![name]));
        }
        let owner = ["entity+", "owner+"].iter().find_map(|owner| written.strip_prefix(owner));
        let mut names = Vec::new();
        for part in owner.unwrap_or(written).split('+') {
            let name = group(part).ok_or_else(|| self.nobody(part))?;
            if !names.contains(&name) {
                names.push(name);
            }
        }
        Ok(if owner.is_some() { Persona::Owner(names) } else { Persona::Groups(names) })
    }

    fn nobody(&self, written: &str) -> Failure {
        let everyone = self.analysis.access.everyone(self.backend());
        let mut known: Vec<String> = ["guest", "user", "entity"].map(str::to_owned).into();
        if self.backend().data.is_some() {
            known.extend(["apiKey", "lambda", "oidc"].map(str::to_owned));
        }
        if !self.backend().rest_apis.is_empty() {
            known.push("public".to_owned());
        }
        let named = everyone.iter().filter(|who| matches!(who, Principal::Group(_) | Principal::Function(_)));
        known.extend(named.map(|who| who.name(self.backend())));
        unknown(&format!("there is nobody called `{written}`"), written, &known)
    }

    /// The action and the place together: what there is depends on both.
    pub(super) fn target(&self, action: &str, resource: &str) -> Result<Target, Failure> {
        if let Some(target) = self.of_rest(action, resource)? {
            return Ok(target);
        }
        if let Some(target) = self.of_data(action, resource)? {
            return Ok(target);
        }
        if let Some(target) = self.of_admin(action, resource)? {
            return Ok(target);
        }
        if let Some(found) = StorageAction::from_text(action) {
            return self.files(found, resource);
        }
        if action == CALL {
            let known = self
                .backend()
                .admin_queries
                .iter()
                .flat_map(|api| api.routes.iter().map(|(route, _)| format!("{}:{}", api.name.value, route.text())));
            let operations = self.backend().data.iter().flat_map(|data| &data.operations);
            let known: Vec<String> = operations.map(|it| it.name.value.to_string()).chain(known).collect();
            return Err(unknown(&format!("there is nothing called `{resource}` to call"), resource, &known));
        }
        let Some(found) = AuthAction::from_text(action) else {
            let known: Vec<&str> = StorageAction::words().iter().chain(AuthAction::words()).map(|it| it.text).collect();
            return Err(unknown(&format!("there is no action `{action}`"), action, &known));
        };
        let backend = self.backend();
        if backend.auths.is_empty() {
            return Err(Failure(format!(
                "`{action}` is done with users and groups, and the backend has no `defineAuth`"
            )));
        }
        let name = backend.auth.as_ref().and_then(|auth| auth.record.name.as_ref());
        if resource == AUTH || name.is_some_and(|name| name.value == resource) {
            return Ok(Target::Auth(found));
        }
        Err(Failure(format!("`{action}` is done with users and groups, not with `{resource}`: write `{AUTH}`")))
    }

    /// A model, `Model.field`, or an operation with a handler; `None` if the resource is none of them.
    fn of_data(&self, action: &str, resource: &str) -> Result<Option<Target>, Failure> {
        let Some(data) = &self.backend().data else { return Ok(None) };
        let (name, field) = resource.split_once('.').map_or((resource, None), |(name, field)| (name, Some(field)));
        if let Some(operation) = data.operations.iter().find(|operation| operation.name.value == resource) {
            if action != CALL {
                return Err(Failure(format!("`{resource}` is an operation: ask whether somebody may `{CALL}` it")));
            }
            return Ok(Some(Target::Operation(operation.id)));
        }
        let Some(model) = data.models.iter().find(|model| model.name.value == name) else { return Ok(None) };
        let named = |field: &str| {
            let found = model.fields.iter().position(|it| it.name.value == field);
            let known: Vec<&str> = model.fields.iter().map(|field| field.name.value.as_str()).collect();
            found.ok_or_else(|| unknown(&format!("`{name}` has no field `{field}`"), field, &known))
        };
        let field = field.map(named).transpose()?;
        let known = [DataAction::ALL.map(DataAction::text).as_slice(), &["read"]].concat();
        let actions: &[DataAction] = match DataAction::ALL.iter().position(|it| it.text() == action) {
            Some(at) => &EACH[at..=at],
            None if action == "read" => DataAction::of(Action::Read),
            None => return Err(unknown(&format!("nobody can `{action}` a model"), action, &known)),
        };
        Ok(Some(Target::Items { actions, word: action.to_owned(), model: model.id, field }))
    }

    /// A route of admin queries, `AdminQueries:disableUser`; `None` if the resource is none.
    fn of_admin(&self, action: &str, resource: &str) -> Result<Option<Target>, Failure> {
        let (name, route) = resource.split_once(':').unwrap_or((resource, ""));
        let Some(api) = self.backend().admin_queries.iter().find(|api| api.name.value == name) else { return Ok(None) };
        let Some(found) = AdminRoute::from_text(route) else {
            let routes: Vec<&str> = api.routes.iter().map(|(route, _)| route.text()).collect();
            let message = match route {
                "" => format!("`{name}` has routes: write `{name}:{}`", routes.first().unwrap_or(&"listUsers")),
                _ => format!("there is no route `{route}`"),
            };
            return Err(unknown(&message, route, &routes));
        };
        if action != CALL {
            return Err(Failure(format!("`{resource}` is a route: ask whether somebody may `{CALL}` it")));
        }
        Ok(Some(Target::Admin(api.name.value.clone(), found)))
    }

    fn files(&self, action: StorageAction, resource: &str) -> Result<Target, Failure> {
        let storages = &self.backend().storages;
        let names: Vec<&str> = storages.iter().map(|storage| storage.name.as_str()).collect();
        let storage_of = |name: &str| storages.iter().find(|storage| storage.name.value == name);
        let word = action.text();
        let (storage, path) = match (resource.split_once(':'), &storages[..]) {
            (_, []) => {
                return Err(Failure(format!("`{word}` is done with files, and the backend has no `defineStorage`")));
            }
            (Some((name, path)), _) if storage_of(name).is_some() => (storage_of(name), path),
            (None, _) if storage_of(resource).is_some() => (storage_of(resource), ""),
            // a name of a file may hold a colon
            (Some((name, _)), [_]) if name.contains('/') => (storages.first(), resource),
            (None, [only]) if resource.contains('/') || resource == "*" => (Some(only), resource),
            (Some((name, _)), _) => return Err(unknown(&format!("there is no storage `{name}`"), name, &names)),
            (None, _) if resource.contains('/') => {
                let message =
                    format!("`{resource}` may be in any of {} storages: write `name:{resource}`", storages.len());
                return Err(unknown(&message, "", &names));
            }
            (None, _) if resource == AUTH => {
                let message = format!("`{word}` is done with files, not with `{AUTH}`");
                return Err(unknown(&message, "", &names));
            }
            (None, _) => {
                let near = closest(resource, names.iter().copied());
                let message = format!("there is no storage `{resource}`");
                // a file beside all folders
                if let ([only], None) = (&storages[..], near) {
                    let name = only.name.as_str();
                    return Err(Failure(format!(
                        "{message}; a file is written `{name}:{resource}`, a folder `{resource}/`"
                    )));
                }
                return Err(unknown(&message, resource, &names));
            }
        };
        let Some(storage) = storage else { return Err(unknown("there is no such storage", resource, &names)) };
        Self::key(action, storage, path)
    }

    fn key(action: StorageAction, storage: &Storage, path: &str) -> Result<Target, Failure> {
        let (word, actions, name) = (action.text(), FileAction::of(action), &storage.name.value);
        if let Some(rest) = path.strip_prefix('/') {
            let rest = rest.trim_start_matches('/');
            return Err(Failure(format!("names of files do not begin with `/`: write `{name}:{rest}`")));
        }
        // a path as it is written in the definition stands for what is below it
        let key = if path == "*" { "" } else { path.strip_suffix("/*").map_or(path, |folder| &path[..=folder.len()]) };
        if path.is_empty() && actions != [FileAction::List] {
            return Err(Failure(format!("`{word}` needs a file: write `{name}:folder/file`, or `{name}:*` for any")));
        }
        let below = path == "*" || path.ends_with("/*");
        Ok(Target::Files { actions, word, storage: storage.id, key: key.to_owned(), below })
    }
}

/// Wrong usage, with what there is.
pub(super) fn unknown(message: &str, written: &str, known: &[impl AsRef<str>]) -> Failure {
    let near = closest(written, known.iter().map(AsRef::as_ref));
    let near = near.filter(|_| !written.is_empty());
    let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    let all: Vec<&str> = known.iter().map(AsRef::as_ref).collect();
    Failure(format!("{message}{hint}\nthere is: {}", all.join(", ")))
}
