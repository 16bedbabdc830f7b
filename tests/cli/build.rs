//! `build`: what is written, what is not, and what is kept.

use std::path::Path;
use std::time::Duration;

use super::{GOOD, Run, ampc, command, fs, project, put, read};

/// A function beside the auth of [`GOOD`].
fn with_function(entry: &str) -> String {
    format!(
        "const greet = defineFunction({{ name: \"greet\", entry: \"./{entry}\" }});\n\
         export const backend = defineBackend({{ auth: defineAuth({{ loginWith: {{ email: true }} }}), greet }});\n"
    )
}

const HANDLER: &str = "export const handler = async () => \"hello\";\n";

#[test]
fn a_build_writes_and_says_what_to_do_next() {
    let dir = project(&[("backend.amp", &with_function("greet.mjs")), ("greet.mjs", HANDLER)]);
    let said = ampc(dir.path(), &["build"]).expect(0).out;
    assert!(said.contains("amp.out") && said.contains(" ms") && said.contains("aws cloudformation"), "{said}");
    for name in ["template.json", "parameters.json", "outputs.json", ".ampc.json"] {
        serde_json::from_str::<serde_json::Value>(&read(dir.path(), &format!("amp.out/{name}"))).expect(name);
    }
    assert_eq!(read(dir.path(), "amp.out/functions/greet/index.mjs"), HANDLER);
    assert!(dir.path().join("amp.out/client/typescript/env/greet.ts").is_file());

    // the documentation says the same
    let steps: Vec<&str> = said.lines().filter(|line| line.contains("aws cloudformation")).map(str::trim).collect();
    assert_eq!(steps.len(), 3, "{said}");
    for page in ["README.md", "docs/deploy.md"] {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(page)).expect("it is there");
        let text = text.replace('\\', " ").split_whitespace().collect::<Vec<_>>().join(" ");
        for step in &steps {
            assert!(text.contains(step), "{page} does not say `{step}`");
        }
    }

    assert!(said.contains("\n  cd amp.out\n") && said.contains("\n  cd -\n"), "{said}");
    let odd = ampc(dir.path(), &["build", "--out", "my out"]).expect(0).out;
    assert!(odd.contains("\n  cd 'my out'\n"), "{odd}");

    let quiet = ampc(dir.path(), &["build", "-q", "--out", "other"]).expect(0);
    assert!(quiet.out.is_empty() && quiet.err.is_empty());
    let json = ampc(dir.path(), &["build", "--format", "json"]).expect(0);
    assert_eq!((json.out.as_str(), json.err.as_str()), ("[]\n", ""));
}

#[test]
fn a_build_that_fails_leaves_the_last_good_output() {
    let dir = project(&[("backend.amp", GOOD)]);
    ampc(dir.path(), &["build"]).expect(0);
    let good = read(dir.path(), "amp.out/template.json");
    put(dir.path(), "backend.amp", GOOD.replace("loginWith", "loginWiht"));
    let run = ampc(dir.path(), &["build"]).expect(1);
    assert!(run.out.is_empty(), "{}", run.out);
    assert_eq!(read(dir.path(), "amp.out/template.json"), good);

    let fresh = project(&[("backend.amp", &GOOD.replace("loginWith", "loginWiht"))]);
    ampc(fresh.path(), &["build"]).expect(1);
    assert!(!fresh.path().join("amp.out").exists());
}

#[test]
fn unchanged_files_keep_their_time_and_stale_ones_go() {
    let dir = project(&[("backend.amp", &with_function("greet.mjs")), ("greet.mjs", HANDLER)]);
    ampc(dir.path(), &["build"]).expect(0);
    let stamp = |name: &str| fs::metadata(dir.path().join("amp.out").join(name)).and_then(|it| it.modified());
    let before = ["template.json", ".ampc.json"].map(|name| stamp(name).expect("a time"));
    std::thread::sleep(Duration::from_millis(15));
    ampc(dir.path(), &["build"]).expect(0);
    assert_eq!(["template.json", ".ampc.json"].map(|name| stamp(name).expect("a time")), before);

    put(dir.path(), "greet.mjs", HANDLER.replace("hello", "hi"));
    put(dir.path(), "amp.out/mine.txt", "mine");
    put(dir.path(), "amp.out/functions/greet/mine.txt", "mine");
    ampc(dir.path(), &["build"]).expect(0);
    assert_eq!(stamp("template.json").expect("a time"), before[0]);
    assert!(read(dir.path(), "amp.out/functions/greet/index.mjs").contains("hi"));

    put(dir.path(), "backend.amp", GOOD);
    ampc(dir.path(), &["build"]).expect(0);
    assert!(!dir.path().join("amp.out/functions/greet/index.mjs").exists());
    assert_eq!(read(dir.path(), "amp.out/functions/greet/mine.txt"), "mine");
    assert_eq!(read(dir.path(), "amp.out/mine.txt"), "mine");
}

#[test]
fn resources_do_not_move_to_another_stack_unless_they_may() {
    let data = "const schema = a.schema({ A: a.model({ b: a.string() }) }).authorization((allow) => [allow.authenticated()]);\n\
                export const data = defineData({ schema, layout: \"flat\" });\n";
    let dir = project(&[("backend.amp", &format!("{GOOD}{data}"))]);
    ampc(dir.path(), &["build"]).expect(0);
    // as if the last build had put the pool into a nested stack
    let manifest = read(dir.path(), "amp.out/.ampc.json");
    let nested = manifest.replace("\"template.json\"", "\"stacks/ModelA.json\",\n    \"template.json\"");
    put(dir.path(), "amp.out/.ampc.json", &nested);
    put(dir.path(), "amp.out/stacks/ModelA.json", "{ \"Resources\": { \"UserPool\": {}, \"Gone\": {} } }");
    put(dir.path(), "amp.out/template.json", "{ \"Resources\": { \"UserPoolClient\": {} } }");

    let run = ampc(dir.path(), &["build", "--format", "short"]).expect(1);
    let message = "error[AMP0804]: `UserPool` would move to another stack: the last build had another layout\n";
    assert!(run.out.ends_with(message), "{}", run.out);
    assert!(dir.path().join("amp.out/stacks/ModelA.json").is_file());

    let run = ampc(dir.path(), &["build", "--allow-layout-change"]).expect(0);
    assert!(run.out.contains("removed amp.out/stacks/ModelA.json\n"), "{}", run.out);
    assert!(!dir.path().join("amp.out/stacks").exists());
    assert_eq!(read(dir.path(), "amp.out/.ampc.json"), manifest);

    // stacks that go with all that was in them move nothing
    put(dir.path(), "amp.out/.ampc.json", &nested);
    put(dir.path(), "amp.out/stacks/ModelA.json", "{ \"Resources\": { \"Gone\": {} } }");
    ampc(dir.path(), &["build"]).expect(0);
}

#[test]
fn sources_are_never_written_over() {
    let dir = project(&[("backend.amp", GOOD)]);
    let run = ampc(dir.path(), &["build", "--out", "."]).expect(2);
    assert!(run.err.contains("was not written by ampc"), "{}", run.err);
    assert_eq!(fs::read_dir(dir.path()).expect("readable").count(), 1);
    ampc(dir.path(), &["build", "--out", "backend.amp"]).expect(2);
    ampc(dir.path(), &["build", "--out", "backend.amp/deeper"]).expect(2);
    assert_eq!(read(dir.path(), "backend.amp"), GOOD);
    if cfg!(target_os = "linux") {
        let run = ampc(dir.path(), &["build", "--out", "/proc/amp"]).expect(2);
        assert!(run.err.contains("cannot write `/proc/amp`") && !run.err.contains("os error"), "{}", run.err);
    }
}

#[test]
fn typescript_without_esbuild_says_how_to_get_it() {
    let dir = project(&[("backend.amp", &with_function("greet.ts")), ("greet.ts", HANDLER)]);
    let run = ampc(dir.path(), &["build"]).expect(1);
    assert!(run.err.contains("AMP0801") && run.err.contains("npm install --save-dev esbuild"), "{}", run.err);
    assert!(!dir.path().join("amp.out").exists());

    let run = ampc(dir.path(), &["build", "--no-bundle"]).expect(0);
    assert!(run.out.contains("code of functions") && !run.out.contains("aws cloudformation"), "{}", run.out);
    assert!(dir.path().join("amp.out/template.json").is_file());
    assert!(!dir.path().join("amp.out/functions/greet/index.mjs").exists());
}

#[test]
fn plain_handlers_bring_their_files_or_say_what_is_missing() {
    let backend = with_function("greet/handler.mjs");
    let dir = project(&[
        ("backend.amp", &backend),
        ("greet/handler.mjs", "import { text } from \"../text.mjs\";\nexport const handler = async () => text;\n"),
        ("text.mjs", "export const text = \"hello\";\n"),
    ]);
    ampc(dir.path(), &["build"]).expect(0);
    assert_eq!(read(dir.path(), "amp.out/functions/greet/text.mjs"), "export const text = \"hello\";\n");
    assert!(read(dir.path(), "amp.out/functions/greet/index.mjs").contains("./greet/handler.mjs"));

    put(dir.path(), "greet/handler.mjs", "import { z } from \"zod\";\nexport const handler = async () => z;\n");
    let run = ampc(dir.path(), &["build", "--format", "short"]).expect(1);
    assert!(run.out.contains("greet/handler.mjs:1:19: error[AMP0801]: `zod` "), "{}", run.out);
}

#[test]
fn imperative_code_is_refused_unless_it_is_named() {
    let code = "const backend = defineBackend({ auth: defineAuth({ loginWith: { email: true } }) });\n\
                backend.addOutput({ custom: { a: \"1\" } });\n\
                backend.addOutput({ custom: { b: \"2\" } });\n";
    let dir = project(&[("backend.amp", code)]);
    let run = ampc(dir.path(), &["build", "--format", "short"]).expect(1);
    assert_eq!(run.out.matches("error[AMP0313]").count(), 2, "{}", run.out);
    let json = ampc(dir.path(), &["build", "--format", "json"]).expect(1).out;
    assert!(json.contains("`--leave-out backend.amp:2`") && json.contains("`--leave-out backend.amp:3`"), "{json}");
    assert!(!dir.path().join("amp.out").exists());

    let run = ampc(dir.path(), &["build", "--format", "short", "--leave-out", "backend.amp:2"]).expect(1);
    assert_eq!(run.out.matches("error[AMP0313]").count(), 1, "{}", run.out);
    assert_eq!(run.out.matches("note[AMP0313]").count(), 1, "{}", run.out);

    for named in [&["backend.amp"][..], &["./backend.amp"], &["backend.amp:2", "--leave-out", "backend.amp:3", "."]] {
        let run = ampc(dir.path(), &[&["build", "--leave-out"], named].concat()).expect(0);
        assert!(run.err.contains("left out"), "{}", run.err);
    }
    ampc(dir.path(), &["check", "--deny-warnings", "--leave-out", "backend.amp:2"]).expect(1);
    let run = ampc(dir.path(), &["check", "--deny-warnings", "--leave-out", "backend.amp"]).expect(0);
    assert_eq!(run.err.matches("left out").count(), 2, "{}", run.err);
    ampc(dir.path(), &["check", "--leave-out", "backend.amp:1"]).expect(2);
    put(dir.path(), "only.amp", "const auth = await defineAuth({ loginWith: { email: true } });\n");
    let run = ampc(dir.path(), &["build", "only.amp", "--leave-out", "only.amp"]).expect(2);
    assert!(run.err.contains("leaves no resource"), "{}", run.err);

    let run = ampc(dir.path(), &["build", "--leave-out", "backend.amp:1"]).expect(2);
    assert!(run.err.contains("backend.amp:1` names no imperative code"), "{}", run.err);
}

#[test]
fn variables_come_from_the_process_and_from_a_file() {
    let code = "export const auth = defineAuth({ loginWith: { email: true }, groups: [process.env.GROUP] });\n";
    let dir = project(&[("backend.amp", code), ("one.env", "# a comment\nGROUP=FROM_FILE\n")]);
    ampc(dir.path(), &["build"]).expect(1);
    ampc(dir.path(), &["build", "--env-file", "one.env"]).expect(0);
    assert!(read(dir.path(), "amp.out/template.json").contains("FROM_FILE"));
    let mut build = command(dir.path(), &["build"]);
    build.env("GROUP", "FROM_PROCESS");
    Run::of(build).expect(0);
    assert!(read(dir.path(), "amp.out/template.json").contains("FROM_PROCESS"));
}

#[test]
fn the_same_backend_gives_the_same_bytes_from_anywhere() {
    let dir = project(&[("p/backend.amp", &with_function("greet.mjs")), ("p/greet.mjs", HANDLER)]);
    ampc(dir.path(), &["build", "p", "--out", "one"]).expect(0);
    ampc(&dir.path().join("p"), &["build", "--out", "../two"]).expect(0);
    for name in ["template.json", "outputs.json", "parameters.json", ".ampc.json", "functions/greet/index.mjs"] {
        assert_eq!(read(dir.path(), &format!("one/{name}")), read(dir.path(), &format!("two/{name}")), "{name}");
    }
}
