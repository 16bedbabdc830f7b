//! Operations with handlers of their own.

use crate::check::Inspection;
use crate::diagnostic::{Code, Diagnostic, closest};
use crate::model::Data;
use crate::model::data::{Handler, HandlerSource, ModelOperation, Named, Operation, Source, TypeKind};
use crate::source::{Files, Span, extension};
use crate::vocabulary::data::{Kind, Many, MutationWord};

/// The data source of resolvers that work on nothing, as Amplify calls it.
const NOTHING: &str = "NONE_DS";

/// Functions of a pipeline. <https://docs.aws.amazon.com/general/latest/gr/appsync.html>
const MOST_HANDLERS: usize = 10;

/// An operation says what it gives back and what does the work.
pub(in crate::check) fn shapes(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    let mut found = Vec::new();
    for operation in &data.operations {
        let name = &operation.name.value;
        let lacks =
            |message: String, help: &str| Diagnostic::new(Code::OperationShape, operation.span, message).help(help);
        if operation.kind != Kind::Subscription && operation.returns.is_none() {
            let message = format!("`{name}` does not say what it gives back");
            found.push(lacks(message, "add `.returns(a.string())`, or another type"));
        }
        if operation.handlers.is_none() {
            let message = format!("`{name}` has no handler, so nothing would happen");
            found.push(lacks(
                message,
                match operation.kind {
                    Kind::Subscription => "add `.handler(a.handler.custom({ entry: \"./subscribe.js\" }))`",
                    _ => "add `.handler(a.handler.function(myFunction))`",
                },
            ));
        }
        handlers(operation, cx.files, &mut found);
    }
    named_functions(data, cx.backend, &mut found);
    cx.found.extend(found);
}

fn handlers(operation: &Operation, files: &dyn Files, found: &mut Vec<Diagnostic>) {
    let Some(handlers) = &operation.handlers else { return };
    let report = |span: Span, message: String, help: &str| {
        Diagnostic::new(Code::OperationShape, span, message).help(help.to_owned())
    };
    if handlers.value.is_empty() {
        let message = format!("the list of handlers of `{}` is empty", operation.name.value);
        found.push(report(handlers.place(), message, "name a handler: `a.handler.function(myFunction)`"));
    }
    if handlers.value.len() > MOST_HANDLERS {
        let message =
            format!("{} handlers are more than the {MOST_HANDLERS} that AppSync runs in a row", handlers.value.len());
        found.push(report(handlers.place(), message, "let one of them do more"));
    }
    let first = handlers.value.first().map(std::mem::discriminant);
    if let Some(other) = handlers.value.iter().find(|handler| Some(std::mem::discriminant(*handler)) != first) {
        let (Handler::Function { span, .. } | Handler::Custom { span, .. }) = other;
        let message = "functions and resolvers of one's own do not mix in one list".to_owned();
        found.push(report(*span, message, "use one kind of handler"));
    }
    let asynchronous = |handler: &&Handler| matches!(handler, Handler::Function { asynchronous: true, .. });
    let last = handlers.value.len().saturating_sub(1);
    for handler in handlers.value.iter().take(last).filter(asynchronous) {
        let (Handler::Function { span, .. } | Handler::Custom { span, .. }) = handler;
        let message = "only the last handler of a list can be `.async()`: the next one waits for this one".to_owned();
        found.push(report(*span, message, "leave `.async()` out here"));
    }
    for handler in &handlers.value {
        if let Handler::Custom { source: Some(HandlerSource::Named(name)), .. } = handler
            && name.value != NOTHING
        {
            let message = format!("`{}` is a data source that other code adds, and there is none here", name.value);
            let finding = name.finding(Code::OperationShape, message);
            found.push(finding.help("name a model, `a.ref(\"Post\")`, or leave `dataSource` out"));
        }
        let Handler::Custom { entry: Some(entry), .. } = handler else { continue };
        if !matches!(extension(&entry.value), "js" | "mjs") {
            let message = format!("`{}` is no file of JavaScript, which is what AppSync runs", entry.value);
            found.push(entry.finding(Code::OperationShape, message).help("name a `.js` file"));
        } else if !files.is_file(&entry.value) {
            let finding = entry.finding(Code::ResolverCode, format!("there is no file `{}`", entry.value));
            found.push(finding.help("the path is relative to the file in which it is written"));
        }
    }
}

fn named_functions(data: &Data, backend: &crate::model::Backend, found: &mut Vec<Diagnostic>) {
    let known: Vec<&str> =
        data.record.functions.iter().flat_map(|it| &it.entries).map(|(key, _)| key.value.as_str()).collect();
    for handler in data.operations.iter().flat_map(|operation| &operation.handlers).flat_map(|it| &it.value) {
        let Handler::Function { function: None, name: Some(name), .. } = handler else { continue };
        if data.record.notes.doubts("functions") {
            continue;
        }
        let finding = name.finding(Code::HandlerName, format!("`functions` of `defineData` has no `{}`", name.value));
        let constant = backend.functions.iter().find(|function| {
            function.name.value == name.value || function.constant.as_deref() == Some(name.value.as_str())
        });
        found.push(match (closest(&name.value, known.iter().copied()), constant) {
            (Some(near), _) => finding.fix(format!("write `\"{near}\"`"), name.span, format!("\"{near}\"")),
            (None, Some(function)) => {
                let written = function.constant.as_deref().unwrap_or(&function.name.value);
                finding.help(format!("name the function itself, without quotes: `a.handler.function({written})`"))
            }
            (None, None) => finding.help("name a constant that holds `defineFunction({ ... })`"),
        });
    }
}

/// A subscription tells of mutations that there are, and that give back the same type.
pub(in crate::check) fn subscriptions(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    let found = &mut cx.found;
    for operation in data.operations.iter().filter(|operation| operation.kind == Kind::Subscription) {
        let Some(sources) = operation.sources.as_ref().filter(|sources| !sources.value.is_empty()) else {
            let message = format!("`{}` tells of no mutation", operation.name.value);
            let finding = Diagnostic::new(Code::SubscriptionSource, operation.span, message);
            found.push(
                finding.help("add `.for(a.ref(\"myMutation\"))`, or `.for(a.ref(\"Post\").mutations([\"create\"]))`"),
            );
            continue;
        };
        let mut first: Option<(&Source, TypeKind, Many)> = None;
        for source in &sources.value {
            let Some((kind, many)) = source_type(data, source, found) else { continue };
            match first {
                None => first = Some((source, kind, many)),
                Some((earlier, other, others)) if other != kind || others != many => {
                    let message =
                        format!("`{}` and `{}` give back different types", earlier.name.value, source.name.value);
                    let finding = source.name.finding(Code::SubscriptionSource, message);
                    let finding = finding.label(earlier.name.place(), "the other one");
                    found.push(finding.help("write a subscription for each"));
                }
                Some(_) => {}
            }
        }
    }
}

/// What the mutations of a source give back.
fn source_type(data: &Data, source: &Source, found: &mut Vec<Diagnostic>) -> Option<(TypeKind, Many)> {
    let name = &source.name;
    let mut report = |message: String, help: String| {
        found.push(name.finding(Code::SubscriptionSource, message).help(help));
    };
    match (source.of?, &source.mutations) {
        (Named::Operation(id), mutations) => {
            let operation = data.operation(id);
            if operation.kind != Kind::Mutation {
                let message =
                    format!("`{}` is a {}, and only mutations are told of", name.value, operation.kind.text());
                report(message, "name a mutation".to_owned());
                return None;
            }
            if mutations.is_some() {
                let message = format!("`{}` is a mutation itself, so it has none to name", name.value);
                report(message, "leave `.mutations(...)` out".to_owned());
            }
            operation.returns.as_ref().map(|returns| (returns.kind, returns.many))
        }
        (Named::Model(id), None) => {
            let message = format!("`{}` is a model with several mutations", name.value);
            report(message, format!("say which: `a.ref(\"{}\").mutations([\"create\"])`", name.value));
            Some((TypeKind::Model(id), Many::default()))
        }
        (Named::Model(id), Some(mutations)) => {
            let model = data.model(id);
            if mutations.value.is_empty() {
                let finding = mutations.finding(Code::SubscriptionSource, "no mutation is named");
                found.push(finding.help("name one: `.mutations([\"create\"])`"));
            }
            for word in &mutations.value {
                if let Some(disabled) = model.disabled_by(mutation(word.value)) {
                    let message =
                        format!("`{}` of `{}` is disabled", crate::vocabulary::Words::text(word.value), name.value);
                    let finding = word.finding(Code::SubscriptionSource, message);
                    let finding = finding.label(disabled.place(), "disabled here");
                    found.push(finding.help("leave it out here, or out of `.disableOperations([...])`"));
                }
            }
            Some((TypeKind::Model(id), Many::default()))
        }
        (_, _) => {
            report(format!("`{}` is neither a model nor a mutation", name.value), "name a mutation".to_owned());
            None
        }
    }
}

fn mutation(word: MutationWord) -> ModelOperation {
    match word {
        MutationWord::Create => ModelOperation::Create,
        MutationWord::Update => ModelOperation::Update,
        MutationWord::Delete => ModelOperation::Delete,
    }
}
