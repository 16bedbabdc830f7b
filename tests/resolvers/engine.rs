//! Emitted resolvers run, in `QuickJS`, against AppSync and DynamoDB as `prelude.js` models them.

use std::collections::BTreeMap;
use std::fmt::Write;

use amp_compiler::analysis::{Options, analyze};
use amp_compiler::emit::resolvers::{Resolver, resolvers};
use amp_compiler::source::MemoryFiles;
use rquickjs::{Context, Function, Runtime};
use serde_json::{Value as Json, json};

/// A definition, and the code that it may name.
pub(crate) fn files_around(text: &str) -> MemoryFiles {
    let resolver = "export function request(ctx) {\n  return { payload: `own ${ctx.args.text}` };\n}\n\n\
                    export function response(ctx) {\n  return ctx.result;\n}\n";
    MemoryFiles::single("backend.amp", text)
        .with("handler.ts", "export const handler = async () => {};")
        .with("resolver.js", resolver)
}

/// The resolvers of a definition.
pub(crate) fn compile(text: &str) -> Vec<Resolver> {
    let files = files_around(text);
    let analysis = analyze(&files, "backend.amp", &Options::default()).expect("the file is there");
    let Some(checked) = analysis.checked() else { panic!("{text}\n{:#?}", analysis.diagnostics) };
    let (resolvers, found) = resolvers(checked, &files);
    assert!(found.is_empty(), "{found:#?}");
    resolvers
}

/// The resolvers of a definition, if it has no errors.
pub(crate) fn try_compile(text: &str) -> Result<Vec<Resolver>, String> {
    let files = MemoryFiles::single("backend.amp", text).with("handler.ts", "export const handler = async () => {};");
    let analysis = analyze(&files, "backend.amp", &Options::default()).expect("the file is there");
    let Some(checked) = analysis.checked() else {
        let codes = analysis.diagnostics.iter().map(|it| format!("{:?} {}", it.code, it.message));
        return Err(codes.collect::<Vec<_>>().join("; "));
    };
    let (resolvers, found) = resolvers(checked, &files);
    assert!(found.is_empty(), "{found:#?}");
    Ok(resolvers)
}

/// Something to run a resolver with.
#[derive(Clone, Debug)]
pub(crate) struct Call(pub(crate) Json);

/// What came of a call: `data` or `error`, what was `asked`, and the `items` of the table behind it.
pub(crate) type Outcome = Json;

/// Resolvers in an engine.
pub(crate) struct Engine(Context);

impl Engine {
    /// With the code of resolvers by `Type.field`, each text changed by `change`.
    pub(crate) fn new(resolvers: &[Resolver], change: impl Fn(&str) -> String) -> Self {
        let named = resolvers.iter().map(|it| (format!("{}.{}", it.type_name, it.field), it.code.clone()));
        Self::of(&named.collect(), change)
    }

    /// With code by name, each text changed by `change`.
    pub(crate) fn of(codes: &BTreeMap<String, String>, change: impl Fn(&str) -> String) -> Self {
        let runtime = Runtime::new().expect("memory");
        let context = Context::full(&runtime).expect("memory");
        context.with(|cx| {
            let (prelude, graph) = (include_str!("prelude.js"), include_str!("graph.js"));
            let entries = "globalThis.runAll = runAll;\nglobalThis.executeAll = executeAll;";
            cx.eval::<(), _>(format!("{prelude}\n{graph}\n{entries}")).expect("the prelude runs");
            let mut table = String::from("globalThis.resolvers = {\n");
            for (name, code) in codes {
                let code = change(code);
                let lines = code.lines().filter(|line| !line.starts_with("import "));
                let code: Vec<&str> = lines.map(|line| line.strip_prefix("export ").unwrap_or(line)).collect();
                let _ = writeln!(
                    table,
                    "'{name}': (util, runtime, extensions) => {{ 'use strict';\n{}\nreturn {{ request, response }}; }},",
                    code.join("\n")
                );
            }
            table.push_str("};");
            if let Err(error) = cx.eval::<(), _>(table.as_str()) {
                panic!("{error}: {:?}\n{table}", cx.catch());
            }
        });
        Self(context)
    }

    /// What `perform(template, resolvers)` of a script gives.
    pub(crate) fn perform(&self, script: &str, template: &Json) -> Json {
        let output: String = self.0.with(|cx| {
            cx.globals().set("template", template.to_string()).expect("memory");
            let call = "JSON.stringify(perform(JSON.parse(template), resolvers))";
            let output = cx.eval::<(), _>(script).and_then(|()| cx.eval(call));
            output.unwrap_or_else(|error| panic!("{error}: {:?}", cx.catch()))
        });
        serde_json::from_str(&output).expect("JSON")
    }

    /// What comes of calls; each begins with the same tables.
    pub(crate) fn run(&self, calls: &[Call], tables: &BTreeMap<String, Json>) -> Vec<Outcome> {
        let calls: Vec<&Json> = calls.iter().map(|call| &call.0).collect();
        self.call("runAll", &json!({ "calls": calls, "tables": tables }))
    }

    /// What comes of operations, with all fields of what they give; each begins with the same world.
    pub(crate) fn execute(&self, calls: &[&Json], world: &Json) -> Vec<Outcome> {
        self.call("executeAll", &json!({ "calls": calls, "world": world }))
    }

    fn call(&self, entry: &str, input: &Json) -> Vec<Outcome> {
        let input = input.to_string();
        let output: String = self.0.with(|cx| {
            let globals = cx.globals();
            let run: Function<'_> = globals.get(entry).expect("it is there");
            let resolvers: rquickjs::Value<'_> = globals.get("resolvers").expect("they are there");
            match run.call((resolvers, input)) {
                Ok(output) => output,
                Err(error) => panic!("{error}: {:?}", cx.catch()),
            }
        });
        serde_json::from_str(&output).expect("JSON")
    }
}
