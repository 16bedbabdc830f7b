//! The same question put to another evaluator, `@cloud-copilot/iam-simulate`, on a sample: neither it nor `iam-rs` is AWS.
//!
//! It needs Node, and the packages of `tests/node` in the folder that `NODE_MODULES` names; `.ci/run` sees to both:
//!
//! `NODE_MODULES=$PWD/tests/node/node_modules cargo test --test storage_access -- --ignored --nocapture`

use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::process::Command;

use amp_compiler::access::{FileAction, Principal};
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};
use serde_json::{Value as Json, json};

use super::compiled::Compiled;
use super::iam::ME;
use super::{backends, bucket_arn, iam_action, keys};

/// Every role with its policies, and some of the requests that can be made: each seventh.
fn roles(compiled: &Compiled) -> Vec<Json> {
    let roles = compiled.stack.roles();
    let of_buckets = compiled.stack.bucket_policies();
    let mut number = 0_u32;
    let mut found = Vec::new();
    for (who, name) in compiled.roles() {
        let mut requests = Vec::new();
        for (storage, bucket) in compiled.analysis.backend.storages.iter().zip(compiled.buckets()) {
            let paths = &compiled.analysis.access.paths[&storage.id];
            let arn = bucket_arn(&bucket);
            for key in keys(paths.list().iter().map(|path| path.path.prefix.as_str())) {
                for action in FileAction::ALL {
                    number += 1;
                    // a file has a name
                    if !number.is_multiple_of(7) || key.is_empty() && action != FileAction::List {
                        continue;
                    }
                    let expected = compiled.decide(&who, action, storage.id, &key);
                    requests.push(json!([iam_action(action), arn, key, of_buckets[&arn], expected]));
                }
            }
            let everything = compiled.decide(&who, FileAction::List, storage.id, "");
            requests.push(json!(["s3:ListBucket", arn, null, of_buckets[&arn], everything]));
        }
        let user = (!matches!(who, Principal::Function(_))).then_some(ME);
        let policies = roles.get(&name).map(|role| role.policies.clone()).unwrap_or_default();
        found.push(json!({ "role": name, "user": user, "policies": policies, "requests": requests }));
    }
    found
}

#[test]
#[ignore = "needs Node: .ci/run"]
fn another_evaluator_says_the_same() {
    let modules = std::env::var_os("NODE_MODULES").expect("NODE_MODULES names tests/node/node_modules");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let golden = fs::read_to_string(root.join("tests/golden/storage.amp")).expect("the text of a golden template");
    let sample = RefCell::new(roles(&Compiled::of_text(&golden)));
    let configuration = ProptestConfig {
        cases: 40,
        rng_seed: RngSeed::Fixed(2027),
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    TestRunner::new(configuration)
        .run(&backends::backend(), |backend| {
            sample.borrow_mut().extend(roles(&Compiled::of_text(&backend.text())));
            Ok(())
        })
        .expect("backends that compile");

    let folder = tempfile::tempdir().expect("a folder");
    // imports are looked for beside the script
    let (script, file) = (folder.path().join("simulate.mjs"), folder.path().join("sample.json"));
    fs::copy(root.join("tests/storage_access/simulate.mjs"), &script).expect("a copy");
    std::os::unix::fs::symlink(modules, folder.path().join("node_modules")).expect("a link");
    fs::write(&file, Json::from(sample.into_inner()).to_string()).expect("a file");
    let output = Command::new("node").arg(&script).arg(&file).output().expect("node runs");
    let (said, problems) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}{problems}");
    print!("{said}");
}
