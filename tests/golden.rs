//! Whole backends and everything that is emitted for them: `tests/golden/<case>.amp` gives `tests/golden/<case>/`.
//! `UPDATE=1 cargo test --test golden` writes what is emitted now.

#[path = "golden/growth.rs"]
mod growth;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use amp_compiler::analysis::{Analysis, Options, analyze};
use amp_compiler::diagnostic::Severity;
use amp_compiler::emit::{Artifacts, emit};
use amp_compiler::source::MemoryFiles;
use serde_json::Value as Json;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn updating() -> bool {
    env::var_os("UPDATE").is_some()
}

/// The name of every case, sorted, and its text.
fn cases() -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder()).expect("the folder of cases").map(|entry| entry.expect("a case").path());
    let files = entries.filter(|path| path.extension().is_some_and(|extension| extension == "amp"));
    let named = files.map(|path| {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        (name, fs::read_to_string(&path).expect("a text"))
    });
    named.collect()
}

/// A definition, and the code that it may name.
fn files_around(text: &str) -> MemoryFiles {
    let resolver =
        "export function request() {\n  return {};\n}\n\nexport function response(ctx) {\n  return ctx.result;\n}\n";
    ["handler.ts", "handler.mjs", "handler.py"]
        .into_iter()
        .fold(MemoryFiles::single("backend.amp", text).with("resolver.js", resolver), |files, path| {
            files.with(path, "")
        })
}

fn analysis(text: &str) -> Analysis {
    analyze(&files_around(text), "backend.amp", &Options::default()).expect("the file is there")
}

fn artifacts(name: &str, text: &str) -> Artifacts {
    let analysis = analysis(text);
    let Some(checked) = analysis.checked() else { panic!("{name}: {:#?}", analysis.diagnostics) };
    let (artifacts, found) = emit(checked, &files_around(text), 0);
    assert!(found.is_empty(), "{name}: {found:#?}");
    artifacts
}

/// The root and the nested stacks, by file.
fn templates(artifacts: &Artifacts) -> BTreeMap<&str, Json> {
    let files = artifacts.files.iter().filter(|(name, _)| *name == "template.json" || name.starts_with("stacks/"));
    files.map(|(name, text)| (name.as_str(), serde_json::from_str(text).expect("JSON"))).collect()
}

/// The resources of one template.
fn resources_of(template: &Json) -> BTreeMap<String, Json> {
    let resources = template["Resources"].as_object().expect("resources");
    resources.iter().map(|(id, resource)| (id.clone(), resource.clone())).collect()
}

/// The resources of all templates: an ID is only in one.
fn resources(artifacts: &Artifacts) -> BTreeMap<String, Json> {
    let mut all = BTreeMap::new();
    for (id, resource) in templates(artifacts).values().flat_map(resources_of) {
        assert!(all.insert(id.clone(), resource).is_none(), "{id} is there twice");
    }
    all
}

/// What is emitted, as files: those that are the same for all cases are only named.
fn files(artifacts: &Artifacts) -> BTreeMap<String, String> {
    let mut files = artifacts.files.clone();
    let mut build = String::new();
    for path in artifacts.files.keys().filter(|path| path.contains("/amp_start.") || path.starts_with("admin-queries/"))
    {
        files.remove(path);
        writeln!(build, "{path}").expect("memory");
    }
    for function in &artifacts.functions {
        let amp_compiler::emit::FunctionBundle { name, entry, stem, target, minify, external, .. } = function;
        writeln!(build, "functions/{name}/{stem} from {entry}, {target:?}, minify {minify}, without {external:?}")
            .expect("memory");
    }
    for step in &artifacts.next_steps {
        writeln!(build, "{}:\n  {}", step.what, step.command).expect("memory");
    }
    files.insert("build.txt".to_owned(), build);
    files
}

fn files_on_disk(root: &Path, below: &str, found: &mut BTreeMap<String, String>) {
    let Ok(entries) = fs::read_dir(root.join(below)) else { return };
    for entry in entries {
        let entry = entry.expect("an entry");
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() { name } else { format!("{below}/{name}") };
        if entry.path().is_dir() {
            files_on_disk(root, &path, found);
        } else {
            found.insert(path, fs::read_to_string(entry.path()).expect("a text"));
        }
    }
}

#[test]
fn everything_emitted_is_as_recorded() {
    let mut wrong = Vec::new();
    for (name, text) in cases() {
        let emitted = files(&artifacts(&name, &text));
        let root = folder().join(&name);
        let mut recorded = BTreeMap::new();
        files_on_disk(&root, "", &mut recorded);
        if emitted == recorded {
            continue;
        }
        if updating() {
            let _ = fs::remove_dir_all(&root);
            for (path, text) in &emitted {
                let path = root.join(path);
                fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
                fs::write(path, text).expect("a file");
            }
        }
        let paths: BTreeSet<&String> = emitted.keys().chain(recorded.keys()).collect();
        for path in paths.into_iter().filter(|path| emitted.get(*path) != recorded.get(*path)) {
            wrong.push(format!("{name}/{path}"));
        }
    }
    assert!(updating() || wrong.is_empty(), "not as recorded (see with UPDATE=1 and git diff): {wrong:#?}");
}

#[test]
fn the_same_text_gives_the_same_bytes() {
    for (name, text) in cases() {
        assert_eq!(artifacts(&name, &text), artifacts(&name, &text), "{name}");
    }
}

#[test]
fn every_reference_leads_to_a_resource_and_none_in_a_circle() {
    for (name, text) in cases() {
        let artifacts = artifacts(&name, &text);
        let templates = templates(&artifacts);
        for (file, template) in &templates {
            let resources = resources_of(template);
            let edges = resources.iter().map(|(id, resource)| (id, targets(resource)));
            let edges: BTreeMap<&String, BTreeSet<String>> = edges.collect();
            let mut done: BTreeSet<&String> =
                template["Parameters"].as_object().into_iter().flatten().map(|(id, _)| id).collect();
            // What needs only what is done is done; whatever is left over stands in a circle or needs what is not there.
            while let Some((id, _)) = edges.iter().find(|(id, targets)| {
                !done.contains(*id) && targets.iter().all(|target| done.iter().any(|it| *it == target))
            }) {
                done.insert(id);
            }
            let left: Vec<_> = edges.iter().filter(|(id, _)| !done.contains(*id)).collect();
            assert!(left.is_empty(), "{name}/{file}: {left:#?}");
            let there = |target: &String| done.contains(target);
            assert!(targets(&template["Outputs"]).iter().all(there), "{name}/{file}");
        }
        nested_stacks_get_and_give_what_is_named(&name, &templates);
    }
}

/// A nested stack is given its parameters and no others, and only outputs are asked for that it has.
fn nested_stacks_get_and_give_what_is_named(name: &str, templates: &BTreeMap<&str, Json>) {
    let root = &templates["template.json"];
    let mut used = BTreeSet::from(["template.json"]);
    for (id, stack) in resources_of(root).iter().filter(|(_, it)| it["Type"] == "AWS::CloudFormation::Stack") {
        let file = stack["Properties"]["TemplateURL"].as_str().expect("a path").trim_start_matches("./");
        let (file, nested) = templates.get_key_value(file).expect("a template");
        assert!(used.insert(file), "{name}: {file} twice");
        let keys = |json: &Json| json.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect();
        let [given, taken]: [BTreeSet<String>; 2] =
            [keys(&stack["Properties"]["Parameters"]), keys(&nested["Parameters"])];
        assert_eq!(given, taken, "{name}: {id}");
        // `["ModelArticleStack","Outputs.ArticleTable"]` or `${ModelArticleStack.Outputs.ArticleTable}`
        let (text, path) = (root.to_string().replace("\",\"", "."), format!("{id}.Outputs."));
        let asked = text.split(&path).skip(1).filter_map(|rest| rest.split(['"', '}']).next());
        let has: BTreeSet<String> = keys(&nested["Outputs"]);
        for output in asked {
            assert!(has.contains(output), "{name}: {id} has no output {output}");
        }
    }
    assert_eq!(used.len(), templates.len(), "{name}: a template that no stack has");
}

/// What a part of a template refers to.
fn targets(json: &Json) -> BTreeSet<String> {
    let mut targets = BTreeSet::new();
    references(json, &mut targets);
    targets.retain(|target| !target.starts_with("AWS::"));
    targets
}

fn references(json: &Json, found: &mut BTreeSet<String>) {
    match json {
        Json::Array(items) => items.iter().for_each(|item| references(item, found)),
        Json::Object(members) => {
            for (key, value) in members {
                match (key.as_str(), value) {
                    ("Ref", Json::String(name)) => {
                        found.insert(name.clone());
                    }
                    ("Fn::GetAtt", value) => {
                        found.insert(value[0].as_str().expect("a name").to_owned());
                    }
                    ("Fn::Sub", Json::String(text)) => {
                        let holes = text.split("${").skip(1).filter(|hole| !hole.starts_with('!'));
                        found.extend(holes.map(|hole| hole.split(['.', '}']).next().unwrap_or_default().to_owned()));
                    }
                    ("DependsOn", value) => {
                        let names = value.as_array().expect("a list").iter();
                        found.extend(names.map(|name| name.as_str().expect("a name").to_owned()));
                    }
                    _ => references(value, found),
                }
            }
        }
        _ => {}
    }
}

/// The actions that policies allow on a user pool, by role.
fn pool_actions(artifacts: &Artifacts) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for resource in resources(artifacts).values().filter(|resource| resource["Type"] == "AWS::IAM::Policy") {
        let statements = resource["Properties"]["PolicyDocument"]["Statement"].as_array().expect("statements");
        for statement in statements {
            let actions = statement["Action"].as_array().expect("actions").iter().map(|it| it.as_str().expect("text"));
            let pool: BTreeSet<_> = actions.filter(|it| it.starts_with("cognito-idp:")).map(str::to_owned).collect();
            if pool.is_empty() {
                continue;
            }
            let resources = statement["Resource"].to_string();
            assert!(
                resources == r#"[{"Fn::GetAtt":["UserPool","Arn"]}]"#
                    || resources.contains(":userpool/eu-central-1_AbCdEf123"),
                "{resources}"
            );
            for role in resource["Properties"]["Roles"].as_array().expect("roles") {
                found.entry(role["Ref"].as_str().expect("a role").to_owned()).or_default().extend(pool.clone());
            }
        }
    }
    found
}

#[test]
fn functions_may_do_what_the_rules_say_and_nothing_else() {
    for (name, text) in cases() {
        let analysis = analysis(&text);
        let by_rules: BTreeMap<String, BTreeSet<String>> = analysis
            .access
            .auth_by_function()
            .into_iter()
            .map(|(id, actions)| {
                let role = amp_compiler::names::function_role(&analysis.backend.function(id).name);
                (role.to_string(), actions)
            })
            .collect();
        let of_admins = analysis.backend.admin_queries.iter().map(|queries| {
            let actions = queries.routes.iter().map(|(route, _)| format!("cognito-idp:{}", route.iam()));
            (amp_compiler::names::admin_handler_role(&queries.name).to_string(), actions.collect())
        });
        let by_rules: BTreeMap<_, _> = by_rules.into_iter().chain(of_admins).collect();
        let artifacts = artifacts(&name, &text);
        assert_eq!(pool_actions(&artifacts), by_rules, "{name}");
        // Nobody else may do anything but write logs, read parameters, decrypt codes, send texts, go on and be called.
        let known = [
            "cognito-idp:",
            "logs:CreateLogStream",
            "logs:PutLogEvents",
            "ssm:GetParameter",
            "kms:Decrypt",
            "sns:Publish",
            "lambda:InvokeFunction",
            "lambda:CheckpointDurableExecution",
            "lambda:GetDurableExecutionState",
            "sts:AssumeRole",
            "sts:AssumeRoleWithWebIdentity",
            "kms:*",
            // what each role may do with files is proved in `storage_access.rs`
            "s3:GetObject",
            "s3:ListBucket",
            "s3:PutObject",
            "s3:DeleteObject",
            // what each role may call is proved in `storage_access/rest.rs`
            "execute-api:Invoke",
            // what each role may ask the API is proved in `data_access.rs`
            "appsync:GraphQL",
            // of the API itself: its log, and the tables of its models
            "logs:CreateLogGroup",
            "dynamodb:",
            // only ever denied: what does not come by TLS
            "s3:*",
        ];
        // statements that are written for roles are proved in `storage_access.rs`, too
        let policies = analysis.access.policies.iter().flat_map(|policy| &policy.statement.action);
        let written: BTreeSet<String> =
            policies.flat_map(|actions| &actions.0).map(|action| action.to_string()).collect();
        for (id, resource) in resources(&artifacts) {
            for action in actions(&resource).into_iter().filter(|action| !written.contains(action)) {
                assert!(
                    known.iter().any(|it| action == *it || it.ends_with(':') && action.starts_with(it)),
                    "{id}: {action}"
                );
            }
        }
    }
}

/// Every action in a list of actions, wherever it stands.
fn actions(json: &Json) -> Vec<String> {
    match json {
        Json::Array(items) => items.iter().flat_map(actions).collect(),
        Json::Object(members) => {
            let own = members.get("Action").and_then(Json::as_array).into_iter().flatten();
            let own = own.filter_map(Json::as_str).map(str::to_owned);
            own.chain(members.values().flat_map(actions)).collect()
        }
        _ => Vec::new(),
    }
}

/// A released ID that goes or changes its type takes a user's data with it. So lines are only ever added here.
#[test]
fn logical_ids_are_frozen() {
    let path = folder().join("logical_ids.txt");
    let frozen = fs::read_to_string(&path).unwrap_or_default();
    let mut now = BTreeSet::new();
    for (name, text) in cases() {
        let artifacts = artifacts(&name, &text);
        for (file, template) in templates(&artifacts) {
            // a resource that moves to another stack is another one
            let place = if file == "template.json" { String::new() } else { format!(" {file}") };
            for (id, resource) in resources_of(&template) {
                now.insert(format!("{name} {id} {}{place}", resource["Type"].as_str().expect("a type")));
            }
        }
    }
    let known: BTreeSet<String> = frozen.lines().map(str::to_owned).collect();
    let gone: Vec<_> = known.difference(&now).collect();
    assert!(gone.is_empty(), "these logical IDs were released and are gone: {gone:#?}");
    let added: Vec<_> = now.difference(&known).cloned().collect();
    if updating() && !added.is_empty() {
        fs::write(&path, now.into_iter().collect::<Vec<_>>().join("\n") + "\n").expect("the list");
    } else {
        assert!(added.is_empty(), "add these with UPDATE=1: {added:#?}");
    }
}

/// A backend of so many groups and functions with access, the newest first if `reversed`.
fn backend(count: usize, reversed: bool) -> String {
    let mut numbers: Vec<usize> = (0..count).collect();
    if reversed {
        numbers.reverse();
    }
    let mut text = String::new();
    for n in &numbers {
        writeln!(
            text,
            "const f{n} = defineFunction({{ name: \"job-{n}\", entry: \"./handler.mjs\", schedule: \"every day\" }});"
        )
        .expect("memory");
    }
    let groups: Vec<_> = numbers.iter().map(|n| format!("\"G{n}\"")).collect();
    let rules: Vec<_> = numbers.iter().map(|n| format!("allow.resource(f{n}).to([\"getUser\"])")).collect();
    let (groups, rules) = (groups.join(", "), rules.join(", "));
    writeln!(
        text,
        "export const auth = defineAuth({{ loginWith: {{ email: true }}, groups: [{groups}], access: (allow) => [{rules}] }});"
    )
    .expect("memory");
    text
}

#[test]
fn growing_changes_nothing_that_is_there() {
    let mut before = BTreeMap::new();
    for count in [1, 2, 3, 10, 30] {
        let now = resources(&artifacts("growth", &backend(count, false)));
        for (id, resource) in &before {
            assert_eq!(now.get(id), Some(resource), "{id} at {count}");
        }
        before = now;
    }
}

#[test]
fn the_order_changes_the_precedence_of_groups_and_nothing_else() {
    let without_precedence = |reversed| {
        let mut resources = resources(&artifacts("order", &backend(9, reversed)));
        for resource in resources.values_mut() {
            if let Some(properties) = resource["Properties"].as_object_mut() {
                properties.remove("Precedence");
            }
        }
        resources
    };
    assert_eq!(without_precedence(false), without_precedence(true));
}

#[test]
fn limits_are_foretold() {
    let found = |text: &str| {
        let analysis = analysis(text);
        let Some(checked) = analysis.checked() else { panic!("{:#?}", analysis.diagnostics) };
        let (_, found) = emit(checked, &files_around(text), 0);
        found.into_iter().map(|it| (it.code.text(), it.severity, it.message)).collect::<Vec<_>>()
    };
    let groups: Vec<_> = (0..250).map(|n| format!("\"G{n}\"")).collect();
    let many =
        format!("export const auth = defineAuth({{ loginWith: {{ email: true }}, groups: [{}] }});", groups.join(","));
    let message = "the backend takes 505 resources, and a template can hold 500".to_owned();
    assert_eq!(found(&many), [("AMP0710", Severity::Error, message)]);
    // a backend of nothing but storage has limits too
    let storage = |n| format!("export const s{n} = defineStorage({{ name: \"s{n}\", isDefault: {} }});\n", n == 0);
    let limits = found(&(0..251).map(storage).collect::<String>());
    assert_eq!(limits.iter().map(|(code, ..)| *code).collect::<Vec<_>>(), ["AMP0710", "AMP0710"]);

    let secrets = |count: usize| {
        let secrets: Vec<_> = (0..count).map(|n| format!("S{n}: secret(\"S{n}\")")).collect();
        format!(
            "export const f = defineFunction({{ name: \"f\", entry: \"./handler.mjs\", environment: {{ {} }} }});",
            secrets.join(", ")
        )
    };
    assert_eq!(found(&secrets(30)), []);
    let severities =
        |count| found(&secrets(count)).into_iter().map(|(code, severity, _)| (code, severity)).collect::<Vec<_>>();
    assert_eq!(severities(80), [("AMP0711", Severity::Warning)]);
    assert_eq!(severities(170), [("AMP0711", Severity::Error)]);
    let both = [("AMP0711", Severity::Error), ("AMP0510", Severity::Error)];
    assert_eq!(severities(220), both);
}
