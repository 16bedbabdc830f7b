//! `outputs`: from what the stack says to `amplify_outputs.json`.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::{Value, json};

use super::{GOOD, ampc, command, fs, project, put, read};

/// What `describe-stacks` prints for the template of a build: each output that only a stack knows has its own name as its value.
fn stacks(template: &str) -> Value {
    let template: Value = serde_json::from_str(template).expect("JSON");
    let outputs = template["Outputs"].as_object().expect("outputs").iter();
    let outputs: Vec<Value> = outputs
        .map(|(name, output)| {
            let value = output["Value"].as_str().map_or_else(|| format!("the {name}"), str::to_owned);
            json!({ "OutputKey": name, "OutputValue": value })
        })
        .collect();
    json!({ "Stacks": [{ "StackName": "s", "Outputs": outputs }] })
}

#[test]
fn a_stack_fills_in_what_the_backend_leaves_open() {
    let dir = project(&[("backend.amp", GOOD)]);
    ampc(dir.path(), &["build"]).expect(0);
    let answer = stacks(&read(dir.path(), "amp.out/template.json")).to_string();
    put(dir.path(), "stack.json", &answer);

    let printed = ampc(dir.path(), &["outputs", ".", "--stack", "stack.json"]).expect(0).out;
    let outputs: Value = serde_json::from_str(&printed).expect("JSON");
    assert_eq!(outputs["auth"]["groups"], json!([{ "ADMINS": { "precedence": 0 } }]));
    assert!(outputs["auth"]["user_pool_id"].as_str().is_some_and(|id| id.starts_with("the ")), "{printed}");
    assert!(!printed.contains("$output"), "{printed}");

    let said = ampc(dir.path(), &["outputs", ".", "--stack", "stack.json", "--out", "amplify_outputs.json"]).expect(0);
    assert!(said.out.contains("wrote amplify_outputs.json"), "{}", said.out);
    assert_eq!(read(dir.path(), "amplify_outputs.json"), printed);

    let mut piped = command(dir.path(), &["outputs", ".", "--stack", "-"]);
    let mut child = piped.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
    child.stdin.take().expect("piped").write_all(answer.as_bytes()).expect("written");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(String::from_utf8(output.stdout).expect("text"), printed);
}

#[test]
fn a_stack_that_is_not_deployed_is_2() {
    let dir = project(&[("backend.amp", GOOD)]);
    ampc(dir.path(), &["build"]).expect(0);
    let mut answer = stacks(&read(dir.path(), "amp.out/template.json"));
    let mut run = |status: &str, code: i32| {
        answer["Stacks"][0]["StackStatus"] = status.into();
        put(dir.path(), "stack.json", answer.to_string());
        ampc(dir.path(), &["outputs", ".", "--stack", "stack.json"]).expect(code).err
    };
    for status in ["ROLLBACK_COMPLETE", "CREATE_FAILED", "DELETE_COMPLETE", "UPDATE_ROLLBACK_FAILED"] {
        assert!(run(status, 2).contains(&format!("is not deployed ({status})")));
    }
    assert!(run("UPDATE_IN_PROGRESS", 2).contains("still being worked on"));
    for status in ["CREATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"] {
        assert_eq!(run(status, 0), "");
    }
}

#[test]
fn a_stack_of_another_definition_is_2() {
    let dir = project(&[("backend.amp", GOOD)]);
    ampc(dir.path(), &["build"]).expect(0);
    put(dir.path(), "stack.json", stacks(&read(dir.path(), "amp.out/template.json")).to_string());
    put(dir.path(), "backend.amp", GOOD.replace("ADMINS", "EDITORS"));
    let run = ampc(dir.path(), &["outputs", ".", "--stack", "stack.json"]).expect(2);
    assert!(run.out.is_empty() && run.err.contains("was deployed from another definition"), "{}", run.err);
    // code of functions and comments are no part of what clients know
    put(dir.path(), "backend.amp", format!("// the same\n{GOOD}"));
    ampc(dir.path(), &["outputs", ".", "--stack", "stack.json"]).expect(0);
}

#[test]
fn an_answer_that_does_not_fit_is_2() {
    let dir = project(&[("backend.amp", GOOD), ("no.json", "{"), ("none.json", r#"{"Stacks":[]}"#)]);
    put(dir.path(), "empty.json", r#"{"Stacks":[{"StackName":"s","Outputs":[]}]}"#);
    for stack in ["no.json", "none.json", "empty.json", "missing.json", "."] {
        let run = ampc(dir.path(), &["outputs", ".", "--stack", stack, "--out", "x.json"]).expect(2);
        assert!(run.out.is_empty() && run.err.starts_with("error: "), "{stack}: {}", run.err);
    }
    let run = ampc(dir.path(), &["outputs", "--stack", "-"]).expect(2);
    assert!(run.err.contains("stdin is empty: the command before it failed"), "{}", run.err);
    put(dir.path(), "empty.txt", "\n");
    let run = ampc(dir.path(), &["outputs", "--stack", "empty.txt"]).expect(2);
    assert!(run.err.contains("`empty.txt` is empty"), "{}", run.err);
    put(dir.path(), "table.txt", "STACKS\tarn:aws\t2026\n");
    let run = ampc(dir.path(), &["outputs", "--stack", "table.txt"]).expect(2);
    assert!(run.err.contains("add `--output json` to it"), "{}", run.err);
    assert!(!fs::exists(dir.path().join("x.json")).expect("readable"));

    put(dir.path(), "backend.amp", GOOD.replace("loginWith", "loginWiht"));
    ampc(dir.path(), &["outputs", ".", "--stack", "none.json"]).expect(1);
}
