//! Environment variables that the compiler gives to functions, and where values lie in the parameter store.

use super::data_name;

/// The variable that holds the user pool's ID in functions with access to it: `AMPLIFY_AUTH_USERPOOL_ID`, or with the
/// auth's own name in upper snake case in front (as Amplify does).
pub fn user_pool_variable(auth_name: Option<&str>) -> String {
    match auth_name {
        None | Some("") => "AMPLIFY_AUTH_USERPOOL_ID".to_owned(),
        Some(name) => format!("{}_USERPOOL_ID", upper_snake(name)),
    }
}

/// The variable that holds the name of a model's table in functions that are granted it: `ARTICLE_TABLE_NAME`.
pub fn table_variable(model: &str) -> String {
    format!("{}_TABLE_NAME", upper_snake(model))
}

/// The variable that holds the name of a function in functions that may call it: `SEND_MAIL_FUNCTION_NAME`.
pub fn function_variable(function: &str) -> String {
    format!("{}_FUNCTION_NAME", upper_snake(function))
}

/// The variable that holds the API's name in functions that may use it.
pub const DATA_NAME_VARIABLE: &str = "AMPLIFY_DATA_DEFAULT_NAME";

/// The variables that hold the API's address in functions that may use it: `AMPLIFY_DATA_GRAPHQL_ENDPOINT`; for an API
/// with a name of its own, that name's alone, too (as Amplify does).
pub fn data_endpoint_variables(data: Option<&str>) -> Vec<String> {
    let of = |name: &str| format!("{}_GRAPHQL_ENDPOINT", upper_snake(name));
    let own = data.filter(|name| *name != "amplifyData").map(of);
    std::iter::once(of(&data_name(data))).chain(own).collect()
}

/// The variable that holds a bucket's name in functions with access to it: `MY_FILES_BUCKET_NAME` (as Amplify does).
pub fn bucket_variable(storage: &str) -> String {
    upper_snake(&format!("{storage}_BUCKET_NAME"))
}

/// Where in the parameter store the value of a variable of one function lies: below `/amp/<stack>/`.
pub fn function_parameter_path(function: &str, variable: &str) -> String {
    format!("functions/{function}/{variable}")
}

/// Where in the parameter store the value of an environment variable lies: below `/amp/<stack>/`.
pub fn parameter_path(name: &str) -> String {
    name.to_owned()
}

/// Where in the parameter store a secret lies: below `/amp/<stack>/`.
pub fn secret_path(name: &str) -> String {
    format!("secrets/{name}")
}

/// `myAuth name` gives `MY_AUTH_NAME`.
fn upper_snake(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (at, &char) in chars.iter().enumerate() {
        if !char.is_ascii_alphanumeric() {
            if !out.is_empty() && !out.ends_with('_') {
                out.push('_');
            }
            continue;
        }
        let before = at.checked_sub(1).map(|at| chars[at]);
        let after = chars.get(at + 1);
        let hump = char.is_ascii_uppercase()
            && (before.is_some_and(|c| c.is_ascii_lowercase())
                || before.is_some_and(|c| c.is_ascii_uppercase()) && after.is_some_and(char::is_ascii_lowercase));
        let digit_edge =
            before.is_some_and(|c| c.is_ascii_alphanumeric() && c.is_ascii_digit() != char.is_ascii_digit());
        if (hump || digit_edge) && !out.ends_with('_') {
            out.push('_');
        }
        out.push(char.to_ascii_uppercase());
    }
    out.trim_end_matches('_').to_owned()
}
