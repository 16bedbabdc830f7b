//! What shall come of calls.

use std::fmt;

use serde_json::Value as Json;

/// What shall come of a call.
#[derive(Clone)]
pub(crate) enum Wanted {
    /// `Unauthorized`, which names no other fields than these.
    Refused(Vec<String>),
    /// The caller's own condition does not hold, or there is no such item.
    Failed,
    /// Some error.
    Error,
    /// This answer, and these items of the model then, if they change.
    Data(Json, Option<Vec<Json>>),
    /// One of these: the issue leaves a choice.
    Any(Vec<Wanted>),
}

impl fmt::Debug for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(names) => write!(f, "refused on {names:?}"),
            Self::Failed => f.write_str("a failed condition"),
            Self::Error => f.write_str("an error"),
            Self::Data(data, items) => {
                write!(f, "{data}")?;
                items.as_ref().map_or(Ok(()), |items| write!(f, ", stored {}", Json::from(items.clone())))
            }
            Self::Any(of) => write!(f, "any of {of:?}"),
        }
    }
}

/// A call, and what shall come of it.
pub(crate) struct Case {
    pub(crate) call: Json,
    pub(crate) wanted: Wanted,
    /// What a write makes of an item, whose fields without rules its caller then sees.
    pub(crate) written: Option<Json>,
    /// Cases with the same key are answered alike: what there is, is not told.
    pub(crate) alike: Option<String>,
}

/// Whether an answer is what is wanted.
pub(crate) fn is_as(wanted: &Json, got: &Json) -> bool {
    if let Some(Json::Array(answers)) = wanted.get("?") {
        return answers.iter().any(|it| is_as(it, got));
    }
    match (wanted, got) {
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, it)| b.get(name).is_some_and(|other| is_as(it, other)))
        }
        (Json::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_as(a, b)),
        (a, b) => a == b,
    }
}

#[test]
fn answers_are_compared() {
    use super::oracle::either;
    use serde_json::json;

    assert!(is_as(&json!([either(&[json!(1), json!(2)])]), &json!([2])));
    assert!(!is_as(&json!({ "a": 1 }), &json!({ "a": 1, "b": 2 })));
}
