//! Members, indexes and calls of values.

use smol_str::SmolStr;

use crate::diagnostic::{Code, Diagnostic, closest};
use crate::source::Span;
use crate::syntax::{Arrow, Call, Expr, ExprKind, Pattern};

use super::super::evaluator::{Constant, Deferred, Evaluator, Frame, Key, Local, Scope};
use super::super::expression::{REST, brought_to};
use super::super::module::Part;
use super::super::operator::{PARAMETER, number_text};
use super::super::{Blind, Link, Value, ValueKind, helper, imperative};
use super::{Links, Step};

impl Evaluator<'_> {
    /// Follows members and indexes into a constant, and copies what they lead to.
    pub(super) fn walk(&mut self, links: &Links<'_>, at: &mut usize, constant: &Constant) -> Value {
        let mut value = &constant.value;
        while let Some((step, _)) = links.steps.get(*at) {
            if matches!(links.steps.get(*at + 1), Some((Step::Call(_), _))) {
                break;
            }
            let key = match (step, &value.kind) {
                (Step::Member(name), ValueKind::Object(_)) => name.text.clone(),
                (Step::Index(index), ValueKind::Object(_) | ValueKind::List(_)) => {
                    match self.index_key(links.scope, index) {
                        Ok(key) => key,
                        Err(unknown) => {
                            *at = links.steps.len();
                            return unknown;
                        }
                    }
                }
                _ => break,
            };
            *at += 1;
            let found =
                if std::ptr::eq(value, &raw const constant.value) { constant.member(&key) } else { value.member(&key) };
            match found {
                Some(found) => value = found,
                None => return self.no_member(links, value, &key, *at),
            }
        }
        let place = links.end(*at);
        let copy = self.copy(value, place);
        brought_to(copy, place)
    }

    /// What an index is, as a key.
    pub(super) fn index_key(&mut self, scope: Scope<'_>, index: &Expr) -> Result<SmolStr, Value> {
        let value = self.expression(scope, index);
        match value.kind {
            ValueKind::String(text) => Ok(text),
            ValueKind::Number(number) => Ok(number_text(number)),
            ValueKind::Opaque(_) | ValueKind::Broken => Err(value),
            _ if value.is_of_parameter() => Err(Value::new(ValueKind::Opaque(PARAMETER.into()), value.span)),
            ValueKind::Undefined if self.is_absent(&value) => Err(value),
            _ => {
                let place = scope.span(index.range);
                let message = format!("{} cannot be an index", value.describe());
                self.report(Diagnostic::new(Code::WrongOperand, place, message).help("an index is a text or a number"));
                Err(Value::new(ValueKind::Broken, place))
            }
        }
    }

    /// A member that is not there is `undefined`, which is an error as soon as a definition uses it. `at` is the step
    /// behind the one that asks for it.
    fn no_member(&mut self, links: &Links<'_>, value: &Value, name: &SmolStr, at: usize) -> Value {
        let place = links.end(at);
        if imperative::is_inherited(value, name, at < links.steps.len()) {
            return Value::new(ValueKind::Opaque(imperative::inherited_words(name)), place);
        }
        let mut meant = None;
        if let ValueKind::Object(entries) = &value.kind {
            if entries.iter().any(|entry| entry.key == REST) {
                return Value::new(
                    ValueKind::Opaque("a member of an object that is put together in code".into()),
                    place,
                );
            }
            meant = closest(name, entries.iter().map(|entry| entry.key.as_str())).map(SmolStr::new);
        }
        let owner = format!("`{}`", links.path(&self.sources.get(place.file).text, links.end(at - 1)));
        self.defer(ValueKind::Undefined, place, Deferred::NoMember { name: name.clone(), owner, meant })
    }

    pub(super) fn step_value(&mut self, links: &Links<'_>, at: &mut usize, value: Value) -> Value {
        let (step, _) = links.steps[*at];
        let place = links.end(*at + 1);
        match &value.kind {
            ValueKind::Broken => {
                *at = links.steps.len();
                value
            }
            ValueKind::Undefined if self.is_absent(&value) => {
                *at = links.steps.len();
                value
            }
            ValueKind::Opaque(_) => self.rest_opaque(links, at, value),
            ValueKind::Chain(chain) => {
                // a builder under another name: `const files = defineStorage`
                let builder = chain.builder().map(SmolStr::new);
                match (builder, step) {
                    (Some(builder), Step::Call(call)) => {
                        let name_span = links.end(*at);
                        *at += 1;
                        self.declare(links.scope, builder, name_span, call, place)
                    }
                    (Some(_), _) => {
                        let opaque = Value { kind: ValueKind::Opaque("code that runs with a builder".into()), ..value };
                        self.rest_opaque(links, at, opaque)
                    }
                    (None, _) => {
                        *at += 1;
                        self.link(links.scope, value, step, place)
                    }
                }
            }
            ValueKind::Resource(_) | ValueKind::Callback(_) => {
                let opaque = Value { kind: ValueKind::Opaque("code that runs with a resource".into()), ..value };
                self.rest_opaque(links, at, opaque)
            }
            _ => {
                if let (Step::Member(name), Some((Step::Call(call), _))) = (step, links.steps.get(*at + 1)) {
                    if helper::is_method(&value, &name.text) {
                        *at += 2;
                        let arguments = self.elements(links.scope, &call.arguments);
                        return self.call_method(&value, &name.text, &arguments, links.end(*at));
                    }
                    // unless it only makes another list, it is run for what it does: `groups.push("X")`
                    let construct = if matches!(value.kind, ValueKind::List(_)) {
                        format!("`.{}()`", name.text)
                    } else {
                        format!("a {}", links.call_words(self, *at + 1))
                    };
                    let span = links.scope.span(name.range);
                    if !helper::only_reads(&name.text) || self.runs_code(links, *at) {
                        let construct = links.call_words(self, *at + 1).into();
                        self.effects.push(Blind { construct, span: links.end(*at + 1) });
                    }
                    *at = links.steps.len();
                    return Value { kind: ValueKind::Opaque(construct.into()), span, via: None };
                }
                if let (Step::Member(name), Some(length)) = (step, length(&value))
                    && name.text == "length"
                {
                    *at += 1;
                    return Value::new(ValueKind::Number(length), place);
                }
                self.plain_step(links, at, &value, step, place)
            }
        }
    }

    /// A member or an index of a literal, or a call of something that is no function.
    fn plain_step(&mut self, links: &Links<'_>, at: &mut usize, value: &Value, step: Step<'_>, place: Span) -> Value {
        *at += 1;
        let key = match step {
            Step::Member(name) => name.text.clone(),
            Step::Index(index) => match self.index_key(links.scope, index) {
                Ok(key) => key,
                Err(unknown) => {
                    *at = links.steps.len();
                    return unknown;
                }
            },
            Step::Call(_) => {
                let message = format!("{} cannot be called", value.describe());
                self.report(
                    Diagnostic::new(Code::NotCallable, links.end(*at - 1), message).help("leave out the parentheses"),
                );
                *at = links.steps.len();
                return Value::new(ValueKind::Broken, place);
            }
        };
        if let Some(found) = value.member(&key) {
            return Value { via: value.via.map(|_| place), ..found.clone() };
        }
        let missing = self.no_member(links, value, &key, *at);
        if !matches!(missing.kind, ValueKind::Opaque(_)) {
            *at = links.steps.len();
        }
        missing
    }

    /// One more link of a chain that the evaluator does not look into: `a.string()`, `allow.group("X")`.
    fn link(&mut self, scope: Scope<'_>, value: Value, step: Step<'_>, place: Span) -> Value {
        let ValueKind::Chain(mut chain) = value.kind else { return value };
        match step {
            Step::Member(name) => {
                let name_span = scope.span(name.range);
                chain.links.push(Link { name: name.text.clone(), name_span, arguments: None, span: name_span });
            }
            Step::Index(index) => match self.index_key(scope, index) {
                Ok(key) => {
                    let name_span = scope.span(index.range);
                    chain.links.push(Link { name: key, name_span, arguments: None, span: name_span });
                }
                Err(unknown) => return unknown,
            },
            Step::Call(call) => {
                let arguments = self.elements(scope, &call.arguments);
                let parentheses = scope.span(call.parentheses);
                match chain.links.last_mut() {
                    Some(last) if last.arguments.is_none() => {
                        let starts_here = last.span.file == parentheses.file && last.span.start < parentheses.start;
                        last.span = if starts_here { Span { end: parentheses.end, ..last.span } } else { parentheses };
                        last.arguments = Some(arguments);
                        if let ([_, _], Some(place)) = (chain.links.as_slice(), chain.schema()) {
                            self.program.schemas.push(place);
                        }
                    }
                    _ => {
                        let message = "the result of this call cannot be called again";
                        self.report(
                            Diagnostic::new(Code::NotCallable, parentheses, message)
                                .help("keep one pair of parentheses"),
                        );
                        return Value::new(ValueKind::Broken, place);
                    }
                }
            }
        }
        Value::new(ValueKind::Chain(chain), place)
    }

    /// Goes over all that is left of a chain on something that nobody can look into.
    pub(super) fn rest_opaque(&mut self, links: &Links<'_>, at: &mut usize, value: Value) -> Value {
        let rest = *at..links.steps.len();
        let first = *at;
        let origin = self.deferred.get(&value.span).cloned();
        *at = links.steps.len();
        let last_call = rest.clone().rev().find(|&index| matches!(links.steps[index].0, Step::Call(_)));
        let is_backend = matches!(origin, Some(Deferred::Backend));
        let quiet = match &origin {
            Some(Deferred::Package(words)) => imperative::is_harmless_package(words),
            _ => {
                matches!(&links.root.kind, ExprKind::Ident(name) if helper::is_harmless_global(name) && links.only_reads())
            }
        };
        let (words, head) = match last_call {
            Some(index) => (links.call_words(self, index), links.end(index)),
            None if rest.is_empty() => return value,
            None => {
                let head = links.end(links.steps.len());
                (format!("use of `{}`", links.path(&self.sources.get(head.file).text, head)), head)
            }
        };
        if (last_call.is_some() || is_backend) && (!quiet || self.runs_code(links, first)) {
            self.effects.push(Blind { construct: words.clone().into(), span: head });
        }
        if let (Some(Deferred::Package(package)), Some(_)) = (&origin, last_call) {
            let called = words.split('`').nth(1).unwrap_or_default();
            self.unrun_call(package, called, head);
        }
        let words = match (&origin, last_call) {
            (Some(Deferred::Package(package)), _) => format!("a {words} from {package}"),
            (Some(_), _) | (None, Some(_)) => format!("a {words}"),
            (None, None) => return value,
        };
        let kind = ValueKind::Opaque(words.into());
        match origin {
            Some(origin) => self.defer(kind, links.span, origin),
            None => Value::new(kind, links.span),
        }
    }

    /// Whether a call from a step on is given something that it may run, or that does something itself.
    fn runs_code(&mut self, links: &Links<'_>, from: usize) -> bool {
        let effects = self.effects.len();
        let mut runs = false;
        for (step, _) in &links.steps[from..] {
            let Step::Call(call) = step else { continue };
            for argument in &call.arguments {
                if let ExprKind::Arrow(arrow) = &argument.kind {
                    let callback = self.callback(links.scope, arrow);
                    runs |= !callback.effects.is_empty() || imperative::is_function(&callback.body);
                } else {
                    let value = self.expression(links.scope, argument);
                    runs |= matches!(value.kind, ValueKind::Callback(_)) || imperative::is_function(&value);
                }
            }
        }
        runs |= self.effects.len() > effects;
        self.effects.truncate(effects);
        runs
    }

    /// A call of a constant that holds an arrow function: its body, with the arguments for the parameters.
    pub(super) fn apply(
        &mut self,
        links: &Links<'_>,
        key: Key,
        arrow: &Arrow,
        offset: u32,
        call: &Call,
        place: Span,
    ) -> Value {
        if self.is_exhausted() {
            return Value::new(ValueKind::Broken, place);
        }
        let arguments = self.elements(links.scope, &call.arguments);
        let mut locals = Vec::new();
        let missing = Value::new(ValueKind::Undefined, place);
        for (index, parameter) in arrow.parameters.iter().enumerate() {
            let argument = arguments.get(index).unwrap_or(&missing);
            match parameter {
                Pattern::Name(name) => locals.push((name.text.clone(), Local::Argument(argument.clone()))),
                Pattern::Object(pairs, _) => {
                    for pair in pairs {
                        let value = self.part(argument, &Part::Member(pair.name.text.clone()), place);
                        locals.push((pair.local.text.clone(), Local::Argument(value)));
                    }
                }
                Pattern::Array(names, _) => {
                    for (element, name) in names.iter().enumerate() {
                        let Some(name) = name else { continue };
                        let value = self.part(argument, &Part::Element(element), place);
                        locals.push((name.text.clone(), Local::Argument(value)));
                    }
                }
            }
        }
        let frame = Frame { locals, parent: None };
        let scope = Scope { file: key.0, offset, frame: Some(&frame) };
        self.calls += 1;
        let value = self.expression(scope, &arrow.body);
        self.calls -= 1;
        match value.kind {
            // known only to whoever calls the callback around this place
            ValueKind::Chain(_) | ValueKind::Resource(_) => Value { via: Some(place), ..value },
            _ => brought_to(value, place),
        }
    }
}

#[allow(clippy::cast_precision_loss, reason = "lengths are far below 2^53")]
fn length(value: &Value) -> Option<f64> {
    match &value.kind {
        ValueKind::List(values) => Some(values.len() as f64),
        ValueKind::String(text) => Some(text.encode_utf16().count() as f64),
        _ => None,
    }
}
