//! Defaults and tests fit their fields.

use crate::check::Inspection;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::data::{Field, TypeKind};
use crate::source::Span;
use crate::vocabulary::At;
use crate::vocabulary::data::{Generated, Literal, ScalarType, Test, Validation};

/// A default is a value of its field's type.
pub(in crate::check) fn defaults(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    let found = &mut cx.found;
    for model in &data.models {
        for field in &model.fields {
            let Some(default) = &field.default else { continue };
            if model.key.partition == field.name.value {
                let message = format!("`{}` identifies the item, so it is always given", field.name.value);
                found.push(default.finding(Code::DefaultValue, message).help("leave `.default(...)` out"));
            } else if let Some((message, help)) = unfit(field, &default.value) {
                found.push(default.finding(Code::DefaultValue, message).help(help));
            } else if let Generated::Value(value) = &default.value
                && let Some(validation) = field.validations.iter().find(|validation| fails(validation, value))
            {
                let test = validation.test.text();
                let message = format!("the default of `{}` does not pass `{test}`", field.name.value);
                let finding = default.finding(Code::DefaultValue, message).label(validation.test.place(), "this test");
                found.push(finding.help("write a value that passes, or widen the test"));
            }
        }
    }
    let of_types = data.types.iter().flat_map(|it| &it.fields).map(|field| (field, "a custom type"));
    let of_operations = data.operations.iter().flat_map(|it| &it.arguments).map(|field| (field, "an argument"));
    for (field, place) in of_types.chain(of_operations) {
        let message = |what: &str| format!("{what} says nothing in {place}: only models fill it in");
        if let Some(default) = &field.default {
            let finding = default.finding(Code::DefaultValue, message("a default"));
            found.push(finding.help("leave `.default(...)` out; let the handler fill it in"));
        }
        if let Some(first) = field.validations.first() {
            let finding = first.test.finding(Code::FieldTest, message("`.validate`"));
            found.push(finding.help("leave `.validate(...)` out; let the handler test it"));
        }
    }
}

/// `createdAt` and `updatedAt` are filled in where they can hold a date with a time, as in Amplify.
pub(in crate::check) fn times(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    for model in &data.models {
        let declared = model.fields.iter().filter(|field| field.is_written());
        for field in declared.filter(|field| matches!(field.name.value.as_str(), "createdAt" | "updatedAt")) {
            let holds = matches!(super::scalar(field), Some(ScalarType::Datetime | ScalarType::String));
            if holds || field.kind == TypeKind::Unknown {
                continue;
            }
            let name = &field.name.value;
            let what = match super::scalar(field) {
                Some(kind) => format!("`a.{}()`", kind.text()),
                None if field.many.list.is_some() => "a list".to_owned(),
                None => "no text".to_owned(),
            };
            let message =
                format!("`{name}` is {what}, so it is not filled in; the one that every model has is `a.datetime()`");
            let finding = field.name.finding(Code::TimeNotFilled, message);
            cx.found.push(finding.help("leave it out, or call it something else"));
        }
    }
}

/// What is wrong with a default, and what to write.
fn unfit(field: &Field, default: &Generated) -> Option<(String, String)> {
    let Generated::Value(value) = default else {
        let message = "`.default()` leaves the value to the database, which only databases of SQL can".to_owned();
        return Some((message, "write the value: `.default(0)`".to_owned()));
    };
    let name = &field.name.value;
    if field.many.list.is_some() {
        return Some((format!("`{name}` is a list, which has no default"), "leave `.default(...)` out".to_owned()));
    }
    let TypeKind::Scalar(kind) = field.kind else { return None };
    if *value == Literal::Null {
        return Some(("`null` is what is there without a default".to_owned(), "leave `.default(null)` out".to_owned()));
    }
    let (fits, example) = fits(kind, value);
    (!fits)
        .then(|| (format!("this is no value of `a.{}()`", kind.text()), format!("write a value such as `{example}`")))
}

/// Whether a value is one of a type, and an example of one.
fn fits(kind: ScalarType, value: &Literal) -> (bool, &'static str) {
    let text = |test: fn(&str) -> bool| matches!(value, Literal::Text(text) if test(text));
    match kind {
        ScalarType::Id | ScalarType::String => (text(|_| true), "\"text\""),
        ScalarType::Integer | ScalarType::Timestamp => {
            let whole = matches!(value, Literal::Number(number) if number.fract() == 0.0
                && (kind == ScalarType::Timestamp || number.abs() <= f64::from(i32::MAX)));
            (whole, "1")
        }
        ScalarType::Float => (matches!(value, Literal::Number(_)), "1.5"),
        ScalarType::Boolean => (matches!(value, Literal::Bool(_)), "false"),
        ScalarType::Date => (text(is_date), "\"2030-12-31\""),
        ScalarType::Time => (text(is_time), "\"12:30:00Z\""),
        ScalarType::Datetime => {
            let sound = |text: &str| text.split_once('T').is_some_and(|(date, time)| is_date(date) && is_time(time));
            (text(sound), "\"2030-12-31T12:30:00Z\"")
        }
        ScalarType::Email => (
            text(|text| text.split_once('@').is_some_and(|(a, b)| !a.is_empty() && b.contains('.'))),
            "\"a@example.com\"",
        ),
        ScalarType::Json => {
            // a text is taken as JSON, anything else becomes it
            let sound = !matches!(value, Literal::Text(_))
                || text(|text| serde_json::from_str::<serde_json::Value>(text).is_ok());
            (sound, "\"{}\"")
        }
        ScalarType::Phone => {
            let sound = |text: &str| {
                let digits = text.chars().filter(char::is_ascii_digit).count();
                (5..=15).contains(&digits) && text.chars().all(|char| char.is_ascii_digit() || "+-() ".contains(char))
            };
            (text(sound), "\"+14155550123\"")
        }
        ScalarType::Url => (
            text(|text| text.split_once("://").is_some_and(|(a, b)| !a.is_empty() && !b.is_empty())),
            "\"https://example.com\"",
        ),
        ScalarType::IpAddress => {
            let sound = |text: &str| text.split('/').next().unwrap_or_default().parse::<core::net::IpAddr>().is_ok();
            (text(sound), "\"192.0.2.1\"")
        }
    }
}

/// Whether a value surely does not pass a test. What a regular expression finds is not known here.
fn fails(validation: &Validation, value: &Literal) -> bool {
    let test = validation.test.value;
    match (value, &validation.against.value) {
        (Literal::Number(number), Literal::Number(bound)) => match test {
            Test::Gt | Test::Positive => number <= bound,
            Test::Gte => number < bound,
            Test::Lt | Test::Negative => number >= bound,
            Test::Lte => number > bound,
            _ => false,
        },
        (Literal::Text(given), Literal::Number(bound)) => {
            // as JavaScript counts
            let length = u32::try_from(given.encode_utf16().count()).map_or(f64::INFINITY, f64::from);
            test == Test::MinLength && length < *bound || test == Test::MaxLength && length > *bound
        }
        (Literal::Text(given), Literal::Text(part)) => {
            test == Test::StartsWith && !given.starts_with(part.as_str())
                || test == Test::EndsWith && !given.ends_with(part.as_str())
        }
        _ => false,
    }
}

/// `2030-12-31`
fn is_date(text: &str) -> bool {
    let parts: Vec<Option<u32>> = text.trim_end_matches('Z').split('-').map(|part| part.parse().ok()).collect();
    let [Some(year), Some(month), Some(day)] = parts[..] else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day) && text.len() >= 10
}

/// `12:30:24.500Z`, `12:30:24+02:00`
fn is_time(text: &str) -> bool {
    let (clock, offset) = match text.find(['Z', '+', '-']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let clock = clock.split_once('.').map_or(clock, |(clock, _)| clock);
    let parts: Vec<Option<u32>> = clock.split(':').map(|part| part.parse().ok()).collect();
    let sound =
        matches!(parts[..], [Some(hour), Some(minute), Some(second)] if hour < 24 && minute < 60 && second < 60);
    sound && (offset == "Z" || offset.len() == 6)
}

/// Texts are tested as texts and numbers as numbers, and some value passes.
pub(in crate::check) fn tests(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    let found = &mut cx.found;
    for model in &data.models {
        for field in model.fields.iter().filter(|field| !field.validations.is_empty()) {
            let first = &field.validations[0];
            let name = &field.name.value;
            if field.many.list.is_some() {
                let finding =
                    first.test.finding(Code::FieldTest, format!("`{name}` is a list, whose elements are not tested"));
                found.push(finding.help("leave `.validate(...)` out"));
                continue;
            }
            if model.key.partition == *name {
                let finding =
                    first.test.finding(Code::FieldTest, format!("`{name}` identifies the item, and is not tested"));
                found.push(finding.help("leave `.validate(...)` out"));
                continue;
            }
            for validation in &field.validations {
                found.extend(test(field, validation));
            }
            contradictions(field, found);
        }
    }
}

fn test(field: &Field, validation: &Validation) -> Option<Diagnostic> {
    let TypeKind::Scalar(kind) = field.kind else { return None };
    let test = &validation.test;
    let of_text =
        matches!(test.value, Test::MinLength | Test::MaxLength | Test::StartsWith | Test::EndsWith | Test::Matches);
    let fits =
        if of_text { kind == ScalarType::String } else { matches!(kind, ScalarType::Integer | ScalarType::Float) };
    if !fits {
        let (what, types) =
            if of_text { ("texts", "`a.string()`") } else { ("numbers", "`a.integer()` and `a.float()`") };
        let message = format!("`{}` tests {what}, and `{}` is `a.{}()`", test.text(), field.name.value, kind.text());
        return Some(test.finding(Code::FieldTest, message).help(format!("such a test can stand behind {types}")));
    }
    let length = matches!(test.value, Test::MinLength | Test::MaxLength);
    match &validation.against.value {
        Literal::Text(pattern) if test.value == Test::Matches => {
            let message = format!("this is no regular expression: {}", unreadable(pattern)?);
            Some(validation.against.finding(Code::FieldTest, message).help("put `\\\\` before what stands for itself"))
        }
        &Literal::Number(number) if length && (number < 0.0 || number.fract() != 0.0) => {
            let message = format!("`{}` takes a whole number of characters, from 0 up", test.text());
            Some(validation.against.finding(Code::FieldTest, message).help("write a number such as `1`"))
        }
        _ => None,
    }
}

/// Why nobody reads a regular expression. Dialects differ, so what only some of them refuse is let pass.
fn unreadable(pattern: &str) -> Option<String> {
    // what follows `\Q` is taken as it is, and `[]` holds nothing or begins a class
    if ["\\Q", "[]", "[^]"].iter().any(|odd| pattern.contains(odd)) {
        return None;
    }
    let mut groups = 0_usize;
    let mut nothing_before = true;
    let mut chars = pattern.chars();
    while let Some(char) = chars.next() {
        let repeats = matches!(char, '*' | '+' | '?');
        match char {
            '\\' => {
                let escaped = chars.next();
                if escaped.is_none() {
                    return Some("nothing follows the last `\\`".to_owned());
                }
            }
            '[' => {
                let mut inner = chars.next();
                while let Some(char) = inner.filter(|char| *char != ']') {
                    if char == '\\' {
                        chars.next();
                    }
                    inner = chars.next();
                }
                if inner.is_none() {
                    return Some("a `[` is not closed".to_owned());
                }
            }
            '(' => {
                groups += 1;
                // `(?:`, `(?=`, `(?<name>`
                if let Some(rest) = chars.as_str().strip_prefix('?') {
                    chars = rest.chars();
                }
            }
            ')' if groups == 0 => return Some("a `)` closes nothing".to_owned()),
            ')' => groups -= 1,
            _ if repeats && nothing_before => return Some(format!("there is nothing that `{char}` could repeat")),
            _ => {}
        }
        nothing_before = matches!(char, '(' | '|');
    }
    (groups > 0).then(|| "a `(` is not closed".to_owned())
}

/// Bounds that no value lies between.
fn contradictions(field: &Field, found: &mut Vec<Diagnostic>) {
    let bound = |tests: &[Test]| {
        let found = field.validations.iter().find(|validation| tests.contains(&validation.test.value));
        found.and_then(|validation| match validation.against.value {
            Literal::Number(number) => Some((number, &validation.test)),
            _ => None,
        })
    };
    let report = |low: &At<Test>, high: Span, message: &str| {
        let finding = low.finding(Code::FieldTest, format!("no value of `{}` passes: {message}", field.name.value));
        finding.label(high, "against this").help("widen one of the bounds")
    };
    if let (Some((low, at)), Some((high, other))) = (bound(&[Test::MinLength]), bound(&[Test::MaxLength]))
        && low > high
    {
        found.push(report(at, other.span, &format!("at least {low} and at most {high} characters")));
    }
    let lows = bound(&[Test::Gt, Test::Positive]).map(|it| (it, true)).or(bound(&[Test::Gte]).map(|it| (it, false)));
    let highs = bound(&[Test::Lt, Test::Negative]).map(|it| (it, true)).or(bound(&[Test::Lte]).map(|it| (it, false)));
    if let (Some(((low, at), open)), Some(((high, other), also))) = (lows, highs)
        && (low > high || low >= high && (open || also))
    {
        found.push(report(at, other.span, &format!("above {low} and below {high}")));
    }
}
