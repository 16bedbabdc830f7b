//! What AWS refuses, foretold.
//!
//! Sources: "AWS CloudFormation quotas" (resources, parameters, outputs, template size, nested stacks), "IAM and AWS STS quotas" (inline policies
//! of a role and managed policies, white space not counted), "Lambda quotas" (environment), "AWS AppSync API Reference",
//! `PutGraphqlApiEnvironmentVariables` and `CreateResolver`, "AWS AppSync endpoints and quotas" (schema).

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::{Graph, Template, Text};
use crate::names::{LogicalId, Stack};

/// Resources in a template.
pub const RESOURCES: usize = 500;
/// Outputs of a template.
pub const OUTPUTS: usize = 200;
/// Parameters of a template.
pub const PARAMETERS: usize = 200;
/// Resources of all stacks together that one operation creates, updates or deletes.
pub const RESOURCES_AT_ONCE: usize = 2500;
/// Bytes of a template in a bucket.
pub const TEMPLATE_BYTES: usize = 1_000_000;
/// Characters of all inline policies of a role together.
pub const ROLE_POLICY_BYTES: usize = 10_240;
/// Characters of one managed policy.
pub const MANAGED_POLICY_BYTES: usize = 6144;
/// Managed policies of a role.
pub const MANAGED_POLICIES: usize = 10;
/// Bytes of all names and values in a function's environment together.
pub const LAMBDA_ENVIRONMENT_BYTES: usize = 4096;
/// Variables of an API of AppSync.
pub const API_VARIABLES: usize = 50;
/// Characters in the name of such a variable.
pub const API_VARIABLE_NAME: usize = 64;
/// Characters in the code of a resolver, or of a step of one.
pub const RESOLVER_CODE: usize = 32_768;
/// Bytes of the schema of an API.
pub const SCHEMA_BYTES: usize = 1_048_576;

/// A limit that is or may be passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Limit {
    /// More resources than a template may have.
    Resources(Stack, usize),
    /// More parameters than a template may have.
    Parameters(Stack, usize),
    /// More outputs than a template may have.
    Outputs(Stack, usize),
    /// A template of that many bytes is too large.
    Template(Stack, usize),
    /// More resources in all stacks than can be deployed at once.
    ResourcesAtOnce(usize),
    /// A role's inline policies are too large.
    RolePolicies {
        /// The role.
        role: LogicalId,
        /// At least that many characters.
        least: usize,
        /// At most that many: it depends on the names of stack and region.
        most: usize,
    },
    /// A role has more managed policies than it can hold.
    ManagedPolicies {
        /// The role, or the name of one that exists already.
        role: String,
        /// How many.
        count: usize,
    },
    /// A statement is too long for a managed policy, and cannot be taken apart.
    Statement {
        /// The role, or the name of one that exists already.
        role: String,
        /// The characters of its policy.
        length: usize,
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
    /// An API has more variables than it can hold: these.
    ApiVariables(Vec<String>),
    /// The name of a variable of an API is too long.
    ApiVariableName(String),
}

/// Bounds of a length.
#[derive(Clone, Copy, Debug, Default)]
pub struct Length {
    /// At least that many characters.
    pub least: usize,
    /// At most that many.
    pub most: usize,
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

impl Template {
    /// The limits that the template passes, whose text has that many bytes.
    pub fn limits(&self, bytes: usize) -> Vec<Limit> {
        let mut found = Vec::new();
        let mut compare = |count: usize, most: usize, limit: fn(Stack, usize) -> Limit| {
            if count > most {
                found.push(limit(self.stack.clone(), count));
            }
        };
        compare(self.resources.len(), RESOURCES, Limit::Resources);
        compare(self.parameters.len(), PARAMETERS, Limit::Parameters);
        compare(self.outputs.len(), OUTPUTS, Limit::Outputs);
        compare(bytes, TEMPLATE_BYTES, Limit::Template);
        found
    }
}

impl Graph {
    /// The limits that its resources pass, whatever template they are in.
    pub fn limits(&self) -> Vec<Limit> {
        let mut found = Vec::new();
        found.extend(self.role_policies());
        found.extend(self.managed_policies());
        found.extend(self.api_variables());
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
        let too_large = self.inline_policies().into_iter().filter(|(_, length)| length.most > ROLE_POLICY_BYTES);
        too_large.filter_map(|(role, length)| {
            let role = self.find(&role)?.clone();
            Some(Limit::RolePolicies { role, least: length.least, most: length.most })
        })
    }

    /// What the inline policies of each role take together, those beside the role included. By the role's logical ID, or
    /// by its name if it exists already.
    pub fn inline_policies(&self) -> BTreeMap<String, Length> {
        let mut lengths: BTreeMap<String, Length> = BTreeMap::new();
        for (id, resource) in &self.resources {
            match resource.kind {
                "AWS::IAM::Role" => {
                    for policy in resource.properties["Policies"].as_array().into_iter().flatten() {
                        *lengths.entry(id.to_string()).or_default() += self.length(&policy["PolicyDocument"]);
                    }
                }
                "AWS::IAM::Policy" => {
                    for role in roles(resource) {
                        *lengths.entry(role).or_default() += self.length(&resource.properties["PolicyDocument"]);
                    }
                }
                _ => {}
            }
        }
        lengths
    }

    fn managed_policies(&self) -> impl Iterator<Item = Limit> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for resource in self.resources.values().filter(|resource| resource.kind == "AWS::IAM::ManagedPolicy") {
            for role in roles(resource) {
                *counts.entry(role).or_default() += 1;
            }
        }
        let too_many = counts.into_iter().filter(|(_, count)| *count > MANAGED_POLICIES);
        let too_many = too_many.map(|(role, count)| Limit::ManagedPolicies { role, count });
        let policies = self.resources.values().filter(|resource| resource.kind == "AWS::IAM::ManagedPolicy");
        let too_long = policies.filter_map(|resource| {
            let length = self.length(&resource.properties["PolicyDocument"]).least;
            let role = roles(resource).next()?;
            (length > MANAGED_POLICY_BYTES).then_some(Limit::Statement { role, length })
        });
        too_many.chain(too_long)
    }

    fn api_variables(&self) -> Vec<Limit> {
        let apis = self.resources.values().filter(|resource| resource.kind == "AWS::AppSync::GraphQLApi");
        let mut found = Vec::new();
        for variables in apis.filter_map(|api| api.properties["EnvironmentVariables"].as_object()) {
            if variables.len() > API_VARIABLES {
                found.push(Limit::ApiVariables(variables.keys().cloned().collect()));
            }
            let long = variables.keys().filter(|name| name.len() > API_VARIABLE_NAME);
            found.extend(long.cloned().map(Limit::ApiVariableName));
        }
        found
    }

    /// What a policy document takes when everything in it is filled in.
    pub fn length(&self, json: &Json) -> Length {
        let mut sum = Length::exactly(2);
        match json {
            Json::Array(items) => {
                sum += Length::exactly(items.len().saturating_sub(1));
                for item in items {
                    sum += self.length(item);
                }
            }
            Json::Object(members) => {
                if let Some(Json::String(name)) = members.get("Ref") {
                    sum += self.reference(name, false);
                } else if let Some(name) = members.get("Fn::GetAtt") {
                    sum += self.reference(name[0].as_str().unwrap_or_default(), true);
                } else if let Some(Json::String(template)) = members.get("Fn::Sub") {
                    sum += self.template_length(template);
                } else {
                    // what is not there stands as null until it is left out
                    let members: Vec<_> = members.iter().filter(|(_, value)| !value.is_null()).collect();
                    sum += Length::exactly(members.len().saturating_sub(1));
                    for (key, value) in members {
                        sum += Length::exactly(key.len() + 3);
                        sum += self.length(value);
                    }
                }
            }
            Json::String(text) => sum += Length::exactly(text.len()),
            other => sum = Length::exactly(other.to_string().len()),
        }
        sum
    }

    fn template_length(&self, template: &str) -> Length {
        let mut pieces = template.split("${");
        let mut sum = Length::exactly(pieces.next().map_or(0, str::len));
        for piece in pieces {
            let Some((name, rest)) = piece.split_once('}') else { continue };
            sum += match (name.strip_prefix('!'), name.split_once('.')) {
                // `${!x}` stands for `${x}`
                (Some(literal), _) => Length::exactly(literal.len() + 3),
                (None, Some((name, _))) => self.reference(name, true),
                (None, None) => self.reference(name, false),
            };
            sum += Length::exactly(rest.len());
        }
        sum
    }

    /// What a reference to a resource, or an attribute of it, takes: names and ARNs of the kinds that are emitted.
    fn reference(&self, name: &str, attribute: bool) -> Length {
        if name.starts_with("AWS::") {
            return pseudo_length(name);
        }
        match self.resources.get(name).map(|resource| resource.kind) {
            // names have 3 to 63 characters, behind `arn:aws:s3:::` or `arn:aws-us-gov:s3:::`
            Some("AWS::S3::Bucket") if attribute => Length::between(16, 83),
            Some("AWS::S3::Bucket") => Length::between(3, 63),
            // `arn:aws:appsync:us-east-1:123456789012:apis/` and 26 characters
            Some("AWS::AppSync::GraphQLApi") if attribute => Length::between(70, 82),
            _ => REFERENCE,
        }
    }
}

/// The roles of a policy: the logical ID, or the name of one that exists already.
fn roles(policy: &super::Resource) -> impl Iterator<Item = String> {
    let roles = policy.properties["Roles"].as_array().into_iter().flatten();
    roles.filter_map(|role| Some(role.as_str().or_else(|| role["Ref"].as_str())?.to_owned()))
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
