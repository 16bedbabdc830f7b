//! Names of resources, as far as they are known before there are any, and the patterns of statements that hold them.

use crate::model::data::ModelId;
use crate::model::{Backend, Storage, StorageId, Target};
use crate::names;
use crate::vocabulary::{Deployed, DeployedPart, HttpMethod, Words as _};

/// A part of a name or a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// As it is.
    Sign(char),
    /// `*` of a pattern: any text.
    Any,
    /// `?` of a pattern: any sign.
    One,
    /// What is known when the stack is deployed: the name of a bucket.
    Later(Target),
    /// Some text that nobody knows: a variable of IAM, or the rest of a name.
    Open,
}

/// Whether a pattern holds a name, or every name that begins as it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Holds {
    /// Certainly not.
    No,
    /// It depends on what is not known here, or it holds some of them.
    Perhaps,
    /// Certainly.
    Yes,
}

/// A resource that is asked for, or several that begin alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked(Vec<Part>);

impl Asked {
    /// A bucket.
    pub fn bucket(storage: StorageId) -> Self {
        Self(arn(Target::BucketArn(storage)))
    }

    /// A file; with `below`, all whose names begin so. `{entity_id}` stands for any user.
    pub fn file(storage: StorageId, key: &str, below: bool) -> Self {
        let mut parts = Self::bucket(storage).below("/").0;
        for (index, piece) in key.split(super::super::ENTITY_ID).enumerate() {
            parts.extend((index > 0).then_some(Part::Open));
            parts.extend(piece.chars().map(Part::Sign));
        }
        parts.extend(below.then_some(Part::Open));
        Self(parts)
    }

    /// The user pool.
    pub fn user_pool() -> Self {
        Self(arn(Target::UserPoolArn))
    }

    /// All fields of a type of the API.
    pub fn fields_of(type_name: &str) -> Self {
        Self(arn(Target::ApiArn)).below(&format!("/types/{type_name}/")).anything()
    }

    /// Calls of a method of a REST API, at a path or at all below it. Parts in braces stand for any text.
    pub fn call(method: HttpMethod, path: &str, below: bool) -> Self {
        let mut asked = Self(place_of("execute-api")).below(":").anything();
        asked = asked.below(&format!("/$default/{}", method.text().to_ascii_uppercase()));
        for part in path.split('/').skip(1).filter(|part| !part.is_empty() || path == "/") {
            asked = asked.below("/");
            asked = if part.starts_with('{') { asked.anything() } else { asked.below(part) };
        }
        if below { asked.below(if path == "/" { "" } else { "/" }).anything() } else { asked }
    }

    /// The table of a model.
    pub fn table(model: ModelId) -> Self {
        Self(arn(Target::TableArn(model)))
    }

    /// What is below it: `/index/`, `/stream/`.
    #[must_use]
    pub fn below(mut self, text: &str) -> Self {
        self.0.extend(text.chars().map(Part::Sign));
        self
    }

    /// Everything that begins so.
    #[must_use]
    pub fn anything(mut self) -> Self {
        self.0.push(Part::Open);
        self
    }
}

/// What an ARN is made of.
fn arn(target: Target) -> Vec<Part> {
    let (before, name) = match target {
        Target::BucketArn(id) => (Asked(head("s3")).below(":::"), Target::BucketName(id)),
        Target::TableArn(id) => (Asked(place_of("dynamodb")).below(":table/"), Target::TableName(id)),
        Target::FunctionArn(id) => (Asked(place_of("lambda")).below(":function:"), Target::FunctionName(id)),
        Target::UserPoolArn => (Asked(place_of("cognito-idp")).below(":userpool/"), Target::UserPoolId),
        Target::ApiArn => (Asked(place_of("appsync")).below(":apis/"), Target::ApiId),
        plain => return vec![Part::Later(plain)],
    };
    [before.0, vec![Part::Later(name)]].concat()
}

/// `arn:aws:s3`
fn head(service: &str) -> Vec<Part> {
    let mut parts = Asked(Vec::new()).below("arn:").0;
    parts.push(Part::Later(Target::Partition));
    Asked(parts).below(":").below(service).0
}

/// `arn:aws:lambda:eu-west-1:123456789012`
fn place_of(service: &str) -> Vec<Part> {
    let mut parts = Asked(head(service)).below(":").0;
    parts.push(Part::Later(Target::Region));
    parts = Asked(parts).below(":").0;
    parts.push(Part::Later(Target::AccountId));
    parts
}

/// A pattern of a statement.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pattern {
    parts: Vec<Part>,
    /// The storages whose buckets it cannot mean, since it names a bucket that CloudFormation would not call so.
    others: Vec<StorageId>,
}

impl Pattern {
    /// Of a resource as it is written.
    pub(super) fn of(written: &Deployed, backend: &Backend) -> Self {
        let mut parts = Vec::new();
        for part in &written.parts {
            match part {
                DeployedPart::Text(text) => parts.extend(signs(text)),
                // an unknown path was told
                DeployedPart::Ref(path) => parts.extend(Target::find(path, backend).map_or(vec![Part::Open], arn)),
            }
        }
        Self { parts, others: others(&written.shown(), backend) }
    }

    /// Whether it holds a resource.
    pub(super) fn holds(&self, asked: &Asked) -> Holds {
        let is_other = |part: &Part| matches!(part, Part::Later(Target::BucketName(id)) if self.others.contains(id));
        if asked.0.iter().any(is_other) { Holds::No } else { holds(&self.parts, &asked.0) }
    }
}

/// The storages whose bucket is certainly not the one that an ARN names. CloudFormation puts the logical ID into a bucket's
/// name, and may cut it off towards its end: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html>
fn others(written: &str, backend: &Backend) -> Vec<StorageId> {
    let name = written.split_once(":::").map(|(_, name)| name.split('/').next().unwrap_or(name));
    let Some(name) = name.filter(|name| !name.contains(['*', '?', '$'])) else { return Vec::new() };
    let may_be = |storage: &Storage| {
        let id = names::bucket(&storage.name).as_str().to_ascii_lowercase();
        name.contains(&format!("-{}", &id[..id.len().min(8)]))
    };
    backend.storages.iter().filter(|storage| !may_be(storage)).map(|storage| storage.id).collect()
}

/// The parts of a text in a statement.
fn signs(mut text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    while let Some(sign) = text.chars().next() {
        let variable = text.strip_prefix("${").and_then(|rest| rest.split_once('}'));
        text = variable.map_or(&text[sign.len_utf8()..], |(_, rest)| rest);
        parts.push(match sign {
            _ if variable.is_some() => Part::Open,
            '*' => Part::Any,
            '?' => Part::One,
            sign => Part::Sign(sign),
        });
    }
    parts
}

/// Whether a pattern of IAM holds a text: `*` stands for any characters, `?` for one; the case of letters does not count
/// in actions. <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html>
pub(crate) fn holds_action(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) =
        (pattern.to_lowercase().chars().collect(), text.to_lowercase().chars().collect());
    // where the last `*` stands, and what it holds so far
    let (mut at, mut read, mut star) = (0, 0, None);
    while read < text.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, read));
                at += 1;
            }
            Some(char) if *char == '?' || *char == text[read] => {
                at += 1;
                read += 1;
            }
            _ => {
                let Some((back, held)) = star else { return false };
                star = Some((back, held + 1));
                (at, read) = (back + 1, held + 1);
            }
        }
    }
    pattern[at..].iter().all(|char| *char == '*')
}

fn holds(pattern: &[Part], asked: &[Part]) -> Holds {
    // what the rest of the pattern says of each rest of the name, from the end
    let mut after: Vec<Holds> = Vec::new();
    for at in (0..=pattern.len()).rev() {
        let mut row = vec![Holds::No; asked.len() + 1];
        for from in (0..=asked.len()).rev() {
            // past this part of the pattern, of the name, of both
            let next = |row: &[Holds]| asked.get(from).map_or(Holds::No, |_| row[from + 1]);
            let (skip, stay, both) = match pattern.get(at) {
                Some(_) => (after[from], next(&row), next(&after)),
                None => (Holds::No, next(&row), Holds::No),
            };
            row[from] = match (pattern.get(at), asked.get(from)) {
                (None, None) => Holds::Yes,
                (Some(Part::Any), _) => skip.max(stay),
                (Some(Part::Later(one)), Some(Part::Later(other))) if one == other => both,
                (Some(Part::Later(one)), Some(Part::Later(other))) if are_names(*one, *other) => Holds::No,
                // names have no signs that part an ARN
                (Some(Part::Sign(':' | '/')), Some(Part::Later(_))) => stay.min(Holds::Perhaps),
                (Some(Part::Later(_)), Some(Part::Sign(':' | '/'))) => skip.min(Holds::Perhaps),
                (Some(Part::Open | Part::Later(_)), _) | (_, Some(Part::Open | Part::Later(_))) => {
                    skip.max(stay).max(both).min(Holds::Perhaps)
                }
                (Some(Part::One), Some(_)) => both,
                (Some(one), Some(other)) if one == other => both,
                _ => Holds::No,
            };
        }
        after = row;
    }
    after[0]
}

/// Whether both are names of the same kind, so that two of them are never the same.
fn are_names(one: Target, other: Target) -> bool {
    matches!(
        (one, other),
        (Target::BucketName(_), Target::BucketName(_))
            | (Target::TableName(_), Target::TableName(_))
            | (Target::FunctionName(_), Target::FunctionName(_))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHOTOS: StorageId = StorageId(0);

    fn of(text: &str) -> Pattern {
        Pattern { parts: signs(text), others: Vec::new() }
    }

    fn photos(rest: &str) -> Pattern {
        Pattern { parts: [arn(Target::BucketArn(PHOTOS)), signs(rest)].concat(), others: Vec::new() }
    }

    #[test]
    fn patterns_hold_what_they_name() {
        let file = |key| Asked::file(PHOTOS, key, false);
        let below = |key| Asked::file(PHOTOS, key, true);
        let call = |path| Asked::call(HttpMethod::Get, path, false);
        for (pattern, asked, expected) in [
            (of("*"), file("a/b"), Holds::Yes),
            (of("arn:*:s3:::*"), file("a/b"), Holds::Yes),
            (of("arn:aws:s3:::*"), file("a/b"), Holds::Perhaps),
            (of("arn:aws:s3:::mine/a/*"), file("a/b"), Holds::Perhaps),
            (of("arn:aws:s3:::mine/c/*"), file("a/b"), Holds::No),
            (of("arn:aws:sqs:::*"), file("a/b"), Holds::No),
            (of("arn:aws:s3:::mine"), Asked::user_pool(), Holds::No),
            (photos("/*"), file("a/b"), Holds::Yes),
            (photos("/a/?"), file("a/b"), Holds::Yes),
            (photos("/a/?"), file("a/bc"), Holds::No),
            (photos("/a/*"), file("c/b"), Holds::No),
            (photos("/a/*"), below("a/"), Holds::Yes),
            (photos("/a/b*"), below("a/"), Holds::Perhaps),
            (photos("/a/b*"), below(""), Holds::Perhaps),
            (photos("/c/*"), below("a/"), Holds::No),
            (photos("/*"), Asked::bucket(PHOTOS), Holds::No),
            (photos("*"), Asked::bucket(PHOTOS), Holds::Yes),
            (photos(""), Asked::bucket(PHOTOS), Holds::Yes),
            (photos(""), Asked::bucket(StorageId(1)), Holds::No),
            (photos("/*"), Asked::file(StorageId(1), "a", false), Holds::No),
            (photos("/own/${cognito-identity.amazonaws.com:sub}/*"), file("own/me/a"), Holds::Perhaps),
            (photos("/own/${cognito-identity.amazonaws.com:sub}/*"), file("other/me/a"), Holds::No),
            (photos("/own/*"), file("own/{entity_id}/a"), Holds::Yes),
            (photos("/own/me/*"), file("own/{entity_id}/a"), Holds::Perhaps),
            (of("arn:aws:execute-api:*:*:*/$default/GET/items"), call("/items"), Holds::Perhaps),
            (of("arn:*:execute-api:*:*:*/GET/items/*"), call("/items/{id}"), Holds::Yes),
            (of("arn:*:execute-api:*/items/*"), call("/items/{id}"), Holds::Yes),
            (of("arn:*:execute-api:*:*:*/POST/items"), call("/items"), Holds::No),
            (of("arn:*:execute-api:*/GET/"), call("/"), Holds::Yes),
        ] {
            assert_eq!(pattern.holds(&asked), expected, "{pattern:?} {asked:?}");
        }
    }

    #[test]
    fn actions_are_compared_without_case() {
        for (pattern, expected) in
            [("*", true), ("s3:*", true), ("S3:getobject", true), ("s3:Get*", true), ("s3:GetObject?", false)]
        {
            assert_eq!(holds_action(pattern, "s3:GetObject"), expected, "{pattern}");
        }
    }

    #[test]
    fn patterns_hold_as_in_iam() {
        for (pattern, text, expected) in [
            ("Get*", "GetObject", true),
            ("get?bject", "GetObject", true),
            ("*", "", true),
            ("", "", true),
            ("Get*Acl", "GetObjectVersionAcl", true),
            ("Get*Acl", "GetObject", false),
            ("?", "", false),
            ("**a*b**", "xaxxb", true),
            ("a", "ab", false),
        ] {
            assert_eq!(holds_action(pattern, text), expected, "{pattern} {text}");
        }
    }
}
