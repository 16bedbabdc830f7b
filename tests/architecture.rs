//! The modules use each other in one direction, and third-party types stay where they belong.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the crate in the order of ARCHITECTURE.md, each with those that it may use, beside what those may.
/// `emit` and `analysis` do not know each other; `output` writes what it is given.
const MODULES: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("diagnostic", &["source"]),
    ("syntax", &["diagnostic"]),
    ("format", &["syntax"]),
    ("evaluate", &["syntax"]),
    ("vocabulary", &["evaluate"]),
    // pure functions of text
    ("names", &[]),
    ("model", &["vocabulary", "names"]),
    ("access", &["model"]),
    // two names that would become one logical ID are a finding
    ("check", &["access", "names"]),
    ("resources", &["check", "names"]),
    ("emit", &["resources"]),
    ("analysis", &["check", "format"]),
    ("output", &[]),
    ("disk", &["source"]),
    ("lsp", &["analysis", "disk"]),
    ("cli", &["analysis", "disk", "emit", "output", "lsp"]),
    ("build_script", &["analysis", "disk", "emit", "output"]),
];

/// A crate and the modules that may name it.
const CRATES: &[(&str, &[&str])] = &[
    ("pest", &["syntax"]),
    ("pest_derive", &["syntax"]),
    ("miette", &["diagnostic"]),
    ("lsp_server", &["lsp"]),
    ("lsp_types", &["lsp"]),
    ("gen_lsp_types", &["lsp"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("handlebars", &["emit::client"]),
];

/// What is wrong, with the line.
type Problems = Vec<String>;

#[test]
fn modules_use_only_those_above_them() {
    let mut problems = Problems::new();
    for file in sources() {
        // the test of a module may use whatever it likes
        if file.module == "lib" || file.module == "main" || file.is_test {
            continue;
        }
        let Some(allowed) = reach(&file.module) else {
            problems.push(format!("{}: the module `{}` is not in the table", file.path.display(), file.module));
            continue;
        };
        for (number, line) in &file.lines {
            for used in crate_uses(line) {
                if used != file.module && !allowed.contains(&used.as_str()) {
                    problems.push(format!("{}:{number}: `{}` may not use `{used}`", file.path.display(), file.module));
                }
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn paths_never_climb_out_of_their_module() {
    let mut problems = Problems::new();
    for file in sources() {
        // `a/b/c.rs` is the module `a::b::c`: two `super` lead to `a`, a third one out of it
        let depth = file.modules.len() - 1;
        for (number, line) in &file.lines {
            let climbs = line.split("super::super::super::super").count().max(1) - 1;
            let longest = (1..=8).rev().find(|&times| line.contains(&"super::".repeat(times))).unwrap_or_default();
            // inner modules, such as tests, stand one level deeper than their file
            if climbs > 0 || longest > depth + usize::from(file.has_inner_modules) {
                problems.push(format!("{}:{number}: {line}", file.path.display()));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn crates_stay_where_they_belong() {
    let mut problems = Problems::new();
    for file in sources() {
        let module = file.modules.join("::");
        for (number, line) in &file.lines {
            for (name, homes) in CRATES {
                let at_home = homes.iter().any(|home| module == *home || module.starts_with(&format!("{home}::")));
                if !at_home && mentions(line, name) {
                    problems.push(format!("{}:{number}: `{module}` names `{name}`", file.path.display()));
                }
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// Only the ways in read and write files, run processes, and look at the environment and the clock.
#[test]
fn the_core_does_nothing_but_compute() {
    let outside =
        ["std::fs", "std::process", "std::net", "std::time", "std::env", "std::thread", "println!", "eprintln!"];
    let ways_in = ["cli", "lsp", "build_script", "disk", "output", "main"];
    let mut problems = Problems::new();
    for file in sources() {
        if ways_in.contains(&file.module.as_str()) || file.is_test {
            continue;
        }
        for (number, line) in &file.lines {
            // large files are read by several threads, which is computing still
            let reads = |name: &str| name == "std::thread" && file.module == "syntax";
            if outside.iter().any(|name| line.contains(name) && !reads(name)) {
                problems.push(format!("{}:{number}: {line}", file.path.display()));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn files_stay_short() {
    let long: Vec<String> = sources()
        .iter()
        .filter(|file| file.length > 500)
        .map(|file| format!("{}: {} lines", file.path.display(), file.length))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn lib_lists_the_modules_of_the_table() {
    let lib = fs::read_to_string(root().join("src/lib.rs")).expect("the crate has a lib.rs");
    let declared: Vec<&str> = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert!(declared.len() > 10, "only {declared:?} were found");
    let unknown: Vec<_> = declared.iter().filter(|name| MODULES.iter().all(|(known, _)| known != *name)).collect();
    assert!(unknown.is_empty(), "not in the table: {unknown:?}");
}

/// The test would see a wrong edge, a foreign crate and a path that climbs.
#[test]
fn the_reading_of_edges_bites() {
    assert_eq!(crate_uses("use crate::model::{Backend};"), ["model"]);
    assert_eq!(crate_uses("use crate::{access::Access, source::*, check::{self}};"), ["access", "source", "check"]);
    assert_eq!(crate_uses("let x = crate::emit::emit(y);"), ["emit"]);
    assert!(crate_uses("use super::crate_like::x;").is_empty());
    assert!(mentions("use pest::Parser;", "pest") && mentions("#[derive(pest_derive::Parser)]", "pest_derive"));
    assert!(!mentions("use crate::pest_like::x;", "pest") && !mentions("let clap = 1;", "clap"));
    assert_eq!(reach("source"), Some(vec![]));
    assert!(reach("model").is_some_and(|allowed| allowed.contains(&"syntax") && !allowed.contains(&"emit")));
    assert!(sources().iter().any(|file| file.modules == ["evaluate", "tests", "values"] && file.is_test));
}

/// A source file.
struct SourceFile {
    path: PathBuf,
    /// The module at the top.
    module: String,
    /// The path of modules.
    modules: Vec<String>,
    is_test: bool,
    has_inner_modules: bool,
    length: usize,
    /// Lines of code with their numbers: no comments, and nothing of a module of tests within the file.
    lines: Vec<(usize, String)>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<SourceFile> {
    let mut files = Vec::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("src can be read").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(read(&path));
            }
        }
    }
    files.sort_by(|left, right| left.path.cmp(&right.path));
    assert!(files.len() > 20, "only {} files were found", files.len());
    files
}

fn read(path: &Path) -> SourceFile {
    let text = fs::read_to_string(path).expect("a source file can be read");
    let inside = path.strip_prefix(root().join("src")).expect("it is in src").with_extension("");
    let modules: Vec<String> = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    let tests_begin = text
        .lines()
        .zip(text.lines().skip(1))
        .position(|(line, next)| line.trim() == "#[cfg(test)]" && next.starts_with("mod ") && next.ends_with('{'));
    let code = text.lines().enumerate().take(tests_begin.unwrap_or(usize::MAX));
    let lines = code
        .map(|(index, line)| (index + 1, line.split("//").next().unwrap_or_default().trim().to_owned()))
        .filter(|(_, line)| !line.is_empty());
    SourceFile {
        path: path.strip_prefix(root()).expect("it is in the crate").to_owned(),
        module: modules[0].clone(),
        is_test: modules.iter().any(|module| module == "tests"),
        has_inner_modules: text.lines().any(|line| line.trim_start().starts_with("mod ") && line.ends_with('{')),
        length: text.lines().count(),
        lines: lines.collect(),
        modules,
    }
}

/// All modules that a module may use; `None` for one that the table does not have.
fn reach(module: &str) -> Option<Vec<&'static str>> {
    let table: BTreeMap<_, _> = MODULES.iter().copied().collect();
    let mut allowed = Vec::new();
    let mut open = table.get(module)?.to_vec();
    while let Some(next) = open.pop() {
        if !allowed.contains(&next) {
            allowed.push(next);
            open.extend(table.get(next).copied().unwrap_or_default());
        }
    }
    Some(allowed)
}

/// The modules that a line names behind `crate::`.
fn crate_uses(line: &str) -> Vec<String> {
    let mut used = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        if line[..at].ends_with(|char: char| char.is_alphanumeric() || char == '_') {
            continue;
        }
        let rest = &line[at + "crate::".len()..];
        let Some(group) = rest.strip_prefix('{') else {
            used.push(word(rest));
            continue;
        };
        let mut depth = 0;
        let mut start = 0;
        for (index, char) in group.char_indices().chain([(group.len(), ',')]) {
            match char {
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                ',' | '}' if depth == 0 => {
                    used.push(word(group[start..index].trim()));
                    start = index + 1;
                }
                _ => {}
            }
        }
    }
    used.retain(|name| MODULES.iter().any(|(known, _)| known == name));
    used
}

fn word(text: &str) -> String {
    text.chars().take_while(|char| char.is_alphanumeric() || *char == '_').collect()
}

/// Whether a line names a crate: `name::`, or `use name`.
fn mentions(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let alone = !line[..at].ends_with(|char: char| char.is_alphanumeric() || char == '_' || char == ':');
        let rest = &line[at + name.len()..];
        alone && (rest.starts_with("::") || line[..at].ends_with("use ") && !rest.starts_with('_'))
    })
}
