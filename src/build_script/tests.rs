use super::*;
use crate::source::MemoryFiles;

const BACKEND: &str = r#"import { groups } from "./groups";
export const auth = defineAuth({ loginWith: { email: true }, groups: [...groups, process.env.MORE ?? "EDITORS"] });
"#;

fn run(config: &Config, files: &MemoryFiles, out: &Path) -> (Result<Emitted, Failed>, String) {
    let mut cargo = Vec::new();
    let result = config.run(files, out, &mut cargo);
    (result, String::from_utf8(cargo).expect("text"))
}

#[test]
fn cargo_learns_what_was_read() {
    let temp = tempfile::tempdir().expect("temp");
    let files = MemoryFiles::single("backend.amp", BACKEND).with("groups.amp", "export const groups = [\"ADMINS\"];\n");
    let (result, told) = run(&Config::new("backend.amp").out_dir_name("b"), &files, temp.path());
    let emitted = result.expect("compiled");
    assert_eq!(emitted.folder, temp.path().join("b"));
    assert!(emitted.files.iter().any(|name| name == "template.json"));
    assert!(temp.path().join("b/template.json").is_file());
    assert_eq!(
        told,
        "cargo::rerun-if-changed=backend.amp\ncargo::rerun-if-changed=groups.amp\ncargo::rerun-if-env-changed=MORE\n"
    );
}

#[test]
fn findings_go_to_cargo() {
    let temp = tempfile::tempdir().expect("temp");
    let files = MemoryFiles::single("backend.amp", &BACKEND.replace("loginWith", "loginWiht")).with("groups.amp", "");
    let (result, told) = run(&Config::new("."), &files, temp.path());
    assert!(result.is_err_and(|Failed(text)| text.starts_with("`backend.amp` was not compiled: ")));
    assert!(told.contains("cargo::rerun-if-changed=backend.amp\n"), "{told}");
    assert!(told.contains("\ncargo::error=backend.amp:2:"), "{told}");
    assert!(!temp.path().join("amp").exists());
}

#[test]
fn nothing_is_written_elsewhere() {
    let temp = tempfile::tempdir().expect("temp");
    let files = MemoryFiles::single("backend.amp", "export const auth = defineAuth({ loginWith: { email: true } });");
    for name in ["", "..", "../x", "/x", "a/../../b"] {
        assert!(run(&Config::new("."), &files, temp.path()).0.is_ok());
        let (result, _) = run(&Config::new(".").out_dir_name(name), &files, temp.path());
        assert!(result.is_err(), "{name}");
    }
    assert!(run(&Config::new("none.amp"), &files, temp.path()).0.is_err());
}
