//! The GraphQL schema of every case of `tests/peer/schemas`, which `tests/peer/schemas.py` compares with Amplify's: here
//! that it is sound, and for some of them that it stays as it is. `UPDATE=1 cargo test --test schemas` writes what is
//! emitted now to `tests/schemas`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{env, fs};

use amp_compiler::analysis::{Analysis, Options, analyze};
use amp_compiler::emit::graphql::{introspection, schema};
use amp_compiler::source::MemoryFiles;

/// The cases whose text is kept.
const KEPT: &[&str] = &[
    "composite-relations",
    "custom-handlers",
    "disable-ops",
    "indexes",
    "lowercase-relations",
    "operations",
    "real-blog",
    "rule-actions",
];

/// What AppSync brings.
/// <https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html>
const SCALARS: &[&str] = &[
    "ID",
    "String",
    "Int",
    "Float",
    "Boolean",
    "AWSDate",
    "AWSTime",
    "AWSDateTime",
    "AWSTimestamp",
    "AWSEmail",
    "AWSJSON",
    "AWSPhone",
    "AWSURL",
    "AWSIPAddress",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The name of every case, and its text.
fn cases() -> BTreeMap<String, String> {
    let entries = fs::read_dir(root().join("peer/schemas")).expect("the folder of cases");
    let files = entries.map(|entry| entry.expect("a case").path());
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "ts"));
    files.map(|path| (path.file_stem().expect("a name").to_string_lossy().into_owned(), read(&path))).collect()
}

fn analysis(name: &str, text: &str) -> Analysis {
    let shared = |file: &str| read(&root().join("peer/schemas/shared").join(file));
    let mut backend = shared("backend.ts");
    let mut files = MemoryFiles::default()
        .with("amplify/auth/resource.ts", &shared("auth.ts"))
        .with("amplify/data/resource.ts", text);
    if name.starts_with("no-auth") {
        backend = backend.replace("import { auth } from \"./auth/resource\";\n", "").replace("auth, ", "");
    }
    for file in ["functions.ts", "handler.ts", "resolver.js"] {
        files = files.with(&format!("amplify/data/{file}"), &shared(file));
    }
    analyze(&files.with("amplify/backend.ts", &backend), "amplify/backend.ts", &Options::default()).expect("an entry")
}

/// The schema of a case.
fn schema_of(name: &str, text: &str) -> String {
    let Analysis { backend, access, .. } = analysis(name, text);
    schema(&backend, &access).unwrap_or_else(|| panic!("{name}: no data"))
}

/// The names in front of a colon, and those behind it, of a line of a definition.
fn types(line: &str) -> impl Iterator<Item = &str> {
    let line = line.split(" @").next().unwrap_or(line);
    let parts = line.split(": ").skip(1);
    parts.map(|part| part.trim_start_matches('[').split([']', '!', ',', ')']).next().unwrap_or(part))
}

#[test]
fn every_name_is_defined_once_and_every_name_that_is_used() {
    let cases = cases();
    assert!(cases.len() >= 25, "{}", cases.len());
    for (name, text) in &cases {
        let schema = schema_of(name, text);
        let (mut defined, mut used) = (SCALARS.iter().copied().collect::<BTreeSet<_>>(), BTreeSet::new());
        for definition in schema.split("\n\n") {
            let (head, body) = definition.split_once(" {\n").unwrap_or_else(|| panic!("{name}: {definition}"));
            let own = head.split(' ').nth(1).expect("a name");
            assert!(defined.insert(own), "{name}: {own} is defined twice");
            let members: Vec<&str> = body.lines().filter(|line| line.starts_with("  ")).map(str::trim).collect();
            assert!(!members.is_empty(), "{name}: {own} is empty");
            let names: BTreeSet<&str> =
                members.iter().map(|line| line.split(['(', ':']).next().unwrap_or(line)).collect();
            assert_eq!(names.len(), members.len(), "{name}: {own} has a member twice");
            if !head.starts_with("enum ") {
                used.extend(members.iter().flat_map(|line| types(line)));
            }
        }
        let missing: Vec<&str> = used.difference(&defined).copied().collect();
        assert_eq!(missing, [""; 0], "{name}");
    }
}

#[test]
fn schemas_stay_as_they_are() {
    let cases = cases();
    for name in KEPT {
        let text = &cases[*name];
        let known = introspection(&analysis(name, text).backend).expect("data").text();
        for (file, found) in [("schema.graphql", schema_of(name, text)), ("model_introspection.json", known)] {
            let path = root().join("schemas").join(name).join(file);
            if env::var_os("UPDATE").is_some() {
                fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
                fs::write(&path, &found).expect("a file");
            }
            assert_eq!(read(&path), found, "{}", path.display());
        }
    }
}
