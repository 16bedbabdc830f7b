//! Constants: each is evaluated once, when something first needs it, wherever it stands.

use std::collections::HashSet;
use std::rc::Rc;

use smol_str::SmolStr;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::{Enum, ExprKind, ItemKind, Name, Pattern};

use super::evaluator::{Constant, Deferred, Evaluator, Held, Key, Scope};
use super::expression::brought_to;
use super::imperative;
use super::module::{Module, Part};
use super::operator::number_text;
use super::{Blind, Entry, Value, ValueKind};

impl Evaluator<'_> {
    /// The value of a constant, an `enum` or an `export default`; `place` is where it is used.
    pub(super) fn hold(&mut self, key: Key, place: Span) -> Rc<Constant> {
        match self.constants.get(&key) {
            Some(Held::Known(value)) => return Rc::clone(value),
            Some(Held::Busy) => {
                self.report_cycle(key, place);
                return Rc::new(Constant::new(Value::new(ValueKind::Broken, place)));
            }
            None => {}
        }
        self.constants.insert(key, Held::Busy);
        self.busy.push(key);
        let outer_effects = std::mem::take(&mut self.effects);
        let outer_calls = std::mem::take(&mut self.calls);
        let module = self.module(key.0);
        let value = self.descend(place, |evaluator| evaluator.define(&module, key));
        let value = value.unwrap_or_else(|| Value::new(ValueKind::Broken, place));
        self.calls = outer_calls;
        let effects = std::mem::replace(&mut self.effects, outer_effects);
        self.program.blind.extend(effects.into_iter().next());
        self.busy.pop();
        let value = Rc::new(Constant::new(value));
        self.constants.insert(key, Held::Known(Rc::clone(&value)));
        value
    }

    fn define(&mut self, module: &Module, key: Key) -> Value {
        let (item, offset) = module.item(key.1);
        let scope = Scope { file: key.0, offset, frame: None };
        let span = scope.span(item.range);
        match &item.kind {
            ItemKind::Enum(item) => self.define_enum(scope, item, span),
            ItemKind::ExportDefault(expr, _) => self.expression(scope, expr),
            ItemKind::Const(item) => {
                let Some(declarator) = item.declarators.get(key.2) else { return Value::new(ValueKind::Broken, span) };
                let place = scope.span(declarator.range);
                let Some(expr) = &declarator.value else { return Value::new(ValueKind::Undefined, place) };
                let value = self.expression(scope, expr);
                if let Pattern::Object(_, range) | Pattern::Array(_, range) = &declarator.pattern {
                    // `{ [run()]: name }`, `{ name = run() }`
                    let span = scope.span(*range);
                    if self.effects.is_empty() && self.sources.text(span).contains('(') {
                        self.effects.push(Blind { construct: "call within a pattern".into(), span: self.head(span) });
                    }
                }
                match (&value.kind, &declarator.pattern) {
                    // the first constant that holds a declared resource names it
                    (ValueKind::Resource(id), Pattern::Name(name)) => {
                        self.declaration(*id).name.get_or_insert_with(|| (name.text.clone(), scope.span(name.range)));
                    }
                    (ValueKind::Opaque(_), Pattern::Object(..) | Pattern::Array(..))
                        if self.effects.is_empty() && self.is_backend(&value) =>
                    {
                        self.effects.push(Blind { construct: "use of the backend".into(), span: self.head(place) });
                    }
                    _ => {}
                }
                let reassigned = item.keyword != "const" && {
                    let text = &self.sources.get(key.0).text;
                    super::module::bound_names(item)
                        .iter()
                        .any(|(name, index, _)| *index == key.2 && module.may_assign(&name.text, text))
                };
                if reassigned {
                    return Value::new(ValueKind::Opaque("a variable that is assigned again".into()), place);
                }
                value
            }
            _ => Value::new(ValueKind::Broken, span),
        }
    }

    /// Whether a value is what `defineBackend` returns, or comes from there.
    pub(super) fn is_backend(&self, value: &Value) -> bool {
        matches!(value.kind, ValueKind::Opaque(_)) && matches!(self.deferred.get(&value.span), Some(Deferred::Backend))
    }

    /// An `enum` as the object that it is at run time, with the way back from numbers to names.
    fn define_enum(&mut self, scope: Scope<'_>, item: &Enum, span: Span) -> Value {
        let mut entries: Vec<Entry> = Vec::new();
        let mut back: Vec<(f64, Entry)> = Vec::new();
        let mut next = Some(0.0);
        let mut seen = HashSet::new();
        for (name, written) in &item.members {
            let key_span = scope.span(name.range);
            if !seen.insert(name.text.clone()) {
                let message = format!("`{}` has two members `{}`", item.name.text, name.text);
                self.report(
                    Diagnostic::new(Code::DeclaredTwice, key_span, message).help("give one of them another name"),
                );
                continue;
            }
            let value = match written {
                // members may use those before them by name
                Some(expr) => match (
                    &expr.kind,
                    entries.iter().find(|entry| matches!(&expr.kind, ExprKind::Ident(name) if *name == entry.key)),
                ) {
                    (ExprKind::Ident(_), Some(earlier)) => brought_to(earlier.value.clone(), scope.span(expr.range)),
                    _ => self.expression(scope, expr),
                },
                None => self.next_member(&item.name.text, name, key_span, next),
            };
            next = match &value.kind {
                ValueKind::Number(number) => {
                    let text = Value::new(ValueKind::String(name.text.clone()), key_span);
                    let key = number_text(*number);
                    back.retain(|(_, entry)| entry.key != key);
                    back.push((*number, Entry { key, key_span, value: text }));
                    Some(number + 1.0)
                }
                ValueKind::Broken => next.map(|number| number + 1.0),
                _ => None,
            };
            entries.push(Entry { key: name.text.clone(), key_span, value });
        }
        // JavaScript puts numbers first, in their order
        back.sort_by(|(left, _), (right, _)| left.total_cmp(right));
        let members = back.into_iter().map(|(_, entry)| entry).chain(entries).collect();
        Value::new(ValueKind::Object(members), span)
    }

    /// The value of a member of an `enum` that is written without one: one more than the member before.
    fn next_member(&mut self, owner: &str, name: &Name, span: Span, next: Option<f64>) -> Value {
        if let Some(number) = next {
            return Value::new(ValueKind::Number(number), span);
        }
        let message = format!("`{owner}.{}` needs a value, since the member before it is not a number", name.text);
        let written = format!("{0} = \"{0}\"", name.text);
        self.report(Diagnostic::new(Code::WrongOperand, span, message).fix(
            format!("write `{written}`"),
            span,
            written,
        ));
        Value::new(ValueKind::Broken, span)
    }

    /// A part of a value that is taken apart.
    pub(super) fn part(&mut self, value: &Value, part: &Part, place: Span) -> Value {
        let name: SmolStr = match part {
            Part::Whole => return self.copy(value, place),
            Part::Member(name) => name.clone(),
            Part::Element(index) => index.to_string().into(),
        };
        match &value.kind {
            ValueKind::Object(_) | ValueKind::List(_) => {
                if let Some(found) = value.member(&name) {
                    return self.copy(found, place);
                }
                if imperative::is_inherited(value, &name, false) {
                    return Value::new(ValueKind::Opaque(imperative::inherited_words(&name)), place);
                }
                let owner = "the object that is taken apart here".to_owned();
                self.defer(ValueKind::Undefined, place, Deferred::NoMember { name, owner, meant: None })
            }
            ValueKind::Chain(_) => {
                let mut chain = self.copy(value, place);
                if let ValueKind::Chain(inner) = &mut chain.kind {
                    inner.links.push(super::Link { name, name_span: place, arguments: None, span: place });
                }
                chain
            }
            ValueKind::Opaque(words) if words == "`process.env`" => self.variable(&name, place),
            ValueKind::Opaque(_) | ValueKind::Broken => value.clone(),
            ValueKind::Undefined if self.is_absent(value) => value.clone(),
            ValueKind::Resource(_) => {
                Value { kind: ValueKind::Opaque("code that runs with a resource".into()), ..value.clone() }
            }
            _ => {
                let message = format!("{} cannot be taken apart", value.describe());
                if !self.reported.insert(value.span) {
                    return Value::new(ValueKind::Broken, place);
                }
                self.report(
                    Diagnostic::new(Code::WrongOperand, place, message).help("only objects and lists have parts"),
                );
                Value::new(ValueKind::Broken, place)
            }
        }
    }

    fn report_cycle(&mut self, key: Key, place: Span) {
        let from = self.busy.iter().position(|busy| *busy == key).unwrap_or_default();
        let cycle: Vec<Key> = self.busy[from..].to_vec();
        let names: Vec<(String, Span)> = cycle.iter().map(|key| self.constant_name(*key)).collect();
        let Some((first, _)) = names.first() else { return };
        let message = if names.len() == 1 {
            format!("`{first}` is defined by itself")
        } else {
            let way: Vec<String> = names.iter().chain(names.first()).map(|(name, _)| format!("`{name}`")).collect();
            format!("these constants are defined by each other: {}", way.join(" uses "))
        };
        let mut finding = Diagnostic::new(Code::ConstantCycle, place, message);
        for (name, declared) in &names {
            finding = finding.label(*declared, format!("`{name}`"));
        }
        self.report(finding.help("write out one of the values"));
    }

    /// The name of a constant and where it is declared.
    fn constant_name(&self, key: Key) -> (String, Span) {
        let module = &self.modules[key.0.0 as usize];
        let (item, offset) = module.item(key.1);
        let span = |range: crate::source::TextRange| range.shift(offset).in_file(key.0);
        match &item.kind {
            ItemKind::Const(inner) => {
                super::module::bound_names(inner).iter().find(|(_, index, _)| *index == key.2).map_or_else(
                    || (String::new(), span(item.range)),
                    |(name, ..)| (name.text.to_string(), span(name.range)),
                )
            }
            ItemKind::Enum(inner) => (inner.name.text.to_string(), span(inner.name.range)),
            _ => ("export default".to_owned(), span(item.range)),
        }
    }
}
