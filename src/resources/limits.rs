//! What AWS refuses, foretold.
//!
//! Sources: "AWS CloudFormation quotas" (resources, outputs, template size), "IAM and AWS STS quotas" (inline policies
//! of a role, white space not counted), "Lambda quotas" (environment).

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::{Graph, Text};
use crate::names::LogicalId;

/// Resources in a template.
pub const RESOURCES: usize = 500;
/// Outputs of a template.
pub const OUTPUTS: usize = 200;
/// Bytes of a template in a bucket.
pub const TEMPLATE_BYTES: usize = 1_000_000;
/// Characters of all inline policies of a role together.
pub const ROLE_POLICY_BYTES: usize = 10_240;
/// Bytes of all names and values in a function's environment together.
pub const LAMBDA_ENVIRONMENT_BYTES: usize = 4096;

/// A limit that is or may be passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Limit {
    /// More resources than a template may have.
    Resources(usize),
    /// More outputs than a template may have.
    Outputs(usize),
    /// A template of that many bytes is too large.
    Template(usize),
    /// A role's inline policies are too large.
    RolePolicies {
        /// The role.
        role: LogicalId,
        /// At least that many characters.
        least: usize,
        /// At most that many: it depends on the names of stack and region.
        most: usize,
    },
    /// A function's environment is too large.
    Environment {
        /// The function.
        function: LogicalId,
        /// At least that many bytes.
        least: usize,
        /// At most that many: it depends on the names of stack and region.
        most: usize,
    },
}

/// Bounds of a length.
#[derive(Clone, Copy, Default)]
struct Length {
    least: usize,
    most: usize,
}

impl Length {
    const fn exactly(n: usize) -> Self {
        Self { least: n, most: n }
    }

    const fn between(least: usize, most: usize) -> Self {
        Self { least, most }
    }
}

impl std::ops::AddAssign for Length {
    fn add_assign(&mut self, other: Self) {
        self.least += other.least;
        self.most += other.most;
    }
}

impl Graph {
    /// The limits that a template with these resources passes, whose text has that many bytes.
    pub fn limits(&self, template_bytes: usize) -> Vec<Limit> {
        let mut found = Vec::new();
        if self.resources.len() > RESOURCES {
            found.push(Limit::Resources(self.resources.len()));
        }
        if self.outputs.len() > OUTPUTS {
            found.push(Limit::Outputs(self.outputs.len()));
        }
        if template_bytes > TEMPLATE_BYTES {
            found.push(Limit::Template(template_bytes));
        }
        found.extend(self.role_policies());
        for (function, resource) in &self.resources {
            let mut length = Length::default();
            for (name, value) in resource.variables.iter().flatten() {
                length += Length::exactly(name.len());
                length += text_length(value);
            }
            if length.most > LAMBDA_ENVIRONMENT_BYTES {
                let Length { least, most } = length;
                found.push(Limit::Environment { function: function.clone(), least, most });
            }
        }
        found
    }

    fn role_policies(&self) -> impl Iterator<Item = Limit> {
        let mut lengths: BTreeMap<&LogicalId, Length> = BTreeMap::new();
        for (id, resource) in &self.resources {
            match resource.kind {
                "AWS::IAM::Role" => {
                    for policy in resource.properties["Policies"].as_array().into_iter().flatten() {
                        *lengths.entry(id).or_default() += json_length(&policy["PolicyDocument"]);
                    }
                }
                "AWS::IAM::Policy" => {
                    let roles = resource.properties["Roles"].as_array().into_iter().flatten();
                    for role in roles.filter_map(|role| self.find(role["Ref"].as_str()?)) {
                        *lengths.entry(role).or_default() += json_length(&resource.properties["PolicyDocument"]);
                    }
                }
                _ => {}
            }
        }
        lengths
            .into_iter()
            .filter(|(_, length)| length.most > ROLE_POLICY_BYTES)
            .map(|(role, length)| Limit::RolePolicies { role: role.clone(), least: length.least, most: length.most })
    }
}

/// What a pseudo parameter's value takes: stack names have 1 to 128 characters, an account has 12 digits.
fn pseudo_length(name: &str) -> Length {
    match name {
        "AWS::Region" => Length::between(9, 14),
        "AWS::AccountId" => Length::exactly(12),
        "AWS::Partition" => Length::between(3, 10),
        "AWS::StackName" => Length::between(1, 128),
        _ => Length::between(1, 250),
    }
}

/// What a reference's value takes: names and ARNs of the kinds that are emitted.
const REFERENCE: Length = Length::between(1, 200);

fn text_length(text: &Text) -> Length {
    match text {
        Text::Literal(text) => Length::exactly(text.len()),
        Text::Ref(_) | Text::Attribute(..) => REFERENCE,
        Text::Pseudo(name) => pseudo_length(name),
        Text::Concat(parts) => parts.iter().fold(Length::default(), |mut sum, part| {
            sum += text_length(part);
            sum
        }),
        Text::Part(_, _, text) => Length::between(0, text_length(text).most),
    }
}

/// What a policy document takes when everything in it is filled in.
fn json_length(json: &Json) -> Length {
    let mut sum = Length::exactly(2);
    match json {
        Json::Array(items) => {
            sum += Length::exactly(items.len().saturating_sub(1));
            for item in items {
                sum += json_length(item);
            }
        }
        Json::Object(members) => {
            if let Some(Json::String(name)) = members.get("Ref") {
                sum += if name.starts_with("AWS::") { pseudo_length(name) } else { REFERENCE };
            } else if members.contains_key("Fn::GetAtt") {
                sum += REFERENCE;
            } else if let Some(Json::String(template)) = members.get("Fn::Sub") {
                sum += template_length(template);
            } else {
                sum += Length::exactly(members.len().saturating_sub(1));
                for (key, value) in members {
                    sum += Length::exactly(key.len() + 3);
                    sum += json_length(value);
                }
            }
        }
        Json::String(text) => sum += Length::exactly(text.len()),
        other => sum = Length::exactly(other.to_string().len()),
    }
    sum
}

fn template_length(template: &str) -> Length {
    let mut pieces = template.split("${");
    let mut sum = Length::exactly(pieces.next().map_or(0, str::len));
    for piece in pieces {
        let Some((name, rest)) = piece.split_once('}') else { continue };
        sum += if name.starts_with("AWS::") { pseudo_length(name) } else { REFERENCE };
        sum += Length::exactly(rest.len());
    }
    sum
}
