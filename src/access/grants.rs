//! Grants in words, as the IAM statements that they stand for.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::model::Backend;
use crate::vocabulary::{
    At, ConditionValue, Conditions, Deployed, DeployedPart, Effect, Map, OneOrMany, PolicyStatement, Right, RoleGrant,
};

/// The statements of a grant: none if it speaks of what is not there, which is told.
pub(super) fn statements(grant: &RoleGrant, backend: &Backend) -> Vec<At<PolicyStatement>> {
    let at = |value| At::new(value, grant.span);
    let actions = grant.right.iam();
    let one = |actions: BTreeSet<&str>, resources: Vec<String>| {
        let resources = resources.iter().map(|text| at(parsed(text, grant)));
        let actions = actions.into_iter().map(|action| At::new(SmolStr::new(action), grant.span));
        At::new(
            PolicyStatement {
                effect: Some(At::new(Effect::Allow, grant.span)),
                action: Some(OneOrMany(actions.collect())),
                resource: Some(OneOrMany(resources.collect())),
                ..PolicyStatement::default()
            },
            grant.span,
        )
    };
    let local = |service: &str, resource: &str| {
        format!("arn:${{aws.partition}}:{service}:${{aws.region}}:${{aws.accountId}}:{resource}")
    };
    match &grant.right {
        _ if actions.is_empty() => Vec::new(),
        Right::Table(model, _) => {
            if backend.data.as_ref().is_none_or(|data| data.models.iter().all(|it| it.name.value != model.value)) {
                return Vec::new();
            }
            let arn = format!("${{data.tables.{}.tableArn}}", model.value);
            let finds = |action: &&str| matches!(*action, "dynamodb:Query" | "dynamodb:Scan");
            let (in_indexes, of_table): (BTreeSet<&str>, BTreeSet<&str>) = actions.into_iter().partition(finds);
            let found = (!in_indexes.is_empty()).then(|| one(in_indexes, vec![arn.clone(), format!("{arn}/index/*")]));
            let others = (!of_table.is_empty()).then(|| one(of_table, vec![arn]));
            others.into_iter().chain(found).collect()
        }
        Right::Bucket(name, _) => {
            let arn = format!("arn:${{aws.partition}}:s3:::{}", name.value);
            let (of_bucket, of_files): (BTreeSet<&str>, BTreeSet<&str>) =
                actions.into_iter().partition(|action| *action == "s3:ListBucket");
            let listed = (!of_bucket.is_empty()).then(|| one(of_bucket, vec![arn.clone()]));
            let files = (!of_files.is_empty()).then(|| one(of_files, vec![format!("{arn}/*")]));
            files.into_iter().chain(listed).collect()
        }
        Right::Function(function, _) => {
            let Some(function) = backend.resolve(function).filter(|function| !function.custom) else {
                return Vec::new();
            };
            let arn = format!("${{functions.{}.functionArn}}", function.name.value);
            // such a function is called by a version
            let durable = function.record.durable_config.is_some().then(|| format!("{arn}:*"));
            let by_url = actions.contains("lambda:InvokeFunctionUrl");
            let mut statements = vec![one(actions, std::iter::once(arn.clone()).chain(durable).collect())];
            if by_url {
                // an address asks for this, too: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
                let mut statement = one(BTreeSet::from(["lambda:InvokeFunction"]), vec![arn]);
                statement.value.condition = Some(when("Bool", "lambda:InvokedViaFunctionUrl", "true", grant));
                statements.push(statement);
            }
            statements
        }
        Right::Email(identity, _) => {
            // an address may be verified itself, or by its domain
            let domain = identity.split_once('@').map(|(_, domain)| domain);
            let other = domain.map_or_else(|| format!("*@{}", identity.value), str::to_owned);
            let identities = [identity.to_string(), other].map(|it| local("ses", &format!("identity/{it}")));
            let mut statement = one(actions, identities.into());
            statement.value.condition = domain.map(|_| when("StringEquals", "ses:FromAddress", identity, grant));
            vec![statement]
        }
        Right::Bedrock(model, _) => bedrock(model)
            .into_iter()
            .map(|(resource, profile)| {
                let mut statement = one(actions.clone(), vec![resource]);
                statement.value.condition =
                    profile.map(|profile| when("ArnEquals", "bedrock:InferenceProfileArn", &profile, grant));
                statement
            })
            .collect(),
        // AWS puts six characters of its own behind a secret's name
        Right::Secret(name, _) => {
            vec![one(actions, vec![local("secretsmanager", &format!("secret:{}-??????", name.value))])]
        }
        Right::Parameter(path, _) => {
            let path = path.trim_start_matches('/');
            // all below a path are asked for by the path itself
            let by_path = actions.contains("ssm:GetParametersByPath").then(|| path.strip_suffix("/*")).flatten();
            let by_path = by_path.map(|path| {
                one(BTreeSet::from(["ssm:GetParametersByPath"]), vec![local("ssm", &format!("parameter/{path}"))])
            });
            std::iter::once(one(actions, vec![local("ssm", &format!("parameter/{path}"))])).chain(by_path).collect()
        }
        Right::Topic(name, _) => vec![one(actions, vec![local("sns", name)])],
        Right::Queue(name, _) => vec![one(actions, vec![local("sqs", name)])],
    }
}

/// A condition with one key and one value.
fn when(operator: &str, key: &str, value: &str, grant: &RoleGrant) -> Conditions {
    let at = |text: &str| At::new(SmolStr::new(text), grant.span);
    let value = At::new(ConditionValue(parsed(value, grant)), grant.span);
    Map::of(vec![(at(operator), Map::of(vec![(at(key), OneOrMany(vec![value]))]))])
}

/// The areas that inference profiles stand for, as their ids begin.
/// <https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html>
const AREAS: [&str; 9] = ["us", "eu", "apac", "global", "us-gov", "jp", "au", "ca", "in"];

/// A model in the stack's region; or a profile, and its model in all regions that the profile may turn to, but by way of
/// the profile only. Each resource with the profile by which it is used.
fn bedrock(model: &str) -> Vec<(String, Option<String>)> {
    let arn = "arn:${aws.partition}:bedrock";
    let Some((_, id)) = model.split_once('.').filter(|(area, _)| AREAS.contains(area)) else {
        return vec![(format!("{arn}:${{aws.region}}::foundation-model/{model}"), None)];
    };
    let profile = format!("{arn}:${{aws.region}}:${{aws.accountId}}:inference-profile/{model}");
    vec![(profile.clone(), None), (format!("{arn}:*::foundation-model/{id}"), Some(profile))]
}

/// A text in which `${path}` is a reference.
fn parsed(text: &str, grant: &RoleGrant) -> Deployed {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, (path, after))) =
        rest.split_once("${").and_then(|(it, rest)| Some((it, rest.split_once('}')?)))
    {
        if !before.is_empty() {
            parts.push(DeployedPart::Text(before.into()));
        }
        parts.push(DeployedPart::Ref(At::new(path.into(), grant.span)));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(DeployedPart::Text(rest.into()));
    }
    Deployed { parts }
}
