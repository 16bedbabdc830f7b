//! Counts that a user meets only in large backends.

mod support;

use support::Case;

fn codes(source: &str) -> Vec<String> {
    Case::parse(source, "backend.amp").findings()
}

#[test]
fn a_pool_has_ten_thousand_groups_and_no_more() {
    let backend = |count: usize| {
        let groups: Vec<_> = (0..count).map(|index| format!("\"G{index}\"")).collect();
        format!(
            "export const auth = defineAuth({{ loginWith: {{ email: true }}, groups: [{}] }});\n",
            groups.join(", ")
        )
    };
    let is_count = |found: &String| found.starts_with("AMP0704");
    assert!(!codes(&backend(10_000)).iter().any(is_count));
    let found = codes(&backend(10_001));
    assert_eq!(found, ["AMP0704 10001 groups are more than the 10000 that a user pool can have"]);
}

#[test]
fn an_environment_has_four_kilobytes_and_no_more() {
    let backend = |bytes: usize| {
        let text = "x".repeat(bytes - "STORY".len());
        format!(
            "export const job = defineFunction({{ name: \"job\", entry: \"./job.mjs\", environment: {{ STORY: \"{text}\" }} }});\n"
        )
    };
    assert!(!codes(&backend(4096)).iter().any(|found| found.starts_with("AMP0510")));
    assert_eq!(
        codes(&backend(4097)),
        ["AMP0510 the environment of `job` has 4097 bytes, more than the 4096 that Lambda takes"]
    );
}

#[test]
fn what_is_read_twice_is_found_once_and_in_the_same_order() {
    let source = "export const auth = defineAuth({ loginWith: {}, groups: [\"A\", \"A\", \"\"], mfa: 1 });\n";
    let first = codes(source);
    assert_eq!(first.len(), 4, "{first:?}");
    assert_eq!(first, codes(source));
}
