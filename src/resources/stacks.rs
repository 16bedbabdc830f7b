//! From the graph to templates: the root, and one for each nested stack.
//!
//! A reference is written as if everything stood in one template. One that leads into another stack goes through the
//! root: the stack that has the value gets an output, the one that needs it a parameter, and the root connects them.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use super::text::{self, Reference};
use super::{Graph, Parameter, Resource, Retention};
use crate::names::{self, LogicalId, Stack};

/// Whether nested stacks are templates of their own. The resources and their IDs are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// A template for each stack.
    #[default]
    Nested,
    /// Everything in the root.
    Flat,
}

/// What one file holds: references in it lead to its own resources and parameters only.
#[derive(Clone, Debug, Default)]
pub struct Template {
    /// Whose template it is.
    pub stack: Stack,
    /// Its parameters.
    pub parameters: BTreeMap<LogicalId, Parameter>,
    /// Its resources, those that stand for nested stacks included. Environments are among the properties.
    pub resources: BTreeMap<LogicalId, Resource>,
    /// Its outputs.
    pub outputs: BTreeMap<String, Json>,
}

impl Graph {
    /// The templates: the root, then the nested ones in order.
    pub fn templates(self, layout: Layout) -> Vec<Template> {
        let mut split = Split::new(&self, layout);
        for (id, mut resource) in self.resources {
            let here = split.places.get(id.as_str()).cloned().unwrap_or_default();
            resource.settle_variables();
            split.rewrite(&here, &mut resource.properties);
            split.rewrite_waits(&here, &mut resource);
            split.part(&here).resources.insert(id, resource);
        }
        for (name, value) in self.outputs {
            let mut value = json!(value);
            split.rewrite(&Stack::Root, &mut value);
            split.part(&Stack::Root).outputs.insert(name, value);
        }
        split.part(&Stack::Root).parameters = self.parameters;
        split.finish()
    }
}

/// A template in the making.
#[derive(Default)]
struct Part {
    parameters: BTreeMap<LogicalId, Parameter>,
    resources: BTreeMap<LogicalId, Resource>,
    outputs: BTreeMap<String, Json>,
    /// What the root gives for parameters.
    inputs: BTreeMap<LogicalId, Json>,
    /// What has to be in the root before.
    waits: BTreeSet<LogicalId>,
}

struct Split {
    /// Which stack a name is of: resources, parameters, and what is particular to the stack that is deployed.
    places: BTreeMap<String, Stack>,
    parts: BTreeMap<Stack, Part>,
}

impl Split {
    fn new(graph: &Graph, layout: Layout) -> Self {
        let place = |resource: &Resource| match layout {
            Layout::Nested => resource.stack.clone(),
            Layout::Flat => Stack::Root,
        };
        let resources = graph.resources.iter().map(|(id, resource)| (id.to_string(), place(resource)));
        let of_root = graph.parameters.keys().map(LogicalId::to_string);
        let of_root = of_root.chain(["AWS::StackId", "AWS::StackName"].map(str::to_owned));
        let places = resources.chain(of_root.map(|name| (name, Stack::Root))).collect();
        Self { places, parts: BTreeMap::new() }
    }

    fn part(&mut self, stack: &Stack) -> &mut Part {
        self.parts.entry(stack.clone()).or_default()
    }

    /// Replaces every reference that leads out of a stack.
    fn rewrite(&mut self, here: &Stack, json: &mut Json) {
        text::replace(json, &mut |reference| self.across(here, reference));
    }

    /// What stands for a reference that leads out of a stack, which is connected with where it leads to.
    fn across(&mut self, here: &Stack, reference: &Reference) -> Option<Reference> {
        let there = self.places.get(&reference.name).filter(|there| *there != here)?.clone();
        let crossing = names::crossing(&reference.name, reference.attribute.as_deref());
        let in_root = match there.id() {
            None => reference.clone(),
            Some(stack) => {
                self.part(&there).outputs.insert(crossing.to_string(), reference.json());
                Reference { name: stack.to_string(), attribute: Some(format!("Outputs.{crossing}")) }
            }
        };
        if *here == Stack::Root {
            return Some(in_root);
        }
        self.part(here).inputs.insert(crossing.clone(), in_root.json());
        Some(Reference { name: crossing.to_string(), attribute: None })
    }

    /// Lets stacks wait for what their resources wait for.
    fn rewrite_waits(&mut self, here: &Stack, resource: &mut Resource) {
        let mut referred = None;
        for target in std::mem::take(&mut resource.depends_on) {
            let there = self.places.get(target.as_str()).cloned().unwrap_or_default();
            if there == *here {
                resource.depends_on.insert(target);
                continue;
            }
            let in_root = there.id().unwrap_or(target);
            if *here != Stack::Root {
                self.part(here).waits.insert(in_root);
            } else if !referred.get_or_insert_with(|| text::names(&resource.properties)).contains(in_root.as_str()) {
                resource.depends_on.insert(in_root);
            }
        }
    }

    fn finish(mut self) -> Vec<Template> {
        let stacks: Vec<(LogicalId, Resource)> =
            self.parts.iter_mut().filter_map(|(stack, part)| Some((stack.id()?, part.close(stack)))).collect();
        self.part(&Stack::Root).resources.extend(stacks);
        let templates = self.parts.into_iter().map(|(stack, part)| {
            let Part { parameters, resources, outputs, .. } = part;
            Template { stack, parameters, resources, outputs }
        });
        templates.collect()
    }
}

impl Part {
    /// The resource in the root that stands for a nested stack. It leaves with its last model; what must be kept is kept
    /// by what is in it.
    fn close(&mut self, stack: &Stack) -> Resource {
        let parameter = |id: &LogicalId| (id.clone(), Parameter::default());
        self.parameters = self.inputs.keys().map(parameter).collect();
        let mut properties = json!({ "TemplateURL": format!("./{}", stack.file()) });
        let mut depends_on = std::mem::take(&mut self.waits);
        if !self.inputs.is_empty() {
            properties["Parameters"] = json!(self.inputs);
            let referred = text::names(&properties);
            depends_on.retain(|id| !referred.contains(id.as_str()));
        }
        let kind = "AWS::CloudFormation::Stack";
        Resource { depends_on, retention: Retention::Delete, ..Resource::new(kind, properties) }
    }
}
