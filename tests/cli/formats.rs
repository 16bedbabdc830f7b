//! What `check` prints in each format, on which stream, and its exit status.

use serde_json::Value;

use super::{GOOD, Run, ampc, command, fs, project};

/// Two errors; the second one behind characters of several bytes.
const BAD: &str = r#"export const auth = defineAuth({
  loginWiht: { email: true },
  loginWith: { email: true }, /* é𝄞 */ grups: ["ADMINS"],
});
"#;

/// A warning and nothing else.
const HIDDEN: &str = r#"import { defineAuth, defineBackend } from "@aws-amplify/backend";
const backend = defineBackend({
  auth: defineAuth({ loginWith: { email: true } }),
});

backend.addOutput({ custom: { region: "eu-central-1" } });
"#;

#[test]
fn a_clean_backend_is_0() {
    let dir = project(&[("backend.amp", GOOD)]);
    for path in [&[][..], &["."], &["backend.amp"], &["./backend.amp"]] {
        let run = ampc(dir.path(), &[&["check"], path].concat()).expect(0);
        assert!(run.err.is_empty() && run.out.contains("no problems"), "{path:?}: {}{}", run.out, run.err);
    }
    let absolute = dir.path().to_string_lossy().into_owned();
    ampc(dir.path(), &["check", &absolute]).expect(0);
    assert!(ampc(dir.path(), &["check", "-q"]).expect(0).out.is_empty());
    assert_eq!(ampc(dir.path(), &["check", "--format", "json"]).expect(0).out, "[]\n");
    assert_eq!(ampc(dir.path(), &["check", "--format", "short"]).expect(0).out, "");
    assert_eq!(ampc(dir.path(), &["check", "--format", "github"]).expect(0).out, "");
}

#[test]
fn people_read_stderr() {
    let dir = project(&[("backend.amp", BAD)]);
    for format in [&["check"][..], &["check", "--format", "human"]] {
        let run = ampc(dir.path(), format).expect(1);
        assert!(run.out.is_empty(), "{}", run.out);
        assert!(run.err.contains("[AMP0301]") && run.err.contains("backend.amp:2:3"), "{}", run.err);
        assert!(run.err.contains("2 errors"), "{}", run.err);
        assert!(run.err.ends_with("`ampc explain AMP0301` says more\n"), "{}", run.err);
    }
}

#[test]
fn programs_read_stdout() {
    let dir = project(&[("backend.amp", BAD)]);
    for format in ["short", "json", "sarif", "github"] {
        let run = ampc(dir.path(), &["check", "--format", format]).expect(1);
        assert!(run.err.is_empty() && run.out.contains("AMP0301"), "{format}: {}{}", run.out, run.err);
    }
    let short = ampc(dir.path(), &["check", "--format", "short"]).expect(1).out;
    assert_eq!(short.lines().count(), 2);
    assert!(short.starts_with("backend.amp:2:3: error[AMP0301]: "), "{short}");
    let github = ampc(dir.path(), &["check", "--format", "github"]).expect(1).out;
    assert!(github.starts_with("::error file=backend.amp,line=2,col=3,endColumn=12,endLine=2,"), "{github}");
}

#[test]
fn json_has_every_field() {
    let dir = project(&[("backend.amp", BAD)]);
    let out = ampc(dir.path(), &["check", "--format=json"]).expect(1).out;
    let findings: Vec<Value> = serde_json::from_str(&out).expect("an array");
    assert_eq!(findings.len(), 2);
    for finding in &findings {
        let object = finding.as_object().expect("an object");
        for key in ["code", "severity", "message", "file", "range", "help", "fix"] {
            assert!(object.contains_key(key), "{key}");
        }
        assert_eq!((finding["file"].as_str(), finding["severity"].as_str()), (Some("backend.amp"), Some("error")));
    }
    assert_eq!(findings[0]["range"]["start"], serde_json::json!({ "line": 2, "column": 3 }));
    assert_eq!(findings[0]["range"]["end"], serde_json::json!({ "line": 2, "column": 12 }));
    assert_eq!(findings[0]["fix"]["edits"][0]["text"], "loginWith");
    assert_eq!(findings[1]["range"]["start"], serde_json::json!({ "line": 3, "column": 40 }));
}

#[test]
fn sarif_has_rules_and_places() {
    let dir = project(&[("backend.amp", BAD)]);
    let out = ampc(dir.path(), &["check", "--format=sarif"]).expect(1).out;
    let log: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "ampc");
    assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "AMP0301");
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["results"][1]["locations"][0]["physicalLocation"]["region"]["startColumn"], 40);
}

#[test]
fn warnings_fail_only_on_request() {
    let dir = project(&[("amplify/backend.ts", HIDDEN)]);
    let run = ampc(dir.path(), &["check"]).expect(0);
    assert!(run.err.contains("warning[AMP0313]") && run.err.contains("1 warning;"), "{}", run.err);
    let denied = ampc(dir.path(), &["check", "--deny-warnings"]).expect(1);
    assert!(denied.err.contains("warning[AMP0313]"), "{}", denied.err);
    assert!(ampc(dir.path(), &["check", "-q"]).expect(0).err.is_empty());
    let denied = ampc(dir.path(), &["check", "--deny-warnings", "-q"]).expect(1);
    assert!(denied.err.contains("AMP0313"), "a command that fails says why: {}", denied.err);

    // the language of an `.amp` file has no code
    let dir = project(&[("backend.amp", HIDDEN)]);
    let run = ampc(dir.path(), &["check"]).expect(1);
    assert!(run.err.contains("error[AMP0313]"), "{}", run.err);
    ampc(dir.path(), &["check", "--leave-out", "backend.amp"]).expect(0);
}

#[test]
fn quiet_prints_errors_only() {
    let both = format!("{HIDDEN}{}", BAD.replace("const auth", "const other"));
    let dir = project(&[("amplify/backend.ts", &both)]);
    let run = ampc(dir.path(), &["check", "-q"]).expect(1);
    assert!(run.err.contains("error[") && !run.err.contains("warning"), "{}", run.err);
}

#[test]
fn colours_only_when_wanted() {
    let dir = project(&[("backend.amp", BAD)]);
    let escaped = |run: Run| run.err.contains('\u{1b}');
    assert!(!escaped(ampc(dir.path(), &["check"])));
    assert!(escaped(ampc(dir.path(), &["check", "--color", "always"])));
    assert!(!escaped(ampc(dir.path(), &["check", "--color", "never"])));
    let mut quiet = command(dir.path(), &["check", "--color", "auto"]);
    quiet.env("NO_COLOR", "1");
    assert!(!escaped(Run::of(quiet)));
}

#[test]
fn the_same_input_gives_the_same_text() {
    let dir = project(&[("backend.amp", BAD)]);
    let first = ampc(dir.path(), &["check", "--format", "json"]).out;
    assert_eq!(ampc(dir.path(), &["check", "--format", "json"]).out, first);
}

#[test]
fn what_cannot_be_read_is_2() {
    let dir = project(&[("some/other.txt", ""), ("x.amp/file", "")]);
    for path in ["missing.amp", "missing/folder", "some", "x.amp", ""] {
        let run = ampc(dir.path(), &["check", path]).expect(2);
        assert!(run.out.is_empty() && run.err.starts_with("error: "), "{path}: {}{}", run.out, run.err);
    }
    fs::write(dir.path().join("latin.amp"), b"// caf\xe9\n").expect("written");
    let run = ampc(dir.path(), &["check", "latin.amp"]).expect(2);
    assert!(run.err.contains("latin.amp") && run.err.contains("UTF-8"), "{}", run.err);
    assert!(ampc(dir.path(), &["check", "--env-file", "none", "."]).expect(2).err.contains("none"));
}

#[test]
fn what_is_no_definition_is_2() {
    let dir = project(&[("README.md", "# a page"), ("backend.json", "{}"), ("backend", GOOD)]);
    for name in ["README.md", "backend.json"] {
        let run = ampc(dir.path(), &["check", name]).expect(2);
        assert!(run.err.contains(&format!("`{name}` is no definition")), "{}", run.err);
    }
    ampc(dir.path(), &["check", "backend"]);
}

#[test]
fn a_backend_that_is_passed_over_is_told() {
    let dir = project(&[("backend.amp", GOOD), ("amplify/backend.ts", HIDDEN)]);
    let run = ampc(dir.path(), &["check"]).expect(0);
    assert!(run.err.contains("note: `backend.amp` is read, and `amplify/backend.ts` is not"), "{}", run.err);
    assert!(ampc(dir.path(), &["check", "-q"]).expect(0).err.is_empty());
    assert!(ampc(dir.path(), &["check", "--format", "json"]).expect(0).err.is_empty());
    assert!(!ampc(dir.path(), &["check", "amplify"]).expect(0).err.contains("is read, and"));
}

#[test]
fn odd_files_do_no_harm() {
    let long = "x".repeat(200_000);
    for text in ["", "\u{feff}", "\n\n", "\r\r\n", "\u{0}", "}}}}", "export const auth = defineAuth({", &long] {
        let dir = project(&[("backend.amp", text)]);
        let run = ampc(dir.path(), &["check"]);
        assert!(run.status < 2, "{text:.20?}: {}", run.err);
        let json = ampc(dir.path(), &["check", "--format", "json"]).out;
        serde_json::from_str::<Vec<Value>>(&json).expect("an array");
    }
    let dir = project(&[]);
    if cfg!(unix) {
        assert!(ampc(dir.path(), &["check", "/dev/null"]).status >= 0);
    }
}
