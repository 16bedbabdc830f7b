//! The graph of resources: what refers to what, where that goes round in circles, and what one template can hold.
//!
//! References are declared once, as [`Text`] inside the properties; the edges are read off from there.

mod cycles;
mod limits;
mod stacks;
mod text;

#[cfg(test)]
mod tests;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use crate::names::{LogicalId, Stack};

pub use limits::{
    API_VARIABLE_NAME, API_VARIABLES, LAMBDA_ENVIRONMENT_BYTES, Length, Limit, MANAGED_POLICIES, MANAGED_POLICY_BYTES,
    OUTPUTS, PARAMETERS, RESOLVER_CODE, RESOURCES, RESOURCES_AT_ONCE, ROLE_POLICY_BYTES, SCHEMA_BYTES, TEMPLATE_BYTES,
};
pub use stacks::{Layout, Template};
pub use text::{ACCOUNT_ID, PARTITION, REGION, STACK_ID, STACK_NAME, Text};

/// The properties of one type of resource.
pub trait Properties: serde::Serialize {
    /// `AWS::Cognito::UserPool`
    const TYPE: &'static str;
}

/// What becomes of a resource when it leaves the template or must be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retention {
    /// Nothing is said: it goes.
    Unsaid,
    /// It goes, and the template says so: for what somebody might want to keep.
    Delete,
    /// It stays, unless its very first creation failed.
    Keep,
}

/// A resource.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Its type: `AWS::Cognito::UserPool`.
    pub kind: &'static str,
    /// Where it lives.
    pub stack: Stack,
    /// Its properties, but for those in `variables`.
    pub properties: Json,
    /// What must be there before, beyond what it refers to.
    pub depends_on: BTreeSet<LogicalId>,
    /// Whether it outlives the template.
    pub retention: Retention,
    /// Environment variables of a function: kept apart, since [`Graph::break_cycles`] may take some out.
    pub variables: Option<BTreeMap<String, Text>>,
}

impl Resource {
    fn new(kind: &'static str, properties: Json) -> Self {
        Self {
            kind,
            stack: Stack::Root,
            properties,
            depends_on: BTreeSet::new(),
            retention: Retention::Unsaid,
            variables: None,
        }
    }

    /// Puts the variables where they stand in a template.
    fn settle_variables(&mut self) {
        if let Some(variables) = self.variables.take().filter(|variables| !variables.is_empty()) {
            self.properties["Environment"] = serde_json::json!({ "Variables": variables });
        }
    }
}

/// A value that is given when a template is deployed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// `String` or `Number`.
    pub kind: &'static str,
    /// What it is for.
    pub description: Option<&'static str>,
    /// What holds if nothing is given.
    pub default: Option<String>,
    /// What a build gives.
    pub given: Option<Given>,
}

/// A value that a build gives for a parameter, since it depends on the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// The time so many days later, in seconds since 1970.
    DaysFromNow(u32),
}

impl Default for Parameter {
    fn default() -> Self {
        Self { kind: "String", description: None, default: None, given: None }
    }
}

/// An environment variable whose value a function reads from the parameter store at start, because the value refers to
/// something that needs the function first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Late {
    /// The function.
    pub function: LogicalId,
    /// The variable.
    pub name: String,
    /// Its value.
    pub value: Text,
}

/// All resources, outputs and parameters of a backend: those of all stacks, which [`Graph::templates`] takes apart. An ID
/// is unique over all of them, and a reference does not say where it leads to.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    resources: BTreeMap<LogicalId, Resource>,
    outputs: BTreeMap<String, Text>,
    parameters: BTreeMap<LogicalId, Parameter>,
}

impl Graph {
    /// Adds a resource to the root, without the properties that are `None`; what it gives back can be adjusted. An ID
    /// that is there already is replaced: names that clash were refused before.
    pub fn add<P: Properties>(&mut self, id: LogicalId, properties: &P) -> &mut Resource {
        self.add_to(&Stack::Root, id, properties)
    }

    /// The same in another stack.
    #[expect(clippy::missing_panics_doc, reason = "see the expectation below")]
    pub fn add_to<P: Properties>(&mut self, stack: &Stack, id: LogicalId, properties: &P) -> &mut Resource {
        let mut properties =
            serde_json::to_value(properties).expect("properties are structs, lists and text-keyed maps");
        leave_out_nulls(&mut properties);
        let resource = Resource { stack: stack.clone(), ..Resource::new(P::TYPE, properties) };
        match self.resources.entry(id) {
            Entry::Occupied(slot) => {
                let slot = slot.into_mut();
                *slot = resource;
                slot
            }
            Entry::Vacant(slot) => slot.insert(resource),
        }
    }

    /// Adds a parameter of the root, which [`Text::Ref`] refers to from everywhere.
    pub fn parameter(&mut self, id: LogicalId, parameter: Parameter) {
        self.parameters.insert(id, parameter);
    }

    /// All parameters, by ID.
    pub fn parameters(&self) -> &BTreeMap<LogicalId, Parameter> {
        &self.parameters
    }

    /// Adds an output of the stack.
    pub fn output(&mut self, name: impl Into<String>, value: Text) {
        self.outputs.insert(name.into(), value);
    }

    /// All resources, by ID.
    pub fn resources(&self) -> &BTreeMap<LogicalId, Resource> {
        &self.resources
    }

    /// A resource that was added.
    pub fn get_mut(&mut self, id: &LogicalId) -> Option<&mut Resource> {
        self.resources.get_mut(id)
    }

    /// All outputs, by name.
    pub fn outputs(&self) -> &BTreeMap<String, Text> {
        &self.outputs
    }

    /// What a resource refers to or waits for, itself excluded.
    pub fn edges(&self, id: &LogicalId) -> BTreeSet<&LogicalId> {
        let Some(resource) = self.resources.get(id) else { return BTreeSet::new() };
        let names = text::names(&resource.properties);
        let mut edges: BTreeSet<&LogicalId> = names.into_iter().filter_map(|name| self.find(name)).collect();
        edges.extend(&resource.depends_on);
        for value in resource.variables.iter().flat_map(BTreeMap::values) {
            value.visit(&mut |target| {
                edges.insert(target);
            });
        }
        edges.retain(|target| *target != id);
        edges
    }

    /// The ID of that name, if there is such a resource.
    pub fn find(&self, name: &str) -> Option<&LogicalId> {
        self.resources.get_key_value(name).map(|(id, _)| id)
    }
}

/// No property of CloudFormation is null: what is not there is left out.
fn leave_out_nulls(json: &mut Json) {
    match json {
        Json::Array(items) => items.iter_mut().for_each(leave_out_nulls),
        Json::Object(members) => {
            members.retain(|_, value| !value.is_null());
            members.values_mut().for_each(leave_out_nulls);
        }
        _ => {}
    }
}
