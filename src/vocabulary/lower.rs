//! Values to typed records. What does not fit is reported once, in words of what was written and what to write.

use std::collections::HashMap;

use smol_str::SmolStr;

use super::shape::{Origin, Record, Row, Shape, Word};
use crate::diagnostic::{Code, Diagnostic, Edit, closest};
use crate::evaluate::{DeclarationId, Entry, Program, Value, ValueKind, instead};
use crate::source::{Sources, Span, is_declarative};

/// A typed value with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where it is written.
    pub span: Span,
    /// Where it is used, if a constant brought it there.
    pub via: Option<Span>,
}

impl<T> At<T> {
    /// A value written at a place.
    pub const fn new(value: T, span: Span) -> Self {
        Self { value, span, via: None }
    }

    /// Where a finding about it points first: where it is written, or where a constant brought it.
    pub fn place(&self) -> Span {
        self.via.unwrap_or(self.span)
    }

    /// Another value at the same place.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> At<U> {
        At { value: change(self.value), span: self.span, via: self.via }
    }

    /// A finding about this value; where a constant brought it, with a label at the text itself.
    pub fn finding(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        finding(code, self.span, self.via, message)
    }
}

impl<T> std::ops::Deref for At<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

fn finding(code: Code, span: Span, via: Option<Span>, message: impl Into<String>) -> Diagnostic {
    let diagnostic = Diagnostic::new(code, via.unwrap_or(span), message);
    match via {
        Some(use_) if use_ != span => diagnostic.label(span, "written here"),
        _ => diagnostic,
    }
}

/// A type that a value can be lowered to.
pub trait Lower: Sized {
    /// What may be written.
    fn shape() -> Shape;
    /// The typed value; `None` if it was reported as wrong, is broken, or is `undefined`.
    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self>;
}

/// Where lowering stands, and what it found.
#[derive(Debug)]
pub struct Context<'a> {
    /// The evaluated program: references to declared resources lead there.
    pub program: &'a Program,
    /// The texts, for repairs that move text.
    pub sources: &'a Sources,
    /// What was found.
    pub found: Vec<Diagnostic>,
    path: Vec<Frame>,
    broken: usize,
}

/// A property on the way to the value that is being lowered.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub(super) rows: &'static [Row],
    pub(super) key: SmolStr,
    pub(super) key_span: Span,
    /// Whether the value is one of the elements of the property's list.
    pub(super) element: bool,
}

impl Frame {
    /// The value of a key of an object with known rows.
    pub(super) fn of(rows: &'static [Row], entry: &Entry) -> Self {
        Self { rows, key: entry.key.clone(), key_span: entry.key_span, element: false }
    }

    /// The argument of a call.
    pub(super) fn argument(name: &SmolStr, name_span: Span) -> Self {
        Self { rows: &[], key: name.clone(), key_span: name_span, element: false }
    }
}

impl<'a> Context<'a> {
    /// At the top of a declaration.
    pub fn new(program: &'a Program, sources: &'a Sources) -> Self {
        Self { program, sources, found: Vec::new(), path: Vec::new(), broken: 0 }
    }

    /// How much went wrong so far, what was broken before included.
    pub(crate) fn trouble(&self) -> usize {
        self.found.len() + self.broken
    }

    /// Reports a finding.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Lowers a property's value; findings in it name the property.
    pub(super) fn enter<T>(&mut self, frame: Frame, lower: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(frame);
        let result = lower(self);
        self.path.pop();
        result
    }

    /// Lowers an element of the list that the property holds.
    pub(super) fn element<T>(&mut self, lower: impl FnOnce(&mut Self) -> T) -> T {
        match self.path.last().cloned() {
            Some(frame) => self.enter(Frame { rows: &[], element: true, ..frame }, lower),
            None => lower(self),
        }
    }

    /// The name of the property that is being lowered, for messages: `timeoutSeconds`.
    fn subject(&self) -> String {
        match self.path.last() {
            Some(frame) if frame.element => format!("each element of `{}`", frame.key),
            Some(frame) => format!("`{}`", frame.key),
            None => "this".to_owned(),
        }
    }

    /// Reports that a value has the wrong type. What is broken stays silent, imperative code is named.
    pub fn wrong<T>(&mut self, value: &Value, shape: Shape) -> Option<T> {
        if let Some(text) = self.without_brackets(value, shape) {
            let message = format!("{} is {}, not {}", self.subject(), shape.describe(), value.describe());
            let diagnostic = finding(Code::WrongType, value.span, value.via, message);
            self.report(diagnostic.fix(format!("write `{text}`, without brackets"), value.span, text));
            return None;
        }
        let help = match (self.row(), self.path.last()) {
            (None, Some(frame)) if !frame.element && matches!(shape, Shape::Record(_)) => {
                let plain = frame.key.chars().all(|char| char.is_ascii_alphanumeric() || char == '_');
                let key = if plain { frame.key.to_string() } else { format!("\"{}\"", frame.key) };
                Some(format!("write `{key}: {}`", shape.example_for(value)))
            }
            _ => None,
        };
        self.wrong_with(value, &shape.describe(), help)
    }

    /// The same with words of its own for what is expected, and for the help.
    pub fn wrong_with<T>(&mut self, value: &Value, expected: &str, help: Option<String>) -> Option<T> {
        match &value.kind {
            ValueKind::Broken => self.broken += 1,
            ValueKind::Opaque(construct) => self.hidden(value, construct),
            _ => {
                let message = format!("{} is {expected}, not {}", self.subject(), value.describe());
                let mut diagnostic = finding(Code::WrongType, value.span, value.via, message);
                let example = self.path.last().and_then(|frame| {
                    let row = frame.rows.iter().find(|row| row.name == frame.key)?;
                    let example = row.default.map_or_else(|| (row.shape)().example(), str::to_owned);
                    Some(format!("write `{}: {example}`", row.name))
                });
                let unquoted = match &value.kind {
                    ValueKind::String(text) => self.row().and_then(|row| unquoted(text, (row.shape)())),
                    _ => None,
                };
                if let Some(text) = unquoted {
                    diagnostic = diagnostic.fix(format!("write `{text}`, without quotes"), value.span, text);
                } else if let Some(help) = help.or(example) {
                    diagnostic = diagnostic.help(help);
                }
                self.report(diagnostic);
            }
        }
        None
    }

    /// The text of a list's only element, where no list may stand.
    fn without_brackets(&self, value: &Value, shape: Shape) -> Option<String> {
        let ValueKind::List(elements) = &value.kind else { return None };
        let may_be_a_list = matches!(shape, Shape::List(_) | Shape::OneOf(_) | Shape::Rules(_) | Shape::Anything);
        let written = self.sources.text(value.span).strip_prefix('[')?.strip_suffix(']')?.trim();
        (elements.len() == 1 && !may_be_a_list && !written.contains([',', '/', '\n'])).then(|| written.to_owned())
    }

    /// Reports that a value cannot be seen.
    fn hidden(&mut self, value: &Value, construct: &str) {
        let message = format!("{} is set by {construct}, which cannot be seen without running it", self.subject());
        self.report(finding(Code::HiddenValue, value.span, value.via, message).help(instead(construct)));
    }

    /// Reports a number outside its bounds.
    pub(super) fn out_of_range<T>(&mut self, value: &Value, number: f64, low: i64, high: i64) -> Option<T> {
        let unit = self.row().and_then(|row| row.unit).map_or_else(String::new, |unit| format!(" {unit}"));
        let subject = self.subject();
        let diagnostic = if number.fract() == 0.0 {
            let message = format!("{subject} is {number}, outside of {low} to {high}{unit}");
            let text = if number < i64_to_f64(low) { low } else { high }.to_string();
            finding(Code::OutOfRange, value.span, value.via, message).fix(format!("write `{text}`"), value.span, text)
        } else {
            let message = format!("{subject} is a whole number from {low} to {high}{unit}, not {number}");
            finding(Code::OutOfRange, value.span, value.via, message).help("write it without a fraction")
        };
        self.report(diagnostic);
        None
    }

    /// The row of the property that is being lowered.
    fn row(&self) -> Option<&'static Row> {
        let frame = self.path.last()?;
        frame.rows.iter().find(|row| row.name == frame.key)
    }

    /// Reports a word that is none of those that are known.
    pub(super) fn unknown_word<T>(&mut self, value: &Value, written: &str, noun: &str, words: &[Word]) -> Option<T> {
        let message = format!("there is no {noun} `{written}`");
        let mut diagnostic = finding(Code::UnknownWord, value.span, value.via, message);
        diagnostic = if let Some(near) = neighbours(written, words) {
            diagnostic.help(format!("write {near}"))
        } else if let Some(word) = closest_word(written, words) {
            let text = word.written();
            diagnostic.fix(format!("write `{text}`"), value.span, text)
        } else if let Some(word) = words.iter().find(|word| word.number && written.contains(word.text)) {
            let text = word.written();
            diagnostic.fix(format!("write `{text}`, without quotes"), value.span, text)
        } else {
            let shown = if words.len() <= 8 { words.len() } else { 5 };
            let all: Vec<_> = words.iter().take(shown).map(|word| format!("`{}`", word.written())).collect();
            let more = if shown == words.len() { String::new() } else { format!(" and {} more", words.len() - shown) };
            diagnostic.help(format!("known are {}{more}", all.join(", ")))
        };
        self.report(diagnostic);
        None
    }

    /// Walks an object's entries: reports a key that comes twice, and hands each key on with its last value.
    pub(super) fn entries<'v>(&mut self, entries: &'v [Entry], mut each: impl FnMut(&mut Self, &'v Entry)) {
        let mut first: HashMap<&str, Span> = HashMap::with_capacity(entries.len());
        let last: HashMap<&str, usize> =
            entries.iter().enumerate().map(|(index, entry)| (entry.key.as_str(), index)).collect();
        for (index, entry) in entries.iter().enumerate() {
            if let Some(earlier) = first.get(entry.key.as_str()) {
                if entry.value.via.is_none() {
                    let message = format!("`{}` is set twice, and only the last one counts", entry.key);
                    let diagnostic = Diagnostic::new(Code::DuplicateKey, entry.key_span, message)
                        .label(*earlier, "first set here")
                        .help("leave one of them out");
                    self.report(diagnostic);
                }
            } else {
                first.insert(&entry.key, entry.key_span);
            }
            if last[entry.key.as_str()] == index {
                each(self, entry);
            }
        }
    }

    /// Warns of a word of `amp`'s own in a file that Amplify would run. Once for what stands inside another such word.
    pub(crate) fn extension(&mut self, name: &str, span: Span) {
        let inside = |frame: &Frame| {
            frame.key != name && frame.rows.iter().any(|row| row.name == frame.key && row.origin == Origin::Extension)
        };
        let path = &self.sources.get(span.file).path;
        if is_declarative(path) || self.path.iter().any(inside) {
            return;
        }
        let message = format!("`{name}` is amp's own: Amplify refuses or drops it");
        let help = "keep it if only `ampc` builds this file, or move the definition into a `.amp` file";
        self.report(Diagnostic::new(Code::Extension, span, message).help(help));
    }

    /// Reports a property that a record does not have, with where it belongs if that is known.
    pub(super) fn unknown_property(&mut self, entry: &Entry, title: &str, rows: &[Row]) {
        let key = entry.key.as_str();
        let message = format!("{} has no property `{key}`", titled(title));
        let diagnostic = Diagnostic::new(Code::UnknownProperty, entry.key_span, message);
        let names = || rows.iter().map(|row| row.name);
        let diagnostic = if let Some(row) = rows.iter().find(|row| row.aliases.contains(&key)) {
            diagnostic.fix(format!("write `{}`", row.name), entry.key_span, row.name)
        } else if let Some(outer) = self.path.iter().rev().find(|frame| frame.rows.iter().any(|row| row.name == key)) {
            let help = format!("`{key}` belongs beside `{}`", outer.key);
            match self.moved(entry, outer.key_span) {
                Some(edits) => diagnostic.fixes(help, edits),
                None => diagnostic.help(help),
            }
        } else if let Some(name) = meant(key, names()) {
            diagnostic.fix(format!("write `{name}`"), entry.key_span, name)
        } else if let Some(inner) = rows.iter().find(|row| (row.shape)().properties().iter().any(|it| it.name == key)) {
            diagnostic.help(format!("`{key}` belongs inside `{}: {{ ... }}`", inner.name))
        } else {
            let all: Vec<_> = names().map(|name| format!("`{name}`")).collect();
            diagnostic.help(format!("known are {}", all.join(", ")))
        };
        self.report(diagnostic);
    }

    /// The edits that move an entry in front of another place of the same file, where commas can be seen to.
    fn moved(&self, entry: &Entry, before: Span) -> Option<Vec<Edit>> {
        let file = entry.key_span.file;
        if entry.value.span.file != file || before.file != file || entry.value.via.is_some() {
            return None;
        }
        let text = &self.sources.get(file).text;
        let (mut start, mut end) = (entry.key_span.start as usize, entry.value.span.end as usize);
        let moved = text.get(start..end)?.to_owned();
        let before_entry = text.get(..start)?.trim_end();
        let after_entry = text.get(end..)?;
        if let Some(rest) = after_entry.trim_start().strip_prefix(',') {
            end = text.len() - rest.len();
            start = before_entry.len();
        } else if before_entry.ends_with(',') {
            start = before_entry.len() - 1;
        }
        let span = Span { file, start: u32::try_from(start).ok()?, end: u32::try_from(end).ok()? };
        let insert = Span { file, start: before.start, end: before.start };
        Some(vec![Edit { span: insert, text: format!("{moved}, ") }, Edit { span, text: String::new() }])
    }

    /// Reports the required properties that an object does not have.
    pub(super) fn missing(&mut self, value: &Value, entries: &[Entry], record: &'static Record) {
        for row in record.rows.iter().filter(|row| row.required) {
            let present = entries.iter().any(|entry| entry.key == row.name && entry.value.kind != ValueKind::Undefined);
            if present {
                continue;
            }
            let message = format!("{} needs `{}`", titled(record.title), row.name);
            let diagnostic = finding(Code::MissingProperty, head(value.span), value.via.map(head), message)
                .help(format!("add `{}: {}`", row.name, (row.shape)().example()));
            self.report(diagnostic);
        }
    }
}

/// The opening bracket of an object: a finding about what is not there should not underline all that is.
fn head(span: Span) -> Span {
    Span { end: span.end.min(span.start + 1), ..span }
}

/// A record's title as it is told to people.
fn titled(title: &str) -> String {
    if title.contains(' ') { title.to_owned() } else { format!("`{title}`") }
}

/// The name that was probably meant: the closest one, or the only one that begins so.
pub(super) fn meant<'a>(written: &str, names: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    closest(written, names.clone()).or_else(|| {
        let begins = |name: &str| name.get(..written.len()).is_some_and(|head| head.eq_ignore_ascii_case(written));
        let mut longer = names.filter(|name| written.len() >= 3 && begins(name));
        longer.next().filter(|_| longer.next().is_none())
    })
}

/// The word that was probably meant.
fn closest_word<'a>(written: &str, words: &'a [Word]) -> Option<&'a Word> {
    let texts = || words.iter().filter(|word| !word.number).map(|word| word.text);
    // an action of IAM: `cognito-idp:AdminGetUser`
    let action = written.rsplit(':').next().unwrap_or(written);
    let bare = action.strip_prefix("Admin").unwrap_or(action);
    let text = [written, action, bare].into_iter().find_map(|written| meant(written, texts()))?;
    words.iter().find(|word| word.text == text)
}

/// The words for the spans of time around one that is not among them: of `10 days`, one and two weeks.
fn neighbours(written: &str, words: &[Word]) -> Option<String> {
    let days = |text: &str| {
        let (count, unit) = text.trim().split_once(char::is_whitespace)?;
        let units = [("day", 1), ("week", 7), ("month", 30), ("year", 365)];
        let (_, days) = units.into_iter().find(|(name, _)| unit.trim().starts_with(name))?;
        count.parse::<u32>().ok()?.checked_mul(days)
    };
    let wanted = days(written)?;
    let known = || words.iter().filter_map(|word| Some((days(word.text)?, word)));
    let below = known().filter(|(days, _)| *days <= wanted).max_by_key(|(days, _)| *days);
    let above = known().filter(|(days, _)| *days >= wanted).min_by_key(|(days, _)| *days);
    let mut near: Vec<_> =
        [below, above].into_iter().flatten().map(|(_, word)| format!("`{}`", word.written())).collect();
    near.dedup();
    (!near.is_empty()).then(|| near.join(" or "))
}

/// What a text in quotes would be without them, where that may stand.
fn unquoted(text: &str, shape: Shape) -> Option<String> {
    let lower = text.trim().to_lowercase();
    match (shape, lower.as_str()) {
        (Shape::Bool | Shape::True, "true" | "yes" | "on") => Some("true".to_owned()),
        (Shape::Bool, "false" | "no" | "off") => Some("false".to_owned()),
        (Shape::Int(low, high), number) => {
            let number: i64 = number.parse().ok()?;
            (low..=high).contains(&number).then(|| number.to_string())
        }
        (Shape::Number, number) => number.parse::<f64>().ok().filter(|it| it.is_finite()).map(|it| it.to_string()),
        (Shape::OneOf(shapes), _) => shapes.iter().find_map(|shape| unquoted(text, shape())),
        _ => None,
    }
}

#[allow(clippy::cast_precision_loss, reason = "bounds of the vocabulary are far below 2^53")]
pub(super) const fn i64_to_f64(number: i64) -> f64 {
    number as f64
}

/// A reference to a declared function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FunctionRef(pub DeclarationId);

impl<T: Lower> Lower for At<T> {
    fn shape() -> Shape {
        T::shape()
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        let lowered = T::lower(value, cx)?;
        // a resource is told by the place that names it, not by the one that declares it
        let (span, via) = match value.kind {
            ValueKind::Resource(_) => (value.place(), None),
            _ => (value.span, value.via),
        };
        Some(Self { value: lowered, span, via })
    }
}
