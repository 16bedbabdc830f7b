//! Rules and IAM statements together: where the table says yes or no, the policies of the role say the same.

use std::cell::Cell;
use std::fmt::Write;

use amp_compiler::access::report::Extent;
use amp_compiler::access::{FileAction, Principal, Verdict};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::TestRunner;

use super::compiled::Compiled;
use super::iam::{Evaluator, ME, OTHER};
use super::{bucket_arn, configuration, iam_action, keys};

const ACTIONS: [&str; 9] = [
    "s3:GetObject",
    "s3:Get*",
    "s3:*",
    "s3:ListBucket",
    "s3:putobject",
    "s3:DeleteObject",
    "s3:?etObject",
    "sqs:SendMessage",
    "*",
];

const OWN: &str = r#"`${ref("storage.photos.bucketArn")}/own/\${cognito-identity.amazonaws.com:sub}/*`"#;

const RESOURCES: [&str; 12] = [
    r#""*""#,
    r#"ref("storage.photos.bucketArn")"#,
    r#"`${ref("storage.photos.bucketArn")}/*`"#,
    r#"`${ref("storage.photos.bucketArn")}*`"#,
    r#"`${ref("storage.photos.bucketArn")}/media/*`"#,
    r#"`${ref("storage.photos.bucketArn")}/media/f*`"#,
    r#"`${ref("storage.photos.bucketArn")}/media/drafts/*`"#,
    r#"`${ref("storage.docs.bucketArn")}/*`"#,
    r#"`arn:aws:s3:::${ref("storage.docs.bucketName")}/?ile`"#,
    r#""arn:aws:s3:::*""#,
    r#""arn:*:s3:::*/media/*""#,
    OWN,
];

/// A statement of one of the five roles.
fn statement() -> impl Strategy<Value = (usize, String)> {
    let actions = subsequence(&ACTIONS[..], 1..3);
    let resources = subsequence(&RESOURCES[..], 1..3);
    let condition =
        select(&["", "", "", r#", Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } }"#][..]);
    (0..5_usize, select(&["Allow", "Allow", "Deny"][..]), actions, resources, condition).prop_map(
        |(who, effect, actions, mut resources, condition)| {
            // the variable is of users
            resources.retain(|it| who != 4 || *it != OWN);
            let resources = if resources.is_empty() { r#""*""#.to_owned() } else { resources.join(", ") };
            (who, format!("{{ Effect: \"{effect}\", Action: {actions:?}, Resource: [{resources}]{condition} }}"))
        },
    )
}

fn backend(statements: &[(usize, String)]) -> String {
    let of = |who| {
        let theirs = statements.iter().filter(|(it, _)| *it == who).map(|(_, text)| text.as_str());
        theirs.collect::<Vec<_>>().join(", ")
    };
    let (guest, user, admins, editors, tidy) = (of(0), of(1), of(2), of(3), of(4));
    format!(
        r#"export const tidy = defineFunction({{ name: "tidy", entry: "./handler.mjs", policies: [{tidy}] }});
export const auth = defineAuth({{
  loginWith: {{ email: true }},
  groups: [
    {{ name: "ADMINS", policies: [{admins}] }},
    {{ name: "EDITORS", inherits: "authenticated", policies: [{editors}] }},
  ],
  roles: {{ authenticated: {{ policies: [{user}] }}, guest: {{ policies: [{guest}] }} }},
}});
export const photos = defineStorage({{
  name: "photos",
  isDefault: true,
  access: (allow) => ({{
    "media/*": [allow.guest.to(["get"]), allow.authenticated.to(["read"]), allow.groups(["ADMINS"]).to(["write"]), allow.resource(tidy).to(["read", "delete"])],
    "media/drafts/*": [allow.groups(["ADMINS"]).to(["read"])],
    "own/{{entity_id}}/*": [allow.entity("identity").to(["read", "write"])],
  }}),
}});
export const docs = defineStorage({{
  name: "docs",
  access: (allow) => ({{ "*": [allow.groups(["ADMINS"]).to(["read"])], "a/*": [allow.authenticated.to(["get"])] }}),
}});
"#
    )
}

/// How often each answer came.
#[derive(Default)]
pub(crate) struct Seen {
    by_rule: Cell<u64>,
    allowed: Cell<u64>,
    forbidden: Cell<u64>,
    denied: Cell<u64>,
    in_part: Cell<u64>,
    cells: Cell<u64>,
}

fn count(cell: &Cell<u64>) {
    cell.set(cell.get() + 1);
}

/// The number of requests that were compared; what goes wrong, in words, otherwise.
pub(crate) fn check(compiled: &Compiled, seen: &Seen) -> Result<u64, String> {
    let (access, roles) = (&compiled.analysis.access, compiled.stack.roles());
    let of_buckets = compiled.stack.bucket_policies();
    let mut problems = String::new();
    for (who, role) in compiled.roles() {
        let role = roles.get(&role).cloned().unwrap_or_default();
        let evaluator = Evaluator::of_written(&role, !matches!(who, Principal::Function(_)), of_buckets.values());
        for (storage, bucket) in compiled.analysis.backend.storages.iter().zip(compiled.buckets()) {
            let paths = &access.paths[&storage.id];
            let keys = keys(paths.list().iter().map(|path| path.path.prefix.as_str()));
            let allows = |action: FileAction, key: &str| match action {
                FileAction::List => evaluator.lists(&bucket, Some(key)),
                _ => evaluator.allows(iam_action(action), &format!("{}/{key}", bucket_arn(&bucket))),
            };
            for action in FileAction::ALL {
                for key in keys.iter().filter(|key| action == FileAction::List || !key.is_empty()) {
                    let nearest = paths.holding(key).next();
                    let owner = nearest.and_then(|path| path.path.owner(key)) == Some(ME);
                    let expected = match access.judge(&who, owner, action, storage.id, (key, false)).1 {
                        Verdict::Yes(statement) => {
                            count(if statement.is_some() { &seen.allowed } else { &seen.by_rule });
                            true
                        }
                        Verdict::No(statement) => {
                            count(if statement.is_some() { &seen.forbidden } else { &seen.denied });
                            false
                        }
                        Verdict::Part(_) => {
                            count(&seen.in_part);
                            continue;
                        }
                    };
                    if allows(action, key) != expected {
                        let _ = writeln!(problems, "{who:?} {} {bucket}/{key}: asked, {expected}", action.text());
                    }
                }
            }
            for path in access.sorted_paths(storage.id) {
                let row = access.rows(storage.id, &path).remove(&who).unwrap_or_default();
                for (action, cell) in FileAction::ALL.into_iter().zip(row) {
                    for key in keys.iter().filter(|key| key.ends_with("/file") && path.holds(key)) {
                        let decides = paths.holding(key).next().is_some_and(|nearest| nearest.path == path);
                        let own = path.owner(key);
                        let expected = match cell.map(|(extent, _)| extent) {
                            Some(Extent::Yes) if decides || path.is_bucket() => true,
                            Some(Extent::Own) if own.is_some_and(|id| id == ME || id == OTHER) => own == Some(ME),
                            None if decides => false,
                            _ => continue,
                        };
                        count(&seen.cells);
                        if allows(action, key) != expected {
                            let _ = writeln!(
                                problems,
                                "{who:?} {} {bucket}/{key} at {path}: shown {cell:?}",
                                action.text()
                            );
                        }
                    }
                }
            }
        }
    }
    let asked = [&seen.by_rule, &seen.allowed, &seen.forbidden, &seen.denied, &seen.cells].map(Cell::get);
    if problems.is_empty() { Ok(asked.iter().sum()) } else { Err(problems) }
}

#[test]
fn rules_and_statements_allow_what_the_table_says() {
    let seen = Seen::default();
    let result = TestRunner::new(configuration()).run(&prop::collection::vec(statement(), 1..8), |statements| {
        let text = backend(&statements);
        let compiled = Compiled::of_text(&text);
        check(&compiled, &seen).map_err(|problems| TestCaseError::fail(format!("{problems}{text}")))?;
        Ok(())
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
    let answers =
        [&seen.by_rule, &seen.allowed, &seen.forbidden, &seen.denied, &seen.in_part, &seen.cells].map(Cell::get);
    println!("by rule, by statement, forbidden, denied, in part, cells of the table: {answers:?}");
    assert!(answers.iter().all(|count| *count > 500), "{answers:?}");
}
