//! From evaluated declarations to the backend.

use std::borrow::Cow;
use std::collections::HashSet;

use smol_str::SmolStr;

use super::referenced::References;
use super::{
    AdminQueries, Auth, Backend, EDITIONS, Edition, Function, FunctionId, Group, GroupUse, ReferencedAuth, RestApi,
    RestApiId, Storage, StorageId, Unreached, data,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::{Chain, Declaration, DeclarationId, Program, Value, ValueKind};
use crate::source::{Sources, Span, file_name, folder, join};
use crate::vocabulary::{self, At, Context, FunctionArgument, Lower, Notes, Origin, Secret};

/// The backend of a program, and what is wrong with its declarations.
pub fn build(program: &Program, sources: &Sources) -> (Backend, Vec<Diagnostic>) {
    let mut cx = Context::new(program, sources);
    let edition = edition(program, &mut cx);
    let mut backend =
        Backend { edition, blind: program.blind.clone(), listed: program.backend.is_some(), ..Backend::default() };
    // checked with the same defaults
    let mut outside = Backend { edition, ..Backend::default() };
    let members = members(program);
    for (index, declaration) in (0..).zip(&program.declarations) {
        let id = DeclarationId(index);
        if !members.contains(&id) {
            declared(id, declaration, &mut outside, &mut cx);
            continue;
        }
        declared(id, declaration, &mut backend, &mut cx);
        if vocabulary::builder(&declaration.builder).is_some_and(|builder| !builder.compiled) {
            not_compiled(&declaration.builder, declaration.builder_span, &mut cx);
        }
        for argument in &declaration.arguments {
            secrets(argument, program, sources, &mut backend.secrets);
            dynamic_references(argument, &mut cx);
        }
    }
    schemas(program, &mut cx);
    // a second auth is a mistake wherever it stands, as in Amplify
    backend.auths.extend(outside.auths.iter().cloned());
    // without a single member the file as a whole was reported, and what is listed wrongly may be any of them
    if !program.backend_in_doubt && (backend.listed || !members.is_empty()) {
        backend.unreached = unreached(program, &members, &backend, &cx.found);
    }
    backend.outside = Some(Box::new(outside));
    (backend, cx.found)
}

/// The edition that the entry file names, else the newest one.
fn edition(program: &Program, cx: &mut Context<'_>) -> &'static Edition {
    let newest = Edition::newest();
    let Some(value) = &program.edition else { return newest };
    let message = match &value.kind {
        ValueKind::Broken => return newest,
        ValueKind::String(name) => match Edition::of(name) {
            Some(edition) => return edition,
            None => format!("there is no edition `{name}`"),
        },
        _ => format!("`edition` is {}, not the name of an edition", value.describe()),
    };
    let finding = Diagnostic::new(Code::UnknownEdition, value.span, message);
    cx.report(match EDITIONS {
        [only] => finding.fix(format!("write `\"{0}\"`", only.name), value.span, format!("\"{}\"", only.name)),
        all => {
            let known: Vec<_> = all.iter().map(|edition| format!("`\"{}\"`", edition.name)).collect();
            finding.help(format!("known are {}", known.join(", ")))
        }
    });
    newest
}

/// The declarations that belong to the backend: those listed in `defineBackend`, or without it those exported, and
/// everything that they refer to.
fn members(program: &Program) -> HashSet<DeclarationId> {
    let mut open = References::default();
    if let Some(entries) = &program.backend {
        for entry in entries {
            open.read(&entry.value);
        }
    } else {
        let exported = (0..).map(DeclarationId).zip(&program.declarations).filter(|(_, it)| it.exported);
        open.resources.extend(exported.map(|(id, _)| id));
    }
    let mut members = HashSet::new();
    while let Some(id) = open.resources.pop() {
        if members.insert(id) {
            for argument in &program.declaration(id).arguments {
                open.read(argument);
            }
        }
    }
    members
}

/// The declarations that do not belong to the backend, without those that only another one of them refers to, and
/// without what follows from what was `told`.
fn unreached(
    program: &Program,
    members: &HashSet<DeclarationId>,
    backend: &Backend,
    told: &[Diagnostic],
) -> Vec<Unreached> {
    let auths_told = backend.auths.len() > 1;
    let all = || (0..).map(DeclarationId).zip(&program.declarations).filter(|(id, _)| !members.contains(id));
    let mut inner = References::default();
    all().flat_map(|(_, declaration)| &declaration.arguments).for_each(|argument| inner.read(argument));
    let inner: HashSet<DeclarationId> = inner.resources.into_iter().collect();
    let roots = all().filter(|(id, declaration)| {
        let known = vocabulary::builder(&declaration.builder).is_some();
        known && !inner.contains(id) && !(auths_told && declaration.builder.ends_with("Auth"))
    });
    // what is hidden in a member, which is an error of its own, may be the one place that refers to a function
    let compiled = |name: &str| vocabulary::builder(name).is_some_and(|builder| builder.compiled);
    let mut inside = members.iter().map(|id| program.declaration(*id)).filter(|member| compiled(&member.builder));
    let rule_told = |code| matches!(code, Code::UnfinishedRule | Code::UnknownMethod | Code::WrongArguments);
    let doubted = inside.any(|member| member.in_doubt) || told.iter().any(|finding| rule_told(finding.code));
    let roots = roots.filter(|(_, declaration)| !(doubted && declaration.builder == "defineFunction"));
    let entry = |declaration: &Declaration| {
        let kind = kind_of(&declaration.builder);
        let (constant, span) = declaration.name.clone().unzip();
        Unreached { kind, constant, span: span.unwrap_or(declaration.builder_span) }
    };
    let mut unreached: Vec<Unreached> = roots.map(|(_, declaration)| entry(declaration)).collect();
    if backend.listed {
        // a second auth that nothing uses is none
        let wanted =
            program.unused_imports.iter().filter(|it| backend.auths.is_empty() || !it.builder.ends_with("Auth"));
        unreached.extend(wanted.map(|unused| Unreached {
            kind: kind_of(&unused.builder),
            constant: Some(unused.name.clone()),
            span: unused.place,
        }));
    }
    unreached
}

/// What a builder makes: `function`, `auth`, `REST API`.
fn kind_of(builder: &str) -> String {
    match builder {
        "defineRestApi" => return "REST API".to_owned(),
        "defineAdminQueries" => return "admin API".to_owned(),
        _ => {}
    }
    builder.trim_start_matches("define").trim_start_matches("reference").to_lowercase()
}

/// Notes each schema that no declaration takes: where one does, that is noted.
fn schemas(program: &Program, cx: &mut Context<'_>) {
    fn within(value: &Value, taken: &mut HashSet<Span>) {
        taken.extend(value.schema());
        value.each_child(&mut |child| within(child, taken));
    }
    if program.schemas.is_empty() {
        return;
    }
    let mut taken = HashSet::new();
    for argument in program.declarations.iter().flat_map(|declaration| &declaration.arguments) {
        within(argument, &mut taken);
    }
    for place in program.schemas.iter().filter(|place| !taken.contains(place)) {
        let message = "no `defineData` takes this schema, so nothing is made of it";
        let help = "hand it to one: `export const data = defineData({ schema })`";
        cx.report(Diagnostic::new(Code::NotCompiled, *place, message).help(help));
    }
}

fn not_compiled(name: &str, span: Span, cx: &mut Context<'_>) {
    let message = format!("`{name}` is read, but not compiled yet");
    let help = "auth and functions are built all the same";
    cx.report(Diagnostic::new(Code::NotCompiled, span, message).help(help));
}

fn declared(id: DeclarationId, declaration: &Declaration, backend: &mut Backend, cx: &mut Context<'_>) {
    let span = declaration.builder_span;
    if vocabulary::builder(&declaration.builder).is_some_and(|builder| builder.origin == Origin::Extension) {
        cx.extension(&declaration.builder, span);
    }
    match declaration.builder.as_str() {
        "defineAuth" => {
            backend.auths.push((declaration.builder.clone(), span));
            let record: Option<vocabulary::Auth> = argument(declaration, cx);
            if backend.auth.is_none() {
                let record =
                    record.unwrap_or_else(|| vocabulary::Auth { notes: Notes::unread(), ..Default::default() });
                let groups = groups(&record);
                backend.auth = Some(Auth { declaration: id, record, groups, span });
            }
        }
        "referenceAuth" => {
            backend.auths.push((declaration.builder.clone(), span));
            let record: Option<vocabulary::ReferenceAuth> = argument(declaration, cx);
            if backend.referenced_auth.is_none() {
                let record = record
                    .unwrap_or_else(|| vocabulary::ReferenceAuth { notes: Notes::unread(), ..Default::default() });
                backend.referenced_auth = Some(ReferencedAuth { declaration: id, record, span });
            }
        }
        "defineFunction" => function(id, declaration, backend, cx),
        "defineStorage" => storage(id, declaration, backend, cx),
        "defineRestApi" => rest_api(id, declaration, backend, cx),
        "defineAdminQueries" => {
            let record = argument(declaration, cx)
                .unwrap_or_else(|| vocabulary::AdminQueries { notes: Notes::unread(), ..Default::default() });
            backend.admin_queries.push(AdminQueries::new(id, span, record));
        }
        "defineOutputs" => backend.outputs.extend(argument(declaration, cx).map(|record| (record, span))),
        "defineData" => {
            backend.datas.push(span);
            backend.group_uses.append(&mut group_uses(declaration));
            let record: Option<vocabulary::data::Data> = argument(declaration, cx);
            let record =
                record.unwrap_or_else(|| vocabulary::data::Data { notes: Notes::unread(), ..Default::default() });
            if backend.data.is_none() {
                backend.data = Some(data::build(id, span, record, cx.sources));
            }
        }
        name => match vocabulary::builder(name) {
            None => unknown_builder(declaration, cx),
            Some(builder) if !builder.compiled => {
                backend.group_uses.append(&mut group_uses(declaration));
            }
            Some(_) => {}
        },
    }
}

/// The groups that the rules of a declaration name.
fn group_uses(declaration: &Declaration) -> Vec<GroupUse> {
    let mut references = References::default();
    for argument in &declaration.arguments {
        references.read(argument);
    }
    references.groups
}

fn unknown_builder(declaration: &Declaration, cx: &mut Context<'_>) {
    let name = declaration.builder.as_str();
    let diagnostic =
        Diagnostic::new(Code::UnknownBuilder, declaration.builder_span, format!("there is no builder `{name}`"));
    cx.report(if let Some(known) = vocabulary::closest_builder(name) {
        diagnostic.fix(format!("write `{known}`"), declaration.builder_span, known)
    } else {
        let all: Vec<_> = vocabulary::builders().iter().map(|builder| format!("`{}`", builder.name)).collect();
        diagnostic.help(format!("known are {}", all.join(", ")))
    });
}

/// The one argument of a builder, typed.
fn argument<T: Lower>(declaration: &Declaration, cx: &mut Context<'_>) -> Option<T> {
    let optional = vocabulary::builder(&declaration.builder).is_some_and(|builder| builder.optional);
    match declaration.arguments.as_slice() {
        [] => {
            if !optional {
                let message = format!("`{}` needs an object with its properties", declaration.builder);
                let help = format!("write `{}({{ ... }})`", declaration.builder);
                cx.report(Diagnostic::new(Code::WrongArguments, declaration.builder_span, message).help(help));
            }
            None
        }
        [only] => properties(declaration, only, cx),
        [first, more, ..] => {
            // a function made in code takes its placement as a second argument
            if !matches!(first.kind, ValueKind::Callback(_)) {
                let message = format!("`{}` takes one object", declaration.builder);
                let help = "put all properties into the first object";
                cx.report(Diagnostic::new(Code::WrongArguments, more.place(), message).help(help));
            }
            properties(declaration, first, cx)
        }
    }
}

/// The properties that a builder is given.
fn properties<T: Lower>(declaration: &Declaration, value: &Value, cx: &mut Context<'_>) -> Option<T> {
    match value.kind {
        ValueKind::Object(_) | ValueKind::Callback(_) | ValueKind::Opaque(_) | ValueKind::Broken => T::lower(value, cx),
        _ => {
            let message = format!("`{}` takes an object, not {}", declaration.builder, value.describe());
            let help = format!("write `{}({{ ... }})`", declaration.builder);
            cx.report(Diagnostic::new(Code::WrongType, value.place(), message).help(help));
            None
        }
    }
}

/// The groups of an auth, each name once, the one that counts first in front.
fn groups(record: &vocabulary::Auth) -> Vec<Group> {
    let mut seen = HashSet::new();
    let records = record.groups.iter().flatten().map(|entry| &entry.0);
    let named = records.filter_map(|record| Some((record, record.name.clone()?)));
    let named = named.filter(|(_, name)| seen.insert(name.value.clone()));
    let groups = (0..).zip(named).map(|(place, (record, name))| {
        let written = record.precedence.as_ref().and_then(|it| u32::try_from(it.value.0).ok());
        Group { name, precedence: written.unwrap_or(place), record: record.clone() }
    });
    let mut groups: Vec<Group> = groups.collect();
    groups.sort_by_key(|group| group.precedence);
    groups
}

fn function(id: DeclarationId, declaration: &Declaration, backend: &mut Backend, cx: &mut Context<'_>) {
    let argument: Option<FunctionArgument> = argument(declaration, cx);
    let custom = matches!(argument, Some(FunctionArgument(None)));
    let read = argument.is_some() || declaration.arguments.is_empty();
    let mut record = argument.and_then(|argument| argument.0).unwrap_or_default();
    if !read {
        record.notes = Notes::unread();
    }
    let file = &cx.sources.get(declaration.span.file).path;
    let folder = folder(file).to_owned();
    let name = record.name.clone().unwrap_or_else(|| {
        let name = match &record.entry {
            Some(entry) => stem(entry),
            None => file_name(&folder),
        };
        At::new(SmolStr::new(name), declaration.builder_span)
    });
    let entry = match &record.entry {
        Some(entry) => At { value: join(&folder, entry), span: entry.span, via: entry.via },
        None => At::new(join(&folder, "./handler.ts"), declaration.builder_span),
    };
    let function = FunctionId(u32::try_from(backend.functions.len()).unwrap_or(u32::MAX));
    backend.by_declaration.insert(id, function);
    backend.functions.push(Function {
        id: function,
        declaration: id,
        name,
        constant: declaration.name.as_ref().map(|(name, _)| name.clone()),
        entry,
        folder,
        record,
        custom,
        span: declaration.builder_span,
    });
}

fn storage(id: DeclarationId, declaration: &Declaration, backend: &mut Backend, cx: &mut Context<'_>) {
    let record: Option<vocabulary::Storage> = argument(declaration, cx);
    let record = record.unwrap_or_else(|| vocabulary::Storage { notes: Notes::unread(), ..Default::default() });
    let constant = declaration.name.as_ref().map(|(name, _)| name.clone());
    let name = record.name.clone();
    let name = name.unwrap_or_else(|| At::new(constant.clone().unwrap_or_default(), declaration.builder_span));
    backend.group_uses.append(&mut group_uses(declaration));
    let storage = StorageId(u32::try_from(backend.storages.len()).unwrap_or(u32::MAX));
    let span = declaration.builder_span;
    backend.storages.push(Storage { id: storage, declaration: id, name, constant, record, span });
}

fn rest_api(id: DeclarationId, declaration: &Declaration, backend: &mut Backend, cx: &mut Context<'_>) {
    let record: Option<vocabulary::RestApi> = argument(declaration, cx);
    let record = record.unwrap_or_else(|| vocabulary::RestApi { notes: Notes::unread(), ..Default::default() });
    let span = declaration.builder_span;
    let name = record.name.clone().unwrap_or_else(|| match &declaration.name {
        Some((name, span)) => At::new(name.clone(), *span),
        None => At::new(SmolStr::default(), span),
    });
    backend.group_uses.append(&mut group_uses(declaration));
    let api = RestApiId(u32::try_from(backend.rest_apis.len()).unwrap_or(u32::MAX));
    backend.rest_apis.push(RestApi { id: api, declaration: id, name, record, span });
}

/// A file's name without its extension, as Node's `path.parse(entry).name` gives it.
fn stem(path: &str) -> &str {
    let name = file_name(path);
    match name.rfind('.') {
        Some(at) if at > 0 => &name[..at],
        _ => name,
    }
}

/// Warns of each text that CloudFormation would not take as it is:
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html>.
fn dynamic_references(value: &Value, cx: &mut Context<'_>) {
    let text = match &value.kind {
        ValueKind::String(text) => text.as_str().into(),
        // the parts in between are placeholders
        ValueKind::Template(parts) => parts
            .iter()
            .map(|part| match &part.kind {
                ValueKind::String(text) => text.as_str(),
                _ => "...",
            })
            .collect(),
        _ => Cow::default(),
    };
    let reference = text.split_once("{{resolve:").and_then(|(_, rest)| rest.split_once("}}"));
    if let Some((reference, _)) = reference {
        let message = format!("CloudFormation replaces `{{{{resolve:{reference}}}}}` by the value that it names");
        let help = "a text cannot hold this; if a secret is meant, write `secret(\"NAME\")`";
        cx.report(Diagnostic::new(Code::DynamicReference, value.place(), message).help(help));
        return;
    }
    value.each_child(&mut |child| dynamic_references(child, cx));
}

/// Every `secret("NAME")` in a value. What is wrong with one was reported where it was lowered.
fn secrets(value: &Value, program: &Program, sources: &Sources, found: &mut Vec<Secret>) {
    match &value.kind {
        ValueKind::Chain(Chain { links, .. }) if links.first().is_some_and(|link| link.name == "secret") => {
            found.extend(Secret::lower(value, &mut Context::new(program, sources)));
        }
        _ => value.each_child(&mut |child| secrets(child, program, sources, found)),
    }
}
