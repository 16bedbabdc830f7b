//! The crate in `examples/build-script` builds, follows changes, and fails with the backend's own errors.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A copy of the example with this package's lock file, so that nothing is fetched and nothing is written to the
/// sources. Its target folder is kept between runs.
struct Example {
    dir: tempfile::TempDir,
    target: PathBuf,
}

impl Example {
    fn new() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let dir = tempfile::tempdir().expect("a temporary folder");
        for name in ["Cargo.toml", "build.rs", "backend.amp", "src/main.rs"] {
            let text = fs::read_to_string(root.join("examples/build-script").join(name)).expect(name);
            let text = text.replace("../..", &root.to_string_lossy().replace('\\', "/"));
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().expect("it has one")).expect("made");
            fs::write(path, text).expect("written");
        }
        fs::copy(root.join("Cargo.lock"), dir.path().join("Cargo.lock")).expect("copied");
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build-script");
        Self { dir, target }
    }

    fn run(&self, variable: Option<&str>) -> Output {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["run", "--offline", "--quiet"]).current_dir(self.dir.path());
        cargo.env("CARGO_TARGET_DIR", &self.target).env_remove("SECOND_GROUP");
        cargo.envs(variable.map(|value| ("SECOND_GROUP", value)));
        cargo.output().expect("cargo starts")
    }
}

#[test]
#[ignore = "compiles the core a second time, which takes half a minute: .ci/run runs it"]
fn the_example_builds_and_follows_changes() {
    let example = Example::new();
    let built = example.run(None);
    let (out, err) = (String::from_utf8_lossy(&built.stdout), String::from_utf8_lossy(&built.stderr));
    assert!(built.status.success(), "{err}");
    let template: serde_json::Value = serde_json::from_str(&out).expect("the template");
    let has_group = |template: &serde_json::Value, name: &str| {
        let resources = template["Resources"].as_object().expect("resources");
        resources.values().any(|it| it["Properties"]["GroupName"] == name)
    };
    assert!(has_group(&template, "ADMINS") && has_group(&template, "EDITORS"), "{out}");

    let other = example.run(Some("WRITERS"));
    let template: serde_json::Value = serde_json::from_slice(&other.stdout).expect("the template");
    assert!(has_group(&template, "WRITERS") && !has_group(&template, "EDITORS"));

    let backend = example.dir.path().join("backend.amp");
    let text = fs::read_to_string(&backend).expect("there");
    fs::write(&backend, text.replace("loginWith", "loginWiht")).expect("written");
    let broken = example.run(None);
    let err = String::from_utf8_lossy(&broken.stderr);
    assert!(!broken.status.success() && err.contains("backend.amp:3:3: error[AMP0301]"), "{err}");
}
