//! Operators on literals, with the results of JavaScript.

use smol_str::SmolStr;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::{Expr, ExprKind};

use super::evaluator::{Evaluator, Scope};
use super::expression::brought_to;
use super::{Root, Value, ValueKind};

/// What an operation is that only the caller of a callback could compute.
pub(super) const PARAMETER: &str = "an operation on a callback's parameter";

impl Evaluator<'_> {
    pub(super) fn unary(&mut self, scope: Scope<'_>, operator: &str, operand: &Expr, span: Span) -> Value {
        let value = self.expression(scope, operand);
        let kind = match operator {
            "!" => match self.truth(&value, span) {
                Ok(truth) => ValueKind::Bool(!truth),
                Err(unknown) => return unknown,
            },
            "-" | "+" => match (&value.kind, self.unknown(&value, span)) {
                (_, Some(unknown)) => return unknown,
                (ValueKind::Number(number), _) => ValueKind::Number(if operator == "-" { -number } else { *number }),
                (ValueKind::String(text), _) if operator == "+" => ValueKind::Number(to_number(text)),
                (ValueKind::Bool(value), _) => ValueKind::Number(f64::from(u8::from(*value))),
                _ => return self.wrong_operand(operator, &value, span),
            },
            _ => ValueKind::Opaque(format!("the operator `{operator}`").into()),
        };
        Value::new(kind, span)
    }

    /// A row of operators of any length: `a + b + c` nests to the left.
    pub(super) fn binary(&mut self, scope: Scope<'_>, expr: &Expr) -> Value {
        let mut row = Vec::new();
        let mut first = expr;
        while let ExprKind::Binary(operator, left, right) = &first.kind {
            row.push((operator.as_str(), right.as_ref(), first.range));
            first = left;
        }
        let mut value = self.expression(scope, first);
        for (operator, right, range) in row.into_iter().rev() {
            value = self.combine(scope, operator, value, right, scope.span(range));
        }
        value
    }

    fn combine(&mut self, scope: Scope<'_>, operator: &str, left: Value, right: &Expr, span: Span) -> Value {
        match operator {
            "??" => match left.kind {
                ValueKind::Null | ValueKind::Undefined => self.expression(scope, right),
                _ => left,
            },
            "||" | "&&" => match self.truth(&left, span) {
                Ok(truth) if truth == (operator == "||") => left,
                Ok(_) => self.expression(scope, right),
                Err(unknown) => unknown,
            },
            _ => {
                let right = self.expression(scope, right);
                self.combine_values(operator, left, right, span)
            }
        }
    }

    fn combine_values(&mut self, operator: &str, left: Value, right: Value, span: Span) -> Value {
        if operator == "+" {
            return self.add_values(left, right, span);
        }
        let is_equality = matches!(operator, "===" | "!==" | "==" | "!=");
        for value in [&left, &right] {
            let unset = matches!(value.kind, ValueKind::Undefined) && is_equality;
            if let Some(unknown) = self.unknown(value, span).filter(|_| !unset) {
                return unknown;
            }
        }
        if is_equality {
            let equal = match operator {
                "===" | "!==" => same(&left.kind, &right.kind),
                _ => loosely_same(&left.kind, &right.kind),
            };
            let kind = match equal {
                Some(equal) => ValueKind::Bool(equal == matches!(operator, "===" | "==")),
                None => ValueKind::Opaque("a comparison of objects".into()),
            };
            return Value::new(kind, span);
        }
        let kind = match (&left.kind, &right.kind) {
            (ValueKind::Number(left), ValueKind::Number(right)) => match operator {
                "-" => ValueKind::Number(left - right),
                "*" => ValueKind::Number(left * right),
                "/" => ValueKind::Number(left / right),
                "%" => ValueKind::Number(left % right),
                "**" => ValueKind::Number(left.powf(*right)),
                "<" => ValueKind::Bool(left < right),
                ">" => ValueKind::Bool(left > right),
                "<=" => ValueKind::Bool(left <= right),
                ">=" => ValueKind::Bool(left >= right),
                _ => ValueKind::Opaque(format!("the operator `{operator}`").into()),
            },
            (ValueKind::String(left), ValueKind::String(right)) if operator.starts_with(['<', '>']) => {
                ValueKind::Bool(match operator {
                    "<" => left < right,
                    ">" => left > right,
                    "<=" => left <= right,
                    _ => left >= right,
                })
            }
            (ValueKind::Number(_), _) => return self.wrong_operand(operator, &right, span),
            _ => return self.wrong_operand(operator, &left, span),
        };
        Value::new(kind, span)
    }

    fn add_values(&mut self, left: Value, right: Value, span: Span) -> Value {
        if let (ValueKind::Number(left), ValueKind::Number(right)) = (&left.kind, &right.kind) {
            return Value::new(ValueKind::Number(left + right), span);
        }
        let is_text = |value: &Value| matches!(value.kind, ValueKind::String(_) | ValueKind::Template(_));
        if is_text(&left) || is_text(&right) || left.is_of_parameter() && right.is_of_parameter() {
            return self.text_of(vec![left, right], span);
        }
        for value in [&left, &right] {
            if let Some(unknown) = self.unknown(value, span) {
                return unknown;
            }
        }
        let wrong = if matches!(left.kind, ValueKind::Number(_)) { &right } else { &left };
        self.wrong_operand("+", wrong, span)
    }

    /// `condition ? yes : no`, with any number of them in the last place.
    pub(super) fn conditional(&mut self, scope: Scope<'_>, expr: &Expr) -> Value {
        let mut current = expr;
        while let ExprKind::Conditional(parts) = &current.kind {
            let [condition, yes, no] = parts.as_ref();
            let tested = self.expression(scope, condition);
            match self.truth(&tested, scope.span(current.range)) {
                Ok(true) => return self.expression(scope, yes),
                Ok(false) => current = no,
                Err(unknown) => return unknown,
            }
        }
        self.expression(scope, current)
    }

    /// Whether a value counts as true; else what the whole expression is, since nobody knows.
    fn truth(&mut self, value: &Value, span: Span) -> Result<bool, Value> {
        Ok(match &value.kind {
            ValueKind::Null | ValueKind::Undefined => false,
            ValueKind::Bool(value) => *value,
            ValueKind::Number(number) => *number != 0.0 && !number.is_nan(),
            ValueKind::String(text) => !text.is_empty(),
            ValueKind::List(_) | ValueKind::Object(_) | ValueKind::Resource(_) | ValueKind::Callback(_) => true,
            ValueKind::Chain(chain) if chain.root == Root::Builder => true,
            ValueKind::Chain(_) | ValueKind::Template(_) | ValueKind::Opaque(_) | ValueKind::Broken => {
                let unknown = self.unknown(value, span);
                return Err(unknown.unwrap_or_else(|| Value::new(ValueKind::Broken, span)));
            }
        })
    }

    /// What an expression is, one of whose operands is nothing that can be computed with; `None` for literals.
    pub(super) fn unknown(&self, value: &Value, span: Span) -> Option<Value> {
        match &value.kind {
            ValueKind::Opaque(_) | ValueKind::Broken => Some(brought_to(value.clone(), value.via.unwrap_or(span))),
            ValueKind::Undefined if self.is_absent(value) => Some(value.clone()),
            _ if value.is_of_parameter() => Some(Value::new(ValueKind::Opaque(PARAMETER.into()), span)),
            _ => None,
        }
    }

    fn wrong_operand(&mut self, operator: &str, value: &Value, span: Span) -> Value {
        let message = format!("`{operator}` cannot be applied to {}", value.describe());
        let place = if value.place().file == span.file { value.place() } else { span };
        let help = if operator == "+" { "`+` adds numbers and joins texts" } else { "it takes numbers" };
        self.report(Diagnostic::new(Code::WrongOperand, place, message).help(help));
        Value::new(ValueKind::Broken, span)
    }
}

/// `===`; `None` for objects, which are the same only if they are one.
#[allow(clippy::float_cmp, reason = "that is what `===` does")]
fn same(left: &ValueKind, right: &ValueKind) -> Option<bool> {
    Some(match (left, right) {
        (ValueKind::Null, ValueKind::Null) | (ValueKind::Undefined, ValueKind::Undefined) => true,
        (ValueKind::Bool(left), ValueKind::Bool(right)) => left == right,
        (ValueKind::Number(left), ValueKind::Number(right)) => left == right,
        (ValueKind::String(left), ValueKind::String(right)) => left == right,
        (left, right) if is_object(left) && is_object(right) => return None,
        _ => false,
    })
}

/// `==`
#[allow(clippy::float_cmp, reason = "that is what `==` does")]
fn loosely_same(left: &ValueKind, right: &ValueKind) -> Option<bool> {
    let nothing = |kind: &ValueKind| matches!(kind, ValueKind::Null | ValueKind::Undefined);
    let number = |kind: &ValueKind| match kind {
        ValueKind::Number(number) => Some(*number),
        ValueKind::Bool(value) => Some(f64::from(u8::from(*value))),
        ValueKind::String(text) => Some(to_number(text)),
        _ => None,
    };
    match (left, right) {
        (left, right) if nothing(left) || nothing(right) => Some(nothing(left) && nothing(right)),
        (ValueKind::String(left), ValueKind::String(right)) => Some(left == right),
        (left, right) => match (number(left), number(right)) {
            (Some(left), Some(right)) => Some(left == right),
            _ => None,
        },
    }
}

fn is_object(kind: &ValueKind) -> bool {
    !matches!(
        kind,
        ValueKind::Null | ValueKind::Undefined | ValueKind::Bool(_) | ValueKind::Number(_) | ValueKind::String(_)
    )
}

/// A text as a number, as `Number(text)` reads it; not a number if it is none.
pub(super) fn to_number(text: &str) -> f64 {
    let text = text.trim();
    let radix = |digits: &str, radix| u64::from_str_radix(digits, radix).ok();
    let prefixed = text.get(..2).and_then(|prefix| {
        let digits = &text[2..];
        match prefix {
            "0x" | "0X" => Some(radix(digits, 16)),
            "0b" | "0B" => Some(radix(digits, 2)),
            "0o" | "0O" => Some(radix(digits, 8)),
            _ => None,
        }
    });
    #[allow(clippy::cast_precision_loss, reason = "JavaScript has no other numbers")]
    match prefixed {
        Some(number) => number.map_or(f64::NAN, |number| number as f64),
        None if text.is_empty() => 0.0,
        // Rust reads `inf` and `nan` too, JavaScript does not
        None if text.contains(|char: char| char.is_alphabetic() && !matches!(char, 'e' | 'E')) => f64::NAN,
        None => text.parse().unwrap_or(f64::NAN),
    }
}

/// A number as JavaScript writes it, for all numbers that people write.
pub(super) fn number_text(number: f64) -> SmolStr {
    if number.is_nan() {
        "NaN".into()
    } else if number.is_infinite() {
        if number > 0.0 { "Infinity".into() } else { "-Infinity".into() }
    } else if number == 0.0 {
        "0".into()
    } else if number.abs() >= 1e21 || number.abs() < 1e-6 {
        let text = format!("{number:e}");
        if text.contains("e-") { text.into() } else { text.replace('e', "e+").into() }
    } else {
        number.to_string().into()
    }
}
