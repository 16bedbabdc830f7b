//! `defineData`: the API, a table for each model, and what resolvers ask.

mod api;
mod policy;
mod resolver;
mod table;

use std::collections::BTreeMap;

use super::Plan;
use super::grants::Grants;
use crate::diagnostic::{Code, Diagnostic};
use crate::emit::resolvers::{Resolver, Variable};
use crate::model::Data;
use crate::names;
use crate::resources::{Graph, Text};

/// What an API is made of beside its definition.
pub(in crate::emit) struct Api<'a> {
    /// The resolvers.
    pub(in crate::emit) resolvers: Vec<Resolver>,
    /// The variables that they read.
    pub(in crate::emit) variables: BTreeMap<String, Variable>,
    /// The schema.
    pub(in crate::emit) schema: &'a str,
}

/// Adds the API and all that belongs to it, and to every role what it may do with it.
pub(super) fn add(graph: &mut Graph, plan: &Plan<'_>, api: &Api<'_>, grants: &mut Grants) {
    let Some(data) = &plan.backend.data else { return };
    api::add(graph, plan, data, api);
    for model in &data.models {
        table::add(graph, plan, data, model, &api.resolvers);
    }
    resolver::add_all(graph, plan, data, &api.resolvers);
    policy::add_all(graph, plan, data, &api.resolvers, grants);
}

/// Fields whose resolvers would get the same ID, so that one of them would be left out.
pub(in crate::emit) fn clashes(data: &Data, resolvers: &[Resolver]) -> Vec<Diagnostic> {
    let mut seen = BTreeMap::new();
    let mut found = Vec::new();
    for resolver in resolvers {
        let Resolver { type_name, field, .. } = resolver;
        if let Some(first) = seen.insert(names::resolver(type_name, field), format!("{type_name}.{field}")) {
            let message = format!("`{first}` and `{type_name}.{field}` would get the same name in the template");
            found.push(Diagnostic::new(Code::ClashingNames, data.span, message).help("rename one of them"));
        }
    }
    found
}

/// The ID of the API.
fn id() -> Text {
    Text::Attribute(names::data_api(), "ApiId")
}
