//! From a checked backend to everything that `ampc build` writes. Nothing is read or written here.

mod client;
mod cloudformation;
pub mod graphql;
pub mod layout;
mod limits;
pub mod outputs;
mod parameters;
pub mod resolvers;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::access::report::Report;
use crate::check::Checked;
use crate::diagnostic::Diagnostic;
use crate::model::Function;
use crate::names::{self, Stack};
use crate::resources::{Graph, Layout, Limit, RESOURCES_AT_ONCE};
use crate::source::{Files, Span};
use crate::vocabulary::{At, Words};

/// What is built, but for the code of functions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Artifacts {
    /// Path below the output folder to contents.
    pub files: BTreeMap<String, String>,
    /// The functions whose code has to be put into their folders, besides what is in `files`.
    pub functions: Vec<FunctionBundle>,
    /// What is left to be done, in order.
    pub next_steps: Vec<NextStep>,
    /// Where the layout of stacks is decided; `None` without data.
    pub layout: Option<Span>,
}

/// How a function's code gets into its folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionBundle {
    /// The function's name; its folder is [`names::function_folder`] of it.
    pub name: String,
    /// The handler's file, as a path like those of the sources.
    pub entry: String,
    /// Where that is written.
    pub span: Span,
    /// What the handler's module is called in the folder, without extension. The template names it, or a file that
    /// loads it.
    pub stem: &'static str,
    /// The runtime in esbuild's words: `node22`; `None` for Python.
    pub target: Option<String>,
    /// Whether the code is made small.
    pub minify: bool,
    /// Modules that layers bring, so that they are not bundled.
    pub external: Vec<String>,
}

/// Something for the user to do, with the command that does it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextStep {
    /// What it is for.
    pub what: String,
    /// The command, to be run in the output folder; `$STACK` and `$BUCKET` are the user's.
    pub command: String,
}

/// Everything that is built from a backend, and which limits of AWS it passes. With an error among those, nothing
/// should be written. The code of resolvers is read from `files`. Nothing but `parameters.json` depends on what time it
/// is, in seconds since 1970.
pub fn emit(checked: Checked<'_>, files: &dyn Files, now: u64) -> (Artifacts, Vec<Diagnostic>) {
    let plan = cloudformation::Plan::new(checked);
    let (resolvers, problems) = resolvers::resolvers(checked, files);
    let (described, clashes) = graphql::files(checked.backend(), checked.access());
    let described: BTreeMap<String, String> = described.into_iter().collect();
    let api = cloudformation::Api {
        resolvers,
        variables: resolvers::environment(checked),
        schema: described.get(names::GRAPHQL_FILE).map_or("", String::as_str),
    };
    let (mut graph, started) = cloudformation::graph(&plan, &api);
    let skeleton = outputs::skeleton(&plan, &graph);
    graph.output(cloudformation::outputs::DEFINITION, outputs::fingerprint(&skeleton).into());
    let parameters = parameters::file(graph.parameters(), now);
    let parametrized = !graph.parameters().is_empty();
    let (templates, limits) = templates(graph, plan.layout());
    let nested = templates.len() > 1;
    let mut found = limits::diagnostics(&limits, checked.backend());

    let client = client::Client::new();
    let data = checked.backend().data.as_ref();
    let layout = data.map(|data| data.record.layout.as_ref().map_or(data.span, At::place));
    let mut artifacts = Artifacts { files: templates, layout, ..Artifacts::default() };
    artifacts.files.insert("parameters.json".to_owned(), parameters);
    artifacts.files.insert("outputs.json".to_owned(), skeleton);
    let report = Report::of(checked.backend(), checked.access(), checked.sources(), true);
    artifacts.files.insert("access.json".to_owned(), pretty(&report));
    let cloudformation::Api { resolvers, .. } = api;
    artifacts.files.extend(described);
    found.extend(clashes);
    if let Some(data) = &checked.backend().data {
        artifacts.files.insert(names::SCHEMA_FILE.to_owned(), client.schema(data));
        if let Some(introspection) = artifacts.files.get(graphql::INTROSPECTION_FILE) {
            let [module, types] = names::RUNTIME_FILES.map(|file| format!("{}{file}", names::CLIENT_FOLDER));
            let text = client.runtime(data, introspection);
            artifacts.files.extend([(module, text), (types, client::RUNTIME_TYPES.to_owned())]);
        }
    }
    found.extend(problems);
    if let Some(data) = data {
        found.extend(cloudformation::clashes(data, &resolvers));
        found.extend(limits::code(data, &resolvers));
        found.extend(artifacts.files.get(names::GRAPHQL_FILE).and_then(|text| limits::schema(data, text)));
    }
    for queries in &checked.backend().admin_queries {
        let code = include_str!("emit/shim/admin_queries.js");
        artifacts.files.insert(format!("{}/index.js", names::ADMIN_FOLDER), code.to_owned());
        artifacts.files.insert(names::admin_client_file(&queries.name), client.admin(queries));
    }
    for (path, code) in resolvers.iter().flat_map(resolvers::Resolver::files) {
        artifacts.files.insert(path, code.to_owned());
    }
    for function in plan.functions() {
        let bundle = bundle(&plan, function);
        if started.contains(&function.id) {
            let (extension, text) = match bundle.target {
                Some(_) => ("mjs", include_str!("emit/shim/amp_start.mjs")),
                None => ("py", include_str!("emit/shim/amp_start.py")),
            };
            let folder = names::function_folder(&function.name);
            let path = format!("{folder}/{}.{extension}", cloudformation::START);
            artifacts.files.insert(path, text.to_owned());
        }
        if bundle.target.is_some() {
            let variables = cloudformation::variable_names(&plan, function);
            let path = names::environment_file(&function.name);
            artifacts.files.insert(path, client.environment(&function.name, &variables));
        }
        artifacts.functions.push(bundle);
    }
    artifacts.next_steps = next_steps(&plan, nested, parametrized);
    (artifacts, found)
}

/// The files of the templates, and the limits that they pass.
fn templates(graph: Graph, layout: Layout) -> (BTreeMap<String, String>, Vec<Limit>) {
    let of_resources = graph.limits();
    let (mut files, mut limits, mut at_once) = (BTreeMap::new(), Vec::new(), 0);
    for template in graph.templates(layout) {
        let text = cloudformation::render(&template);
        limits.extend(template.limits(packaged_bytes(&template.stack, &text)));
        at_once += template.resources.len();
        files.insert(template.stack.file(), text);
    }
    if files.len() > 1 && at_once > RESOURCES_AT_ONCE {
        limits.push(Limit::ResourcesAtOnce(at_once));
    }
    limits.extend(of_resources);
    (files, limits)
}

/// How long a template becomes by `aws cloudformation package`: the root is indented by four spaces instead of two. The
/// nested ones become YAML, which is about as long as they are: less structure, more of the code.
fn packaged_bytes(stack: &Stack, text: &str) -> usize {
    let indented = |line: &str| line.len() - line.trim_start_matches(' ').len();
    match stack {
        Stack::Root => text.len() + text.lines().map(indented).sum::<usize>(),
        _ => text.len(),
    }
}

fn bundle(plan: &cloudformation::Plan<'_>, function: &Function) -> FunctionBundle {
    let runtime = cloudformation::runtime(plan.edition(), &function.record);
    let minify = function.record.bundling.as_ref().and_then(|bundling| bundling.minify.as_ref());
    let layers = function.record.layers.iter().flat_map(|layers| &layers.entries);
    FunctionBundle {
        name: function.name.to_string(),
        entry: function.entry.value.clone(),
        span: function.entry.place(),
        stem: "index",
        target: (!runtime.is_python()).then(|| format!("node{}", runtime.text())),
        minify: minify.map_or(plan.edition().minify, |minify| minify.value),
        external: layers.map(|(module, _)| module.to_string()).collect(),
    }
}

/// Reads a secret as it is typed, unseen and without the newline at its end.
const TYPED: &str = "read -rs V; printf %s \"$V\" | ";

fn next_steps(plan: &cloudformation::Plan<'_>, nested: bool, parametrized: bool) -> Vec<NextStep> {
    let mut steps: Vec<NextStep> = Vec::new();
    let mut add = |what: String, command: String| {
        let step = NextStep { what, command };
        if !steps.contains(&step) {
            steps.push(step);
        }
    };
    let (keys, mut names_of_all) = (plan.provider_keys(), Vec::new());
    for secret in plan.provider_secrets() {
        let name = secret.name.as_str();
        // a key has several lines, and comes as a file
        let (typed, value) = if keys.contains(&name) { ("", "KEY.p8") } else { (TYPED, "/dev/stdin") };
        let command = format!(
            "{typed}aws secretsmanager create-secret --name \"amp/${{STACK:?}}/{name}\" --secret-string file://{value}"
        );
        add(format!("store `{name}`, which an external provider needs"), command);
        if !names_of_all.contains(&name) {
            names_of_all.push(name);
        }
    }
    if !names_of_all.is_empty() {
        let command = format!(
            "for NAME in {}; do aws secretsmanager describe-secret --secret-id \"amp/${{STACK:?}}/$NAME\" --query Name; done",
            names_of_all.join(" ")
        );
        add("see whether they are all there: a deploy without one of them fails".to_owned(), command);
    }
    for function in plan.functions() {
        for (_, name) in cloudformation::secrets(function) {
            let path = names::secret_path(name);
            let command = format!(
                "{TYPED}aws ssm put-parameter --overwrite --type SecureString --name \"/amp/${{STACK:?}}/{path}\" --value file:///dev/stdin"
            );
            add(format!("store `{name}`, which `{}` reads at start", function.name.as_str()), command);
        }
    }
    add(
        if nested { "upload the code and the nested templates" } else { "upload the code" }.to_owned(),
        "aws cloudformation package --template-file template.json --use-json --s3-bucket \"$BUCKET\" \
         --output-template-file packaged.json"
            .to_owned(),
    );
    let overrides = if parametrized { " --parameter-overrides file://parameters.json" } else { "" };
    let deploy = "aws cloudformation deploy --template-file packaged.json --stack-name \"$STACK\" --s3-bucket \"$BUCKET\" \
                  --capabilities CAPABILITY_IAM";
    add("deploy".to_owned(), format!("{deploy}{overrides}"));
    steps
}

/// Indented JSON with sorted keys and a newline at its end.
pub fn pretty(value: &impl Serialize) -> String {
    // By way of a map, since the fields of structs stand in the order of their declaration.
    let sorted = serde_json::to_value(value).unwrap_or_default();
    format!("{sorted:#}\n")
}
