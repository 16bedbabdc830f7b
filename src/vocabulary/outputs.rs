//! `defineOutputs`.

use smol_str::SmolStr;

use super::deployed::{Deployed, is_ref};
use super::lower::{At, Context, Lower};
use super::record::record;
use super::shape::Shape;
use crate::evaluate::{Value, ValueKind};

record! {
    /// What `amplify_outputs.json` holds besides what clients of the backend need anyway.
    Outputs = "defineOutputs" {
        /// Values of your own, in any form of JSON: texts, numbers, `true` and `false`, lists and objects. A text may be or hold `ref("...")`.
        custom: OutputValue = "custom" [required(), extension(), source("https://docs.amplify.aws/react/build-a-backend/add-aws-services/overriding-resources/")],
    }
}

/// A value of the outputs.
#[derive(Clone, Debug, PartialEq)]
pub enum OutputValue {
    /// A text, which may refer to resources.
    Text(At<Deployed>),
    /// A number.
    Number(f64),
    /// `true` or `false`.
    Bool(bool),
    /// A list.
    List(Vec<OutputValue>),
    /// An object.
    Object(Vec<(At<SmolStr>, OutputValue)>),
}

impl Lower for OutputValue {
    fn shape() -> Shape {
        Shape::Map("name of a value", || Shape::Anything)
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        if let ValueKind::Object(_) = value.kind {
            return Self::any(value, cx);
        }
        cx.wrong(value, Self::shape())
    }
}

impl OutputValue {
    fn any(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        match &value.kind {
            ValueKind::Bool(given) => Some(Self::Bool(*given)),
            ValueKind::Number(given) => Some(Self::Number(*given)),
            ValueKind::List(values) => Some(Self::List(values.iter().filter_map(|it| Self::any(it, cx)).collect())),
            ValueKind::Object(entries) => {
                let mut members = Vec::with_capacity(entries.len());
                cx.entries(entries, |cx, entry| {
                    if entry.value.kind == ValueKind::Undefined {
                        return;
                    }
                    let key = At { value: entry.key.clone(), span: entry.key_span, via: entry.value.via };
                    members.extend(Self::any(&entry.value, cx).map(|value| (key, value)));
                });
                Some(Self::Object(members))
            }
            ValueKind::String(_) | ValueKind::Template(_) => At::lower(value, cx).map(Self::Text),
            ValueKind::Chain(chain) if is_ref(chain) => At::lower(value, cx).map(Self::Text),
            _ => cx.wrong_with(value, "JSON, or a text with `ref(\"...\")`", None),
        }
    }

    /// Every text in it, with the names and places that lead there: `["shop", "url"]`, `["list", "0"]`.
    pub fn texts(&self) -> Vec<(Vec<String>, &At<Deployed>)> {
        fn walk<'a>(value: &'a OutputValue, path: &mut Vec<String>, found: &mut Vec<(Vec<String>, &'a At<Deployed>)>) {
            match value {
                OutputValue::Text(text) => found.push((path.clone(), text)),
                OutputValue::Number(_) | OutputValue::Bool(_) => {}
                OutputValue::List(values) => {
                    for (at, value) in values.iter().enumerate() {
                        path.push(at.to_string());
                        walk(value, path, found);
                        path.pop();
                    }
                }
                OutputValue::Object(members) => {
                    for (key, value) in members {
                        path.push(key.to_string());
                        walk(value, path, found);
                        path.pop();
                    }
                }
            }
        }
        let mut found = Vec::new();
        walk(self, &mut Vec::new(), &mut found);
        found
    }
}
