//! What the emitted policies allow is what the table of access says, and nothing else: random backends and fixed ones are
//! compiled, and every role of the template is asked for everything that somebody may want to do with files.
//!
//! The same few hundred backends each time. `PROPTEST_CASES=10000 cargo test --test storage_access` tries as many others.

#[path = "storage_access/backends.rs"]
mod backends;
#[path = "storage_access/cli.rs"]
mod cli;
#[path = "storage_access/cloud.rs"]
mod cloud;
#[path = "storage_access/compiled.rs"]
mod compiled;
#[path = "storage_access/data.rs"]
mod data;
#[path = "storage_access/iam.rs"]
mod iam;
#[path = "storage_access/rest.rs"]
mod rest;
#[path = "storage_access/second.rs"]
mod second;
#[path = "storage_access/statements.rs"]
mod statements;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::Instant;

use amp_compiler::access::{FileAction, Persona, Principal};
use amp_compiler::analysis::{Options, analyze};
use amp_compiler::disk::DiskFiles;
use backends::{Backend, Who};
use cloud::{IDENTITY_POOL, Role, Stack, bucket_arn, parameter_arn, role_of};
use compiled::Compiled;
use iam::{Caller, Evaluator, ME, OTHER, Trust};
use iam_rs::{Context, ContextValue};
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};
use serde_json::Value as Json;

/// The IAM action that S3 asks for.
fn iam_action(action: FileAction) -> &'static str {
    match action {
        FileAction::Get => "s3:GetObject",
        FileAction::List => "s3:ListBucket",
        FileAction::Write => "s3:PutObject",
        FileAction::Delete => "s3:DeleteObject",
    }
}

/// Other things that can be done with a bucket or its files.
const OTHER_ACTIONS: [&str; 14] = [
    "s3:GetObjectVersion",
    "s3:GetObjectAcl",
    "s3:GetObjectTagging",
    "s3:PutObjectAcl",
    "s3:PutObjectTagging",
    "s3:DeleteObjectVersion",
    "s3:BypassGovernanceRetention",
    "s3:ListBucketVersions",
    "s3:ListAllMyBuckets",
    "s3:GetBucketPolicy",
    "s3:PutBucketPolicy",
    "s3:PutBucketAcl",
    "s3:DeleteBucket",
    "s3:PutEncryptionConfiguration",
];

/// Names of files, and prefixes that are listed: inside of these paths, at their edges, beside, around, deeper, in the
/// user's own folder, in another one, and in none of all.
fn keys<'a>(prefixes: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let mut keys: BTreeSet<String> = ["", "file", "other/file", "/", "private"].map(str::to_owned).into();
    keys.insert(format!("{ME}/file"));
    for prefix in prefixes.filter(|prefix| !prefix.is_empty()) {
        let bare = prefix.trim_end_matches('/');
        let around = &bare[..bare.rfind('/').map_or(0, |at| at + 1)];
        let beside = &bare[..bare.len() - bare.chars().last().map_or(0, char::len_utf8)];
        keys.extend([bare.to_owned(), prefix.to_owned(), beside.to_owned(), around.to_owned()]);
        keys.extend([format!("{bare}x/file"), format!("x{prefix}file"), prefix.to_uppercase() + "file"]);
        keys.extend(["file", "deep/er/file", "a/file", "/file"].map(|below| format!("{prefix}{below}")));
        let (mine, others) = (format!("{prefix}{ME}"), format!("{prefix}{OTHER}"));
        keys.extend([format!("{mine}/file"), format!("{mine}/a/b"), format!("{mine}x/file"), format!("{mine}/"), mine]);
        keys.extend([format!("{others}/file"), format!("{others}/")]);
    }
    keys
}

/// What goes wrong, in words; the number of requests otherwise.
type Outcome = Result<u64, String>;

/// Every role and file: the policies allow what the table says.
fn files_are_as_the_table_says(compiled: &Compiled, random: Option<&Backend>) -> Outcome {
    let (roles, access) = (compiled.stack.roles(), &compiled.analysis.access);
    let (mut asked, mut problems) = (0, String::new());
    let of_buckets = compiled.stack.bucket_policies();
    let owners = compiled.roles();
    for who in access.storage_principals() {
        let there = owners.iter().any(|(it, _)| it == who);
        // the code of a function made by a callback, and its role, are not here
        let elsewhere = matches!(who, Principal::Function(id) if compiled.analysis.backend.function(*id).custom);
        if !there && !elsewhere {
            let _ = writeln!(problems, "{who:?} has no role");
        }
    }
    for (who, name) in &owners {
        let role = roles.get(name).cloned().unwrap_or_default();
        let evaluator = Evaluator::new(&role, !matches!(who, Principal::Function(_)), of_buckets.values());
        for (storage, bucket) in compiled.analysis.backend.storages.iter().zip(compiled.buckets()) {
            let paths = &access.paths[&storage.id];
            for key in keys(paths.list().iter().map(|path| path.path.prefix.as_str())) {
                for action in FileAction::ALL {
                    let expected = compiled.decide(who, action, storage.id, &key);
                    let mut compare = |allowed: bool, how: &str| {
                        asked += 1;
                        if allowed != expected {
                            let _ = writeln!(
                                problems,
                                "{who:?} {} `{key}`{how} in {bucket}: the table says {expected}, the policies {allowed}",
                                action.text()
                            );
                        }
                    };
                    if action == FileAction::List {
                        compare(evaluator.lists(&bucket, Some(&key)), "");
                        if key.is_empty() {
                            compare(evaluator.lists(&bucket, None), ", without a prefix,");
                        }
                    } else if !key.is_empty() {
                        let file = format!("{}/{key}", bucket_arn(&bucket));
                        compare(evaluator.allows(iam_action(action), &file), "");
                        // what the bucket says of everybody does not depend on the file
                        if key.ends_with("deep/er/file") && evaluator.allows_in_the_open(iam_action(action), &file) {
                            let _ = writeln!(problems, "{who:?} {} `{key}` without TLS", action.text());
                        }
                    }
                    if let Some(random) = random {
                        let place =
                            random.storages.iter().find(|it| *it.name == storage.name.value).expect("it is there");
                        let meant = random.allows(place, known(random, compiled, who), ME, action.text(), &key);
                        if meant != expected {
                            let _ = writeln!(
                                problems,
                                "{who:?} {} `{key}`: the text says {meant}, the table {expected}",
                                action.text()
                            );
                        }
                    }
                }
            }
        }
    }
    if problems.is_empty() { Ok(asked) } else { Err(problems) }
}

/// Who that is in the generated backend.
fn known(random: &Backend, compiled: &Compiled, who: &Principal) -> Who {
    let is = |candidate: &Who| match (candidate, who) {
        (Who::Guest, Principal::Guest) | (Who::User, Principal::Authenticated) => true,
        (Who::Group(index), Principal::Group(name)) => random.groups[*index] == name,
        (Who::Function(index), Principal::Function(id)) => {
            random.functions[*index].name == compiled.analysis.backend.function(*id).name.value
        }
        _ => false,
    };
    random.everybody().into_iter().find(is).expect("nobody else has a role")
}

/// No role allows anything beside files, but for what a function needs for itself.
fn nothing_else_is_allowed(compiled: &Compiled) -> Outcome {
    let (roles, stack, access) = (compiled.stack.roles(), &compiled.stack, &compiled.analysis.access);
    let of_buckets = stack.bucket_policies();
    let actions = access.auth_by_function();
    let functions: Vec<_> = compiled.analysis.backend.functions.iter().filter(|function| !function.custom).collect();
    let pool = compiled.analysis.backend.referenced_auth.is_none().then_some("us-east-1_UserPool1");
    let pool = pool.unwrap_or("us-east-1_AbCdEf123");
    let pool = format!("arn:aws:cognito-idp:us-east-1:{}:userpool/{pool}", cloud::ACCOUNT);
    let other_pool = format!("arn:aws:cognito-idp:us-east-1:{}:userpool/us-east-1_Other", cloud::ACCOUNT);
    let parameters: BTreeSet<String> =
        functions.iter().flat_map(|it| Stack::parameters(compiled.function(&it.name))).collect();
    let log_of = |function: &Json| {
        let group = function["LoggingConfig"]["LogGroup"].as_str().expect("a log group").to_owned();
        format!("arn:aws:logs:us-east-1:{}:log-group:{group}:log-stream:any", cloud::ACCOUNT)
    };
    let calls: BTreeSet<String> = stack
        .all("AWS::Lambda::Function")
        .map(|(id, _)| format!("arn:aws:lambda:us-east-1:{}:function:app-{id}", cloud::ACCOUNT))
        .collect();

    // what is asked, whoever asks
    let mut requests: Vec<(String, String)> = Vec::new();
    let mut ask = |action: &str, resource: &str| requests.push((action.to_owned(), resource.to_owned()));
    for bucket in compiled.buckets() {
        let (arn, file) = (bucket_arn(&bucket), format!("{}/media/file", bucket_arn(&bucket)));
        for action in OTHER_ACTIONS {
            ask(action, &arn);
            ask(action, &file);
            ask(action, &format!("{arn}/private/{ME}/file"));
        }
        for other in [format!("{bucket}x"), "somebody-elses".to_owned(), bucket[..bucket.len() - 1].to_owned()] {
            let other = bucket_arn(&other);
            ask("s3:ListBucket", &other);
            for action in ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"] {
                ask(action, &format!("{other}/media/file"));
            }
        }
    }
    for function in &functions {
        let log = log_of(compiled.function(&function.name));
        for action in ["logs:CreateLogStream", "logs:PutLogEvents", "logs:GetLogEvents", "logs:DeleteLogStream"] {
            ask(action, &log);
        }
    }
    for call in &calls {
        for action in ["lambda:InvokeFunction", "lambda:UpdateFunctionCode", "lambda:GetFunction"] {
            ask(action, call);
        }
    }
    for parameter in
        parameters.iter().cloned().chain([parameter_arn("/amp/app/secrets/OTHER"), parameter_arn("/other")])
    {
        for action in ["ssm:GetParameter", "ssm:GetParameters", "ssm:PutParameter"] {
            ask(action, &parameter);
        }
    }
    for pool in [&pool, &other_pool] {
        for action in ["AdminGetUser", "AdminDeleteUser", "AdminAddUserToGroup", "ListUsers", "DeleteUserPool"] {
            ask(&format!("cognito-idp:{action}"), pool);
        }
    }
    ask("sts:AssumeRole", "arn:aws:iam::123456789012:role/any");
    ask("iam:PassRole", "arn:aws:iam::123456789012:role/any");
    ask("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:123456789012:table/any");
    ask("kms:Decrypt", "arn:aws:kms:us-east-1:123456789012:key/any");
    ask("cognito-identity:GetId", "arn:aws:cognito-identity:us-east-1:123456789012:identitypool/any");

    let (mut asked, mut problems) = (0, String::new());
    let owners: BTreeMap<String, Principal> = compiled.roles().into_iter().map(|(who, role)| (role, who)).collect();
    let callers: BTreeMap<String, String> = stack
        .all("AWS::Scheduler::Schedule")
        .map(|(_, it)| (role_of(&it["Target"]["RoleArn"]), it["Target"]["Arn"].as_str().expect("an ARN").to_owned()))
        .collect();
    for (name, role) in &roles {
        let who = owners.get(name);
        let function = who.and_then(|who| match who {
            Principal::Function(id) => Some(compiled.analysis.backend.function(*id)),
            _ => None,
        });
        let is_user = who.is_some() && function.is_none();
        let evaluator = Evaluator::new(role, is_user, of_buckets.values());
        for (action, resource) in &requests {
            let expected = match (function, callers.get(name), who) {
                (Some(function), ..) => {
                    let made = compiled.function(&function.name);
                    let logs = ["logs:CreateLogStream", "logs:PutLogEvents"].contains(&action.as_str());
                    logs && *resource == log_of(made)
                        || action == "ssm:GetParameter" && Stack::parameters(made).contains(resource)
                        || *resource == pool && actions.get(&function.id).is_some_and(|it| it.contains(action))
                }
                (None, Some(called), _) => action == "lambda:InvokeFunction" && resource == called,
                (None, None, Some(_)) => false,
                (None, None, None) => {
                    let _ = writeln!(problems, "nobody has the role {name}");
                    break;
                }
            };
            asked += 1;
            if evaluator.allows(action, resource) != expected {
                let _ = writeln!(problems, "{name} {action} {resource}: it should be {expected}");
            }
        }
    }
    if problems.is_empty() { Ok(asked) } else { Err(problems) }
}

/// Each role can be taken by those it is for, and by nobody else.
fn roles_are_taken_by_their_own(compiled: &Compiled) -> Outcome {
    let owners: BTreeMap<String, Principal> = compiled.roles().into_iter().map(|(who, role)| (role, who)).collect();
    let signed_in = ["authenticated", "cognito-idp.us-east-1.amazonaws.com/us-east-1_UserPool1"];
    let other_pool = "us-east-1:00000000-0000-4000-8000-bbbbbbbbbbbb";
    let mut schedule = Caller::service("scheduler.amazonaws.com");
    let own = "arn:aws:scheduler:us-east-1:123456789012:schedule-group/default";
    schedule.context =
        Context::new().with_string("aws:SourceAccount", cloud::ACCOUNT).with_string("aws:SourceArn", own);
    let mut foreign_schedule = Caller::service("scheduler.amazonaws.com");
    foreign_schedule.context =
        Context::new().with_string("aws:SourceAccount", "999999999999").with_string("aws:SourceArn", own);
    let google = Caller { who: Caller::federated("accounts.google.com"), ..Caller::user(IDENTITY_POOL, &signed_in) };
    let bare = Caller { context: Context::new(), ..Caller::user(IDENTITY_POOL, &[]) };
    let callers = [
        ("user", Caller::user(IDENTITY_POOL, &signed_in)),
        ("guest", Caller::user(IDENTITY_POOL, &["unauthenticated"])),
        ("", Caller::user(IDENTITY_POOL, &[])),
        ("", Caller::user(other_pool, &signed_in)),
        ("", Caller::user(other_pool, &["unauthenticated"])),
        ("", google),
        ("", bare),
        ("lambda", Caller::service("lambda.amazonaws.com")),
        ("schedule", schedule),
        ("", foreign_schedule),
        ("", Caller::service("ec2.amazonaws.com")),
        ("", Caller::account("arn:aws:iam::123456789012:root")),
        ("", Caller::account("arn:aws:iam::999999999999:root")),
    ];
    let (mut asked, mut problems) = (0, String::new());
    for (name, Role { trust, .. }) in compiled.stack.roles() {
        let Some(trust) = trust else {
            let existing = compiled.analysis.backend.referenced_auth.is_some() && owners.contains_key(&name);
            if !existing {
                let _ = writeln!(problems, "there is no role {name}");
            }
            continue;
        };
        let (whose, by) = match owners.get(&name) {
            Some(Principal::Guest) => ("guest", "sts:AssumeRoleWithWebIdentity"),
            Some(Principal::Authenticated | Principal::Group(_)) => ("user", "sts:AssumeRoleWithWebIdentity"),
            Some(Principal::Function(_)) => ("lambda", "sts:AssumeRole"),
            None => ("schedule", "sts:AssumeRole"),
        };
        let trust = Trust::of(&trust);
        for (who, caller) in &callers {
            for action in
                ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML", "sts:TagSession"]
            {
                asked += 1;
                let expected = *who == whose && action == by;
                if trust.admits(caller, action) != expected {
                    let _ = writeln!(problems, "{name} by {caller:?} with {action}: it should be {expected}");
                }
            }
        }
    }
    if problems.is_empty() { Ok(asked) } else { Err(problems) }
}

/// A user in several groups gets the role that the table reckons with.
fn precedence_is_the_tables(compiled: &Compiled) -> Outcome {
    let groups: Vec<_> = compiled.stack.all("AWS::Cognito::UserPoolGroup").map(|(_, it)| it).collect();
    let name = |group: &Json| group["GroupName"].as_str().expect("a name").to_owned();
    for bits in 1..1_u32 << groups.len() {
        let some = || groups.iter().enumerate().filter(|(index, _)| bits >> index & 1 == 1).map(|(_, group)| *group);
        let first = some().min_by_key(|group| group["Precedence"].as_u64()).map(name);
        let persona = Persona::Groups(some().map(|group| name(group).into()).collect());
        let reckoned = persona.principal(&compiled.analysis.backend);
        let expected = first.map(|name| Principal::Group(name.into()));
        if reckoned != expected {
            return Err(format!("{persona:?} is {expected:?} for Cognito, and {reckoned:?} for the table"));
        }
    }
    Ok(0)
}

fn holds(compiled: &Compiled, random: Option<&Backend>) -> Outcome {
    precedence_is_the_tables(compiled)?;
    let files = files_are_as_the_table_says(compiled, random)?;
    Ok(files + nothing_else_is_allowed(compiled)? + roles_are_taken_by_their_own(compiled)?)
}

fn configuration() -> ProptestConfig {
    if std::env::var_os("PROPTEST_CASES").is_some() {
        return ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    }
    ProptestConfig {
        cases: 100,
        rng_seed: RngSeed::Fixed(2026),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

#[test]
fn random_backends_allow_what_the_table_says() {
    let (asked, started) = (Cell::new(0), Instant::now());
    let configuration = configuration();
    let cases = configuration.cases;
    let result = TestRunner::new(configuration).run(&backends::backend(), |backend| {
        let text = backend.text();
        let compiled = Compiled::of_text(&text);
        let count =
            holds(&compiled, Some(&backend)).map_err(|problems| TestCaseError::fail(format!("{problems}{text}")))?;
        let guests = compiled.roles().iter().any(|(who, _)| *who == Principal::Guest);
        prop_assert!(guests == (backend.has_guests() || backend.existing), "guests have a role: {guests}\n{text}");
        asked.set(asked.get() + count);
        Ok(())
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
    println!("{cases} backends, {} requests, {:?}", asked.get(), started.elapsed());
    assert!(asked.get() > u64::from(cases) * 500, "hardly anything was asked");
}

/// Examples, golden templates and what is deployed or compared elsewhere: all with storage.
#[test]
fn fixed_backends_allow_what_the_table_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = |path: &str| {
        let entries = fs::read_dir(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
        paths.sort();
        paths
    };
    let text_of = |path: &Path| fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let (mut asked, mut seen) = (0, 0);
    let mut check = |name: &Path, compiled: &Compiled| {
        seen += 1;
        let found = match &compiled.analysis.access.policies[..] {
            [] => holds(compiled, None),
            _ => statements::check(compiled, &statements::Seen::default()),
        };
        asked += found.unwrap_or_else(|problems| panic!("{}:\n{problems}", name.display()));
    };
    for path in folder("tests/golden") {
        // what the API's own roles may do is another matter: see `data.rs`
        let holds = |word| text_of(&path).contains(word);
        if path.extension() == Some("amp".as_ref()) && holds("defineStorage") && !holds("defineData") {
            check(&path, &Compiled::of_text(&text_of(&path)));
        }
    }
    for path in ["examples", "tests/live/projects", "tests/node/projects", "tests/peer/cases"].map(folder).concat() {
        let below = ["backend.amp", "amplify/backend.amp", "amplify/backend.ts"].map(|file| path.join(file));
        let Some(entry) = below.iter().find(|entry| entry.exists()) else { continue };
        let entry = entry.to_str().expect("a path in UTF-8");
        let analysis = analyze(&DiskFiles::new(), entry, &Options::default()).expect("the file can be read");
        if !analysis.backend.storages.is_empty() {
            check(&path, &Compiled::of(&DiskFiles::new(), entry));
        }
    }
    println!("{seen} backends, {asked} requests");
    assert!(seen > 0, "there is no example with storage");
}

/// Statements that are written for roles, and what groups inherit of them.
#[test]
fn written_statements_allow_what_they_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("tests/golden/policies.amp")).expect("the text of a golden template");
    let compiled = Compiled::of_text(&text);
    let (roles, backend) = (compiled.stack.roles(), &compiled.analysis.backend);
    let [bucket] = &compiled.buckets()[..] else { panic!("one bucket") };
    let photos = bucket_arn(bucket);
    let region = |region: &str| [("aws:RequestedRegion", ContextValue::String(region.to_owned()))];
    let any = region("us-east-1");
    let keys = |keys: &[&str]| {
        let keys = keys.iter().map(|key| (*key).to_owned()).collect();
        [("dynamodb:LeadingKeys", ContextValue::StringList(keys))]
    };
    let lambda = |name: &str| format!("arn:aws:lambda:us-east-1:{}:function:app-{name}", cloud::ACCOUNT);
    let table = |name: &str| format!("arn:aws:dynamodb:us-east-1:{}:table/app-{name}", cloud::ACCOUNT);
    let report = format!("{photos}/reports/a");
    let any_resource = "arn:aws:any:us-east-1:123456789012:thing";
    let mut asked = 0;
    let mut asks = |who: &str, action: &str, resource: &str, context: &[(&str, ContextValue)], expected: bool| {
        let (_, role) = compiled.roles().into_iter().find(|(it, _)| it.name(backend) == who).expect("a role");
        let evaluator = Evaluator::new(&roles[&role], !who.starts_with("fn:"), []);
        assert_eq!(evaluator.allows_when(action, resource, context), expected, "{who} {action} {resource}");
        asked += 1;
    };
    for who in ["guest", "user", "ADMINS", "EDITORS", "fn:tidy", "fn:other"] {
        asks(who, "s3:CreateBucket", "arn:aws:s3:::mine", &any, who == "ADMINS");
        asks(who, "s3:DeleteBucket", "arn:aws:s3:::mine", &any, false);
        let signed_in = ["user", "ADMINS", "EDITORS"].contains(&who);
        asks(who, "polly:SynthesizeSpeech", any_resource, &any, signed_in);
        asks(who, "translate:TranslateText", any_resource, &any, who == "guest");
        asks(who, "translate:TranslateText", any_resource, &region("eu-west-1"), false);
        asks(who, "s3:GetObjectTagging", &report, &any, who == "fn:tidy");
        asks(who, "s3:GetObjectTagging", &format!("{photos}/media/a"), &any, false);
        asks(who, "s3:GetObjectTagging", "arn:aws:s3:::other/reports/a", &any, false);
        asks(who, "lambda:GetFunctionConfiguration", &lambda("OtherFunction"), &any, who == "fn:tidy");
        asks(who, "lambda:GetFunctionConfiguration", &lambda("TidyFunction"), &any, false);
        let queries = who == "fn:tidy";
        asks(who, "dynamodb:Query", &table("ArticleTable"), &keys(&["a"]), queries);
        asks(who, "dynamodb:Query", &format!("{}/index/byTitle", table("ArticleTable")), &keys(&["b", "a"]), queries);
        asks(who, "dynamodb:Query", &table("ArticleTable"), &keys(&["a", "c"]), false);
        asks(who, "dynamodb:Query", &table("OtherTable"), &keys(&["a"]), false);
        asks(who, "dynamodb:Scan", &table("ArticleTable"), &keys(&["a"]), false);
    }
    assert_eq!(asked, 90);
}

/// An action, a resource, what else is known of the request, and whether it is allowed.
type Case<'c> = (&'c str, &'c str, &'c [(&'c str, ContextValue)], bool);

/// Grants in words: what each opens, and what lies beside it.
#[test]
fn grants_allow_what_they_say() {
    let text = r#"
        const other = defineFunction({ name: "other", entry: "./handler.mjs", url: { auth: "iam" } });
        export const tidy = defineFunction({ name: "tidy", entry: "./handler.mjs", grants: (grant) => [
          grant.table("Article").to(["read", "put"]),
          grant.table("Note").to(["get", "delete"]),
          grant.bucket("reports").to(["read", "write"]),
          grant.function(other).to(["invokeUrl"]),
          grant.email("shop@example.com").to(["send"]),
          grant.bedrock("eu.anthropic.claude-x").to(["invoke"]),
          grant.bedrock("amazon.nova").to(["invoke"]),
          grant.secret("prod/stripe").to(["read"]),
          grant.parameter("/shop/*").to(["read"]),
          grant.topic("orders").to(["publish"]),
          grant.queue("jobs").to(["send"]),
        ] });
        export const data = defineData({ layout: "flat", schema: a.schema({
          Article: a.model({ title: a.string() }), Note: a.model({ text: a.string() }),
        }).authorization((allow) => [allow.authenticated()]) });
        export const auth = defineAuth({ loginWith: { email: true } });"#;
    let compiled = Compiled::of_text(text);
    let roles = compiled.stack.roles();
    let found = compiled.roles().into_iter().find(|(who, _)| who.name(&compiled.analysis.backend) == "fn:tidy");
    let role = &roles[&found.expect("a role").1];
    let evaluator = Evaluator::new(role, false, []);
    let by_url = ("lambda:InvokedViaFunctionUrl", ContextValue::Boolean(true));
    let profile = format!("arn:aws:bedrock:us-east-1:{}:inference-profile/eu.anthropic.claude-x", cloud::ACCOUNT);
    let by_profile = ("bedrock:InferenceProfileArn", ContextValue::String(profile));
    let from = |address: &str| ("ses:FromAddress", ContextValue::String(address.to_owned()));
    let aws = |rest: &str| format!("arn:aws:{}", rest.replace("HERE", &format!("us-east-1:{}", cloud::ACCOUNT)));
    let (yes, no) = (true, false);
    let cases: &[Case<'_>] = &[
        ("dynamodb:Query", "dynamodb:HERE:table/app-ArticleTable/index/byTitle", &[], yes),
        ("dynamodb:GetItem", "dynamodb:HERE:table/app-ArticleTable", &[], yes),
        ("dynamodb:PutItem", "dynamodb:HERE:table/app-ArticleTable", &[], yes),
        ("dynamodb:DeleteItem", "dynamodb:HERE:table/app-ArticleTable", &[], no),
        ("dynamodb:UpdateItem", "dynamodb:HERE:table/app-ArticleTable", &[], no),
        ("dynamodb:BatchWriteItem", "dynamodb:HERE:table/app-ArticleTable", &[], no),
        ("dynamodb:DeleteTable", "dynamodb:HERE:table/app-ArticleTable", &[], no),
        ("dynamodb:GetItem", "dynamodb:HERE:table/app-NoteTable", &[], yes),
        ("dynamodb:DeleteItem", "dynamodb:HERE:table/app-NoteTable", &[], yes),
        ("dynamodb:Scan", "dynamodb:HERE:table/app-NoteTable", &[], no),
        ("dynamodb:GetItem", "dynamodb:HERE:table/app-OtherTable", &[], no),
        ("s3:GetObject", "s3:::reports/a/b", &[], yes),
        ("s3:PutObject", "s3:::reports/a", &[], yes),
        ("s3:ListBucket", "s3:::reports", &[], yes),
        ("s3:DeleteObject", "s3:::reports/a", &[], no),
        ("s3:GetObject", "s3:::reports2/a", &[], no),
        ("s3:ListBucket", "s3:::reports2", &[], no),
        ("lambda:InvokeFunctionUrl", "lambda:HERE:function:app-OtherFunction", &[], yes),
        ("lambda:InvokeFunction", "lambda:HERE:function:app-OtherFunction", &[by_url], yes),
        ("lambda:InvokeFunction", "lambda:HERE:function:app-OtherFunction", &[], no),
        ("lambda:InvokeFunctionUrl", "lambda:HERE:function:app-TidyFunction", &[], no),
        ("ses:SendEmail", "ses:HERE:identity/example.com", &[from("shop@example.com")], yes),
        ("ses:SendRawEmail", "ses:HERE:identity/shop@example.com", &[from("shop@example.com")], yes),
        ("ses:SendEmail", "ses:HERE:identity/example.com", &[from("ceo@example.com")], no),
        ("ses:SendEmail", "ses:HERE:identity/example.com", &[], no),
        ("ses:SendEmail", "ses:HERE:identity/other.com", &[from("shop@example.com")], no),
        ("bedrock:InvokeModel", "bedrock:HERE:inference-profile/eu.anthropic.claude-x", &[], yes),
        ("bedrock:InvokeModel", "bedrock:eu-west-3::foundation-model/anthropic.claude-x", &[by_profile], yes),
        ("bedrock:InvokeModel", "bedrock:eu-west-3::foundation-model/anthropic.claude-x", &[], no),
        ("bedrock:InvokeModel", "bedrock:us-east-1::foundation-model/amazon.nova", &[], yes),
        ("bedrock:InvokeModel", "bedrock:eu-west-3::foundation-model/amazon.nova", &[], no),
        ("bedrock:InvokeModel", "bedrock:us-east-1::foundation-model/anthropic.claude-y", &[], no),
        ("secretsmanager:GetSecretValue", "secretsmanager:HERE:secret:prod/stripe-a1B2c3", &[], yes),
        ("secretsmanager:GetSecretValue", "secretsmanager:HERE:secret:prod/stripe-live-a1B2c3", &[], no),
        ("secretsmanager:PutSecretValue", "secretsmanager:HERE:secret:prod/stripe-a1B2c3", &[], no),
        ("ssm:GetParameter", "ssm:HERE:parameter/shop/currency", &[], yes),
        ("ssm:GetParameter", "ssm:HERE:parameter/shopping", &[], no),
        ("ssm:PutParameter", "ssm:HERE:parameter/shop/currency", &[], no),
        ("sns:Publish", "sns:HERE:orders", &[], yes),
        ("sns:Publish", "sns:HERE:orders2", &[], no),
        ("sqs:SendMessage", "sqs:HERE:jobs", &[], yes),
        ("sqs:ReceiveMessage", "sqs:HERE:jobs", &[], no),
    ];
    for (action, resource, known, expected) in cases {
        assert_eq!(evaluator.allows_when(action, &aws(resource), known), *expected, "{action} {resource}");
    }
}

/// More than fits into a role: the policies beside it are managed ones, and several.
#[test]
fn large_policies_allow_what_the_table_says() {
    let words = ["get", "list", "write", "delete"];
    let mut text =
        "export const auth = defineAuth({ loginWith: { email: true }, groups: [\"ADMINS\", \"EDITORS\"] });\n\
                    export const files = defineStorage({ name: \"files\", access: (allow) => ({\n"
            .to_owned();
    for index in 0..120_usize {
        let some: Vec<_> = (0..4).filter(|bit| (index % 15 + 1) >> bit & 1 == 1).map(|bit| words[bit]).collect();
        let group = ["ADMINS", "EDITORS"][usize::from(index % 7 == 0)];
        let folder = format!("a-folder-with-quite-a-long-name/{index}");
        let _ =
            writeln!(text, "  \"{folder}/*\": [allow.groups([\"{group}\"]).to({some:?}), allow.guest.to([\"get\"])],");
        if index % 3 == 0 {
            let _ = writeln!(text, "  \"{folder}/within/*\": [allow.groups([\"EDITORS\"]).to([\"write\"])],");
        }
    }
    text.push_str("}) });\n");
    let compiled = Compiled::of_text(&text);
    let managed = compiled.stack.all("AWS::IAM::ManagedPolicy").count();
    assert!(managed > 2, "{managed} managed policies");
    let asked = holds(&compiled, None).unwrap_or_else(|problems| panic!("{problems}"));
    println!("{managed} managed policies, {asked} requests");
}
