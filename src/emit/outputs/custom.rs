//! `custom` in `amplify_outputs.json`: values of the user's own.

use serde_json::{Map, Value as Json, json};

use super::Place;
use crate::names;
use crate::vocabulary::OutputValue;

/// A value as JSON, with the stack's outputs for what only the deployed stack knows. `path` leads to it.
pub(super) fn json(value: &OutputValue, path: &mut Vec<String>) -> Json {
    match value {
        OutputValue::Bool(given) => json!(given),
        // as it was written: without a fraction that is none
        OutputValue::Number(given) => serde_json::from_str(&given.to_string()).unwrap_or_else(|_| json!(given)),
        OutputValue::Text(text) => match text.text() {
            Some(text) => json!(text),
            None => json!(Place::Output { name: names::custom_output(path) }),
        },
        OutputValue::List(values) => {
            let values = values.iter().enumerate().map(|(at, value)| within(value, at.to_string(), path));
            Json::Array(values.collect())
        }
        OutputValue::Object(members) => {
            let members = members.iter().map(|(key, value)| (key.to_string(), within(value, key.to_string(), path)));
            Json::Object(members.collect::<Map<_, _>>())
        }
    }
}

fn within(value: &OutputValue, step: String, path: &mut Vec<String>) -> Json {
    path.push(step);
    let json = json(value, path);
    path.pop();
    json
}
