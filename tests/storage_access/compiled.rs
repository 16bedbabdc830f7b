//! A backend and the template that comes out.

use std::collections::BTreeMap;

use amp_compiler::access::{FileAction, Principal};
use amp_compiler::analysis::{Analysis, Options, analyze};
use amp_compiler::emit::{Artifacts, emit};
use amp_compiler::model::StorageId;
use amp_compiler::names::{self, LogicalId};
use amp_compiler::source::{Files, MemoryFiles};
use serde_json::Value as Json;

use super::cloud::{Stack, bucket_name, role_of};
use super::iam::ME;

/// A backend, compiled.
pub(crate) struct Compiled {
    pub(crate) analysis: Analysis,
    pub(crate) artifacts: Artifacts,
    pub(crate) stack: Stack,
}

impl Compiled {
    pub(crate) fn of(files: &dyn Files, entry: &str) -> Self {
        let analysis = analyze(files, entry, &Options::default()).expect("the file can be read");
        let Some(checked) = analysis.checked() else { panic!("{:#?}", analysis.diagnostics) };
        let (artifacts, _) = emit(checked, files, 0);
        let template: Json = serde_json::from_str(&artifacts.files["template.json"]).expect("the template is JSON");
        let stack = Stack::of(&template);
        Self { analysis, artifacts, stack }
    }

    pub(crate) fn of_text(text: &str) -> Self {
        let handler = "export const handler = async () => {};\n";
        let files = MemoryFiles::default().with("backend.amp", text).with("handler.mjs", handler);
        Self::of(&files, "backend.amp")
    }

    /// Everybody of whom a rule can speak, with the name of the role.
    pub(crate) fn roles(&self) -> Vec<(Principal, String)> {
        let backend = &self.analysis.backend;
        let mut roles = Vec::new();
        if let Some(existing) = &backend.referenced_auth {
            let role = |arn: &str| role_of(&arn.into());
            let record = &existing.record;
            roles.extend(record.auth_role_arn.as_ref().map(|arn| (Principal::Authenticated, role(arn))));
            roles.extend(record.unauth_role_arn.as_ref().map(|arn| (Principal::Guest, role(arn))));
            let groups = record.groups.iter().flat_map(|groups| &groups.entries);
            roles.extend(groups.map(|(name, arn)| (Principal::Group(name.value.clone()), role(arn))));
        }
        for (_, attached) in self.stack.all("AWS::Cognito::IdentityPoolRoleAttachment") {
            roles.push((Principal::Authenticated, role_of(&attached["Roles"]["authenticated"])));
            let guests = attached["Roles"].get("unauthenticated");
            roles.extend(guests.map(|arn| (Principal::Guest, role_of(arn))));
        }
        for (_, group) in self.stack.all("AWS::Cognito::UserPoolGroup") {
            let name = group["GroupName"].as_str().expect("a name");
            roles.push((Principal::Group(name.into()), role_of(&group["RoleArn"])));
        }
        for function in backend.functions.iter().filter(|function| !function.custom) {
            roles.push((Principal::Function(function.id), role_of(&self.function(&function.name)["Role"])));
        }
        roles
    }

    pub(crate) fn function(&self, name: &str) -> &Json {
        let folder = format!("functions/{name}");
        let mut functions = self.stack.all("AWS::Lambda::Function").map(|(_, it)| it);
        functions.find(|it| it["Code"] == folder.as_str()).unwrap_or_else(|| panic!("there is no function {name}"))
    }

    /// The buckets of the storages, in the order of the backend.
    pub(crate) fn buckets(&self) -> Vec<String> {
        let ids = self.analysis.backend.storages.iter().map(|it| names::bucket(&it.name));
        let all: BTreeMap<&str, &Json> = self.stack.all("AWS::S3::Bucket").collect();
        let name = |id: LogicalId| {
            assert!(all.contains_key(id.as_str()), "there is no {id}");
            bucket_name(id.as_str())
        };
        let buckets: Vec<_> = ids.map(name).collect();
        assert_eq!(buckets.len(), all.len());
        buckets
    }

    /// What the table says, for the user [`ME`], or for somebody who is no user.
    pub(crate) fn decide(&self, who: &Principal, action: FileAction, storage: StorageId, key: &str) -> bool {
        let access = &self.analysis.access;
        let owner = access.paths[&storage].holding(key).next().and_then(|path| path.path.owner(key));
        access.decide(who, owner == Some(ME), action, storage, key).is_allowed()
    }
}
