//! Storage by the words of the Amplify CLI: for every choice in `amplify add storage`, roles may do what those of the CLI's
//! templates may, file by file and list by list.
//!
//! `cli.tsv` holds what those templates grant, read off the CLI's storage category of March 2026 (its S3 stack): to whom, below
//! which folder, what, and for which words. `words` are the actions of the chosen words, `own` the user's identity id.

use std::collections::BTreeSet;

use amp_compiler::access::Principal;
use serde_json::{Value as Json, json};

use super::cloud::Role;
use super::compiled::Compiled;
use super::iam::{Evaluator, ME, OTHER};
use super::{bucket_arn, iam_action, keys};

const WORDS: [&str; 3] = ["create", "read", "delete"];

/// What the CLI's templates grant to somebody for the words that were chosen.
fn of_the_cli(who: &str, words: &[&str], bucket: &str) -> Role {
    let own = "${cognito-identity.amazonaws.com:sub}/";
    let mut statements: Vec<Json> = Vec::new();
    for row in include_str!("cli.tsv").lines().skip(1) {
        let [whom, below, actions, when] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("{row}") };
        if whom != who || words.is_empty() || when != "any" && !words.contains(&when) {
            continue;
        }
        let actions: Vec<&str> = match actions {
            "put" => vec!["s3:PutObject"],
            "get" => vec!["s3:GetObject"],
            "list" => vec!["s3:ListBucket"],
            _ => words.iter().map(|word| action(word)).collect(),
        };
        let allow = |resource: String| json!({ "Effect": "Allow", "Action": actions, "Resource": [resource] });
        statements.push(match below.strip_prefix("list") {
            None => allow(format!("{}/{}*", bucket_arn(bucket), below.replace("own/", own))),
            Some("") => allow(bucket_arn(bucket)),
            Some(folders) => {
                let folders = folders.trim().split(',').map(|folder| folder.replace("own/", own));
                let prefixes: Vec<String> = folders.flat_map(|folder| [format!("{folder}*"), folder]).collect();
                let mut statement = allow(bucket_arn(bucket));
                statement["Condition"] = json!({ "StringLike": { "s3:prefix": prefixes } });
                statement
            }
        });
    }
    Role { policies: vec![json!({ "Version": "2012-10-17", "Statement": statements })], trust: None }
}

/// What a word of the CLI stands for. `create` is its "create/update".
fn action(word: &str) -> &'static str {
    match word {
        "create" => "s3:PutObject",
        "read" => "s3:GetObject",
        _ => "s3:DeleteObject",
    }
}

/// The same choice in `.amp`, as the page for those who come from the CLI writes it.
fn backend(user: &[&str], guest: &[&str], group: &[&str]) -> String {
    let words = |words: &[&str]| {
        let both = words.iter().flat_map(|word| if *word == "create" { vec!["create", "update"] } else { vec![*word] });
        both.map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ")
    };
    let rule = |who: &str, some: &[&str]| {
        if some.is_empty() { String::new() } else { format!("allow.{who}.to([{}]), ", words(some)) }
    };
    let only = |some: &[&'static str], word: &str| -> Vec<&'static str> {
        some.iter().filter(|it| **it == word).copied().collect()
    };
    let known = |some: &[&str]| -> Vec<&'static str> { WORDS.into_iter().filter(|word| some.contains(word)).collect() };
    let (user, guest, group) = (known(user), known(guest), known(group));
    let reads = format!("{}{}", rule("guest", &only(&guest, "read")), rule("authenticated", &only(&user, "read")));
    let uploads =
        format!("{}{}", rule("guest", &only(&guest, "create")), rule("authenticated", &only(&user, "create")));
    format!(
        r#"export const auth = defineAuth({{ loginWith: {{ email: true }}, groups: ["Admins"] }});
export const files = defineStorage({{
  name: "files",
  access: (allow) => ({{
    "*": [{}],
    "public/*": [{}{}],
    "protected/{{entity_id}}/*": [{reads}{}],
    "private/{{entity_id}}/*": [{}],
    "uploads/*": [{uploads}],
  }}),
}});
"#,
        rule("groups([\"Admins\"])", &group),
        rule("guest", &guest),
        rule("authenticated", &user),
        rule("entity(\"identity\")", &user),
        rule("entity(\"identity\")", &user),
    )
}

fn subsets() -> impl Iterator<Item = Vec<&'static str>> {
    (0..8_u32).map(|bits| (0..3).filter(|bit| bits >> bit & 1 == 1).map(|bit| WORDS[bit]).collect())
}

#[test]
fn words_of_the_cli_grant_what_its_templates_grant() {
    let (mut asked, mut allowed, mut problems) = (0_u32, 0_u32, BTreeSet::new());
    for user in subsets() {
        for guest in subsets() {
            // the group's choice depends on nothing else
            let group = if guest.is_empty() { user.clone() } else { guest.clone() };
            let text = backend(&user, &guest, &group);
            let compiled = Compiled::of_text(&text);
            let bucket = compiled.buckets().remove(0);
            let roles = compiled.stack.roles();
            let own = compiled.roles();
            let chosen = [
                (Principal::Authenticated, "authenticated", &user),
                (Principal::Guest, "guest", &guest),
                (Principal::Group("Admins".into()), "group", &group),
            ];
            for (who, name, words) in chosen {
                let role = own.iter().find(|(it, _)| *it == who).and_then(|(_, role)| roles.get(role).cloned());
                let (ours, theirs) = (role.unwrap_or_default(), of_the_cli(name, words, &bucket));
                let (ours, theirs) = (Evaluator::new(&ours, true, []), Evaluator::new(&theirs, true, []));
                let folders = ["public/", "protected/", "private/", "uploads/", "other/"];
                for key in keys(folders.into_iter()) {
                    for action in amp_compiler::access::FileAction::ALL {
                        let file = format!("{}/{key}", bucket_arn(&bucket));
                        let (is, was) = if iam_action(action) == "s3:ListBucket" {
                            (ours.lists(&bucket, Some(&key)), theirs.lists(&bucket, Some(&key)))
                        } else if key.is_empty() {
                            continue;
                        } else {
                            (ours.allows(iam_action(action), &file), theirs.allows(iam_action(action), &file))
                        };
                        asked += 1;
                        allowed += u32::from(was);
                        if is != was {
                            let key = key.replace(ME, "me").replace(OTHER, "other");
                            problems
                                .insert(format!("{name} {words:?} {} {key}: here {is}, there {was}", action.text()));
                        }
                    }
                }
            }
        }
    }
    println!("64 choices, {asked} requests, {allowed} of them allowed");
    assert!(problems.is_empty(), "{problems:#?}");
    assert!(allowed > 1000, "{allowed}");
}
