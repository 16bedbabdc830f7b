use super::*;

#[test]
fn imports_in_all_forms() {
    let files = one("
        import auth, { work as w, Role } from './auth/resource';
        import * as all from './functions';
        import { b } from './re';
        export const x = defineX({ auth, w, role: Role.A, first: all.first, b, all });
    ")
    .with(
        "auth/resource.amp",
        "export default defineAuth({}); export const work = defineFunction({}); export enum Role { A = 'a' }",
    )
    .with(
        "functions/index.ts",
        "export { first } from './first'; export type T = string; export * as deep from './deep';",
    )
    .with("functions/first.ts", "export const first = 'first';")
    .with("functions/deep.ts", "const d = 1; export { d as depth };")
    .with("re.ts", "export * from './c'; export * from './d';")
    .with("c.ts", "export const c = 1;")
    .with("d.ts", "export const b = 'b'; export * from './re';");
    let evaluation = run(&files);
    // each file runs what it passes on
    let circle = "AMP0205 at `'./re'`: these files import each other: `re.ts` imports `d.ts` imports `re.ts`\n";
    assert_eq!(found(&evaluation), circle);
    assert_eq!(
        shown(&evaluation),
        r#"{auth: resource 0, w: resource 1, role: "a", first: "first", b: "b", all: {deep: {depth: 1}, first: "first"}}"#
    );
}

#[test]
fn endings_and_the_order_of_files() {
    let read = |extra: &[&str], from: &str| {
        let mut files = one(&format!("import {{ v }} from '{from}'; export const x = defineX(v);"));
        for path in extra {
            files = files.with(path, &format!("export const v = '{path}';"));
        }
        value(&files)
    };
    assert_eq!(read(&["a.ts", "a.amp"], "./a"), "\"a.amp\"");
    assert_eq!(read(&["a.ts", "a/index.amp"], "./a"), "\"a.ts\"");
    assert_eq!(read(&["a/index.ts", "a/index.amp"], "./a"), "\"a/index.amp\"");
    assert_eq!(read(&["a.ts", "a.js"], "./a.js"), "\"a.ts\"");
    assert_eq!(read(&["a.js"], "./a.js"), "\"a.js\"");
    assert_eq!(read(&["a.mts"], "./a.mjs"), "\"a.mts\"");
    assert_eq!(read(&["a.ts", "a.amp"], "./a.ts"), "\"a.ts\"");
    assert_eq!(read(&["a.data.ts"], "./a.data"), "\"a.data.ts\"");
    assert_eq!(read(&["b/a.ts"], "./b/../b/a"), "\"b/a.ts\"");
}

#[test]
fn json_files() {
    let files = one("import config from './c.json'; export const x = defineX({ ...config, b: config.list[1] });")
        .with("c.json", r#"{ "z": 1, "list": ["a", "b"] }"#);
    assert_eq!(value(&files), r#"{z: 1, list: ["a", "b"], b: "b"}"#);
    let broken = one("import config from './c.json'; export const x = defineX(config);").with("c.json", "{ x: 1 }");
    assert_eq!(found(&run(&broken)), "AMP0218 at ``: `c.json` is not JSON\n");
}

#[test]
fn aliases_of_tsconfig() {
    let files = MemoryFiles::single(
        "amplify/backend.ts",
        "
        import { defineX } from '@aws-amplify/backend';
        import { g } from '@/groups';
        import { h } from 'lib/groups';
        import { Stack } from 'aws-cdk-lib';
        export const x = defineX([g, h]);
    ",
    )
    .with(
        "amplify/tsconfig.json",
        r#"{ "extends": "../tsconfig.json", /* aliases */ "compilerOptions": { "baseUrl": ".." } }"#,
    )
    .with("tsconfig.json", r#"{ "compilerOptions": { "paths": { "@/*": ["./src/*"], } } }"#)
    .with("src/groups.ts", "export const g = 'G';")
    .with("lib/groups.ts", "export const h = 'H';");
    assert_eq!(value(&files), r#"["G", "H"]"#);
}

#[test]
fn what_an_import_does_not_find() {
    let files = one("
        import { auth } from './auth/resorce';
        import { type T, work } from './functions';
        import { missing } from '../nowhere';
        import { dat } from './data/resource';
        import type { Gone } from './gone';
        import { hidden } from './data/resource';
        import { Shape } from './data/resource';
        export const x = defineX([auth, work, dat, hidden, Shape, auth]);
    ")
    .with("auth/resource.amp", "export const auth = defineAuth({});")
    .with("functions/resource.ts", "export const work = 1;")
    .with("data/resource.ts", "export const data = 1; const hidden = 2; export type Shape = string;");
    let evaluation = run(&files);
    assert_eq!(
        found(&evaluation),
        "AMP0206 at `'./auth/resorce'`: there is no file `./auth/resorce`\n\
         AMP0206 at `'./functions'`: there is no file `./functions`\n\
         AMP0206 at `'../nowhere'`: there is no file `../nowhere`\n\
         AMP0207 at `dat`: `resource.ts` exports no `dat`\n\
         AMP0207 at `hidden`: `resource.ts` exports no `hidden`\n\
         AMP0201 at `Shape`: `Shape` is a type, which has no value\n"
    );
    let help: Vec<&str> = evaluation.diagnostics.iter().filter_map(|it| it.help.as_deref()).collect();
    assert_eq!(help[0], "write `./auth/resource`");
    assert_eq!(help[1], "write `./functions/resource`");
    assert_eq!(help[3], "write `data`");
    assert_eq!(help[4], "write `export` before its declaration");
}

#[test]
fn builders_keep_their_names() {
    let files = MemoryFiles::single(
        "backend.ts",
        "
        import { defineAuth as da, secret as s, a as schema } from '@aws-amplify/backend';
        import * as amplify from '@aws-amplify/backend';
        export const auth = da({ key: s('K'), f: amplify.defineFunction({}), t: schema.string() });
    ",
    );
    let files = MemoryFiles::single("backend.amp", "export * from './backend2';")
        .with("backend2.ts", &files.files["backend.ts"]);
    let evaluation = run(&files);
    assert_eq!(found(&evaluation), "");
    assert_eq!(evaluation.program.declarations[0].builder, "defineAuth");
    assert!(evaluation.program.declarations[0].exported);
    assert_eq!(
        text(&evaluation.program.declarations[0].arguments[0]),
        r#"{key: secret("K"), f: resource 1, t: a.string()}"#
    );
}

#[test]
fn a_typescript_file_imports_its_builders() {
    let files = MemoryFiles::single("amplify/backend.ts", "import { defineBackend } from '@aws-amplify/backend';\nimport { auth } from './auth';\ndefineBackend({ auth });")
        .with("amplify/auth.ts", "export const auth = defineAuth({ s: secret('x'), t: secret('y') });");
    let evaluation = run(&files);
    assert_eq!(
        found(&evaluation),
        "AMP0202 at `defineAuth`: `defineAuth` is used but not imported\nAMP0202 at `secret`: `secret` is used but not imported\n"
    );
    let fix = evaluation.diagnostics[0].fix.as_ref().expect("it can be repaired");
    assert_eq!(fix.edits[0].text, "import { defineAuth } from \"@aws-amplify/backend\";\n");
    let one = MemoryFiles::single(
        "backend.ts",
        "import { defineBackend } from '@aws-amplify/backend';\ndefineBackend({ auth: defineAuth({}) });",
    );
    let evaluation = evaluate(&one, "backend.ts").expect("it is there");
    let fix = evaluation.diagnostics[0].fix.as_ref().expect("it can be repaired");
    assert_eq!((fix.edits[0].span.start, fix.edits[0].text.as_str()), (22, ", defineAuth"));
}

#[test]
fn import_cycles() {
    let files = one("import { a } from './a'; export const x = defineX(a);")
        .with("a.amp", "import { c } from './b'; export const a = c; export const d = 1;")
        .with("b.amp", "import { d } from './a'; export const c = d;");
    let evaluation = run(&files);
    assert_eq!(
        found(&evaluation),
        "AMP0205 at `'./a'`: these files import each other: `a.amp` imports `b.amp` imports `a.amp`\n"
    );
    assert_eq!(shown(&evaluation), "1");
    let values = files.with("b.amp", "import { a } from './a'; export const c = a;");
    assert_eq!(
        found(&run(&values)),
        "AMP0205 at `'./a'`: these files import each other: `a.amp` imports `b.amp` imports `a.amp`\n\
         AMP0204 at `a`: these constants are defined by each other: `a` uses `c` uses `a`\n"
    );
    let types = one("import { x } from './a'; export const y = defineX(x);")
        .with("a.ts", "import type { T } from './b'; export const x = 1;")
        .with("b.ts", "import { x } from './a'; export type T = typeof x;");
    assert_eq!(value(&types), "1");
}

#[test]
fn without_a_backend_the_exports_of_the_entry_are_it() {
    let files = one(
        "import { b } from './b'; export const a = defineA({ b }); export { c } from './b'; const own = defineA({});",
    )
    .with("b.amp", "export const b = defineB({}); export const c = defineC({}); export const d = defineD({});");
    let evaluation = run(&files);
    assert_eq!(found(&evaluation), "");
    let exported: Vec<String> =
        evaluation.program.declarations.iter().map(|it| format!("{} {}", it.builder, it.exported)).collect();
    assert_eq!(exported, ["defineB false", "defineC true", "defineD false", "defineA true", "defineA false"]);
    assert_eq!(
        found(&run(&one("const a = defineA({});"))),
        "AMP0217 at `a`: `a` is declared, but nothing exports it\n"
    );
    assert_eq!(found(&run(&one(""))), "AMP0217 at ``: this file declares no resources\n");
}

#[test]
fn backends_list_resources() {
    let evaluation =
        run(&one("const auth = {}; const f = defineF({}); defineBackend({ auth, f }); defineBackend([f]);"));
    assert_eq!(
        found(&evaluation),
        "AMP0216 at `auth`: `auth` is an object, not a resource\nAMP0215 at `defineBackend`: there are two calls of `defineBackend`\n\
         AMP0216 at `[f]`: `defineBackend` takes an object of resources, not a list\n"
    );
    assert_eq!(evaluation.program.backend.map(|entries| entries.len()), Some(1));
    assert_eq!(
        found(&run(&one("defineBackend('x')"))),
        "AMP0216 at `'x'`: `defineBackend` takes an object of resources, not a string\n"
    );
    assert_eq!(
        found(&run(&one("defineBackend()"))),
        "AMP0216 at `defineBackend()`: `defineBackend` is given nothing\n"
    );
}

#[test]
fn names_declared_twice() {
    let evaluation = run(&one("import { a } from './a'; const a = 1; type a = string; const b = 2; enum b { X } export const x = defineX({});").with("a.amp", "export const a = 1;"));
    assert_eq!(found(&evaluation), "AMP0203 at `a`: `a` is declared twice\nAMP0203 at `b`: `b` is declared twice\n");
}
