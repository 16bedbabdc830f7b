//! One file a case: below its cut stands what the compiler says of what stands above.
//! `UPDATE=1 cargo test --test cases` writes what it says now; read the difference before you commit it.

mod support;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use support::{CUT, Case, halves};

fn case_files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files = Vec::new();
    for folder in fs::read_dir(root).expect("tests/cases is there").flatten() {
        let inside = fs::read_dir(folder.path()).expect("a folder of cases").flatten();
        files.extend(inside.map(|file| file.path()));
    }
    files.sort();
    files
}

#[test]
fn cases_render_as_they_say() {
    let files = case_files();
    assert!(files.len() > 40, "only {} cases were found", files.len());
    let mut wrong = String::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("a case is text");
        let (source, expected) = halves(&text);
        let case = Case::parse(source, "backend.amp");
        let case = if source.contains("// @bare\n") { case.bare() } else { case };
        let now = case.rendering();
        if now == expected {
            continue;
        }
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&file, format!("{source}{CUT}\n{now}")).expect("a case can be written");
        } else {
            let _ = writeln!(wrong, "{}\n--- expected\n{expected}--- now\n{now}", file.display());
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
