//! Expressions to values. Chains of members and calls are in `chain`, operators in `operator`.

use std::collections::{HashMap, hash_map};

use smol_str::SmolStr;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::{Arrow, Expr, ExprKind, Name, Pattern, Property};

use super::evaluator::{Evaluator, Frame, LONGEST_TEXT, Local, Scope};
use super::imperative;
use super::module::chunk_expr;
use super::operator::{PARAMETER, number_text};
use super::{Blind, Callback, Chain, Entry, Root, Value, ValueKind};

/// The key of an entry that stands for members nobody can know, since what was spread there is not a literal.
pub(super) const REST: &str = "...";

impl Evaluator<'_> {
    /// The value of an expression.
    pub(super) fn expression(&mut self, scope: Scope<'_>, expr: &Expr) -> Value {
        let span = scope.span(expr.range);
        if self.calls > 0 && !self.spend(1, span) {
            return Value::new(ValueKind::Broken, span);
        }
        let value = self.descend(span, |evaluator| evaluator.expression_inside(scope, expr, span));
        value.unwrap_or_else(|| Value::new(ValueKind::Broken, span))
    }

    fn expression_inside(&mut self, scope: Scope<'_>, expr: &Expr, span: Span) -> Value {
        let kind = match &expr.kind {
            ExprKind::String(text) => ValueKind::String(text.clone()),
            ExprKind::Number(number) => ValueKind::Number(*number),
            ExprKind::Bool(value) => ValueKind::Bool(*value),
            ExprKind::Null => ValueKind::Null,
            ExprKind::Undefined => ValueKind::Undefined,
            ExprKind::Ident(_) | ExprKind::Member(..) | ExprKind::Index(..) | ExprKind::Call(_) => {
                return self.chain(scope, expr);
            }
            ExprKind::Template(parts) => return self.template(scope, parts, span),
            ExprKind::Array(elements) => ValueKind::List(self.elements(scope, elements)),
            ExprKind::Object(properties) => return self.object(scope, properties, span),
            // the reader allows it only where `elements` takes it
            ExprKind::Spread(inner) => return self.expression(scope, inner),
            // the body runs later, or never: what it does is not done here
            ExprKind::Arrow(arrow) => ValueKind::Callback(Box::new(self.callback(scope, arrow))),
            ExprKind::Unary(operator, operand) => return self.unary(scope, operator, operand, span),
            ExprKind::Binary(..) => return self.binary(scope, expr),
            ExprKind::Conditional(_) => return self.conditional(scope, expr),
            ExprKind::Opaque(construct) => {
                if imperative::has_effects(construct, self.sources.text(span)) {
                    self.effects.push(Blind { construct: construct.clone(), span: self.head(span) });
                }
                ValueKind::Opaque(imperative::with_article(construct))
            }
            ExprKind::Missing => ValueKind::Broken,
            ExprKind::Chunk(chunk) => {
                let inner = Scope { offset: scope.offset + expr.range.start, ..scope };
                match chunk_expr(chunk) {
                    Some(expr) => return self.expression(inner, expr),
                    None => ValueKind::Broken,
                }
            }
        };
        Value::new(kind, span)
    }

    /// The values of a list's elements or a call's arguments, with spread ones in their place.
    pub(super) fn elements(&mut self, scope: Scope<'_>, elements: &[Expr]) -> Vec<Value> {
        let mut values = Vec::with_capacity(elements.len());
        for element in elements {
            let ExprKind::Spread(inner) = &element.kind else {
                values.push(self.expression(scope, element));
                continue;
            };
            let place = scope.span(element.range);
            let spread = self.expression(scope, inner);
            match spread.kind {
                ValueKind::List(inner) => {
                    let brought = spread.via.is_some();
                    values
                        .extend(inner.into_iter().map(|value| if brought { brought_to(value, place) } else { value }));
                }
                _ if self.is_hidden(&spread) => values.push(spread),
                _ if spread.is_of_parameter() => values.push(Value::new(ValueKind::Opaque(PARAMETER.into()), place)),
                _ => {
                    self.report_spread(&spread, place, "a list");
                    values.push(Value::new(ValueKind::Broken, place));
                }
            }
        }
        values
    }

    /// Whether a value is no literal, for a reason that is told where it is used, or was told already.
    pub(super) fn is_hidden(&self, value: &Value) -> bool {
        matches!(value.kind, ValueKind::Opaque(_) | ValueKind::Broken) || self.is_absent(value)
    }

    fn report_spread(&mut self, value: &Value, place: Span, into: &str) {
        let what = value.describe();
        let message = format!("{what} cannot be spread into {into}");
        let finding = Diagnostic::new(Code::WrongOperand, place, message);
        let finding = if value.span == place { finding } else { finding.label(value.span, format!("this is {what}")) };
        self.report(finding.help(format!("write `...` only before {into} or the name of a constant that holds one")));
    }

    fn object(&mut self, scope: Scope<'_>, properties: &[Property], span: Span) -> Value {
        let mut members = Members::default();
        for property in properties {
            match property {
                Property::Pair(name, value) => {
                    let entry = self.entry(scope, name, |evaluator| evaluator.expression(scope, value));
                    members.put(entry);
                }
                Property::Shorthand(name) => {
                    let expr = Expr { kind: ExprKind::Ident(name.text.clone()), range: name.range };
                    let entry = self.entry(scope, name, |evaluator| evaluator.expression(scope, &expr));
                    members.put(entry);
                }
                Property::Opaque(name, construct) => {
                    let span = scope.span(name.range);
                    if construct == "getter" {
                        // whoever reads the member runs it
                        self.effects.push(Blind { construct: construct.clone(), span });
                    }
                    let entry = self.entry(scope, name, |_| {
                        Value::new(ValueKind::Opaque(imperative::with_article(construct)), span)
                    });
                    members.put(entry);
                }
                Property::Computed(key, value) => {
                    let key_span = scope.span(key.range);
                    let key = self.expression(scope, key);
                    let value = self.expression(scope, value);
                    let key = match key.kind {
                        ValueKind::String(text) => text,
                        ValueKind::Number(number) => number_text(number),
                        _ => {
                            let kind = if self.is_hidden(&key) {
                                key.kind
                            } else {
                                ValueKind::Opaque("a key that is no text".into())
                            };
                            members.put(Entry { key: REST.into(), key_span, value: Value { kind, ..key } });
                            continue;
                        }
                    };
                    members.put(Entry { key, key_span, value });
                }
                Property::Spread(inner, range) => self.spread_members(scope, inner, scope.span(*range), &mut members),
            }
        }
        Value::new(ValueKind::Object(members.entries), span)
    }

    fn entry(&mut self, scope: Scope<'_>, name: &Name, value: impl FnOnce(&mut Self) -> Value) -> Entry {
        Entry { key: name.text.clone(), key_span: scope.span(name.range), value: value(self) }
    }

    fn spread_members(&mut self, scope: Scope<'_>, inner: &Expr, place: Span, members: &mut Members) {
        let spread = self.expression(scope, inner);
        match spread.kind {
            ValueKind::Object(entries) => {
                let brought = spread.via.is_some();
                for mut entry in entries {
                    if brought {
                        entry.value = brought_to(entry.value, place);
                    }
                    members.put_spread(entry);
                }
            }
            // `...(condition && { ... })`
            ValueKind::Undefined | ValueKind::Null | ValueKind::Bool(false) => {}
            ValueKind::Opaque(_) | ValueKind::Broken => {
                members.put_spread(Entry { key: REST.into(), key_span: place, value: spread });
            }
            _ if spread.is_of_parameter() => {
                let hidden = Value::new(ValueKind::Opaque(PARAMETER.into()), place);
                members.put_spread(Entry { key: REST.into(), key_span: place, value: hidden });
            }
            _ => self.report_spread(&spread, place, "an object"),
        }
    }

    fn template(&mut self, scope: Scope<'_>, parts: &[Expr], span: Span) -> Value {
        let values: Vec<Value> = parts.iter().map(|part| self.expression(scope, part)).collect();
        self.text_of(values, span)
    }

    /// Texts and values put together; a template if some part is known to the caller of a callback only.
    pub(super) fn text_of(&mut self, parts: Vec<Value>, span: Span) -> Value {
        let mut joined: Vec<Value> = Vec::new();
        for part in parts {
            let text = match &part.kind {
                ValueKind::String(text) => text.clone(),
                ValueKind::Template(inner) => {
                    joined.extend(inner.iter().cloned());
                    continue;
                }
                ValueKind::Chain(_) => {
                    joined.push(part);
                    continue;
                }
                // the text is as unknown, or as wrong, as its part
                ValueKind::Opaque(_) | ValueKind::Broken => return Value { via: part.via.or(Some(span)), ..part },
                ValueKind::Undefined if self.is_absent(&part) => {
                    return Value { kind: ValueKind::Opaque("a text without one of its parts".into()), ..part };
                }
                _ => match self.plain_text(&part, span) {
                    Some(text) => text,
                    None => return Value::new(ValueKind::Broken, span),
                },
            };
            match joined.last_mut().map(|last| &mut last.kind) {
                Some(ValueKind::String(last)) => {
                    if last.len() + text.len() > LONGEST_TEXT {
                        self.report_too_large(span);
                        return Value::new(ValueKind::Broken, span);
                    }
                    *last = format!("{last}{text}").into();
                }
                _ => joined.push(Value { kind: ValueKind::String(text), ..part }),
            }
        }
        let kind = match joined.as_slice() {
            [] => ValueKind::String(SmolStr::default()),
            [Value { kind: ValueKind::String(text), .. }] => ValueKind::String(text.clone()),
            _ => ValueKind::Template(joined),
        };
        Value::new(kind, span)
    }

    /// A value inside of a text, as JavaScript writes it; an error for what nobody means to write into a text.
    fn plain_text(&mut self, value: &Value, span: Span) -> Option<SmolStr> {
        let text = match &value.kind {
            ValueKind::Number(number) => number_text(*number),
            ValueKind::Bool(value) => value.to_string().into(),
            ValueKind::Null => "null".into(),
            ValueKind::Undefined => "undefined".into(),
            _ => {
                let message = format!("{} cannot stand inside of a text", value.describe());
                let place = if value.span.file == span.file { value.place() } else { span };
                self.report(
                    Diagnostic::new(Code::WrongOperand, place, message)
                        .help("a text can hold texts, numbers, true and false"),
                );
                return None;
            }
        };
        Some(text)
    }

    /// An arrow function, for whoever may call it.
    pub(super) fn callback(&mut self, scope: Scope<'_>, arrow: &Arrow) -> Callback {
        let mut locals = Vec::new();
        for (index, parameter) in arrow.parameters.iter().enumerate() {
            match parameter {
                Pattern::Name(name) => locals.push((name.text.clone(), Local::Parameter(index))),
                Pattern::Object(pairs, _) => {
                    locals.extend(
                        pairs.iter().map(|pair| {
                            (pair.local.text.clone(), Local::ParameterMember(index, pair.name.text.clone()))
                        }),
                    );
                }
                // no callback of a builder is given a list
                Pattern::Array(names, range) => {
                    let hidden = Value::new(ValueKind::Opaque(PARAMETER.into()), scope.span(*range));
                    locals.extend(
                        names.iter().flatten().map(|name| (name.text.clone(), Local::Argument(hidden.clone()))),
                    );
                }
            }
        }
        let frame = Frame { locals, parent: scope.frame };
        let effects = self.effects.len();
        let body = self.expression(Scope { frame: Some(&frame), ..scope }, &arrow.body);
        let effects = self.effects.split_off(effects);
        Callback { parameters: arrow.parameters.len(), body, effects }
    }

    /// A chain of one name.
    pub(super) fn root(root: Root, name: SmolStr, span: Span) -> Value {
        let link = super::Link { name, name_span: span, arguments: None, span };
        Value::new(ValueKind::Chain(Chain { root, links: vec![link] }), span)
    }
}

/// A value that a constant or a spread brought to a place.
pub(super) fn brought_to(value: Value, place: Span) -> Value {
    Value { via: Some(place), ..value }
}

/// The members of an object under construction.
#[derive(Default)]
struct Members {
    entries: Vec<Entry>,
    /// Where the members are that a spread brought, or that may replace those.
    spread: HashMap<SmolStr, usize>,
}

impl Members {
    /// Adds a member that is written in this object. It replaces one that a spread brought; one that is written twice
    /// is kept twice, for whoever reads it to say so.
    fn put(&mut self, entry: Entry) {
        match self.spread.remove(&entry.key) {
            Some(at) => self.entries[at] = entry,
            None => self.entries.push(entry),
        }
    }

    /// Adds a member that a spread brings: as in JavaScript, the last value counts, at the place of the first.
    fn put_spread(&mut self, entry: Entry) {
        if entry.key == REST {
            self.entries.push(entry);
            return;
        }
        if self.spread.is_empty() {
            self.spread = self.entries.iter().enumerate().map(|(at, entry)| (entry.key.clone(), at)).collect();
        }
        match self.spread.entry(entry.key.clone()) {
            hash_map::Entry::Occupied(slot) => self.entries[*slot.get()] = entry,
            hash_map::Entry::Vacant(slot) => {
                slot.insert(self.entries.len());
                self.entries.push(entry);
            }
        }
    }
}
