//! Operations with handlers of their own: functions, and the user's own resolvers.

use super::caller::{Callers, Who, guard};
use super::code::{Module, quoted};
use super::read::RESULT;
use super::{Resolver, Source, Step, Steps};
use crate::access::data::FunctionRight;
use crate::check::Checked;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Backend;
use crate::model::data::{Data, Handler, HandlerSource, Named, Operation, Returns, TypeKind};
use crate::names::{self, Stack};
use crate::source::Files;

/// The resolvers of all operations, and what is wrong with the user's own code.
pub(super) fn all(checked: Checked<'_>, data: &Data, files: &dyn Files) -> (Vec<Resolver>, Vec<Diagnostic>) {
    let (mut resolvers, mut problems) = (Vec::new(), Vec::new());
    for operation in &data.operations {
        let Some(handlers) = &operation.handlers else { continue };
        let access = &checked.access().data;
        let roles = access.operation(operation.id).iter().map(|role| Who::Caller(role.who.clone()));
        let may = |right: &&FunctionRight| right.may(operation.kind);
        let functions = access.functions.iter().filter(may).map(|right| Who::Function(right.function));
        let callers: Callers = roles.chain(functions).collect();
        let context = Context { backend: checked.backend(), operation, callers: &callers, files };
        let given = given(data, operation);
        let (steps, code) = match &handlers.value[..] {
            [Handler::Function { asynchronous, .. }] => {
                let Some(step) = context.step(1, &handlers.value[0], &mut problems) else { continue };
                (
                    Steps::Unit(step.source),
                    context.guarded(|| {
                        let result = result(*asynchronous)
                            .replace("  return ctx.result;\n", &given.replace("RESULT", "ctx.result"));
                        (invoke(operation, *asynchronous), result)
                    }),
                )
            }
            several => {
                let steps = (1..).zip(several).filter_map(|(at, handler)| context.step(at, handler, &mut problems));
                let through = || ("  return {};\n".to_owned(), given.replace("RESULT", "ctx.prev.result"));
                (Steps::Pipeline(steps.collect()), context.guarded(through))
            }
        };
        resolvers.push(Resolver {
            stack: Stack::Operations,
            type_name: operation.kind.type_name().to_owned(),
            field: operation.name.value.to_string(),
            steps,
            requests: Vec::new(),
            code,
        });
    }
    (resolvers, problems)
}

/// What gives the result back. Items that subscribers are told of are marked as the result of a mutation: fields with
/// rules of their own and relations are left out, which the mutation's caller may read and a subscriber may not.
fn given(data: &Data, operation: &Operation) -> &'static str {
    let told = data.operations.iter().flat_map(|other| &other.sources).flat_map(|sources| &sources.value);
    let told = told.into_iter().any(|source| source.of == Some(Named::Operation(operation.id)));
    match &operation.returns {
        Some(Returns { kind: TypeKind::Model(_), many, .. }) if told && many.list.is_some() => {
            "  return RESULT ? RESULT.map((/** @type {any} */ item) => item && { ...item, __operation: 'Mutation' }) : null;\n"
        }
        Some(Returns { kind: TypeKind::Model(_), .. }) if told => {
            "  return RESULT ? { ...RESULT, __operation: 'Mutation' } : null;\n"
        }
        _ => "  return RESULT;\n",
    }
}

struct Context<'a> {
    backend: &'a Backend,
    operation: &'a Operation,
    callers: &'a Callers,
    files: &'a dyn Files,
}

impl Context<'_> {
    /// Code that does something for those who may.
    fn guarded(&self, does: impl FnOnce() -> (String, String)) -> String {
        let mut module =
            Module::begun(self.backend, self.operation.kind.type_name(), &self.operation.name.value, self.callers);
        if !self.callers.is_nobody() {
            let (request, response) = does();
            module.request = guard("allowed", self.callers, self.backend, &mut module) + &request;
            module.response = response;
        }
        module.text()
    }

    fn step(&self, number: usize, handler: &Handler, problems: &mut Vec<Diagnostic>) -> Option<Step> {
        let type_name = self.operation.kind.type_name();
        let field = &self.operation.name.value;
        let name = format!("{type_name}{}{number}", names::capitalized(field));
        let (source, code) = match handler {
            Handler::Function { function, asynchronous, .. } => {
                let function = self.backend.resolve(function.as_ref()?)?;
                let mut module = Module::new(format!("{type_name}.{field}, step {number}: {}.", function.name.value));
                module.request = invoke(self.operation, *asynchronous);
                module.response = result(*asynchronous);
                (Source::Function(function.id), module.text())
            }
            Handler::Custom { entry, source, .. } => {
                let entry = entry.as_ref()?;
                let source = match source {
                    None => Source::Nothing,
                    Some(HandlerSource::Model(_, model)) => Source::Table((*model)?),
                    Some(HandlerSource::Named(name)) => Source::Named(name.value.to_string()),
                };
                match self.files.read(&entry.value) {
                    Ok(text) => (source, text.to_string()),
                    Err(error) => {
                        let message = format!("the resolver `{}` cannot be read: {error}", entry.value);
                        problems.push(Diagnostic::new(Code::ResolverCode, entry.place(), message));
                        return None;
                    }
                }
            }
        };
        Some(Step { name, source, code })
    }
}

/// The request to a function, with the event that Amplify gives.
fn invoke(operation: &Operation, asynchronous: bool) -> String {
    let event = if asynchronous { "    invocationType: 'Event',\n" } else { "" };
    format!(
        "  return {{\n    operation: 'Invoke',\n{event}    payload: {{\n      typeName: {},\n      fieldName: {},\n      \
         arguments: ctx.args,\n      identity: ctx.identity,\n      source: ctx.source,\n      request: ctx.request,\n      \
         prev: ctx.prev,\n    }},\n  }};\n",
        quoted(operation.kind.type_name()),
        quoted(&operation.name.value),
    )
}

/// What a function gave; of one that nobody waits for, whether it was reached.
fn result(asynchronous: bool) -> String {
    if !asynchronous {
        return RESULT.to_owned();
    }
    "  if (ctx.error) {\n    util.appendError(ctx.error.message, ctx.error.type);\n  }\n  return { success: !ctx.error };\n"
        .to_owned()
}
