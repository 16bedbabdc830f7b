//! From brackets to the vocabulary: what may be written where the cursor stands.

use super::cursor::{Cursor, Frame, Step};
use super::projects::Place;
use crate::evaluate::{Value, ValueKind};
use crate::vocabulary::{Builder, Found, Rules, Shape, builder};

/// What may be written at a place.
pub(super) struct Subject {
    /// The builder whose argument the place is in.
    pub(super) builder: &'static Builder,
    /// Where a key is expected, the object; else the value.
    pub(super) found: Found,
    /// The rules of the nearest callback around, with the name of its parameter.
    pub(super) rules: Option<(&'static Rules, String)>,
    /// The parameters of the nearest message's callback around.
    pub(super) message: Option<Shape>,
}

impl Subject {
    /// Read from the brackets around the cursor; for a constant that a definition uses, from that use.
    pub(super) fn new(place: &Place<'_>, cursor: &Cursor, offset: u32) -> Option<Self> {
        Self::written(place, &cursor.frames).or_else(|| Self::used(place, cursor, offset))
    }

    fn written(place: &Place<'_>, frames: &[Frame]) -> Option<Self> {
        let (at, builder) = frames.iter().enumerate().rev().find_map(|(at, frame)| match frame {
            Frame::Call { callee, argument: 0 } => match &callee[..] {
                [only] => Some((at, builder(&place.builder_name(&only.name))?)),
                _ => None,
            },
            _ => None,
        })?;
        let subject = Self::root(builder)?;
        subject.walk(&place.file.text, &frames[at + 1..])
    }

    fn root(builder: &'static Builder) -> Option<Self> {
        let found = Found { row: None, shape: (builder.argument?)() };
        Some(Self { builder, found, rules: None, message: None })
    }

    fn walk(mut self, text: &str, frames: &[Frame]) -> Option<Self> {
        for frame in frames {
            match frame {
                Frame::Object { key: Some(key), parameters, .. } => {
                    self.found = self.found.shape.step(text.get(key.clone())?)?;
                    self.enter_callback(parameters);
                }
                Frame::Object { key: None, .. } | Frame::Group => {}
                Frame::List { .. } if matches!(self.found.shape, Shape::Rules(_)) => {}
                Frame::List { .. } => self.found = self.found.shape.step("[]")?,
                Frame::Call { callee, argument } => self.enter_call(callee, *argument)?,
                Frame::Template => self.message.is_some().then_some(())?,
            }
        }
        Some(self)
    }

    fn enter_callback(&mut self, parameters: &[String]) {
        for shape in alternatives(self.found.shape) {
            match shape {
                Shape::Rules(rules) => {
                    let name = parameters.first().map_or(rules.parameter, String::as_str);
                    self.rules = Some((rules, name.to_owned()));
                    self.found.shape = shape;
                }
                Shape::Message(_) if !parameters.is_empty() => {
                    self.message = Some(shape);
                    self.found.shape = shape;
                }
                _ => {}
            }
        }
    }

    /// Into the argument of a rule's method, or of `secret`.
    fn enter_call(&mut self, callee: &[Step], argument: usize) -> Option<()> {
        let method = callee.last().filter(|_| argument == 0)?;
        let step = self.found.shape.step(&method.name)?;
        self.found = step;
        Some(())
    }

    /// For a constant: the way from the definition that uses it to its outermost object, and on to the cursor.
    fn used(place: &Place<'_>, cursor: &Cursor, offset: u32) -> Option<Self> {
        let outer = cursor.frames.iter().position(|frame| matches!(frame, Frame::Object { .. }))?;
        let Frame::Object { keys, .. } = &cursor.frames[outer] else { return None };
        // a key's place is known even where the cursor stands on what could not be read
        let near = keys.first().and_then(|key| u32::try_from(key.start).ok()).unwrap_or(offset);
        let holds = |value: &Value| value.span.file == place.id && value.span.range().touches(near);
        for declaration in &place.analysis.program.declarations {
            let Some(builder) = builder(&declaration.builder) else { continue };
            let Some(subject) = Self::root(builder) else { continue };
            for argument in &declaration.arguments {
                let mut path = Vec::new();
                if !find(argument, &holds, &mut path) {
                    continue;
                }
                let shape = path.iter().try_fold(subject.found, |found, step| found.shape.step(step));
                if let Some(found) = shape {
                    return Self { found, ..subject }.walk(&place.file.text, &cursor.frames[outer..]);
                }
            }
        }
        None
    }
}

/// The innermost object that holds a place: the keys that lead there.
fn find(value: &Value, holds: &dyn Fn(&Value) -> bool, path: &mut Vec<String>) -> bool {
    let inner: Vec<(String, &Value)> = match &value.kind {
        ValueKind::Object(entries) => entries.iter().map(|entry| (entry.key.to_string(), &entry.value)).collect(),
        ValueKind::List(values) => values.iter().map(|value| ("[]".to_owned(), value)).collect(),
        _ => Vec::new(),
    };
    for (step, value) in inner {
        path.push(step);
        if find(value, holds, path) {
            return true;
        }
        path.pop();
    }
    matches!(value.kind, ValueKind::Object(_)) && holds(value)
}

/// A shape, or each of the shapes that it may be.
pub(super) fn alternatives(shape: Shape) -> Vec<Shape> {
    match shape {
        Shape::OneOf(shapes) => shapes.iter().flat_map(|shape| alternatives(shape())).collect(),
        shape => vec![shape],
    }
}
