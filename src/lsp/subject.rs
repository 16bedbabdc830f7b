//! From brackets to the vocabulary: what may be written where the cursor stands.

use super::chains;
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
        Self::written(place, &cursor.frames, &cursor.parameters).or_else(|| Self::used(place, cursor, offset))
    }

    fn written(place: &Place<'_>, frames: &[Frame], parameters: &[String]) -> Option<Self> {
        let begins = |frame: &Frame| match frame {
            Frame::Call { callee, argument: 0, .. } => match &callee[..] {
                [only] => builder(&place.builder_name(&only.name)),
                _ => None,
            },
            _ => None,
        };
        if let Some((at, builder)) = frames.iter().enumerate().rev().find_map(|(at, frame)| Some((at, begins(frame)?)))
        {
            return Self::root(builder)?.walk(place, &frames[at + 1..]);
        }
        if let Some(rules) = parameters.first().and_then(|name| chains::rules_by_parameter(place, name)) {
            let found = Found { row: None, shape: Shape::Rules(rules) };
            let mut subject = Self { found, ..Self::root(builder("defineData")?)? };
            subject.enter_callback(parameters);
            return subject.walk(place, frames);
        }
        // a part of a schema that a constant holds
        let (at, terms) = frames.iter().enumerate().find_map(|(at, frame)| match frame {
            Frame::Call { callee, .. } => Some((at, chains::begun(place, callee)?)),
            _ => None,
        })?;
        let found = Found { row: None, shape: Shape::Terms(terms) };
        Self { found, ..Self::root(builder("defineData")?)? }.walk(place, &frames[at..])
    }

    fn root(builder: &'static Builder) -> Option<Self> {
        let found = Found { row: None, shape: (builder.argument?)() };
        Some(Self { builder, found, rules: None, message: None })
    }

    fn walk(mut self, place: &Place<'_>, frames: &[Frame]) -> Option<Self> {
        for frame in frames {
            match frame {
                Frame::Object { key: Some(key), parameters, .. } => {
                    self.found = self.found.shape.step(place.file.text.get(key.clone())?)?;
                    self.enter_callback(parameters);
                }
                Frame::Object { key: None, .. } | Frame::Group => {}
                Frame::List { .. } if matches!(self.found.shape, Shape::Rules(_)) => {}
                Frame::List { .. } => self.found = self.found.shape.step("[]")?,
                Frame::Call { callee, argument, parameters } => {
                    self.enter_call(place, callee, *argument)?;
                    self.enter_callback(parameters);
                }
                Frame::Template => self.message.is_some().then_some(())?,
            }
        }
        Some(self)
    }

    fn enter_callback(&mut self, parameters: &[String]) {
        let Some(first) = parameters.first() else { return };
        for shape in alternatives(self.found.shape) {
            match shape {
                Shape::Rules(rules) => {
                    self.rules = Some((rules, first.clone()));
                    self.found.shape = shape;
                }
                Shape::Message(_) => {
                    self.message = Some(shape);
                    self.found.shape = shape;
                }
                _ => {}
            }
        }
    }

    /// Into an argument of a chain.
    fn enter_call(&mut self, place: &Place<'_>, callee: &[Step], argument: usize) -> Option<()> {
        let names: Vec<&str> = callee.iter().map(|step| step.name.as_str()).collect();
        let method = match &self.rules {
            Some((rules, parameter)) if parameter == names[0] => chains::of_rules(rules, &names)?,
            _ => chains::of_terms(place, self.found.shape, &names)?,
        };
        self.found = Found { row: None, shape: method.argument(argument)? };
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
                    return Self { found, ..subject }.walk(place, &cursor.frames[outer..]);
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
