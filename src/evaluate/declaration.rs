//! Calls of `define...` and `reference...`, and the values that end up in them.

use smol_str::SmolStr;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::Call;

use super::evaluator::{Deferred, Evaluator, Scope};
use super::expression::REST;
use super::imperative;
use super::{Blind, Declaration, DeclarationId, Entry, Value, ValueKind};

impl Evaluator<'_> {
    /// A call of a builder that declares a resource, or of `defineBackend`.
    pub(super) fn declare(
        &mut self,
        scope: Scope<'_>,
        builder: SmolStr,
        builder_span: Span,
        call: &Call,
        span: Span,
    ) -> Value {
        let effects = self.effects.len();
        let mut arguments = self.elements(scope, &call.arguments);
        // code that gives a value of the definition is told where that is read; what else was run would go unsaid
        let mut ran = self.effects.split_off(effects);
        // builders run the callbacks that they are given
        for argument in &arguments {
            callback_effects(argument, &mut ran);
        }
        if !ran.is_empty() {
            let mut hidden = Vec::new();
            for argument in &arguments {
                hidden_places(argument, &mut hidden);
            }
            let unsaid = |blind: &Blind| !hidden.iter().any(|place| meet(*place, blind.span));
            self.effects.extend(ran.into_iter().filter(unsaid));
        }
        let mut hidden = Vec::new();
        for argument in &mut arguments {
            hidden_places(argument, &mut hidden);
            self.land(argument);
            // now without what is spread, and with what is absent
            hidden_places(argument, &mut hidden);
        }
        if builder == "defineBackend" {
            return self.declare_backend(arguments, builder_span, span);
        }
        let id = self.declared(builder, builder_span, arguments, !hidden.is_empty(), span);
        Value::new(ValueKind::Resource(id), span)
    }

    fn declared(
        &mut self,
        builder: SmolStr,
        builder_span: Span,
        arguments: Vec<Value>,
        in_doubt: bool,
        span: Span,
    ) -> DeclarationId {
        let id = DeclarationId(u32::try_from(self.program.declarations.len()).unwrap_or(u32::MAX));
        let (name, exported) = (None, false);
        self.program.declarations.push(Declaration {
            builder,
            builder_span,
            arguments,
            name,
            exported,
            in_doubt,
            span,
        });
        id
    }

    fn declare_backend(&mut self, arguments: Vec<Value>, builder_span: Span, span: Span) -> Value {
        if let Some(first) = self.program.backend_span {
            let finding = Diagnostic::new(Code::TwoBackends, builder_span, "there are two calls of `defineBackend`");
            self.report(finding.label(first, "the first one").help("list all resources in one of them"));
        } else {
            self.program.backend_span = Some(builder_span);
        }
        // those of a second one belong to the backend too: whoever looks for unused resources should not find them
        let listed = match arguments.first().map(|argument| &argument.kind) {
            Some(ValueKind::Object(entries)) => Some(entries.len()),
            _ => None,
        };
        let entries = self.backend_entries(arguments, span);
        self.program.backend_in_doubt |= listed != Some(entries.len());
        self.program.backend.get_or_insert_default().extend(entries);
        self.defer(ValueKind::Opaque("the backend".into()), span, Deferred::Backend)
    }

    fn backend_entries(&mut self, arguments: Vec<Value>, span: Span) -> Vec<Entry> {
        let Some(argument) = arguments.into_iter().next() else {
            let finding = Diagnostic::new(Code::NotAResource, span, "`defineBackend` is given nothing");
            self.report(finding.help("list the resources: `defineBackend({ auth, data })`"));
            return Vec::new();
        };
        let place = argument.place();
        let entries = match argument.kind {
            ValueKind::Object(entries) => entries,
            ValueKind::Broken => return Vec::new(),
            ValueKind::Opaque(words) => {
                let message = format!("the resources are listed by {words}, which cannot be seen without running it");
                let finding = Diagnostic::new(Code::NotAResource, place, message);
                self.report(finding.help("list all resources themselves: `defineBackend({ auth, data })`"));
                return Vec::new();
            }
            _ => {
                let message = format!("`defineBackend` takes an object of resources, not {}", argument.describe());
                self.report(
                    Diagnostic::new(Code::NotAResource, place, message).help("write `defineBackend({ auth, data })`"),
                );
                return Vec::new();
            }
        };
        let mut resources = Vec::with_capacity(entries.len());
        for entry in entries {
            match &entry.value.kind {
                ValueKind::Resource(_) => resources.push(entry),
                // the one property that is no resource: short for `defineOutputs({ ... })`
                ValueKind::Object(_) if entry.key == "outputs" => {
                    let Entry { key, key_span, value } = entry;
                    let (span, via) = (value.span, value.via);
                    let id = self.declared("defineOutputs".into(), key_span, vec![value], false, span);
                    let value = Value { kind: ValueKind::Resource(id), span, via };
                    resources.push(Entry { key, key_span, value });
                }
                ValueKind::Broken => {}
                kind => {
                    let what = match kind {
                        ValueKind::Opaque(words) => words.to_string(),
                        _ => entry.value.describe().to_owned(),
                    };
                    let message = format!("`{}` is {what}, not a resource", entry.key);
                    let finding = Diagnostic::new(Code::NotAResource, entry.value.place(), message);
                    self.report(finding.help("`defineBackend` takes what `defineAuth`, `defineFunction`, ... return"));
                }
            }
        }
        resources
    }

    /// Reports, once each, what a definition uses that is not there, and breaks it. What is hidden in code stays: who
    /// reads the value can say which property it was meant for.
    pub(super) fn land(&mut self, value: &mut Value) {
        if let ValueKind::Object(entries) = &mut value.kind {
            let hidden = entries.extract_if(.., |entry| entry.key == REST);
            hidden.collect::<Vec<_>>().into_iter().for_each(|entry| self.land_spread(entry));
            for entry in entries {
                self.land_credential(entry);
            }
        }
        if self.is_absent(value) {
            if self.reported.insert(value.span) {
                let finding = self.explain(value);
                self.report(finding);
            }
            value.kind = ValueKind::Broken;
        } else {
            value.each_child_mut(&mut |child| self.land(child));
        }
    }

    /// Reports a credential of an external provider that comes from an unset variable: setting it would not help, since
    /// it must be a secret.
    fn land_credential(&mut self, entry: &mut Entry) {
        const CREDENTIALS: [&str; 5] = ["clientId", "clientSecret", "teamId", "keyId", "privateKey"];

        if let Some(Deferred::Unset(name)) = self.deferred.get(&entry.value.span)
            && CREDENTIALS.contains(&entry.key.as_str())
            && self.is_absent(&entry.value)
        {
            let message = format!("the environment variable `{name}` is not set");
            let help = format!(
                "a credential does not belong into the text: write `secret(\"{name}\")` and store it under that name"
            );
            if self.reported.insert(entry.value.span) {
                self.report(Diagnostic::new(Code::VariableUnset, entry.value.span, message).help(help));
            }
            entry.value.kind = ValueKind::Broken;
        }
    }

    /// Whether a value depends on something that is not there.
    pub(super) fn is_absent(&self, value: &Value) -> bool {
        let absent = || matches!(self.deferred.get(&value.span), Some(Deferred::Unset(_) | Deferred::NoMember { .. }));
        matches!(value.kind, ValueKind::Opaque(_) | ValueKind::Undefined) && absent()
    }

    /// Reports a spread of something that nobody can see into, or a computed key.
    fn land_spread(&mut self, mut entry: Entry) {
        if self.is_absent(&entry.value) {
            self.land(&mut entry.value);
        } else if let ValueKind::Opaque(words) = &entry.value.kind {
            let what =
                if self.sources.text(entry.key_span).starts_with("...") { "what is spread here" } else { "this key" };
            let message = format!("{what} comes from {words}, which cannot be seen without running it");
            let finding = Diagnostic::new(Code::HiddenSpread, entry.key_span, message).help(imperative::instead(words));
            if self.reported.insert(entry.key_span) {
                self.report(finding);
            }
        }
    }

    /// Why a value is absent.
    fn explain(&self, value: &Value) -> Diagnostic {
        let finding = match self.deferred.get(&value.span) {
            Some(Deferred::Unset(name)) => {
                let message = format!("the environment variable `{name}` is not set");
                let help = format!(
                    "run `{name}=... ampc`, name a file with `--env-file`, or write a default: `process.env.{name} ?? \"...\"`"
                );
                Diagnostic::new(Code::VariableUnset, value.span, message).help(help)
            }
            Some(Deferred::NoMember { name, owner, meant }) => {
                let finding =
                    Diagnostic::new(Code::NoSuchMember, value.span, format!("there is no `{name}` in {owner}"));
                match meant {
                    Some(meant) => finding.help(format!("write `{meant}`")),
                    None => finding.help("add it, or use a name that is there"),
                }
            }
            _ => Diagnostic::new(Code::NoSuchMember, value.span, "this is not there"),
        };
        match value.via {
            Some(via) if via != value.span => finding.label(via, "used in a definition here"),
            _ => finding,
        }
    }
}

/// What running the callbacks of a value does.
fn callback_effects(value: &Value, found: &mut Vec<Blind>) {
    if let ValueKind::Callback(callback) = &value.kind {
        found.extend(callback.effects.iter().cloned());
    }
    value.each_child(&mut |child| callback_effects(child, found));
}

/// Where the values are that nobody can see, or that were reported.
fn hidden_places(value: &Value, found: &mut Vec<Span>) {
    if matches!(value.kind, ValueKind::Opaque(_) | ValueKind::Broken) {
        found.push(value.span);
    }
    value.each_child(&mut |child| hidden_places(child, found));
}

fn meet(one: Span, other: Span) -> bool {
    one.file == other.file && one.start < other.end && other.start < one.end
}
