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

/// Code and message of all that a build says.
fn built(source: &str) -> Vec<String> {
    let found = Case::parse(source, "backend.amp").run().diagnostics;
    found.iter().map(|found| format!("{} {}", found.code, found.message)).collect()
}

#[test]
fn a_step_of_ones_own_has_as_much_code_as_appsync_takes() {
    let backend = |characters: usize| {
        let code = "é".repeat(characters - "//\n".len());
        format!(
            "const search = a.query().returns(a.string()).handler(a.handler.custom({{ entry: \"./search.js\" }}));
             const schema = a.schema({{ search: search.authorization((allow) => [allow.publicApiKey()]) }});
             export const data = defineData({{ schema }});\n// @file search.js\n//{code}\n"
        )
    };
    assert_eq!(built(&backend(32_768)), [""; 0]);
    assert_eq!(built(&backend(32_769)), ["AMP1120 `search.js` has 32769 characters, and AppSync takes 32768"]);
}

#[test]
fn a_schema_has_a_megabyte_and_no_more() {
    let backend = |count: usize| {
        let words: Vec<String> = (0..count).map(|n| format!("\"WORD_{n:0>93}\"")).collect();
        format!(
            "const State = a.enum([{}]);
             const Post = a.model({{ state: a.ref(\"State\") }}).authorization((allow) => [allow.publicApiKey()]);
             const schema = a.schema({{ State, Post }});
             export const data = defineData({{ schema }});\n",
            words.join(", ")
        )
    };
    let is_schema = |found: &String| found.starts_with("AMP0704 the schema of the API has 1");
    assert_eq!(built(&backend(10_000)), [""; 0]);
    assert!(built(&backend(10_500)).iter().any(is_schema), "{:?}", built(&backend(10_500)));
}

#[test]
fn an_api_has_fifty_variables_and_no_more() {
    let found = |count: usize| {
        let constant = |n| format!("const f{n} = defineFunction({{ name: \"f{n}\", entry: \"./f{n}.ts\" }});\n");
        let constants: String = (0..count).map(constant).collect();
        let rules: Vec<String> = (0..count).map(|n| format!("allow.resource(f{n})")).collect();
        let source = format!(
            "export const auth = defineAuth({{ loginWith: {{ email: true }} }});\n{constants}
             const Post = a.model({{ title: a.string() }}).authorization((allow) => [allow.authenticated()]);
             const schema = a.schema({{ Post }}).authorization((allow) => [{}]);
             export const data = defineData({{ schema }});\n",
            rules.join(", ")
        );
        built(&source)
    };
    assert_eq!(found(50), [""; 0]);
    let most = "AMP0704 the API takes 51 variables, and AppSync allows 50: ";
    assert!(found(51)[0].starts_with(most), "{:?}", found(51));
}

#[test]
fn what_is_read_twice_is_found_once_and_in_the_same_order() {
    let source = "export const auth = defineAuth({ loginWith: {}, groups: [\"A\", \"A\", \"\"], mfa: 1 });\n";
    let first = codes(source);
    assert_eq!(first.len(), 4, "{first:?}");
    assert_eq!(first, codes(source));
}
