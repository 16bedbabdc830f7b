//! Commands that need no backend, and wrong usage.

use super::{ampc, command, fs, project, put, read};
use crate::Run;

#[test]
fn every_code_has_a_page() {
    let dir = project(&[]);
    let list = ampc(dir.path(), &["explain"]).expect(0).out;
    assert!(list.lines().count() > 3);
    for line in list.lines() {
        let code = line.split_whitespace().next().expect("a code");
        let page = ampc(dir.path(), &["explain", code]).expect(0).out;
        assert!(page.starts_with(&format!("# {code}: ")), "{page}");
        assert!(page.contains("## Wrong") && page.contains("## Right"), "{page}");
    }
    let first = ampc(dir.path(), &["explain", "AMP0101"]).expect(0).out;
    for other in ["amp0101", "101", "0101", "Amp101"] {
        assert_eq!(ampc(dir.path(), &["explain", other]).expect(0).out, first);
    }
    let unknown = ampc(dir.path(), &["explain", "AMP9999"]).expect(2);
    assert!(unknown.out.is_empty() && unknown.err.contains("there is no code `AMP9999`"), "{}", unknown.err);
    let near = ampc(dir.path(), &["explain", "AMP0801x"]).expect(2);
    assert!(near.err.contains("did you mean AMP0801?"), "{}", near.err);
}

#[test]
fn completions_for_each_shell() {
    let dir = project(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = ampc(dir.path(), &["completions", shell]).expect(0).out;
        assert!(script.contains("ampc") && script.contains("leave-out"), "{shell}");
    }
    ampc(dir.path(), &["completions", "tcsh"]).expect(2);
}

#[test]
fn wrong_usage_is_2() {
    let dir = project(&[]);
    for arguments in [&[][..], &["chek"], &["check", "--format", "xml"], &["check", "a", "b"], &["outputs", "."]] {
        let run = ampc(dir.path(), arguments).expect(2);
        assert!(run.out.is_empty() && !run.err.is_empty(), "{arguments:?}");
    }
    let help = ampc(dir.path(), &["--help"]).expect(0).out;
    for name in ["check", "build", "outputs", "explain", "init", "completions", "Exit status"] {
        assert!(help.contains(name), "{name}");
    }
    assert!(ampc(dir.path(), &["check", "--help"]).expect(0).out.contains("--deny-warnings"));
    // what says nothing about findings does not take what is said about them
    for arguments in
        [&["completions", "bash", "--format", "json"][..], &["init", "--deny-warnings"], &["explain", "-q"]]
    {
        ampc(dir.path(), arguments).expect(2);
    }
    assert_eq!(ampc(dir.path(), &["--version"]).expect(0).out, concat!("ampc ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn init_makes_a_project_that_builds() {
    let dir = project(&[]);
    let said = ampc(dir.path(), &["init", "new/one"]).expect(0).out;
    assert!(said.contains("next: cd new/one, then ampc check, then ampc build\n"), "{said}");
    let checked = ampc(dir.path(), &["check", "new/one", "--deny-warnings"]).expect(0);
    assert!(!checked.err.contains("warning"), "{}", checked.err);
    ampc(&dir.path().join("new/one"), &["check"]).expect(0);
    ampc(&dir.path().join("new/one"), &["build"]).expect(0);
    let code = read(dir.path(), "new/one/amp.out/functions/add-user-to-group/index.mjs");
    assert!(code.contains("AdminAddUserToGroupCommand"));
    serde_json::from_str::<serde_json::Value>(&read(dir.path(), "new/one/tsconfig.json")).expect("JSON");

    put(dir.path(), "new/one/backend.amp", "mine");
    let refused = ampc(dir.path(), &["init", "new/one"]).expect(2);
    assert!(refused.err.contains("is there already"), "{}", refused.err);
    assert_eq!(read(dir.path(), "new/one/backend.amp"), "mine");
}

#[test]
fn init_keeps_what_a_project_has() {
    let dir = project(&[("tsconfig.json", "{}"), (".gitignore", "x")]);
    let said = ampc(dir.path(), &["init"]).expect(0).out;
    assert!(said.contains("kept ./tsconfig.json") || said.contains("kept tsconfig.json"), "{said}");
    assert_eq!((read(dir.path(), "tsconfig.json"), read(dir.path(), ".gitignore")), ("{}".into(), "x".into()));
    assert!(ampc(dir.path(), &["init", "-q", "b"]).expect(0).out.is_empty());
    ampc(dir.path(), &["init", "tsconfig.json"]).expect(2);
}

#[test]
fn a_reader_that_leaves_early_is_no_failure() {
    let dir = project(&[]);
    let mut child = command(dir.path(), &["completions", "bash"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("it starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_behind_stdout_is_2() {
    let dir = project(&[]);
    let full = fs::File::options().write(true).open("/dev/full").expect("Linux has it");
    let mut explain = command(dir.path(), &["explain"]);
    explain.stdout(full);
    Run::of(explain).expect(2);
}
