//! Every explanation page keeps its word: the wrong example gives that code and no other, the right one nothing.

mod support;

use std::fs;
use std::path::Path;

use amp_compiler::diagnostic::{CODES, Code, CodeRow};
use support::{Case, halves};

/// The examples under a heading.
fn examples(page: &str, heading: &str) -> Vec<String> {
    let section = page.split(&format!("## {heading}\n")).nth(1).unwrap_or_default();
    let section = section.split("\n## ").next().unwrap_or_default();
    let fenced = section.split("```ts\n").skip(1);
    fenced.filter_map(|rest| rest.split("```").next()).map(str::to_owned).collect()
}

/// What an example gives, apart from the note that data and storage are only read.
fn codes(example: &str) -> Vec<&'static str> {
    // an example that is told to stand in a file of TypeScript names it in its first line
    let path = example.lines().next().and_then(|line| line.strip_prefix("// "));
    let path = path.filter(|path| matches!(path.rsplit('.').next(), Some("ts" | "amp"))).unwrap_or("backend.amp");
    let outcome = Case::parse(example, path).run();
    let mut codes: Vec<_> = outcome.diagnostics.iter().map(|found| found.code.text()).collect();
    codes.dedup();
    codes.retain(|code| *code != Code::NotCompiled.text());
    codes
}

fn row_by_row(range: &[&str]) {
    let rows = CODES.iter().filter(|row| range.iter().any(|range| row.text[3..].starts_with(range)));
    let mut wrong = Vec::new();
    for row in rows {
        wrong.extend(problems(row));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn problems(row: &CodeRow) -> Vec<String> {
    let mut problems = Vec::new();
    let (wrong, right) = (examples(row.page, "Wrong"), examples(row.page, "Right"));
    if wrong.is_empty() || right.is_empty() {
        problems.push(format!("{}: both examples are needed", row.text));
    }
    for example in wrong.iter().filter(|_| row.code != Code::NotCompiled) {
        let found = codes(example);
        if found != [row.text] {
            problems.push(format!("{}: the wrong example gives {found:?}", row.text));
        }
    }
    for example in right {
        let found = codes(&example);
        if !found.is_empty() {
            problems.push(format!("{}: the right example gives {found:?}", row.text));
        }
    }
    problems
}

/// All texts below a folder of the tests; of cases only what is expected.
fn texts_below(folder: &str) -> String {
    let mut waiting = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder)];
    let mut texts = String::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(fs::read_dir(path).expect("a folder").flatten().map(|entry| entry.path()));
        } else {
            let text = fs::read_to_string(&path).expect("a text");
            texts.push_str(if folder == "cases" { halves(&text).1 } else { &text });
        }
    }
    texts
}

#[test]
fn every_code_has_a_case() {
    let cases = texts_below("cases");
    // what is said of the code of functions needs the whole program, and is tested with it
    let program = texts_below("cli");
    let shown = |row: &CodeRow| {
        cases.lines().any(|line| line.strip_prefix("// ").is_some_and(|rest| rest.starts_with(row.text)))
            || row.text.starts_with("AMP08") && program.contains(row.text)
    };
    let missing: Vec<_> = CODES.iter().filter(|row| !shown(row)).map(|row| row.text).collect();
    assert!(missing.is_empty(), "no case shows {missing:?}");
}

#[test]
fn pages_of_reading() {
    row_by_row(&["01"]);
}

#[test]
fn pages_of_evaluation() {
    row_by_row(&["02"]);
}

#[test]
fn pages_of_the_vocabulary() {
    row_by_row(&["03"]);
}

#[test]
fn pages_of_auth() {
    row_by_row(&["04"]);
}

#[test]
fn pages_of_functions() {
    row_by_row(&["05"]);
}

#[test]
fn pages_of_data() {
    row_by_row(&["10", "11"]);
}

#[test]
fn pages_of_access_and_names() {
    row_by_row(&["06", "07"]);
}

#[test]
fn pages_of_admin_queries() {
    row_by_row(&["13"]);
}
