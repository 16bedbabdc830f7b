//! Names with what follows them: members, indexes and calls.

mod step;

use std::rc::Rc;

use smol_str::SmolStr;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Span, TextRange};
use crate::syntax::{Call, Expr, ExprKind, Name};

use super::evaluator::{Constant, Deferred, Evaluator, Key, Local, Scope};
use super::expression::brought_to;
use super::helper;
use super::imperative;
use super::module::{Part, chunk_expr};
use super::names::{BUILDERS, Meaning, declares, is_builder};
use super::{Blind, Root, Value, ValueKind};

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
    /// The content of a `.json` file.
    Held(Rc<Constant>),
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
            Meaning::Json(constant) => Subject::Held(constant),
            Meaning::Namespace(file) => Subject::Namespace(file),
            Meaning::Builder(name) => Subject::Builder(name, span),
            Meaning::Builders => Subject::Builders,
            Meaning::Elsewhere(words) => Subject::Elsewhere(words),
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
                Step::Call(call) if declares(&name) => {
                    *at += 1;
                    Subject::Value(self.declare(links.scope, name, name_span, call, links.end(*at)))
                }
                _ => Subject::Value(self.step_value(links, at, Self::root(Root::Builder, name, name_span))),
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
            Subject::Held(constant) => Subject::Value(self.walk(links, at, &constant)),
            Subject::Global(name) => self.step_global(links, at, &name),
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
                    if matches!(&arrow.body.kind, ExprKind::Opaque(body) if body.starts_with("function")) {
                        let construct = links.call_words(self, *at).into();
                        self.effects.push(Blind { construct, span: links.end(*at) });
                    }
                    *at += 1;
                    return Subject::Value(self.apply(links, key, arrow, offset, call, links.end(*at)));
                }
            }
        }
        let place = links.scope.span(links.root.range);
        let mut constant = self.hold(key, place);
        if *part != Part::Whole {
            constant = Rc::new(Constant::new(self.part(&constant.value, part, place)));
        }
        Subject::Value(self.walk(links, at, &constant))
    }

    fn step_global(&mut self, links: &Links<'_>, at: &mut usize, name: &str) -> Subject {
        let (step, _) = links.steps[*at];
        match (name, step) {
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
                if !helper::is_function(name) {
                    *at -= 1;
                    return Subject::Value(self.opaque_global(links, at, name));
                }
                let arguments = self.elements(links.scope, &call.arguments);
                Subject::Value(self.call_helper(name, &arguments, place))
            }
            (_, Step::Member(member)) if !name.contains('.') => {
                *at += 1;
                Subject::Global(format!("{name}.{}", member.text).into())
            }
            _ => Subject::Value(self.opaque_global(links, at, name)),
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

    /// The value of a whole chain.
    fn settle(&mut self, subject: Subject, links: &Links<'_>) -> Value {
        let place = links.span;
        match subject {
            Subject::Value(value) => value,
            Subject::Constant(key, part) => {
                let constant = self.hold(key, place);
                brought_to(self.part(&constant.value, &part, place), place)
            }
            Subject::Held(constant) => brought_to(self.copy(&constant.value, place), place),
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

    /// Whether no step is known to change what a function of JavaScript's own gives, or to lead to any other function:
    /// `Array.from(lists)[0].push("x")`, `Array.prototype.push.call(list, "x")`.
    fn only_reads(&self) -> bool {
        let steps = self.steps.iter().map(|(step, _)| step);
        let next = steps.clone().skip(1).map(Some).chain([None]);
        steps.zip(next).all(|(step, next)| match step {
            Step::Member(name) => !imperative::leads_to_code(&name.text) && !imperative::changes(&name.text),
            // a method by its text
            Step::Index(_) => !matches!(next, Some(Step::Call(_))),
            Step::Call(_) => true,
        })
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
                    path.extend(["[", &imperative::one_line(index), "]"]);
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
