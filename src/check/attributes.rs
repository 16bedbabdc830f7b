//! Attributes of one's own.

use super::Inspection;
use super::text::{invisible, length};
use crate::diagnostic::Code;
use crate::vocabulary::{At, CustomAttribute, DataType};

/// Characters of a custom attribute's name, and custom attributes of a pool.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html>
const LONGEST_NAME: usize = 20;
const MOST_CUSTOM: usize = 50;

/// Characters of a custom attribute's value.
const LONGEST_VALUE: f64 = 2048.0;

fn custom<'a>(cx: &Inspection<'a>) -> &'a [(At<smol_str::SmolStr>, CustomAttribute)] {
    let attributes = cx.backend.auth.as_ref().and_then(|auth| auth.record.user_attributes.as_ref());
    attributes.map_or(&[], |attributes| &attributes.custom)
}

/// A name has 1 to 20 characters behind `custom:`.
pub(super) fn custom_names(cx: &mut Inspection<'_>) {
    for (name, _) in custom(cx) {
        let (message, help) = if name.is_empty() {
            ("an attribute of your own needs a name".to_owned(), "write `\"custom:name\"`")
        } else if let Some(char) = invisible(name) {
            (format!("the attribute `custom:{}` holds {char}", name.value), "use letters, digits and `_`")
        } else if length(name) > LONGEST_NAME {
            let message = format!(
                "the name of `custom:{}` has {} characters behind `custom:`, more than {LONGEST_NAME}",
                name.value,
                length(name)
            );
            (message, "choose a shorter name")
        } else {
            continue;
        };
        cx.found.push(name.finding(Code::CustomAttribute, message).help(help));
    }
}

/// A pool has at most 50 of them.
pub(super) fn custom_count(cx: &mut Inspection<'_>) {
    let attributes = custom(cx);
    if let Some((name, _)) = attributes.get(MOST_CUSTOM) {
        let count = attributes.len();
        let message = format!("{count} custom attributes are more than the {MOST_CUSTOM} that a user pool can have");
        cx.report(name.finding(Code::TooMany, message).help("keep the rest in data"));
    }
}

/// Bounds belong to the type, and the lower one is not above the upper one.
pub(super) fn bounds(cx: &mut Inspection<'_>) {
    for (name, attribute) in custom(cx) {
        let Some(data_type) = &attribute.data_type else { continue };
        let lengths = [("minLen", &attribute.min_len), ("maxLen", &attribute.max_len)];
        let values = [("min", &attribute.min), ("max", &attribute.max)];
        let wanted = |property: &str| match property {
            "minLen" | "maxLen" => (DataType::String, "String"),
            _ => (DataType::Number, "Number"),
        };
        for (property, bound) in lengths.into_iter().chain(values) {
            let (wanted, word) = wanted(property);
            if let Some(bound) = bound
                && data_type.value != wanted
            {
                let message = format!("`{property}` holds for a `{word}`, and `custom:{}` is none", name.value);
                let help = match (data_type.value, property) {
                    (DataType::String, "min") => "write `minLen`",
                    (DataType::String, "max") => "write `maxLen`",
                    (DataType::Number, "minLen") => "write `min`",
                    (DataType::Number, "maxLen") => "write `max`",
                    _ => "leave it out",
                };
                cx.found.push(bound.finding(Code::CustomAttribute, message).help(help));
            }
        }
        for bound in [&attribute.min_len, &attribute.max_len].into_iter().flatten() {
            if bound.value.fract() != 0.0 || !(0.0..=LONGEST_VALUE).contains(&bound.value) {
                let message = format!("a text has from 0 to {LONGEST_VALUE} characters, not {}", bound.value);
                cx.found.push(bound.finding(Code::CustomAttribute, message).help("write a whole number in that range"));
            }
        }
        for (low, high) in [(&attribute.min_len, &attribute.max_len), (&attribute.min, &attribute.max)] {
            if let (Some(low), Some(high)) = (low, high)
                && low.value > high.value
            {
                let message = format!(
                    "no value of `custom:{}` is both at least {} and at most {}",
                    name.value, low.value, high.value
                );
                let diagnostic =
                    low.finding(Code::CustomAttribute, message).label(high.span, "the upper bound").help("swap them");
                cx.found.push(diagnostic);
            }
        }
    }
}
