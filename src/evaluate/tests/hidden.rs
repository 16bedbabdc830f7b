use super::*;

/// The statements that cannot be seen into: construct and the text at the place.
fn blind(files: &MemoryFiles) -> Vec<String> {
    let evaluation = run(files);
    assert_eq!(found(&evaluation), "");
    evaluation
        .program
        .blind
        .iter()
        .map(|it| format!("{} at `{}`", it.construct, evaluation.sources.text(it.span)))
        .collect()
}

#[test]
fn statements_after_the_backend() {
    let files = one("
        import { Stack } from 'aws-cdk-lib';
        import * as iam from 'aws-cdk-lib/aws-iam';
        import path from 'node:path';
        const auth = defineAuth({});
        const backend = defineBackend({ auth });
        const { cfnUserPool } = backend.auth.resources.cfnResources;
        const pool = backend.auth.resources.userPool;
        cfnUserPool.policies = { x: 1 };
        backend.addOutput({ custom: { a: 1 } });
        const stack = backend.createStack('x');
        pool.grant(backend.fn.resources.lambda, 'x');
        const role = new iam.Role(stack, 'r', {});
        for (const x of [1, 2]) { backend.addOutput(x); }
        if (process.env.X) {
            backend.addOutput({});
        }
        function helper(a) { return a; }
        class Thing extends Stack {}
        const here = path.join(__dirname, 'x');
        const now = new Date();
        console.log('done');
        const unused = () => backend.addOutput({});
        const used = unused();
        Stack.of(pool).tags.setTag('a', 'b');
        type T = typeof pool;
        declare const g: string;
        export default backend;
    ");
    assert_eq!(
        blind(&files),
        [
            "use of `backend.auth.resources.cfnResources` at `backend.auth.resources.cfnResources`",
            "use of `backend.auth.resources.userPool` at `backend.auth.resources.userPool`",
            "assignment to `cfnUserPool.policies` at `cfnUserPool.policies =`",
            "call of `backend.addOutput` at `backend.addOutput`",
            "call of `backend.createStack` at `backend.createStack`",
            "call of `pool.grant` at `pool.grant`",
            "`new iam.Role(...)` at `new iam.Role`",
            "`for` loop at `for (const x of [1, 2])`",
            "`if` at `if (process.env.X)`",
            "function with a body at `function helper(a)`",
            "class at `class Thing extends Stack`",
            "call of `backend.addOutput` at `backend.addOutput`",
            "call of `Stack.of().tags.setTag` at `Stack.of(pool).tags.setTag`",
        ]
    );
}

#[test]
fn code_that_runs_in_passing() {
    let files = one("
        import path from 'node:path';
        export const auth = defineAuth({});
        const block = () => { auth.x = 1; };
        block();
        const a = new Map(auth.run());
        const b = typeof auth.run();
        const c = class { static { auth.run(); } };
        const d = { get x() { return auth.run(); } };
        const { [auth.run()]: e } = {};
        export const f = defineX({ a: [auth.run(), 5][1], b: auth.told(), ...{ c: auth.run() }, c: 1 });
        const here = path.join(path.dirname(new URL('./x', import.meta.url).pathname), String(import.meta.url));
        const g = [new Date(), new Map([['a', 1]]), typeof here];
    ");
    assert_eq!(
        blind(&files),
        [
            "call of `block` at `block`",
            "`new Map(...)` at `new Map`",
            "`typeof` at `typeof auth.run()`",
            "class at `class`",
            "getter at `x`",
            "call within a pattern at `{ [auth.run()]: e }`",
            "call of `auth.run` at `auth.run`",
        ]
    );
}

#[test]
fn what_only_types_and_handlers_need_is_not_read() {
    let files = one("
        import type { Schema } from './schema';
        import { Construct } from './construct';
        import { auth } from './auth';
        const backend = defineBackend({ auth });
        new Construct(backend);
    ")
    .with("schema.ts", "for (;;) {}")
    .with("construct.ts", "export class Construct { constructor() { this is no code } }")
    .with("auth.ts", "import { defineAuth } from '@aws-amplify/backend'; export const auth = defineAuth({});");
    assert_eq!(blind(&files), ["`new Construct(...)` at `new Construct`"]);
}

#[test]
fn definitions_that_use_code() {
    let evaluation = run(&one("
        import { Duration } from 'aws-cdk-lib';
        import defaults from 'defaults';
        import layer from './layer.zip';
        import { make } from './make';
        function f() { return 1; }
        let n = 1;
        n = 2;
        const backend = defineBackend({});
        export const x = defineX({
            a: Duration.seconds(5), b: f(), c: new Date(), d: ['a'].map((x) => x), e: n, f: make(), g: backend.auth, h: async () => 1,
            i: (allow) => { const y = 1; return y; }, j: Math.max(1, 2), k: layer, l: () => f(), m: defaults.x, n: f, o: { p() {} }, q: Duration,
        });
    ").with("make.ts", "export function make() { return 2; }").with("layer.zip", ""));
    assert_eq!(found(&evaluation), "");
    assert_eq!(
        shown(&evaluation),
        "{a: <a call of `Duration.seconds` from the package `aws-cdk-lib`>, b: <a call of `f`>, c: <a `new Date(...)`>, d: <`.map()`>, \
         e: <a variable that is assigned again>, f: <a call of `make`>, g: <a use of `backend.auth`>, h: <an `async` function>, \
         i: |1| <a function with a body>, j: <a call of `Math.max`>, k: <the file `layer.zip`>, l: |0| <a call of `f`>, \
         m: <a use of `defaults.x` from the package `defaults`>, n: <a function with a body>, o: {p: <a method>}, q: <the package `aws-cdk-lib`>}"
    );
}

#[test]
fn spread_of_code() {
    let evaluation = run(&one("
        import { defaults } from 'company';
        export const x = defineX({ ...defaults(), ...defaults, a: 1 }, [...defaults], { [defaults()]: 2, b: 1 });
    "));
    assert_eq!(
        found(&evaluation),
        "AMP0212 at `...defaults()`: what is spread here comes from a call of `defaults` from the package `company`, which cannot be seen without running it\n\
         AMP0212 at `...defaults`: what is spread here comes from the package `company`, which cannot be seen without running it\n\
         AMP0212 at `defaults()`: this key comes from a call of `defaults` from the package `company`, which cannot be seen without running it\n"
    );
    assert_eq!(shown(&evaluation), "{a: 1}, [<the package `company`>], {b: 1}");
}

#[test]
fn operations_on_what_only_the_caller_knows() {
    assert_eq!(of("(n) => n ? 1 : 2"), "|1| <an operation on a callback's parameter>");
    assert_eq!(of("Object.keys(a.schema({}).models)"), "<a call of `Object.keys`>");
    assert_eq!(of("(n) => (m) => n"), "|1| |1| <a parameter of an outer callback>");
}

#[test]
fn callbacks_that_run_at_once() {
    let files = one("
        import path from 'path';
        const auth = defineAuth({});
        const backend = defineBackend({ auth });
        const names = ['a', 'b'];
        const labels = { a: 'A' };
        const read = names.map((name) => labels[name] + [...name].length + JSON.stringify(name));
        const pairs = Object.entries(labels).map(([key, value]) => `${key}: ${value}`);
        const path1 = path.join('a', String(names.length));
        console.log(read, path1);
        const done = names.map((name) => backend.addOutput({ name }));
        Array.from(names).forEach((name) => backend.addOutput({ name }));
        Array.from(names).map(grant);
        Array.from(names).forEach((name) => { backend.addOutput({ name }); });
        console.log(backend.addOutput({}));
        names.forEach((name) => name);
        function grant() {}
    ");
    assert_eq!(
        blind(&files),
        [
            "call of `names.map` at `names.map`",
            "call of `Array.from().forEach` at `Array.from(names).forEach`",
            "call of `Array.from().map` at `Array.from(names).map`",
            "call of `Array.from().forEach` at `Array.from(names).forEach`",
            "call of `console.log` at `console.log`",
            "call of `names.forEach` at `names.forEach`",
            "function with a body at `function grant()`",
        ]
    );
}
