//! A template as it is after its deployment: the intrinsic functions resolved, and every role with all of its policies.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

pub(crate) const ACCOUNT: &str = "123456789012";
pub(crate) const IDENTITY_POOL: &str = "us-east-1:99999999-0000-4000-8000-aaaaaaaaaaaa";

/// Resources with their properties, everything resolved.
pub(crate) struct Stack {
    resources: BTreeMap<String, (String, Json)>,
}

/// A role: who may take it, and what it allows, as JSON.
#[derive(Clone, Debug, Default)]
pub(crate) struct Role {
    /// `None` for a role that is not of this stack.
    pub(crate) trust: Option<Json>,
    pub(crate) policies: Vec<Json>,
}

impl Stack {
    pub(crate) fn of(template: &Json) -> Self {
        let resources = template["Resources"].as_object().expect("resources");
        let mut kinds: BTreeMap<&str, &str> =
            resources.iter().map(|(id, it)| (id.as_str(), it["Type"].as_str().expect("a type"))).collect();
        kinds
            .extend(template["Parameters"].as_object().into_iter().flatten().map(|(id, _)| (id.as_str(), "parameter")));
        let resolved = resources.iter().map(|(id, resource)| {
            let properties = resource.get("Properties").map_or(Json::Null, |it| resolve(it, &kinds));
            (id.clone(), (kinds[id.as_str()].to_owned(), properties))
        });
        Self { resources: resolved.collect() }
    }

    /// The resources of a type, with their properties.
    pub(crate) fn all<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = (&'a str, &'a Json)> {
        self.resources.iter().filter(move |(_, (it, _))| it == kind).map(|(id, (_, it))| (id.as_str(), it))
    }

    /// All roles by their names, with the policies inside, beside, and managed.
    pub(crate) fn roles(&self) -> BTreeMap<String, Role> {
        let mut roles: BTreeMap<String, Role> = BTreeMap::new();
        for (id, (kind, properties)) in &self.resources {
            match kind.as_str() {
                "AWS::IAM::Role" => {
                    assert!(properties.get("ManagedPolicyArns").is_none(), "{id} has policies that cannot be seen");
                    let role = roles.entry(name(kind, id)).or_default();
                    role.trust = Some(properties["AssumeRolePolicyDocument"].clone());
                    let inside = properties["Policies"].as_array().into_iter().flatten();
                    role.policies.extend(inside.map(|policy| policy["PolicyDocument"].clone()));
                }
                "AWS::IAM::Policy" | "AWS::IAM::ManagedPolicy" => {
                    let others = ["Users", "Groups"].map(|of| properties.get(of));
                    assert_eq!(others, [None, None], "{id} is no policy of roles alone");
                    for role in properties["Roles"].as_array().expect("a policy has roles") {
                        let role = roles.entry(role.as_str().expect("a name").to_owned()).or_default();
                        role.policies.push(properties["PolicyDocument"].clone());
                    }
                }
                other => assert!(!other.starts_with("AWS::IAM::"), "{id} is a {other}"),
            }
        }
        roles
    }

    /// What holds for everybody who asks a bucket, by its ARN.
    pub(crate) fn bucket_policies(&self) -> BTreeMap<String, Json> {
        let policies = self.all("AWS::S3::BucketPolicy");
        policies
            .map(|(_, it)| (bucket_arn(it["Bucket"].as_str().expect("a name")), it["PolicyDocument"].clone()))
            .collect()
    }

    /// The names that a function's start reads from the parameter store, as ARNs.
    pub(crate) fn parameters(function: &Json) -> Vec<String> {
        let Some(text) = function.pointer("/Environment/Variables/AMP_PARAMETERS") else { return Vec::new() };
        let read: Json = serde_json::from_str(text.as_str().expect("a text")).expect("JSON");
        let prefix = read["prefix"].as_str().expect("a prefix");
        let names = read["names"].as_object().expect("names").values();
        names.map(|name| parameter_arn(&format!("{prefix}{}", name.as_str().expect("a name")))).collect()
    }
}

/// The GraphQL API.
pub(crate) const API: &str = "arn:aws:appsync:us-east-1:123456789012:apis/abcdefghijklmnopqrstuvwxyz";

/// The ARN of the table of that ID.
pub(crate) fn table_arn(id: &str) -> String {
    format!("arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/app-{id}")
}

pub(crate) fn parameter_arn(name: &str) -> String {
    format!("arn:aws:ssm:us-east-1:{ACCOUNT}:parameter{name}")
}

/// The name that CloudFormation gives to a bucket.
pub(crate) fn bucket_name(id: &str) -> String {
    format!("app-{}-1a2b3c", id.to_lowercase())
}

pub(crate) fn bucket_arn(name: &str) -> String {
    format!("arn:aws:s3:::{name}")
}

/// The name of the role of an ARN.
pub(crate) fn role_of(arn: &Json) -> String {
    let arn = arn.as_str().expect("an ARN");
    assert!(arn.starts_with("arn:aws:iam::123456789012:role/"), "{arn} is no role");
    arn.rsplit('/').next().unwrap_or_default().to_owned()
}

/// What `Ref` gives.
fn name(kind: &str, id: &str) -> String {
    match kind {
        "AWS::Cognito::UserPool" => "us-east-1_UserPool1".to_owned(),
        "AWS::Cognito::IdentityPool" => IDENTITY_POOL.to_owned(),
        "AWS::S3::Bucket" => bucket_name(id),
        _ => format!("app-{id}"),
    }
}

fn attribute(kind: &str, id: &str, attribute: &str) -> String {
    let name = name(kind, id);
    match (kind, attribute) {
        ("AWS::S3::Bucket", "Arn") => bucket_arn(&name),
        ("AWS::IAM::Role", "Arn") => format!("arn:aws:iam::{ACCOUNT}:role/{name}"),
        ("AWS::Lambda::Function", "Arn") => format!("arn:aws:lambda:us-east-1:{ACCOUNT}:function:{name}"),
        ("AWS::Logs::LogGroup", "Arn") => format!("arn:aws:logs:us-east-1:{ACCOUNT}:log-group:{name}:*"),
        ("AWS::Cognito::UserPool", "Arn") => format!("arn:aws:cognito-idp:us-east-1:{ACCOUNT}:userpool/{name}"),
        ("AWS::Cognito::UserPool", "ProviderName") => format!("cognito-idp.us-east-1.amazonaws.com/{name}"),
        ("AWS::AppSync::GraphQLApi", "Arn") => API.to_owned(),
        ("AWS::DynamoDB::Table", "Arn") => table_arn(id),
        // names that no policy speaks of
        (kind, _) if kind.starts_with("AWS::AppSync::") || kind == "AWS::CloudFormation::Stack" => {
            format!("{name}-{attribute}")
        }
        _ => panic!("{kind} has no {attribute} here"),
    }
}

fn reference(to: &str, kinds: &BTreeMap<&str, &str>) -> String {
    match to {
        "AWS::Region" => "us-east-1".to_owned(),
        "AWS::AccountId" => ACCOUNT.to_owned(),
        "AWS::Partition" => "aws".to_owned(),
        "AWS::StackName" => "app".to_owned(),
        "AWS::StackId" => {
            format!("arn:aws:cloudformation:us-east-1:{ACCOUNT}:stack/app/00000000-1111-4222-8333-444444444444")
        }
        id => name(kinds.get(id).unwrap_or_else(|| panic!("there is no {id}")), id),
    }
}

fn resolve(value: &Json, kinds: &BTreeMap<&str, &str>) -> Json {
    match value {
        Json::Array(list) => list.iter().map(|it| resolve(it, kinds)).collect(),
        Json::Object(map) => {
            let only = (map.len() == 1).then(|| map.iter().next()).flatten();
            match only {
                Some((function, argument)) if function == "Ref" || function.starts_with("Fn::") => {
                    intrinsic(function, argument, kinds).into()
                }
                _ => Json::Object(map.iter().map(|(key, it)| (key.clone(), resolve(it, kinds))).collect::<Map<_, _>>()),
            }
        }
        other => other.clone(),
    }
}

fn intrinsic(function: &str, argument: &Json, kinds: &BTreeMap<&str, &str>) -> String {
    let text = |value: &Json| resolve(value, kinds).as_str().expect("a text").to_owned();
    match function {
        "Ref" => reference(argument.as_str().expect("a name"), kinds),
        "Fn::GetAtt" => {
            let (id, name) = (argument[0].as_str().expect("an ID"), argument[1].as_str().expect("a name"));
            attribute(kinds[id], id, name)
        }
        "Fn::Sub" => substituted(argument.as_str().expect("a text"), kinds),
        "Fn::Join" => {
            let parts: Vec<_> = argument[1].as_array().expect("a list").iter().map(text).collect();
            parts.join(argument[0].as_str().expect("a separator"))
        }
        "Fn::Select" => {
            let split = &argument[1]["Fn::Split"];
            let index: usize = argument[0].to_string().trim_matches('"').parse().expect("an index");
            text(&split[1]).split(split[0].as_str().expect("a separator")).nth(index).expect("a part").to_owned()
        }
        other => panic!("{other} is not known here"),
    }
}

/// `${Id}`, `${Id.Attribute}`, `${AWS::Region}`; `${!text}` stays, without the `!`.
fn substituted(text: &str, kinds: &BTreeMap<&str, &str>) -> String {
    let mut parts = text.split("${");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (inside, rest) = part.split_once('}').expect("it is closed");
        let value = match (inside.strip_prefix('!'), inside.split_once('.')) {
            (Some(literal), _) => format!("${{{literal}}}"),
            (None, Some((id, name))) => attribute(kinds[id], id, name),
            (None, None) => reference(inside, kinds),
        };
        out.push_str(&value);
        out.push_str(rest);
    }
    out
}
