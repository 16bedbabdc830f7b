//! The functions and methods of JavaScript that definitions use on literals.

use smol_str::SmolStr;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

use super::evaluator::{Evaluator, LONGEST_TEXT};
use super::expression::brought_to;
use super::operator::{PARAMETER, number_text, to_number};
use super::{Entry, Value, ValueKind};

/// Names that JavaScript and Node.js bring along.
const GLOBALS: [&str; 40] = [
    "Array",
    "Boolean",
    "Buffer",
    "Date",
    "Error",
    "Infinity",
    "Intl",
    "JSON",
    "Map",
    "Math",
    "NaN",
    "Number",
    "Object",
    "Promise",
    "Reflect",
    "RegExp",
    "Set",
    "String",
    "Symbol",
    "URL",
    "URLSearchParams",
    "__dirname",
    "__filename",
    "console",
    "crypto",
    "decodeURIComponent",
    "encodeURIComponent",
    "exports",
    "fetch",
    "global",
    "globalThis",
    "isNaN",
    "module",
    "parseFloat",
    "parseInt",
    "process",
    "require",
    "setTimeout",
    "structuredClone",
    "this",
];

/// Functions that are evaluated.
const FUNCTIONS: [&str; 13] = [
    "Array.isArray",
    "Boolean",
    "JSON.stringify",
    "Number",
    "Number.parseInt",
    "Object.entries",
    "Object.freeze",
    "Object.fromEntries",
    "Object.keys",
    "Object.values",
    "String",
    "parseFloat",
    "parseInt",
];

/// Whether JavaScript brings a name along.
pub(super) fn is_global(name: &str) -> bool {
    GLOBALS.contains(&name)
}

/// Whether calling something of a global name does nothing to a backend.
pub(super) fn is_harmless_global(name: &str) -> bool {
    is_global(name)
        && !matches!(
            name,
            "fetch" | "setTimeout" | "process" | "require" | "Object" | "Reflect" | "global" | "globalThis" | "this"
        )
}

/// Whether a global function is evaluated.
pub(super) fn is_function(name: &str) -> bool {
    FUNCTIONS.contains(&name)
}

/// Whether a method changes nothing, apart from what the callback does that it is given.
pub(super) fn only_reads(method: &str) -> bool {
    matches!(
        method,
        "map"
            | "flatMap"
            | "filter"
            | "find"
            | "findIndex"
            | "reduce"
            | "some"
            | "every"
            | "indexOf"
            | "at"
            | "keys"
            | "values"
            | "entries"
            | "slice"
            | "padStart"
            | "padEnd"
            | "repeat"
            | "match"
            | "replace"
            | "replaceAll"
            | "split"
            | "substring"
            | "charAt"
            | "toFixed"
    )
}

/// Whether a method of a literal is evaluated.
pub(super) fn is_method(value: &Value, name: &str) -> bool {
    match value.kind {
        ValueKind::String(_) => {
            matches!(
                name,
                "toString"
                    | "toLowerCase"
                    | "toUpperCase"
                    | "trim"
                    | "concat"
                    | "includes"
                    | "startsWith"
                    | "endsWith"
                    | "split"
                    | "replace"
                    | "replaceAll"
            )
        }
        ValueKind::Number(_) | ValueKind::Bool(_) => name == "toString",
        ValueKind::List(_) => matches!(name, "join" | "concat" | "includes" | "flat" | "slice" | "toString"),
        _ => false,
    }
}

impl Evaluator<'_> {
    /// A call of a function of [`FUNCTIONS`].
    pub(super) fn call_helper(&mut self, name: &str, arguments: &[Value], place: Span) -> Value {
        let nothing = Value::new(ValueKind::Undefined, place);
        let argument = arguments.first().unwrap_or(&nothing);
        if let Some(unknown) = self.passed_on(argument, place) {
            return unknown;
        }
        let kind = match (name, &argument.kind) {
            ("Object.freeze", _) => return argument.clone(),
            ("Object.values", ValueKind::Object(entries)) => {
                ValueKind::List(entries.iter().map(|entry| brought_to(entry.value.clone(), place)).collect())
            }
            ("Object.keys", ValueKind::Object(entries)) => {
                let key = |entry: &Entry| Value {
                    kind: ValueKind::String(entry.key.clone()),
                    span: entry.key_span,
                    via: Some(place),
                };
                ValueKind::List(entries.iter().map(key).collect())
            }
            ("Object.entries", ValueKind::Object(entries)) => {
                let pair = |entry: &Entry| {
                    let key = Value::new(ValueKind::String(entry.key.clone()), entry.key_span);
                    Value {
                        kind: ValueKind::List(vec![key, entry.value.clone()]),
                        span: entry.value.span,
                        via: Some(place),
                    }
                };
                ValueKind::List(entries.iter().map(pair).collect())
            }
            ("Object.fromEntries", ValueKind::List(pairs)) => {
                match pairs.iter().map(as_entry).collect::<Option<Vec<_>>>() {
                    Some(entries) => ValueKind::Object(entries),
                    None => return self.wrong_argument(name, argument, place),
                }
            }
            ("Array.isArray", kind) => ValueKind::Bool(matches!(kind, ValueKind::List(_))),
            ("String", ValueKind::List(_) | ValueKind::Object(_) | ValueKind::Callback(_) | ValueKind::Resource(_)) => {
                return self.wrong_argument(name, argument, place);
            }
            ("String", _) => return self.text_of(vec![argument.clone()], place),
            ("Boolean", kind) => match kind {
                ValueKind::Null | ValueKind::Undefined => ValueKind::Bool(false),
                ValueKind::Bool(value) => ValueKind::Bool(*value),
                ValueKind::Number(number) => ValueKind::Bool(*number != 0.0 && !number.is_nan()),
                ValueKind::String(text) => ValueKind::Bool(!text.is_empty()),
                _ => ValueKind::Bool(true),
            },
            ("Number", ValueKind::Number(number)) => ValueKind::Number(*number),
            ("Number", ValueKind::Bool(value)) => ValueKind::Number(f64::from(u8::from(*value))),
            ("Number", ValueKind::String(text)) => match to_number(text) {
                number if number.is_nan() => return self.wrong_argument(name, argument, place),
                number => ValueKind::Number(number),
            },
            ("parseInt" | "Number.parseInt" | "parseFloat", ValueKind::Number(number)) => {
                ValueKind::Number(if name == "parseFloat" { *number } else { number.trunc() })
            }
            ("parseInt" | "Number.parseInt" | "parseFloat", ValueKind::String(text)) => {
                match leading_number(text, name == "parseFloat") {
                    Some(number) => ValueKind::Number(number),
                    None => return self.wrong_argument(name, argument, place),
                }
            }
            ("JSON.stringify", _) => {
                let indent = match arguments.get(2).map(|value| &value.kind) {
                    Some(ValueKind::Number(width)) => width.clamp(0.0, 10.0),
                    _ => 0.0,
                };
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped above")]
                let mut writer = JsonText { text: String::new(), indent: indent as usize };
                match writer.write(argument, 0) {
                    Ok(()) => ValueKind::String(writer.text.into()),
                    Err(inner) => {
                        let inner = inner.clone();
                        return match self.passed_on(&inner, place) {
                            Some(unknown) => unknown,
                            None => self.wrong_argument(name, &inner, place),
                        };
                    }
                }
            }
            _ => return self.wrong_argument(name, argument, place),
        };
        self.bounded(kind, place)
    }

    /// A call of a method that [`is_method`] knows.
    pub(super) fn call_method(&mut self, value: &Value, name: &str, arguments: &[Value], place: Span) -> Value {
        for argument in arguments {
            if let Some(unknown) = self.passed_on(argument, place) {
                return unknown;
            }
        }
        let text_argument = |index: usize| match arguments.get(index).map(|argument| &argument.kind) {
            Some(ValueKind::String(text)) => Some(text.as_str()),
            _ => None,
        };
        let kind = match (&value.kind, name) {
            (ValueKind::String(text), "toString") => ValueKind::String(text.clone()),
            (ValueKind::String(text), "toLowerCase") => ValueKind::String(text.to_lowercase().into()),
            (ValueKind::String(text), "toUpperCase") => ValueKind::String(text.to_uppercase().into()),
            (ValueKind::String(text), "trim") => ValueKind::String(text.trim().into()),
            (ValueKind::String(_), "concat") => {
                let parts = std::iter::once(value).chain(arguments).cloned().collect();
                return self.text_of(parts, place);
            }
            (ValueKind::String(text), _) => match (name, text_argument(0), text_argument(1)) {
                ("includes", Some(part), _) => ValueKind::Bool(text.contains(part)),
                ("startsWith", Some(part), _) => ValueKind::Bool(text.starts_with(part)),
                ("endsWith", Some(part), _) => ValueKind::Bool(text.ends_with(part)),
                ("split", Some(""), _) => {
                    ValueKind::List(text.chars().map(|char| text_value(char.to_string(), place)).collect())
                }
                ("split", Some(by), _) => {
                    ValueKind::List(text.split(by).map(|part| text_value(part.to_owned(), place)).collect())
                }
                ("replace", Some(from), Some(to)) => ValueKind::String(text.replacen(from, to, 1).into()),
                ("replaceAll", Some(from), Some(to))
                    if text.len().saturating_mul(to.len().max(1)) <= LONGEST_TEXT * 16 =>
                {
                    ValueKind::String(text.replace(from, to).into())
                }
                _ => return self.wrong_argument(name, arguments.first().unwrap_or(value), place),
            },
            (ValueKind::Number(number), _) => ValueKind::String(number_text(*number)),
            (ValueKind::Bool(value), _) => ValueKind::String(value.to_string().into()),
            (ValueKind::List(values), "join" | "toString") => {
                let separator = text_argument(0).unwrap_or(",");
                let mut parts = Vec::with_capacity(values.len() * 2);
                for (index, element) in values.iter().enumerate() {
                    if index > 0 {
                        parts.push(text_value(separator.to_owned(), place));
                    }
                    parts.push(element.clone());
                }
                return self.text_of(parts, place);
            }
            (ValueKind::List(values), "concat") => {
                let mut joined = values.clone();
                for argument in arguments {
                    match &argument.kind {
                        ValueKind::List(more) => joined.extend(more.iter().cloned()),
                        _ => joined.push(argument.clone()),
                    }
                }
                ValueKind::List(joined)
            }
            (ValueKind::List(values), "flat") => {
                let inner = |element: &Value| match &element.kind {
                    ValueKind::List(inner) => inner.clone(),
                    _ => vec![element.clone()],
                };
                ValueKind::List(values.iter().flat_map(inner).collect())
            }
            (ValueKind::List(values), "slice") => {
                let index = |at: usize, otherwise: usize| match arguments.get(at).map(|argument| &argument.kind) {
                    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the list")]
                    Some(ValueKind::Number(number)) if *number < 0.0 => values.len().saturating_sub(-number as usize),
                    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the list")]
                    Some(ValueKind::Number(number)) => (*number as usize).min(values.len()),
                    _ => otherwise,
                };
                let (from, to) = (index(0, 0), index(1, values.len()));
                ValueKind::List(values.get(from..to.max(from)).unwrap_or_default().to_vec())
            }
            (ValueKind::List(values), "includes") => match arguments.first() {
                Some(wanted) => ValueKind::Bool(values.iter().any(|element| element.kind == wanted.kind)),
                None => ValueKind::Bool(false),
            },
            _ => return self.wrong_argument(name, value, place),
        };
        self.bounded(kind, place)
    }

    /// The whole, if a part of it is nothing that can be computed with.
    fn passed_on(&self, value: &Value, place: Span) -> Option<Value> {
        match &value.kind {
            ValueKind::Opaque(_) | ValueKind::Broken => Some(brought_to(value.clone(), value.via.unwrap_or(place))),
            ValueKind::Undefined if self.is_absent(value) => {
                Some(Value { kind: ValueKind::Opaque("a value that is not there".into()), ..value.clone() })
            }
            _ => None,
        }
    }

    fn wrong_argument(&mut self, name: &str, value: &Value, place: Span) -> Value {
        if value.is_of_parameter() {
            return Value::new(ValueKind::Opaque(PARAMETER.into()), place);
        }
        // at run time there is more to a builder than what is written: `Object.keys(schema.models)`
        if matches!(value.kind, ValueKind::Chain(_) | ValueKind::Resource(_) | ValueKind::Callback(_)) {
            return Value::new(ValueKind::Opaque(format!("a call of `{name}`").into()), place);
        }
        let message = format!("`{name}` cannot be applied to {} here", value.describe());
        let at = if value.place().file == place.file { value.place() } else { place };
        self.report(Diagnostic::new(Code::WrongOperand, at, message).help("write the result itself"));
        Value::new(ValueKind::Broken, place)
    }

    /// A computed value, unless it is too large.
    fn bounded(&mut self, kind: ValueKind, place: Span) -> Value {
        let nodes = match &kind {
            ValueKind::String(text) if text.len() > LONGEST_TEXT => {
                self.report_too_large(place);
                return Value::new(ValueKind::Broken, place);
            }
            ValueKind::List(_) | ValueKind::Object(_) => {
                let value = Value::new(kind, place);
                return self.copy(&value, place);
            }
            _ => 1,
        };
        self.spend(nodes, place);
        Value::new(kind, place)
    }
}

fn text_value(text: String, place: Span) -> Value {
    Value::new(ValueKind::String(text.into()), place)
}

fn as_entry(pair: &Value) -> Option<Entry> {
    match &pair.kind {
        ValueKind::List(parts) => match parts.as_slice() {
            [Value { kind: ValueKind::String(key), span, .. }, value] => {
                Some(Entry { key: key.clone(), key_span: *span, value: value.clone() })
            }
            _ => None,
        },
        _ => None,
    }
}

/// The number that a text begins with.
fn leading_number(text: &str, fraction: bool) -> Option<f64> {
    let text = text.trim_start();
    let end = text
        .char_indices()
        .find(|&(at, char)| !(char.is_ascii_digit() || at == 0 && matches!(char, '-' | '+') || fraction && char == '.'))
        .map_or(text.len(), |(at, _)| at);
    text[..end].parse().ok()
}

/// JSON as `JSON.stringify` writes it.
struct JsonText {
    text: String,
    indent: usize,
}

impl JsonText {
    /// Writes a literal; gives back the part that is none.
    fn write<'v>(&mut self, value: &'v Value, depth: usize) -> Result<(), &'v Value> {
        if self.text.len() > LONGEST_TEXT {
            return Ok(());
        }
        match &value.kind {
            ValueKind::Bool(value) => self.text.push_str(if *value { "true" } else { "false" }),
            ValueKind::Number(number) if number.is_finite() => self.text.push_str(&number_text(*number)),
            ValueKind::Null | ValueKind::Number(_) => self.text.push_str("null"),
            ValueKind::String(text) => self.quote(text),
            ValueKind::List(values) => {
                self.text.push('[');
                for (index, value) in values.iter().enumerate() {
                    self.separate(index, depth + 1);
                    self.write(value, depth + 1)?;
                }
                self.close(values.is_empty(), depth, ']');
            }
            ValueKind::Object(entries) => {
                self.text.push('{');
                let present = entries.iter().filter(|entry| entry.value.kind != ValueKind::Undefined);
                for (index, entry) in present.enumerate() {
                    self.separate(index, depth + 1);
                    self.quote(&entry.key);
                    self.text.push_str(if self.indent > 0 { ": " } else { ":" });
                    self.write(&entry.value, depth + 1)?;
                }
                self.close(entries.is_empty(), depth, '}');
            }
            _ => return Err(value),
        }
        Ok(())
    }

    fn quote(&mut self, text: &SmolStr) {
        self.text.push_str(&serde_json::Value::from(text.as_str()).to_string());
    }

    fn separate(&mut self, index: usize, depth: usize) {
        if index > 0 {
            self.text.push(',');
        }
        self.line(depth);
    }

    fn close(&mut self, empty: bool, depth: usize, bracket: char) {
        if !empty {
            self.line(depth);
        }
        self.text.push(bracket);
    }

    fn line(&mut self, depth: usize) {
        if self.indent > 0 {
            self.text.push('\n');
            self.text.extend(std::iter::repeat_n(' ', self.indent * depth));
        }
    }
}
