//! Limits that are passed, as findings at the place of the definition that passes them.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::emit::resolvers::{Resolver, Steps};
use crate::model::data::Handler;
use crate::model::{Backend, Data, Function, RestApi, Storage};
use crate::names::{self, Stack};
use crate::resources::{
    API_VARIABLE_NAME, API_VARIABLES, LAMBDA_ENVIRONMENT_BYTES, Limit, MANAGED_POLICIES, MANAGED_POLICY_BYTES, OUTPUTS,
    PARAMETERS, RESOLVER_CODE, RESOURCES, RESOURCES_AT_ONCE, ROLE_POLICY_BYTES, SCHEMA_BYTES, TEMPLATE_BYTES,
};
use crate::source::Span;

/// One finding for each limit.
pub(super) fn diagnostics(limits: &[Limit], backend: &Backend) -> Vec<Diagnostic> {
    limits.iter().filter_map(|limit| diagnostic(limit, backend)).collect()
}

fn diagnostic(limit: &Limit, backend: &Backend) -> Option<Diagnostic> {
    let data = backend.data.as_ref();
    // a backend that passes a limit has one of these
    let whole = || {
        let auth = backend.auth.as_ref().map(|auth| auth.span);
        let referenced = || backend.referenced_auth.as_ref().map(|auth| auth.span);
        let function = || backend.functions.first().map(|function| function.span);
        let storage = || backend.storages.first().map(|storage| storage.span);
        auth.or_else(referenced).or_else(function).or_else(storage).or(data.map(|data| data.span))
    };
    let place = |stack: &Stack| match stack {
        Stack::Root => whole(),
        Stack::Operations => data.map(|data| data.span),
        Stack::Model(name) | Stack::Relations(name) => {
            data?.models.iter().find(|model| *model.name == **name).map(|model| model.name.place())
        }
    };
    let function = |id: &names::LogicalId, of: fn(&str) -> names::LogicalId| {
        backend.functions.iter().find(|function| of(&function.name) == *id)
    };
    Some(match limit {
        Limit::Resources(stack, count) => too_many(place(stack)?, stack, *count, RESOURCES, "resources"),
        Limit::Parameters(stack, count) => too_many(place(stack)?, stack, *count, PARAMETERS, "parameters"),
        Limit::Outputs(stack, count) => too_many(place(stack)?, stack, *count, OUTPUTS, "outputs"),
        Limit::Template(stack, bytes) => too_many(place(stack)?, stack, *bytes, TEMPLATE_BYTES, "bytes"),
        Limit::ResourcesAtOnce(count) => {
            let message = format!(
                "the backend takes {count} resources in all stacks, and CloudFormation touches {RESOURCES_AT_ONCE} at once"
            );
            Diagnostic::new(Code::TemplateTooLarge, whole()?, message)
                .severity(Severity::Warning)
                .help("deploy it in steps at first: with some of its models, then with more")
        }
        Limit::RolePolicies { role, least, most } => {
            let function = function(role, names::function_role)?;
            let message = format!(
                "the policies of `{}` have {}, and a role can hold {ROLE_POLICY_BYTES}",
                function.name.as_str(),
                between(*least, *most, "characters"),
            );
            sized(Code::PolicyTooLarge, function.span, message, *least, ROLE_POLICY_BYTES)
                .help("put some of its secrets into one, as JSON, or split the function")
        }
        Limit::ManagedPolicies { role, count } => {
            let paths = |storage: &&Storage| storage.record.access.as_ref().map_or(0, |access| access.paths.len());
            let largest = backend.storages.iter().max_by_key(paths);
            let access = largest.and_then(|storage| storage.record.notes.key("access"));
            let paths = |api: &&RestApi| api.record.paths.as_ref().map_or(0, |paths| paths.entries.len());
            let calls = backend.rest_apis.iter().max_by_key(paths).and_then(|api| api.record.notes.key("paths"));
            let (what, help) = if access.is_some() {
                ("do with files", "let one wider path take the place of many, as `media/*`")
            } else if calls.is_some() {
                ("call", "let one path take the place of many: what lies below it belongs to it")
            } else if data.is_none() {
                ("do by its statements", "name several resources by one ARN with a `*`, or fewer of them")
            } else {
                ("ask the API", "let users come with tokens of the user pool, which need no policies")
            };
            let message = format!(
                "what `{role}` may {what} takes {count} policies of {MANAGED_POLICY_BYTES} characters, and a role can \
                 hold {MANAGED_POLICIES}"
            );
            let place = access.or(calls).or_else(|| data.map(|data| data.span)).or_else(whole);
            Diagnostic::new(Code::PolicyTooLarge, place?, message).help(help)
        }
        Limit::Statement { role, length } => {
            let message = format!(
                "a statement of `{role}` takes a policy of {length} characters, and one can have {MANAGED_POLICY_BYTES}"
            );
            Diagnostic::new(Code::PolicyTooLarge, whole()?, message)
                .help("name fewer actions or values in one statement, or use a `*` where several begin alike")
        }
        Limit::Environment { function: id, least, most } => {
            let function = function(id, names::function)?;
            let message = format!(
                "the environment of `{}` takes {}, and Lambda allows {LAMBDA_ENVIRONMENT_BYTES}",
                function.name.as_str(),
                between(*least, *most, "bytes"),
            );
            sized(Code::EnvironmentSize, function.span, message, *least, LAMBDA_ENVIRONMENT_BYTES)
                .help("shorten names and values, or move what is large into a file beside the handler")
        }
        Limit::ApiVariables(variables) => too_many_variables(variables, backend, data?),
        Limit::ApiVariableName(name) => {
            let function = backend.functions.iter().find(|function| is_variable_of(function, name))?;
            let message = format!(
                "the variable `{name}`, by which the API knows `{}`, has {} characters, and AppSync allows \
                 {API_VARIABLE_NAME}",
                function.name.as_str(),
                name.len(),
            );
            Diagnostic::new(Code::ResourceName, function.name.place(), message).help("choose a shorter name")
        }
    })
}

/// Resolvers whose code is longer than AppSync takes, at what they are made for.
pub(super) fn code(data: &Data, resolvers: &[Resolver]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for resolver in resolvers {
        let field = format!("{}.{}", resolver.type_name, resolver.field);
        if resolver.code.chars().count() > RESOLVER_CODE {
            let (place, help) = made_for(data, resolver);
            found.push(too_long(&format!("the resolver of `{field}`"), &resolver.code, place).help(help));
        }
        let Steps::Pipeline(steps) = &resolver.steps else { continue };
        let operation = data.operations.iter().find(|operation| operation.name.value == resolver.field);
        let handlers = operation.and_then(|operation| operation.handlers.as_ref()).map(|handlers| &handlers.value);
        // a step whose file cannot be read was told, and is not there
        let handlers = handlers.filter(|handlers| handlers.len() == steps.len());
        for (step, handler) in steps.iter().zip(handlers.into_iter().flatten()) {
            if let Handler::Custom { entry: Some(entry), .. } = handler
                && step.code.chars().count() > RESOLVER_CODE
            {
                let help = "shorten it, or split it into two steps: `.handler([...])`";
                found.push(too_long(&format!("`{}`", entry.value), &step.code, entry.place()).help(help));
            }
        }
    }
    found
}

/// A schema that is longer than AppSync takes, at the part that brings most of it.
pub(super) fn schema(data: &Data, text: &str) -> Option<Diagnostic> {
    if text.len() <= SCHEMA_BYTES {
        return None;
    }
    let models = |part: &usize| data.models.iter().filter(|model| model.part == *part).count();
    let largest = (0..data.parts.len()).max_by_key(models).map(|part| data.parts[part].span);
    let message = format!("the schema of the API has {} bytes, and AppSync takes {SCHEMA_BYTES}", text.len());
    let help =
        "switch off what nobody calls, `.disableOperations([\"subscriptions\"])`, or split the backend into several";
    Some(Diagnostic::new(Code::TooMany, largest.unwrap_or(data.span), message).help(help))
}

fn too_long(what: &str, code: &str, place: Span) -> Diagnostic {
    let message = format!("{what} has {} characters, and AppSync takes {RESOLVER_CODE}", code.chars().count());
    Diagnostic::new(Code::ResolverCode, place, message)
}

/// Where the field, index, model or operation stands that a resolver is made for, and how it gets shorter.
fn made_for(data: &Data, resolver: &Resolver) -> (Span, &'static str) {
    let (Stack::Model(name) | Stack::Relations(name)) = &resolver.stack else {
        let operation = data.operations.iter().find(|operation| operation.name.value == resolver.field);
        let place = operation.map_or(data.span, |operation| operation.name.place());
        return (place, "name fewer groups in its rules");
    };
    let help = "write fewer tests and rules for fields, or split the model";
    let Some(model) = data.models.iter().find(|model| *model.name == **name) else { return (data.span, help) };
    let field = model.field(&resolver.field).filter(|_| resolver.type_name == **name).map(|field| field.name.place());
    let index = || {
        let index = model.indexes.iter().find(|index| index.query.as_deref() == Some(&resolver.field))?;
        index.place()
    };
    (field.or_else(index).unwrap_or(model.name.place()), help)
}

fn too_many_variables(variables: &[String], backend: &Backend, data: &Data) -> Diagnostic {
    let stands = |function: &&Function| variables.iter().any(|variable| is_variable_of(function, variable));
    let functions = backend.functions.iter().filter(stands);
    let functions: Vec<String> = functions.map(|function| format!("`{}`", function.name.as_str())).collect();
    let (shown, more) = functions.split_at(functions.len().min(4));
    let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
    let message = format!(
        "the API takes {} variables, and AppSync allows {API_VARIABLES}: {} of them stand for the functions that may use \
         it, {}{more}",
        variables.len(),
        functions.len(),
        shown.join(", "),
    );
    // rules for functions stand behind a schema
    let part = data.parts.iter().max_by_key(|part| part.rules.as_ref().map_or(0, |claims| claims.rules.len()));
    Diagnostic::new(Code::TooMany, part.map_or(data.span, |part| part.span), message)
        .help("leave out the `allow.resource(...)` of some, or let one function do what several do")
}

/// Whether a variable of the API stands for a function.
fn is_variable_of(function: &Function, variable: &str) -> bool {
    names::function_role(&function.name).as_str() == variable
}

fn too_many(span: Span, stack: &Stack, count: usize, limit: usize, what: &str) -> Diagnostic {
    let (whose, help) = match stack {
        Stack::Root => ("the backend takes".to_owned(), "split the backend into several, each with a stack of its own"),
        Stack::Model(name) => (format!("the stack of `{name}` takes"), "split the model"),
        Stack::Relations(name) => (format!("the stack of the relations of `{name}` takes"), "split the model"),
        Stack::Operations => (
            "the stack of custom operations takes".to_owned(),
            "split the backend into several, each with a stack of its own",
        ),
    };
    let message = format!("{whose} {count} {what}, and a template can hold {limit}");
    Diagnostic::new(Code::TemplateTooLarge, span, message).help(help)
}

/// An error if it is certain, a warning if it depends on the names of stack and region.
fn sized(code: Code, span: Span, message: String, least: usize, limit: usize) -> Diagnostic {
    let diagnostic = Diagnostic::new(code, span, message);
    if least > limit { diagnostic } else { diagnostic.severity(Severity::Warning) }
}

fn between(least: usize, most: usize, unit: &str) -> String {
    if least == most {
        format!("{least} {unit}")
    } else {
        format!("{least} to {most} {unit} (the name of the stack is in them)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Options, analyze};
    use crate::source::MemoryFiles;

    #[test]
    fn a_stack_that_is_too_large_is_shown_at_its_model() {
        let text = "const schema = a.schema({ Post: a.model({ title: a.string() }) }).authorization((allow) => [allow.publicApiKey()]);\n\
                    export const data = defineData({ schema });\n";
        let analysis = analyze(&MemoryFiles::single("backend.amp", text), "backend.amp", &Options::default());
        let analysis = analysis.expect("the file is there");
        let post = || "Post".to_owned();
        let found = diagnostics(
            &[
                Limit::Parameters(Stack::Model(post()), 201),
                Limit::Outputs(Stack::Relations(post()), 202),
                Limit::Template(Stack::Operations, 2_000_000),
                Limit::Resources(Stack::Root, 501),
                Limit::ResourcesAtOnce(2501),
            ],
            &analysis.backend,
        );
        let found = found.iter().map(|it| {
            let place = analysis.sources.text(it.span);
            format!("{:?} at {place}: {}", it.severity, it.message)
        });
        assert_eq!(
            found.collect::<Vec<_>>(),
            [
                "Error at Post: the stack of `Post` takes 201 parameters, and a template can hold 200",
                "Error at Post: the stack of the relations of `Post` takes 202 outputs, and a template can hold 200",
                "Error at defineData: the stack of custom operations takes 2000000 bytes, and a template can hold 1000000",
                "Error at defineData: the backend takes 501 resources, and a template can hold 500",
                "Warning at defineData: the backend takes 2501 resources in all stacks, and CloudFormation touches 2500 at once",
            ]
        );
    }
}
