//! Text in a template: literal, or made by CloudFormation from other resources.

use std::collections::BTreeSet;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value as Json, json};

use crate::names::LogicalId;

/// A text that is known only when the template is deployed, or now already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// Known now.
    Literal(String),
    /// What `Ref` of a resource gives: mostly its physical ID.
    Ref(LogicalId),
    /// An attribute of a resource.
    Attribute(LogicalId, &'static str),
    /// A pseudo parameter: `AWS::Region`.
    Pseudo(&'static str),
    /// Texts one after the other.
    Concat(Vec<Text>),
    /// The part of that index, when the text is cut at a separator.
    Part(usize, &'static str, Box<Text>),
}

/// The region of the stack.
pub const REGION: Text = Text::Pseudo("AWS::Region");
/// The account of the stack, 12 digits.
pub const ACCOUNT_ID: Text = Text::Pseudo("AWS::AccountId");
/// `aws`, `aws-cn` or `aws-us-gov`.
pub const PARTITION: Text = Text::Pseudo("AWS::Partition");
/// The name of the stack, at most 128 letters, digits and `-`.
pub const STACK_NAME: Text = Text::Pseudo("AWS::StackName");
/// The ARN of the stack: `arn:aws:cloudformation:<region>:<account>:stack/<name>/<UUID>`.
pub const STACK_ID: Text = Text::Pseudo("AWS::StackId");

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::Literal(text.to_owned())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::Literal(text)
    }
}

impl Text {
    /// The `Arn` of a resource.
    pub fn arn(id: LogicalId) -> Self {
        Self::Attribute(id, "Arn")
    }

    /// An ARN in the stack's own partition, region and account: `arn:...:<service>:...:...:<resource>`.
    pub fn local_arn(service: &str, resource: impl IntoIterator<Item = Text>) -> Self {
        let head =
            ["arn:".into(), PARTITION, format!(":{service}:").into(), REGION, ":".into(), ACCOUNT_ID, ":".into()];
        Self::concat(head.into_iter().chain(resource))
    }

    /// Texts one after the other; neighbouring literals become one, and of a single text nothing else is made.
    pub fn concat(parts: impl IntoIterator<Item = Text>) -> Self {
        let mut flat: Vec<Self> = Vec::new();
        for part in parts {
            match (flat.last_mut(), part) {
                (Some(Self::Literal(text)), Self::Literal(more)) => text.push_str(&more),
                (_, Self::Concat(parts)) => flat.extend(parts),
                (_, part) => flat.push(part),
            }
        }
        if flat.len() == 1 { flat.swap_remove(0) } else { Self::Concat(flat) }
    }

    /// Calls `see` with every resource that the text refers to.
    pub fn visit<'a>(&'a self, see: &mut impl FnMut(&'a LogicalId)) {
        match self {
            Self::Literal(_) | Self::Pseudo(_) => {}
            Self::Ref(id) | Self::Attribute(id, _) => see(id),
            Self::Concat(parts) => parts.iter().for_each(|part| part.visit(see)),
            Self::Part(_, _, text) => text.visit(see),
        }
    }

    /// What stands in an `Fn::Sub` for this text; `None` for what cannot stand there.
    fn in_sub(&self) -> Option<String> {
        match self {
            Self::Literal(text) => Some(text.replace("${", "${!")),
            Self::Ref(id) => Some(format!("${{{id}}}")),
            Self::Attribute(id, attribute) => Some(format!("${{{id}.{attribute}}}")),
            Self::Pseudo(name) => Some(format!("${{{name}}}")),
            Self::Concat(parts) => parts.iter().map(Self::in_sub).collect(),
            Self::Part(..) => None,
        }
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        fn function<S: Serializer>(serializer: S, name: &str, argument: &impl Serialize) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(Some(1))?;
            map.serialize_entry(name, argument)?;
            map.end()
        }
        match self {
            Self::Literal(text) => serializer.serialize_str(text),
            Self::Ref(id) => function(serializer, "Ref", id),
            Self::Pseudo(name) => function(serializer, "Ref", name),
            Self::Attribute(id, attribute) => function(serializer, "Fn::GetAtt", &(id, attribute)),
            Self::Concat(parts) => match self.in_sub() {
                Some(template) => function(serializer, "Fn::Sub", &template),
                None => function(serializer, "Fn::Join", &("", parts)),
            },
            Self::Part(index, separator, text) => {
                let split = json!({ "Fn::Split": (separator, text) });
                function(serializer, "Fn::Select", &(index, split))
            }
        }
    }
}

/// What `Ref`, `Fn::GetAtt` or a hole of `Fn::Sub` speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reference {
    /// The name of a resource or a parameter, or `AWS::Region`.
    pub(super) name: String,
    /// An attribute of the resource.
    pub(super) attribute: Option<String>,
}

impl Reference {
    /// `name` or `name.attribute`, as `Fn::Sub` has it.
    fn parse(path: &str) -> Self {
        let (name, attribute) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
        Self { name: name.to_owned(), attribute: attribute.map(str::to_owned) }
    }

    fn of(function: &serde_json::Map<String, Json>) -> Option<Self> {
        if let Some(Json::String(name)) = function.get("Ref") {
            return Some(Self { name: name.clone(), attribute: None });
        }
        let path = function.get("Fn::GetAtt")?;
        Some(Self { name: path[0].as_str()?.to_owned(), attribute: path[1].as_str().map(str::to_owned) })
    }

    /// As an intrinsic function.
    pub(super) fn json(&self) -> Json {
        match &self.attribute {
            None => json!({ "Ref": self.name }),
            Some(attribute) => json!({ "Fn::GetAtt": [self.name, attribute] }),
        }
    }

    /// As `Fn::Sub` has it.
    fn path(&self) -> String {
        self.attribute.as_ref().map_or_else(|| self.name.clone(), |attribute| format!("{}.{attribute}", self.name))
    }
}

/// The names that the references in some properties speak of, pseudo parameters included.
pub(super) fn names(json: &Json) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    collect(json, &mut found);
    found
}

fn collect<'a>(json: &'a Json, found: &mut BTreeSet<&'a str>) {
    match json {
        Json::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Json::Object(members) => {
            for (key, value) in members {
                match (key.as_str(), value) {
                    ("Ref", Json::String(name)) => drop(found.insert(name)),
                    ("Fn::GetAtt", Json::Array(path)) => found.extend(path.first().and_then(Json::as_str)),
                    ("Fn::Sub", Json::String(template)) => {
                        let names = template.split("${").skip(1).filter_map(|hole| hole.split(['}', '.']).next());
                        found.extend(names.filter(|name| !name.starts_with('!')));
                    }
                    _ => collect(value, found),
                }
            }
        }
        _ => {}
    }
}

/// Replaces the references for which there is another one.
pub(super) fn replace(json: &mut Json, other: &mut impl FnMut(&Reference) -> Option<Reference>) {
    match json {
        Json::Array(items) => items.iter_mut().for_each(|item| replace(item, other)),
        Json::Object(members) => {
            if let Some(reference) = Reference::of(members) {
                if let Some(other) = other(&reference) {
                    *json = other.json();
                }
            } else if let Some(Json::String(template)) = members.get_mut("Fn::Sub") {
                *template = replaced_in(template, other);
            } else {
                members.values_mut().for_each(|value| replace(value, other));
            }
        }
        _ => {}
    }
}

fn replaced_in(template: &str, other: &mut impl FnMut(&Reference) -> Option<Reference>) -> String {
    let mut pieces = template.split("${");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        out.push_str("${");
        match piece.split_once('}') {
            Some((path, rest)) if !path.starts_with('!') => {
                let other = other(&Reference::parse(path));
                out.push_str(&other.map_or_else(|| path.to_owned(), |other| other.path()));
                out.push('}');
                out.push_str(rest);
            }
            _ => out.push_str(piece),
        }
    }
    out
}
