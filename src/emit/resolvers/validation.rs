//! Defaults, and what values must be like.

use std::fmt::Write;

use super::Plan;
use super::code::{Module, key as property, quoted};
use crate::model::data::{Field, Model, TypeKind};
use crate::vocabulary::data::{Generated, Literal, ScalarType, Test, Validation};

/// The defaults of new items, as members of an object that hold for null, too.
pub(super) fn defaults(model: &Model) -> Vec<String> {
    let default = |field: &Field| match &field.default {
        Some(default) if field.name.value != model.key.partition => match &default.value {
            Generated::Value(Literal::Null) | Generated::ByDatabase => None,
            Generated::Value(value) => Some(literal(value, field.kind)),
        },
        _ => None,
    };
    let member = |field: &Field| {
        let name = &field.name.value;
        Some(format!("{}: ctx.args.input.{name} ?? {}", property(name), default(field)?))
    };
    model.fields.iter().filter_map(member).collect()
}

/// A default as a literal of JavaScript. Amplify puts numbers, truth values and JSON in as they are written, all else
/// as text (from the published `@aws-amplify/graphql-default-value-transformer`).
fn literal(value: &Literal, kind: TypeKind) -> String {
    let raw = |value: &Literal| match value {
        Literal::Text(text) => {
            serde_json::from_str::<serde_json::Value>(text).map_or_else(|_| quoted(text), |it| it.to_string())
        }
        other => json(other).to_string(),
    };
    match kind {
        TypeKind::Scalar(
            ScalarType::Integer | ScalarType::Float | ScalarType::Boolean | ScalarType::Timestamp | ScalarType::Json,
        ) => raw(value),
        _ => match value {
            Literal::Text(text) => quoted(text),
            other => quoted(&json(other).to_string()),
        },
    }
}

fn json(value: &Literal) -> serde_json::Value {
    match value {
        Literal::Null => serde_json::Value::Null,
        Literal::Bool(value) => (*value).into(),
        Literal::Number(value) => number(*value),
        Literal::Text(text) => text.as_str().into(),
        Literal::List(values) => values.iter().map(json).collect(),
        Literal::Object(members) => members.iter().map(|(name, value)| (name.to_string(), json(value))).collect(),
    }
}

/// A whole number without a fraction: `5`, not `5.0`.
fn number(value: f64) -> serde_json::Value {
    value.to_string().parse::<serde_json::Number>().map_or(serde_json::Value::Null, Into::into)
}

/// The tests of what is given, each with its message. The first one that fails ends the request.
pub(super) fn tests(plan: &Plan<'_>, module: &mut Module, input: &str) -> String {
    let tested = |field: &&Field| {
        let scalar =
            matches!(field.kind, TypeKind::Scalar(ScalarType::String | ScalarType::Integer | ScalarType::Float));
        scalar && field.many.list.is_none() && field.name.value != plan.model.key.partition
    };
    let mut tests = String::new();
    for field in plan.model.fields.iter().filter(tested) {
        let value = format!("input.{}", field.name.value);
        for validation in &field.validations {
            let Some((fails, says)) = test(validation, &value) else { continue };
            let message = validation.message.as_ref().map_or_else(
                || format!("Field {} of type {} must {says}", field.name.value, plan.model.name.value),
                |message| message.value.to_string(),
            );
            let _ =
                write!(tests, "  if ({value} != null && {fails}) {{\n    util.error({});\n  }}\n", quoted(&message));
        }
    }
    if tests.is_empty() {
        return tests;
    }
    module.own(format!(
        "/**\n * What values must be like.\n * @param {{Record<string, any>}} input\n */\nfunction validate(input) {{\n{tests}}}\n"
    ));
    format!("  validate({input});\n")
}

/// When a value fails a test, and what it must do instead, in the words of Amplify.
fn test(validation: &Validation, value: &str) -> Option<(String, String)> {
    let bound = match &validation.against.value {
        Literal::Number(bound) => number(*bound).to_string(),
        Literal::Text(text) => text.to_string(),
        _ => return None,
    };
    let text = || quoted(&bound);
    Some(match validation.test.value {
        Test::Gt | Test::Positive => (format!("{value} <= {bound}"), format!("be greater than {bound}")),
        Test::Lt | Test::Negative => (format!("{value} >= {bound}"), format!("be less than {bound}")),
        Test::Gte => (format!("{value} < {bound}"), format!("be greater than or equal to {bound}")),
        Test::Lte => (format!("{value} > {bound}"), format!("be less than or equal to {bound}")),
        Test::MinLength => (format!("{value}.length < {bound}"), format!("have a minimum length of {bound}")),
        Test::MaxLength => (format!("{value}.length > {bound}"), format!("have a maximum length of {bound}")),
        Test::StartsWith => (format!("!{value}.startsWith({})", text()), format!("start with {bound}")),
        Test::EndsWith => (format!("!{value}.endsWith({})", text()), format!("end with {bound}")),
        Test::Matches => (format!("!util.matches({}, {value})", text()), format!("match {bound}")),
    })
}
