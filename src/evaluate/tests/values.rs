use super::*;

#[test]
fn literals() {
    assert_eq!(
        of(r#"{ a: 1_000, "b": 'x\ty', c: [true, null], d: undefined, 5: -0x10 }"#),
        r#"{a: 1000, b: "x\ty", c: [true, null], d: undefined, 5: -16}"#
    );
    assert_eq!(of("{ a: 1 } as const"), "{a: 1}");
    assert_eq!(of("('x' satisfies string)!"), "\"x\"");
}

#[test]
fn constants_in_any_order_and_spread() {
    let files = one("
        export const x = defineX({ ...base, groups: [...staff, 'READERS'], n: limits.small[1], first });
        const [first, second] = staff;
        const staff = ['ADMINS', second2];
        const { large: second2 } = { small: {}, large: 'EDITORS' };
        const limits = { small: [1, 2] };
        const base = { n: 0, m: 3 };
    ");
    assert_eq!(value(&files), r#"{n: 2, m: 3, groups: ["ADMINS", "EDITORS", "READERS"], first: "ADMINS"}"#);
}

#[test]
fn a_spread_member_is_replaced_in_its_place() {
    assert_eq!(of("{ a: 1, ...{ a: 2, b: 2 }, b: 3 }"), "{a: 2, b: 3}");
    assert_eq!(of("{ ...(false && { a: 1 }), ...(true && { b: 1 }), ...undefined, ...null }"), "{b: 1}");
    // one that is written twice is for the reader of the properties to report
    assert_eq!(of("{ a: 1, a: 2 }"), "{a: 1, a: 2}");
}

#[test]
fn enums() {
    let files = one("
        enum Role { Admin = 'ADMINS', Editor = `EDITORS` }
        enum Level { Low, High = 5, Higher, Same = Low }
        const enum Tag { A = 'a' }
        export const x = defineX([Role.Admin, Role['Editor'], Level.Low, Level.Higher, Level[5], Object.values(Role), Object.keys(Level), Tag.A, Level.Same]);
    ");
    assert_eq!(
        value(&files),
        r#"["ADMINS", "EDITORS", 0, 6, "High", ["ADMINS", "EDITORS"], ["0", "5", "6", "Low", "High", "Higher", "Same"], "a", 0]"#
    );
}

#[test]
fn operators() {
    assert_eq!(
        of("['a' + 1 + true, 1 + 2, 15 * 60, 7 % 4, 2 ** 10, -1, !0, +'3']"),
        r#"["a1true", 3, 900, 3, 1024, -1, true, 3]"#
    );
    assert_eq!(of("[null ?? 1, 0 ?? 1, 0 || 1, '' && 1, 'a' && 1, 1 || undefined]"), r#"[1, 0, 1, "", 1, 1]"#);
    assert_eq!(
        of("[1 === 1, '1' === 1, '1' == 1, null == undefined, 'a' !== 'b', 1 < 2, 'a' >= 'b']"),
        "[true, false, true, true, true, true, false]"
    );
    assert_eq!(of("true ? false ? 1 : 2 : 3"), "2");
    assert_eq!(of("`a${1}b${'c'}${[].length}`"), "\"a1bc0\"");
    assert_eq!(
        of("[1 / 3, 1e21, 0.1 + 0.2, 1e-7].join(' ')"),
        r#""0.3333333333333333 1e+21 0.30000000000000004 1e-7""#
    );
}

#[test]
fn functions_of_javascript() {
    assert_eq!(
        of("[String(5), Number('3'), parseInt('12px', 10), (5).toString(), Boolean('')]"),
        r#"["5", 3, 12, "5", false]"#
    );
    assert_eq!(of("['a', 'b'].concat(['c'], 'd').join('-')"), "\"a-b-c-d\"");
    assert_eq!(
        of("JSON.stringify({ a: [1, 'x\"'], b: { }, c: undefined, d: null })"),
        r#""{\"a\":[1,\"x\\\"\"],\"b\":{},\"d\":null}""#
    );
    assert_eq!(of("JSON.stringify({ a: [1] }, null, 2)"), r#""{\n  \"a\": [\n    1\n  ]\n}""#);
    assert_eq!(of("Object.fromEntries(Object.entries(Object.freeze({ a: 1 })))"), "{a: 1}");
    assert_eq!(
        of("['x,y'.split(','), 'Abc'.toLowerCase(), [[1], [2]].flat(), [1, 2, 3].slice(-2), 'abc'.length]"),
        r#"[["x", "y"], "abc", [1, 2], [2, 3], 3]"#
    );
}

#[test]
fn callbacks() {
    assert_eq!(
        of("(allow) => [allow.resource('f').to(['x']), allow.guest]"),
        r#"|1| [#0:allow.resource("f").to(["x"]), #0:allow.guest]"#
    );
}

#[test]
fn callbacks_take_parameters_apart() {
    assert_eq!(
        of("({ resource, group: g }) => [resource('x').to([]), g]"),
        r#"|1| [#0.resource("x").to([]), #0.group]"#
    );
    assert_eq!(of("(createCode) => `code ${createCode()}`"), r#"|1| template("code ", #0:createCode())"#);
    assert_eq!(
        of("(user, code) => 'Hi ' + user() + ': ' + code()"),
        r#"|2| template("Hi ", #0:user(), ": ", #1:code())"#
    );
    assert_eq!(of("allow => { return [allow.guest()] }"), "|1| [#0:allow.guest()]");
}

#[test]
fn constants_hold_callbacks_and_functions() {
    let files = one("
        const body = (code) => `${prefix}${code()}`;
        const prefix = 'Your code: ';
        const rule = (allow, name) => allow.group(name).to(actions());
        const actions = () => ['read'];
        export const x = defineX({ body, access: (allow) => [rule(allow, 'A'), ...pair('B', allow)] });
        const pair = (name, allow) => [rule(allow, name), rule(allow, name + name)];
    ");
    assert_eq!(
        value(&files),
        r#"{body: |1| template("Your code: ", #0:code()), access: |1| [#0:allow.group("A").to(["read"]), #0:allow.group("B").to(["read"]), #0:allow.group("BB").to(["read"])]}"#
    );
}

#[test]
fn chains_of_builders() {
    let files = one("
        const title = a.string().required();
        const schema = a.schema({ Post: a.model({ title, body: title.default('x') }).authorization((allow) => [allow.owner()]) });
        export const data = defineData({ schema, key: secret('KEY') });
    ");
    assert_eq!(
        value(&files),
        r#"{schema: a.schema({Post: a.model({title: a.string().required(), body: a.string().required().default("x")}).authorization(|1| [#0:allow.owner()])}), key: secret("KEY")}"#
    );
}

#[test]
fn declarations_are_named_and_numbered_by_their_text() {
    let files = one("
        const auth = defineAuth({ triggers: { preSignUp: defineFunction({ name: 'inner' }), postConfirmation: work } });
        const work = defineFunction({ name: 'work' });
        const alias = work;
        defineBackend({ auth, alias, more: defineFunction() });
    ");
    let evaluation = run(&files);
    assert_eq!(found(&evaluation), "");
    let program = &evaluation.program;
    let declared: Vec<String> = program
        .declarations
        .iter()
        .map(|it| {
            format!(
                "{} {:?} {}",
                it.builder,
                it.name.as_ref().map(|(name, _)| name.as_str()),
                it.arguments.iter().map(text).collect::<String>()
            )
        })
        .collect();
    assert_eq!(
        declared,
        [
            r#"defineAuth Some("auth") {triggers: {preSignUp: resource 1, postConfirmation: resource 2}}"#,
            r#"defineFunction None {name: "inner"}"#,
            r#"defineFunction Some("work") {name: "work"}"#,
            "defineFunction None ",
        ]
    );
    let backend: Vec<String> =
        program.backend.iter().flatten().map(|entry| format!("{} {}", entry.key, text(&entry.value))).collect();
    assert_eq!(backend, ["auth resource 0", "alias resource 2", "more resource 3"]);
    assert!(program.blind.is_empty());
}

#[test]
fn every_node_knows_where_it_is_written_and_used() {
    let files =
        one("const g = 'A'; const list = [g]; export const x = defineX({ one: g, all: list, spread: [...list] });");
    let evaluation = run(&files);
    let value = &evaluation.program.declarations[0].arguments[0];
    let place = |span: crate::source::Span| format!("{}@{}", evaluation.sources.text(span), span.start);
    let one = value.get("one").expect("it is written");
    assert_eq!((place(one.span), one.via.map(place)), ("'A'@10".into(), Some("g@65".into())));
    let all = value.get("all").expect("it is written");
    assert_eq!((place(all.span), all.via.map(place)), ("[g]@28".into(), Some("list@73".into())));
    let Some(Value { kind: ValueKind::List(spread), .. }) = value.get("spread") else { panic!("it is a list") };
    assert_eq!((place(spread[0].span), spread[0].via.map(place)), ("'A'@10".into(), Some("...list@88".into())));
}

#[test]
fn variables_of_the_environment() {
    let mut files = one("
        const region = process.env.REGION ?? 'eu-central-1';
        const { STAGE } = process.env;
        export const x = defineX({
            region, stage: STAGE, index: process.env['STAGE'], is: process.env.NONE === 'prod', or: process.env.NONE || 'x',
            which: process.env.NONE ? 1 : 2, not: process.env.NONE === undefined, text: `${STAGE}-1`,
            ...(process.env.NONE && { more: 1 }),
        });
    ");
    files.env.insert("STAGE".into(), "dev".into());
    let evaluation = run(&files);
    assert_eq!(found(&evaluation), "");
    assert_eq!(
        shown(&evaluation),
        r#"{region: "eu-central-1", stage: "dev", index: "dev", is: false, or: "x", which: 2, not: true, text: "dev-1"}"#
    );
    assert_eq!(evaluation.program.env.iter().map(String::as_str).collect::<Vec<_>>(), ["NONE", "REGION", "STAGE"]);
}

#[test]
fn an_unset_variable_is_an_error_where_a_definition_uses_it() {
    let evaluation = run(&one("
        const unused = process.env.UNUSED;
        const url = `https://${process.env.HOST}`;
        export const x = defineX({ a: process.env.A, b: url, c: [url + '/x'], d: process.env.D.split(','), e: String(process.env.E), f: process.env.F! });
    "));
    assert_eq!(
        found(&evaluation),
        "AMP0209 at `process.env.HOST`: the environment variable `HOST` is not set\n\
         AMP0209 at `process.env.A`: the environment variable `A` is not set\n\
         AMP0209 at `process.env.D`: the environment variable `D` is not set\n\
         AMP0209 at `process.env.E`: the environment variable `E` is not set\n\
         AMP0209 at `process.env.F`: the environment variable `F` is not set\n"
    );
    assert_eq!(shown(&evaluation), "{a: broken, b: broken, c: [broken], d: broken, e: broken, f: broken}");
}

#[test]
fn members_that_are_not_there() {
    let evaluation = run(&one("
        enum Role { Admin = 'ADMINS' }
        const limits = { dev: 1 };
        const list = ['a'];
        export const x = defineX({ a: Role.Admn, b: limits['prod'], c: limits.prod ?? 5, d: list[3], e: `x${limits.none}` });
    "));
    assert_eq!(
        found(&evaluation),
        "AMP0208 at `Role.Admn`: there is no `Admn` in `Role`\n\
         AMP0208 at `limits['prod']`: there is no `prod` in `limits`\n\
         AMP0208 at `list[3]`: there is no `3` in `list`\n\
         AMP0208 at `limits.none`: there is no `none` in `limits`\n"
    );
    assert_eq!(shown(&evaluation), "{a: broken, b: broken, c: 5, d: broken, e: broken}");
}

#[test]
fn what_does_not_fit_is_said_once() {
    let evaluation = run(&one("
        const text = 'ab';
        export const x = defineX({ a: [...text], b: { ...[1] }, c: `${{}}`, d: 1 - 'x', e: text(), f: -[], g: nothing, h: txt });
        const { p } = 5;
        export const y = defineY(p, p, wrong, wrong);
        const wrong = 1 - {};
    "));
    assert_eq!(
        found(&evaluation),
        "AMP0210 at `...text`: a string cannot be spread into a list\n\
         AMP0210 at `...[1]`: a list cannot be spread into an object\n\
         AMP0210 at `{}`: an object cannot stand inside of a text\n\
         AMP0210 at `'x'`: `-` cannot be applied to a string\n\
         AMP0211 at `text`: a string cannot be called\n\
         AMP0210 at `[]`: `-` cannot be applied to a list\n\
         AMP0201 at `nothing`: nothing declares `nothing`\n\
         AMP0201 at `txt`: nothing declares `txt`\n\
         AMP0210 at `p`: a number cannot be taken apart\n\
         AMP0210 at `{}`: `-` cannot be applied to an object\n"
    );
}

#[test]
fn places_within_large_objects() {
    let mut text = String::from("const list = ['x'];\nexport const data = defineData({ schema: a.schema({\n");
    for model in 0..40 {
        let _ = writeln!(
            text,
            "  Model{model}: a.model({{ name{model}: a.string().required(), other: a.ref('Other{model}'), list, deep: {{ deeper: ['in{model}', list[0]] }} }}),"
        );
    }
    text += "}) });";
    let evaluation = run(&one(&text));
    assert_eq!(found(&evaluation), "");
    let declaration = &evaluation.program.declarations[0];
    let mut seen = 0;
    every_node(&declaration.arguments[0], &mut |value| {
        let written = evaluation.sources.text(value.span);
        match &value.kind {
            ValueKind::String(text) => assert_eq!(written, format!("'{text}'")),
            ValueKind::Object(entries) => {
                assert!(written.starts_with('{') && written.ends_with('}'), "{written}");
                for entry in entries {
                    assert_eq!(evaluation.sources.text(entry.key_span), entry.key);
                }
            }
            ValueKind::List(_) => assert!(written.starts_with('[') && written.ends_with(']'), "{written}"),
            ValueKind::Chain(chain) => {
                assert!(written.starts_with("a."), "{written}");
                for link in &chain.links {
                    assert_eq!(evaluation.sources.text(link.name_span), link.name);
                }
            }
            _ => {}
        }
        seen += 1;
    });
    assert!(seen > 400, "only {seen} nodes");
}

fn every_node<'v>(value: &'v Value, visit: &mut dyn FnMut(&'v Value)) {
    visit(value);
    value.each_child(&mut |child| every_node(child, visit));
}
