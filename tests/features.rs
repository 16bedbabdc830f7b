//! Every feature of auth, data, functions and storage that real projects use is shown by a case: `tests/features.tsv` names it, and
//! the case's file says what it compiles to.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What a case must contain to show a feature: the last name of its path.
fn words(feature: &str) -> Vec<String> {
    if let Some(path) = feature.strip_prefix("storagepath:") {
        return if path.contains("{entity_id}") { vec!["/{entity_id}/*\"".to_owned()] } else { vec!["/*".to_owned()] };
    }
    if feature.ends_with("{...spread}") {
        return vec!["...".to_owned()];
    }
    // a method, and behind what it is called: `.required@field`
    if let Some((method, _)) = feature.strip_prefix('.').and_then(|rest| rest.split_once(['@', '('])) {
        return vec![method.to_owned()];
    }
    let plain = feature.replace("[]", "").replace(".*", "").replace("()", "");
    let last = plain.rsplit(['.', ':', '@', '=', ' ']).next().unwrap_or_default();
    let word = last.split(['{', '(']).next().unwrap_or_default().trim_end_matches(')');
    match word {
        "<std>" | "<custom>" | "*" | "" => Vec::new(),
        word => vec![word.to_owned()],
    }
}

#[test]
fn every_feature_is_shown_by_a_case() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let table = fs::read_to_string(tests.join("features.tsv")).expect("the table is there");
    let mut named = BTreeSet::new();
    let mut rows = 0;
    for line in table.lines().skip(1) {
        let (feature, case) = line.split_once('\t').expect("feature and case");
        rows += 1;
        let path = tests.join("cases/feature").join(format!("{case}.amp"));
        let text = fs::read_to_string(&path).unwrap_or_else(|_| panic!("`{feature}` has no case {}", path.display()));
        let (source, expected) = text.split_once("\n// ---\n").expect("a case has a cut");
        assert!(!expected.trim().is_empty(), "{case} says nothing of what it compiles to");
        assert_ne!(expected.trim(), "// clean", "{case} shows nothing of what `{feature}` compiles to");
        for word in words(feature) {
            assert!(source.contains(&word), "{case} does not show `{feature}`: there is no `{word}` in it");
        }
        named.insert(case.to_owned());
    }
    assert_eq!(rows, 354, "the table has the rows that were measured");
    assert!(named.len() > 30);
}
