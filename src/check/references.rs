//! References to what other resources have.

use smol_str::SmolStr;

use super::Inspection;
use crate::vocabulary::{At, Deployed, OutputValue, TextOrSecret};

/// The path of every `ref("...")`.
pub(super) fn all<'a>(cx: &Inspection<'a>) -> Vec<&'a At<SmolStr>> {
    let policies = cx.access.policies.iter().map(|policy| &policy.statement.value);
    let texts = policies.flat_map(|statement| {
        let resources = statement.resources().map(|it| &it.value);
        let conditions = statement.condition.iter().flat_map(|condition| &condition.entries);
        let values = conditions.flat_map(|(_, keys)| &keys.entries).flat_map(|(_, values)| &values.0);
        resources.chain(values.map(|value| &value.value.0))
    });
    let environments = cx.backend.functions.iter().filter_map(|function| function.record.environment.as_ref());
    let variables =
        environments.flat_map(|environment| &environment.entries).filter_map(|(_, value)| match &value.value {
            TextOrSecret::Text(text) => Some(text),
            TextOrSecret::Secret(_) => None,
        });
    let outputs = cx.backend.outputs.iter().filter_map(|(outputs, _)| outputs.custom.as_ref());
    let outputs = outputs.flat_map(OutputValue::texts).map(|(_, text)| &text.value);
    texts.chain(variables).chain(outputs).flat_map(Deployed::refs).collect()
}
