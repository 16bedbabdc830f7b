//! Names with what follows them: members, indexes and calls.

use std::rc::Rc;

use smol_str::SmolStr;

use crate::diagnostic::{Code, Diagnostic, closest};
use crate::source::{Span, TextRange};
use crate::syntax::{Arrow, Call, Expr, ExprKind, Name, Pattern};

use super::evaluator::{Deferred, Evaluator, Frame, Key, Local, Scope};
use super::expression::{REST, brought_to};
use super::helper;
use super::imperative;
use super::module::{Part, chunk_expr};
use super::names::{BUILDERS, Meaning, is_builder};
use super::operator::number_text;
use super::{Blind, Link, Root, Value, ValueKind};

/// One thing that follows a name.
#[derive(Clone, Copy)]
enum Step<'a> {
    /// `.name`
    Member(&'a Name),
    /// `[index]`
    Index(&'a Expr),
    /// `(arguments)`
    Call(&'a Call),
}

/// What a chain has come to so far.
enum Subject {
    Value(Value),
    Constant(Key, Part),
    Json(crate::source::FileId),
    Namespace(crate::source::FileId),
    Builder(SmolStr, Span),
    Builders,
    /// A name of JavaScript's own, with the members read so far: `process.env`.
    Global(SmolStr),
    /// Something out of a package, and the words for the package.
    Elsewhere(SmolStr),
}

/// A chain taken apart.
struct Links<'a> {
    scope: Scope<'a>,
    /// Each step with the range from the start of the chain to its end.
    steps: Vec<(Step<'a>, TextRange)>,
    root: &'a Expr,
    span: Span,
}

impl Evaluator<'_> {
    /// The value of a name with what follows it.
    pub(super) fn chain(&mut self, scope: Scope<'_>, expr: &Expr) -> Value {
        let mut steps = Vec::new();
        let mut root = expr;
        loop {
            let step = match &root.kind {
                ExprKind::Member(inner, name) => (Step::Member(name), inner.as_ref()),
                ExprKind::Index(inner, index) => (Step::Index(index), inner.as_ref()),
                ExprKind::Call(call) => (Step::Call(call), &call.callee),
                _ => break,
            };
            steps.push((step.0, root.range));
            root = step.1;
        }
        steps.reverse();
        let links = Links { scope, steps, root, span: scope.span(expr.range) };
        let mut subject = match &root.kind {
            ExprKind::Ident(name) => self.name(scope, name, scope.span(root.range)),
            _ => Subject::Value(self.expression(scope, root)),
        };
        let mut at = 0;
        while at < links.steps.len() {
            subject = self.step(&links, &mut at, subject);
        }
        self.settle(subject, &links)
    }

    /// What a name means where it stands.
    fn name(&mut self, scope: Scope<'_>, name: &SmolStr, span: Span) -> Subject {
        if let Some(value) = self.local(scope, name, span) {
            return Subject::Value(value);
        }
        if let Some(meaning) = self.meaning(scope.file, name) {
            return self.subject(meaning, span);
        }
        let module = self.module(scope.file);
        if is_builder(name) && (module.builders_in_scope || BUILDERS.contains(&name.as_str())) {
            if !module.builders_in_scope && self.not_imported.insert((scope.file, name.clone())) {
                self.report_not_imported(&module, name, span);
            }
            return Subject::Builder(name.clone(), span);
        }
        if helper::is_global(name) {
            return Subject::Global(name.clone());
        }
        if !name.is_empty() {
            let locals = scope.local_names();
            self.report_unknown(&module, name, span, &locals);
        }
        Subject::Value(Value::new(ValueKind::Broken, span))
    }

    /// A parameter of the functions around a place.
    fn local(&mut self, scope: Scope<'_>, name: &str, span: Span) -> Option<Value> {
        let mut frame = scope.frame;
        let mut outer = false;
        while let Some(current) = frame {
            if let Some((_, local)) = current.locals.iter().rev().find(|(local, _)| local == name) {
                return Some(match local {
                    Local::Argument(value) => {
                        let value = value.clone();
                        self.copy(&value, span)
                    }
                    _ if outer => Value::new(ValueKind::Opaque("a parameter of an outer callback".into()), span),
                    Local::Parameter(index) => Self::root(Root::Parameter(*index), name.into(), span),
                    Local::ParameterMember(index, member) => {
                        Self::root(Root::ParameterMember(*index), member.clone(), span)
                    }
                });
            }
            outer = true;
            frame = current.parent;
        }
        None
    }

    fn subject(&mut self, meaning: Meaning, span: Span) -> Subject {
        match meaning {
            Meaning::Constant(key, part) => Subject::Constant(key, part),
            Meaning::Json(file) => Subject::Json(file),
            Meaning::Namespace(file) => Subject::Namespace(file),
            Meaning::Builder(name) => Subject::Builder(name, span),
            Meaning::Builders => Subject::Builders,
            Meaning::Elsewhere(_, words) => Subject::Elsewhere(words),
            Meaning::Opaque(construct, declared) => {
                let kind = ValueKind::Opaque(imperative::with_article(&construct));
                Subject::Value(Value { kind, span: declared, via: Some(span) })
            }
            Meaning::Type => {
                let message = format!("`{}` is a type, which has no value", self.sources.text(span));
                self.report(Diagnostic::new(Code::UnknownName, span, message).help("use a `const` or an `enum`"));
                Subject::Value(Value::new(ValueKind::Broken, span))
            }
            Meaning::Broken => Subject::Value(Value::new(ValueKind::Broken, span)),
        }
    }

    /// What a name means, as a value at its place of use.
    pub(super) fn value_of(&mut self, meaning: Meaning, place: Span) -> Value {
        let subject = self.subject(meaning, place);
        let root = Expr { kind: ExprKind::Missing, range: place.range() };
        let scope = Scope { file: place.file, offset: 0, frame: None };
        let links = Links { scope, steps: Vec::new(), root: &root, span: place };
        self.settle(subject, &links)
    }

    /// Goes over one or more steps.
    fn step(&mut self, links: &Links<'_>, at: &mut usize, subject: Subject) -> Subject {
        let (step, _) = links.steps[*at];
        match subject {
            Subject::Builder(name, name_span) => match step {
                Step::Call(call) if name.starts_with("define") || name.starts_with("reference") => {
                    *at += 1;
                    Subject::Value(self.declare(links.scope, name, name_span, call, links.end(*at)))
                }
                _ => Subject::Value(Self::root(Root::Builder, name, name_span)),
            },
            Subject::Builders => match step {
                Step::Member(name) if is_builder(&name.text) => {
                    *at += 1;
                    Subject::Builder(name.text.clone(), links.scope.span(name.range))
                }
                _ => Subject::Elsewhere("the package `@aws-amplify/backend`".into()),
            },
            Subject::Namespace(file) => match step {
                Step::Member(name) => {
                    *at += 1;
                    let place = links.scope.span(name.range);
                    if let Some(meaning) = self.exported(file, &name.text) {
                        return self.subject(meaning, place);
                    }
                    self.report_missing_export(file, &name.text, place);
                    Subject::Value(Value::new(ValueKind::Broken, place))
                }
                _ => Subject::Value(self.namespace(file, links.span)),
            },
            Subject::Constant(key, part) => self.step_constant(links, at, key, &part),
            Subject::Json(file) => {
                let module = self.module(file);
                match &module.json {
                    Some(value) => Subject::Value(self.walk(links, at, value)),
                    None => Subject::Value(Value::new(ValueKind::Broken, links.span)),
                }
            }
            Subject::Global(name) => self.step_global(links, at, name),
            Subject::Elsewhere(words) => {
                let value = self.defer(
                    ValueKind::Opaque(words.clone()),
                    links.scope.span(links.root.range),
                    Deferred::Package(words),
                );
                Subject::Value(self.rest_opaque(links, at, value))
            }
            Subject::Value(value) => Subject::Value(self.step_value(links, at, value)),
        }
    }

    fn step_constant(&mut self, links: &Links<'_>, at: &mut usize, key: Key, part: &Part) -> Subject {
        if let (Step::Call(call), Part::Whole) = (links.steps[*at].0, part) {
            let module = self.module(key.0);
            if let Some((expr, offset)) = module.initializer(key.1, key.2) {
                let (expr, offset) = unwrap_chunk(expr, offset);
                if let ExprKind::Arrow(arrow) = &expr.kind {
                    *at += 1;
                    return Subject::Value(self.apply(links, key, arrow, offset, call, links.end(*at)));
                }
            }
        }
        let place = links.scope.span(links.root.range);
        let value = self.hold(key, place);
        if *part == Part::Whole {
            return Subject::Value(self.walk(links, at, &value));
        }
        let value = self.part(&value, part, place);
        Subject::Value(self.walk(links, at, &value))
    }

    /// Follows members and indexes into a constant, and copies what they lead to.
    fn walk(&mut self, links: &Links<'_>, at: &mut usize, constant: &Value) -> Value {
        let mut value = constant;
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
            match find_member(value, &key) {
                Some(found) => value = found,
                None => return self.no_member(links, value, &key, *at),
            }
        }
        let place = links.end(*at);
        let copy = self.copy(value, place);
        brought_to(copy, place)
    }

    /// What an index is, as a key.
    fn index_key(&mut self, scope: Scope<'_>, index: &Expr) -> Result<SmolStr, Value> {
        let value = self.expression(scope, index);
        match value.kind {
            ValueKind::String(text) => Ok(text),
            ValueKind::Number(number) => Ok(number_text(number)),
            ValueKind::Opaque(_) | ValueKind::Broken => Err(value),
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

    fn step_global(&mut self, links: &Links<'_>, at: &mut usize, name: SmolStr) -> Subject {
        let (step, _) = links.steps[*at];
        match (name.as_str(), step) {
            ("process", Step::Member(member)) if member.text == "env" => {
                *at += 1;
                Subject::Global("process.env".into())
            }
            ("process.env", Step::Member(member)) => {
                *at += 1;
                Subject::Value(self.variable(&member.text, links.end(*at)))
            }
            ("process.env", Step::Index(index)) => {
                *at += 1;
                Subject::Value(match self.index_key(links.scope, index) {
                    Ok(key) => self.variable(&key, links.end(*at)),
                    Err(unknown) => unknown,
                })
            }
            (_, Step::Call(call)) => {
                *at += 1;
                let place = links.end(*at);
                if !helper::is_function(&name) {
                    *at -= 1;
                    return Subject::Value(self.opaque_global(links, at, &name));
                }
                let arguments = self.elements(links.scope, &call.arguments);
                Subject::Value(self.call_helper(&name, &arguments, place))
            }
            (_, Step::Member(member)) if !name.contains('.') => {
                *at += 1;
                Subject::Global(format!("{name}.{}", member.text).into())
            }
            _ => Subject::Value(self.opaque_global(links, at, &name)),
        }
    }

    fn opaque_global(&mut self, links: &Links<'_>, at: &mut usize, name: &str) -> Value {
        let value = Value::new(ValueKind::Opaque(format!("`{name}`").into()), links.end(*at));
        self.rest_opaque(links, at, value)
    }

    /// `process.env.NAME`
    pub(super) fn variable(&mut self, name: &SmolStr, place: Span) -> Value {
        self.program.env.insert(name.to_string());
        match self.files.env(name) {
            Some(text) => Value::new(ValueKind::String(text.into()), place),
            None => self.defer(ValueKind::Undefined, place, Deferred::Unset(name.clone())),
        }
    }

    fn step_value(&mut self, links: &Links<'_>, at: &mut usize, value: Value) -> Value {
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
            ValueKind::Chain(_) => {
                *at += 1;
                self.link(links.scope, value, step, place)
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
                    // whatever it is, it is run for what it does: `groups.push("X")`
                    let construct = if matches!(value.kind, ValueKind::List(_)) {
                        format!("`.{}()`", name.text)
                    } else {
                        format!("a {}", links.call_words(self, *at + 1))
                    };
                    let span = links.scope.span(name.range);
                    self.effects
                        .push(Blind { construct: links.call_words(self, *at + 1).into(), span: links.end(*at + 1) });
                    *at = links.steps.len();
                    return Value { kind: ValueKind::Opaque(construct.into()), span, via: None };
                }
                if let (Step::Member(name), Some(length)) = (step, length(&value)) {
                    if name.text == "length" {
                        *at += 1;
                        return Value::new(ValueKind::Number(length), place);
                    }
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
        match find_member(value, &key) {
            Some(found) => Value { via: value.via.map(|_| place), ..found.clone() },
            None => {
                let missing = self.no_member(links, value, &key, *at);
                *at = links.steps.len();
                missing
            }
        }
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
    fn rest_opaque(&mut self, links: &Links<'_>, at: &mut usize, value: Value) -> Value {
        let rest = *at..links.steps.len();
        let origin = self.deferred.get(&value.span).cloned();
        *at = links.steps.len();
        let last_call = rest.clone().rev().find(|&index| matches!(links.steps[index].0, Step::Call(_)));
        let is_backend = matches!(origin, Some(Deferred::Backend));
        let quiet = match &origin {
            Some(Deferred::Package(words)) => imperative::is_harmless_package(words),
            _ => matches!(&links.root.kind, ExprKind::Ident(name) if helper::is_harmless_global(name)),
        };
        let (words, head) = match last_call {
            Some(index) => (links.call_words(self, index), links.end(index)),
            None if rest.is_empty() => return value,
            None => {
                let head = links.end(links.steps.len());
                (format!("use of `{}`", links.path(&self.sources.get(head.file).text, head)), head)
            }
        };
        if (last_call.is_some() || is_backend) && !quiet {
            self.effects.push(Blind { construct: words.clone().into(), span: head });
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

    /// A call of a constant that holds an arrow function: its body, with the arguments for the parameters.
    fn apply(&mut self, links: &Links<'_>, key: Key, arrow: &Arrow, offset: u32, call: &Call, place: Span) -> Value {
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

    /// The value of a whole chain.
    fn settle(&mut self, subject: Subject, links: &Links<'_>) -> Value {
        let place = links.span;
        match subject {
            Subject::Value(value) => value,
            Subject::Constant(key, part) => {
                let held: Rc<Value> = self.hold(key, place);
                let copy = match part {
                    Part::Whole => self.copy(&held, place),
                    part => self.part(&held, &part, place),
                };
                brought_to(copy, place)
            }
            Subject::Json(file) => {
                let module = self.module(file);
                let json = module.json.as_ref();
                json.map_or_else(
                    || Value::new(ValueKind::Broken, place),
                    |value| brought_to(self.copy(value, place), place),
                )
            }
            Subject::Namespace(file) => self.namespace(file, place),
            Subject::Builder(name, span) => Self::root(Root::Builder, name, span),
            Subject::Builders => self.defer(
                ValueKind::Opaque("the package `@aws-amplify/backend`".into()),
                place,
                Deferred::Package("the package `@aws-amplify/backend`".into()),
            ),
            Subject::Global(name) => Value::new(ValueKind::Opaque(format!("`{name}`").into()), place),
            Subject::Elsewhere(words) => self.defer(ValueKind::Opaque(words.clone()), place, Deferred::Package(words)),
        }
    }
}

impl Scope<'_> {
    fn local_names(&self) -> Vec<SmolStr> {
        let mut names = Vec::new();
        let mut frame = self.frame;
        while let Some(current) = frame {
            names.extend(current.locals.iter().map(|(name, _)| name.clone()));
            frame = current.parent;
        }
        names
    }
}

impl Links<'_> {
    /// From the start of the chain to the end of the step before `at`.
    fn end(&self, at: usize) -> Span {
        let range = if at == 0 { self.root.range } else { self.steps[at - 1].1 };
        self.scope.span(range)
    }

    /// `call of ...`: what is called by the call at a step.
    fn call_words(&self, evaluator: &Evaluator<'_>, at: usize) -> String {
        let callee = self.end(at);
        format!("call of `{}`", self.path(&evaluator.sources.get(callee.file).text, callee))
    }

    /// A place of the chain as people would say it: on one line, without arguments, not too long.
    fn path(&self, text: &str, place: Span) -> String {
        let mut path = match &self.root.kind {
            ExprKind::Ident(name) => name.to_string(),
            _ => imperative::one_line(text.get(self.scope.span(self.root.range).range().index()).unwrap_or_default()),
        };
        for (step, range) in &self.steps {
            if self.scope.span(*range).end > place.end {
                break;
            }
            match step {
                Step::Member(name) => {
                    path.push('.');
                    path.push_str(&name.text);
                }
                Step::Index(index) => {
                    let index = text.get(self.scope.span(index.range).range().index()).unwrap_or_default();
                    path.push_str(&format!("[{}]", imperative::one_line(index)));
                }
                Step::Call(_) => path.push_str("()"),
            }
        }
        path
    }
}

/// The expression of a chunk within a chunk, with the offset that its ranges are relative to.
fn unwrap_chunk(expr: &Expr, offset: u32) -> (&Expr, u32) {
    match &expr.kind {
        ExprKind::Chunk(chunk) => match chunk_expr(chunk) {
            Some(inner) => unwrap_chunk(inner, offset + expr.range.start),
            None => (expr, offset),
        },
        _ => (expr, offset),
    }
}

/// A member of an object, an element of a list.
pub(super) fn find_member<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    match &value.kind {
        ValueKind::List(values) => values.get(key.parse::<usize>().ok()?),
        _ => value.get(key),
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
