use std::path::Path;

use super::*;
use crate::diagnostic::{Code, Edit, settle};
use crate::source::TextRange;

/// The place of `word` in a file, the `nth` time that it occurs (from 0).
fn at(sources: &Sources, path: &str, word: &str, nth: usize) -> Span {
    let file = sources.find(path).expect("the test added it");
    let (start, found) = sources.get(file).text.match_indices(word).nth(nth).expect("the test wrote it");
    let start = u32::try_from(start).expect("small");
    TextRange::new(start, start + u32::try_from(found.len()).expect("small")).in_file(file)
}

/// Findings of every shape: one place, several, two files, a fix, empty ranges at both ends, an empty file, wide
/// characters, tabs, a very long line, several lines.
fn findings() -> (Vec<Diagnostic>, Sources) {
    let mut sources = Sources::default();
    let main = "amplify/backend.ts";
    let auth = "amplify/auth/re source,1:é.ts";
    sources.add(
        main,
        "export const auth = defineAuth({\n  groups: [\"ADMINS\", \"ADMINS\"],\n\tname: \"日本語\", x: 1,\n});\n"
            .into(),
    );
    sources.add(auth, "defineFunction({\n  name: \"one\",\n});\n".into());
    sources.add("empty.amp", "".into());
    sources.add("long.amp", format!("const long = \"{}\" here\n", "x".repeat(600)).into());
    let end = sources.get(sources.find(main).expect("added")).text.len();
    let end = u32::try_from(end).expect("small");
    let empty = sources.find("empty.amp").expect("added");
    let code = Code::from_text("AMP0101").expect("the first code");
    let second = at(&sources, main, "\"ADMINS\"", 1);
    let mut findings = vec![
        Diagnostic::new(code, second, "group `ADMINS` is listed twice")
            .note("again here")
            .label(at(&sources, main, "\"ADMINS\"", 0), "first here")
            .label(at(&sources, auth, "\"one\"", 0), "used by this function")
            .fixes("leave one out", vec![Edit { span: second, text: String::new() }]),
        Diagnostic::new(code, at(&sources, main, "x", 1), "100% of `x`,\nsaid: no").severity(Severity::Warning).help(
            "a help text that is long enough to be wrapped on a narrow terminal, since it goes on and on about the matter",
        ),
        Diagnostic::new(code, TextRange::new(0, 0).in_file(second.file), "nothing at the beginning"),
        Diagnostic::new(code, TextRange::new(end, end).in_file(second.file), "nothing at the end"),
        Diagnostic::new(code, TextRange::new(0, 0).in_file(empty), "nothing is defined").severity(Severity::Note),
        Diagnostic::new(code, at(&sources, "long.amp", "here", 0), "a very long line"),
        Diagnostic::new(code, at(&sources, auth, "{\n  name: \"one\",\n}", 0), "several lines"),
    ];
    findings.reverse();
    settle(&mut findings);
    (findings, sources)
}

/// Compares with a file in `tests/rendering`; `UPDATE=1` writes it.
fn expect(file: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rendering").join(file);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().expect("it has one")).expect("folder");
        std::fs::write(&path, actual).expect("written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(actual, expected, "{file} differs; UPDATE=1 accepts the new text");
}

#[test]
#[cfg(feature = "cli")]
fn people_see_the_lines() {
    let (findings, sources) = findings();
    expect("human.txt", &human(&findings, &sources, Look { color: false, width: 100 }));
    expect("narrow.txt", &human(&findings, &sources, Look { color: false, width: 40 }));
    expect("color.txt", &human(&findings[..2], &sources, Look { color: true, width: 100 }));
    assert!(!human(&findings, &sources, Look { color: false, width: 100 }).contains('\u{1b}'));
    human(&findings, &sources, Look { color: false, width: 0 });
}

#[test]
fn each_format_says_the_same() {
    let (findings, sources) = findings();
    expect("short.txt", &short(&findings, &sources));
    expect("findings.json", &json(&findings, &sources));
    expect("github.txt", &github(&findings, &sources));
    assert_eq!(short(&findings, &sources).lines().count(), findings.len());
    assert_eq!(github(&findings, &sources).lines().count(), findings.len());
}

#[test]
fn sarif_has_what_the_standard_requires() {
    let (findings, sources) = findings();
    let log: serde_json::Value = serde_json::from_str(&sarif(&findings, &sources)).expect("JSON");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), findings.len());
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().expect("index")).expect("small")];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["help"]["text"].as_str().is_some_and(|help| help.contains("## Right")));
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().expect("level")));
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().expect("uri");
        assert!(!uri.contains([' ', 'é']), "{uri}");
        assert!(place["region"]["startLine"].as_u64() >= Some(1) && place["region"]["startColumn"].as_u64() >= Some(1));
    }
    let empty: serde_json::Value = serde_json::from_str(&sarif(&[], &sources)).expect("JSON");
    assert_eq!(empty["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn the_summary_counts() {
    let (findings, _) = findings();
    assert_eq!(summary(&findings).as_deref(), Some("5 errors, 1 warning, 1 note"));
    assert_eq!(summary(&[]), None);
}
