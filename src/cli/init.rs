//! `ampc init`: a small backend that compiles and deploys as it is.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use super::{Failure, Terminal};
use crate::output::plain;

/// The same as in the example.
const HANDLER: &str = include_str!("../../examples/grant-access/functions/add-user-to-group/handler.mjs");

/// The backend itself: none of these may be there already.
const BACKEND: &[(&str, &str)] =
    &[("backend.amp", include_str!("init/backend.amp")), ("functions/add-user-to-group/handler.mjs", HANDLER)];

/// What a project may well have; its own is kept.
const BESIDE: &[(&str, &str)] = &[("tsconfig.json", include_str!("init/tsconfig.json")), (".gitignore", "amp.out/\n")];

/// Writes the files into a folder, which is made if there is none, and says what to do next.
pub(super) fn init(dir: &Path, terminal: &Terminal) -> Result<(), Failure> {
    if let Some((name, _)) = BACKEND.iter().find(|(name, _)| dir.join(name).symlink_metadata().is_ok()) {
        return Err(Failure(format!("`{}` is there already; nothing was written", dir.join(name).display())));
    }
    for (name, text) in BACKEND {
        put(&dir.join(name), text)?;
        terminal.say(format_args!("wrote {}", dir.join(name).display()));
    }
    for (name, text) in BESIDE {
        let path = dir.join(name);
        if path.symlink_metadata().is_ok() {
            let line = match *name {
                "tsconfig.json" => {
                    r#"typed handlers want "paths": { "$amplify/*": ["./amp.out/client/typescript/*"] }"#
                }
                _ => "add a line amp.out/",
            };
            terminal.say(format_args!("kept {}; {line}", path.display()));
        } else {
            put(&path, text)?;
            terminal.say(format_args!("wrote {}", path.display()));
        }
    }
    // the files in there say that the output is beside them
    let there = if dir == Path::new(".") { String::new() } else { format!("cd {}, then ", dir.display()) };
    terminal.say(format_args!("next: {there}ampc check, then ampc build"));
    Ok(())
}

fn put(path: &Path, text: &str) -> Result<(), Failure> {
    let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| {
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        file.write_all(text.as_bytes())
    });
    written.map_err(|error| Failure(format!("cannot write `{}`: {}", path.display(), plain(&error))))
}
