//! The real program in temporary folders: exit status, streams, formats, files.
#![cfg(feature = "cli")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

#[path = "cli/access.rs"]
mod access;
#[path = "cli/build.rs"]
mod build;
#[cfg(unix)]
#[path = "cli/bundle.rs"]
mod bundle;
#[path = "cli/formats.rs"]
mod formats;
#[path = "cli/outputs.rs"]
mod outputs;
#[path = "cli/rest.rs"]
mod rest;
#[path = "cli/small.rs"]
mod small;
#[path = "cli/statements.rs"]
mod statements;

/// A backend that is fine as it is.
const GOOD: &str = r#"export const auth = defineAuth({
  loginWith: { email: true },
  groups: ["ADMINS"],
});
"#;

/// A folder with files.
fn project(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        put(dir.path(), name, text);
    }
    dir
}

fn put(dir: &Path, name: &str, text: impl AsRef<[u8]>) {
    let path = dir.join(name);
    fs::create_dir_all(path.parent().expect("it has one")).expect("made");
    fs::write(path, text).expect("written");
}

fn ampc(dir: &Path, arguments: &[&str]) -> Run {
    Run::of(command(dir, arguments))
}

/// The program in a folder, with an environment of its own: no esbuild, no colours, no variables of the caller.
fn command(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ampc"));
    command.args(arguments).current_dir(dir).env_clear().stdin(Stdio::null());
    command
}

struct Run {
    status: i32,
    out: String,
    err: String,
}

impl Run {
    fn of(mut command: Command) -> Self {
        let Output { status, stdout, stderr } = command.output().expect("it starts");
        Self {
            status: status.code().expect("it ends by itself"),
            out: String::from_utf8(stdout).expect("text"),
            err: String::from_utf8(stderr).expect("text"),
        }
    }

    #[track_caller]
    fn expect(self, status: i32) -> Self {
        assert_eq!(self.status, status, "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }
}

fn read(dir: &Path, name: &str) -> String {
    fs::read_to_string(dir.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}
