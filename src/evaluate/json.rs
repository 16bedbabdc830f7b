//! A `.json` file that a definition imports, as a value. Its nodes have the place of the whole file.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::source::{FileId, Span};

use super::{Entry, Value, ValueKind};

/// The content of a file; [`ValueKind::Broken`] is never in it, `None` is given if the text is not JSON.
pub(super) fn read(text: &str, file: FileId) -> Option<Value> {
    let place = Span { file, start: 0, end: 0 };
    serde_json::from_str::<Json>(text).ok().map(|json| json.into_value(place))
}

/// JSON with its members in order.
enum Json {
    Null,
    Bool(bool),
    Number(f64),
    String(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    fn into_value(self, place: Span) -> Value {
        let kind = match self {
            Self::Null => ValueKind::Null,
            Self::Bool(value) => ValueKind::Bool(value),
            Self::Number(value) => ValueKind::Number(value),
            Self::String(value) => ValueKind::String(value.into()),
            Self::List(values) => ValueKind::List(values.into_iter().map(|value| value.into_value(place)).collect()),
            Self::Object(members) => {
                let entry = |(key, value): (String, Self)| Entry {
                    key: key.into(),
                    key_span: place,
                    value: value.into_value(place),
                };
                ValueKind::Object(members.into_iter().map(entry).collect())
            }
        };
        Value::new(kind, place)
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Json;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("JSON")
            }
            fn visit_unit<E>(self) -> Result<Json, E> {
                Ok(Json::Null)
            }
            fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
                Ok(Json::Bool(value))
            }
            #[allow(clippy::cast_precision_loss, reason = "JavaScript reads every number as a double")]
            fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
                Ok(Json::Number(value as f64))
            }
            #[allow(clippy::cast_precision_loss, reason = "JavaScript reads every number as a double")]
            fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
                Ok(Json::Number(value as f64))
            }
            fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
                Ok(Json::Number(value))
            }
            fn visit_str<E>(self, value: &str) -> Result<Json, E> {
                Ok(Json::String(value.to_owned()))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = access.next_element()? {
                    values.push(value);
                }
                Ok(Json::List(values))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = access.next_entry()? {
                    members.push(member);
                }
                Ok(Json::Object(members))
            }
        }
        deserializer.deserialize_any(Reader)
    }
}
