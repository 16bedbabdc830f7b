//! The documentation is true: generated pages are current, every example compiles, every link leads somewhere.

#[path = "docs/picture.rs"]
mod picture;
#[path = "docs/reference.rs"]
mod reference;
#[path = "docs/types.rs"]
mod types;

use std::path::{Path, PathBuf};

use amp_compiler::analysis::{Options, analyze};
use amp_compiler::diagnostic::Severity;
use amp_compiler::source::MemoryFiles;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Compares a file with what it should hold; with `UPDATE=1` in the environment, writes it.
fn current(path: &str, expected: &str) {
    let file = root().join(path);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, expected).expect("the page can be written");
    }
    let found = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(found == expected, "{path} is not current: run `UPDATE=1 cargo test --test docs`");
}

/// README, ARCHITECTURE, CHANGELOG and everything in docs/ but the pages of the codes, which are tested with their codes.
fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<_> = ["README.md", "ARCHITECTURE.md", "CHANGELOG.md"].map(|name| root().join(name)).into();
    let docs = std::fs::read_dir(root().join("docs")).expect("docs/ is there");
    pages.extend(
        docs.map(|entry| entry.expect("readable").path()).filter(|path| path.extension() == Some("md".as_ref())),
    );
    pages.sort();
    pages
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn reference_is_current() {
    current("docs/reference.md", &reference::page());
}

#[test]
fn declarations_for_typescript_are_current() {
    current("types/amp.d.ts", &types::ambient());
    current("types/amplify.d.ts", &types::module());
}

#[test]
fn list_of_codes_is_current() {
    current("docs/codes.md", &reference::codes());
}

#[test]
fn picture_is_current() {
    current("docs/picture/diagnostics.svg", &picture::of(&read(&root().join("docs/picture/backend.amp"))));
}

#[test]
fn links_lead_somewhere() {
    let mut broken = Vec::new();
    for page in pages() {
        let text = read(&page);
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = target.split('#').next().unwrap_or("");
            let local = !target.is_empty() && !target.contains("://");
            if local && !page.parent().expect("a folder").join(target).exists() {
                broken.push(format!("{}: {target}", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// The text of each fenced block of a language, with the line on which it begins.
fn blocks(text: &str, language: &str) -> Vec<(usize, String)> {
    let (mut found, mut open) = (Vec::new(), None::<(usize, String)>);
    for (line, number) in text.lines().zip(1..) {
        match &mut open {
            None if line.trim() == format!("```{language}") => open = Some((number, String::new())),
            Some(_) if line.trim() == "```" => found.extend(open.take()),
            Some((_, body)) => body.extend([line, "\n"]),
            None => {}
        }
    }
    found
}

#[test]
fn every_example_compiles() {
    let (mut count, mut wrong) = (0, Vec::new());
    for page in pages() {
        for (line, text) in blocks(&read(&page), "ts") {
            count += 1;
            let mut files = MemoryFiles::single("backend.amp", &text);
            // an example names its handlers, and they are there
            for entry in text.split("entry: \"").skip(1).filter_map(|rest| rest.split('"').next()) {
                files = files.with(entry.trim_start_matches("./"), "export const handler = async () => {};\n");
            }
            let analysis = analyze(&files, "backend.amp", &Options::default()).expect("it is there");
            let found: Vec<_> = analysis.diagnostics.iter().filter(|found| found.severity > Severity::Note).collect();
            // an example of what is warned of names the code in its first line, and gives exactly that
            if let Some(code) = text.strip_prefix("// AMP").and_then(|rest| rest.get(..4)) {
                let as_told = !found.is_empty() && found.iter().all(|it| it.code.text()[3..] == *code);
                wrong.extend((!as_told).then(|| format!("{}:{line}: AMP{code} was told of", page.display())));
                continue;
            }
            wrong.extend(
                found.into_iter().map(|found| format!("{}:{line}: {} {}", page.display(), found.code, found.message)),
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(count >= 5, "only {count} examples were found");
}

#[test]
fn examples_in_the_readme_are_those_in_the_folder() {
    for (line, text) in blocks(&read(&root().join("README.md")), "ts") {
        let (head, body) = text.split_once('\n').expect("a first line");
        let path = head.strip_prefix("// ").unwrap_or_else(|| panic!("README.md:{line} does not say where it is from"));
        let file = read(&root().join(path));
        assert!(file.contains(body.trim()), "README.md:{line} differs from {path}");
    }
}
