//! References to what other resources have.

use smol_str::SmolStr;

use super::Inspection;
use crate::vocabulary::{At, Deployed};

/// The path of every `ref("...")`.
pub(super) fn all<'a>(cx: &Inspection<'a>) -> Vec<&'a At<SmolStr>> {
    let policies = cx.access.policies.iter().map(|policy| &policy.statement.value);
    let texts = policies.flat_map(|statement| {
        let resources = statement.resource.iter().flat_map(|resources| &resources.0).map(|it| &it.value);
        let conditions = statement.condition.iter().flat_map(|condition| &condition.entries);
        let values = conditions.flat_map(|(_, keys)| &keys.entries).flat_map(|(_, values)| &values.0);
        resources.chain(values.map(|value| &value.value.0))
    });
    texts.flat_map(Deployed::refs).collect()
}
