//! Environment variables of functions.

use super::Inspection;
use crate::access::Principal;
use crate::diagnostic::Code;
use crate::names::{bucket_variable, function_variable, table_variable, user_pool_variable};
use crate::vocabulary::{Right, TextOrSecret};

/// Bytes of all names and values together.
/// <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>
const MOST_BYTES: usize = 4096;

/// Names that Lambda sets itself.
/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html>
const RESERVED: &[&str] = &[
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
    "AWS_DEFAULT_REGION",
    "AWS_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_LAMBDA_RUNTIME_API",
    "LAMBDA_TASK_ROOT",
    "LAMBDA_RUNTIME_DIR",
];

/// A name has the form that Lambda takes and is not one that something else sets.
pub(super) fn names(cx: &mut Inspection<'_>) {
    let pool_variable = cx.backend.auth.as_ref().and_then(|auth| auth.record.name.as_ref());
    let pool_variable = user_pool_variable(pool_variable.map(|name| name.as_str()));
    for function in &cx.backend.functions {
        let Some(environment) = &function.record.environment else { continue };
        let has_access = cx.access.of_function(function.id).next().is_some();
        let who = Principal::Function(function.id);
        let storages = cx.backend.storages.iter();
        let used = storages.filter(|storage| cx.access.storage_grants(&who, storage.id).next().is_some());
        let buckets: Vec<String> = used.map(|storage| bucket_variable(&storage.name)).collect();
        let grants = function.record.grants.iter().flat_map(|grants| &grants.list);
        let granted = grants.filter_map(|grant| match &grant.right {
            Right::Table(model, _) => Some(table_variable(model)),
            Right::Function(called, _) => Some(function_variable(&cx.backend.resolve(called)?.name)),
            _ => None,
        });
        let granted: Vec<String> = granted.collect();
        for (name, _) in &environment.entries {
            let text = name.as_str();
            let plain = |char: char| char.is_ascii_alphanumeric() || char == '_';
            let diagnostic = if RESERVED.contains(&text) {
                let message = format!("`{text}` is set by Lambda itself");
                name.finding(Code::ReservedVariable, message).help("choose another name")
            } else if text.starts_with("AMP_") || text == "AMPLIFY_SSM_ENV_CONFIG" {
                let message = format!("`{text}` is kept for what the compiler hands to functions");
                name.finding(Code::ReservedVariable, message).help("choose another name")
            } else if text == "Ref" {
                // alone in an object it would be a reference to a resource
                let message = "`Ref` has a meaning of its own in a template";
                name.finding(Code::ReservedVariable, message).help("choose another name")
            } else if has_access && text == pool_variable {
                let message = format!("`{text}` is set by the function's access to the user pool");
                name.finding(Code::ReservedVariable, message).help("leave it out: it holds the pool's id already")
            } else if buckets.iter().any(|variable| variable == text) {
                let message = format!("`{text}` is set by the function's access to a storage");
                name.finding(Code::ReservedVariable, message).help("leave it out: it holds the bucket's name already")
            } else if granted.contains(&name.value.to_string()) {
                let message = format!("`{text}` is set by one of the function's grants");
                name.finding(Code::ReservedVariable, message).help("leave it out: it holds the name already")
            } else if text.len() < 2 || !text.starts_with(|c: char| c.is_ascii_alphabetic()) || !text.chars().all(plain)
            {
                let message = format!("`{text}` cannot be the name of an environment variable");
                let help = "begin with a letter; go on with letters, digits and `_`; at least 2 characters";
                name.finding(Code::VariableName, message).help(help)
            } else {
                continue;
            };
            cx.found.push(diagnostic);
        }
    }
}

/// All variables of a function together fit into 4 KB.
pub(super) fn size(cx: &mut Inspection<'_>) {
    for function in &cx.backend.functions {
        let Some(environment) = &function.record.environment else { continue };
        // what a reference becomes is not known yet: the graph of resources asks again
        let length = |value: &TextOrSecret| match value {
            TextOrSecret::Text(text) => text.text().map_or(0, str::len),
            TextOrSecret::Secret(_) => 0,
        };
        let bytes: usize = environment.entries.iter().map(|(name, value)| name.len() + length(&value.value)).sum();
        let largest = environment.entries.iter().max_by_key(|(_, value)| length(&value.value));
        if let Some((_, value)) = largest.filter(|_| bytes > MOST_BYTES) {
            let message = format!(
                "the environment of `{}` has {bytes} bytes, more than the {MOST_BYTES} that Lambda takes",
                function.name.value
            );
            let help = "put long texts into a file beside the handler, or into a parameter";
            cx.found.push(value.finding(Code::EnvironmentSize, message).help(help));
        }
    }
}
