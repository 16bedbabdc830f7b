//! Whatever the text, evaluation ends, without a panic, with the same result each time, and every place is in its file.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::source::Sources;

const NAMES: [&str; 8] = ["p", "q", "r", "list", "Role", "back", "secret", "process.env.V"];

fn expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        select(NAMES.as_slice()).prop_map(str::to_owned),
        select(["'t'", "1", "true", "null", "undefined", "``", "[]", "{}", "...p", "new X()"].as_slice())
            .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(5, 40, 4, |inner| {
        let operator = select(["+", "-", "??", "||", "&&", "===", "<", "*"].as_slice());
        let name = select(["a", "length", "join", "map", "A", "string", "to", "0"].as_slice());
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(|all| format!("[{}]", all.join(", "))),
            vec((name.clone(), inner.clone()), 0..4).prop_map(|all| {
                let members: Vec<String> = all.iter().map(|(name, value)| format!("{name}: {value}")).collect();
                format!("{{ {}, ...q }}", members.join(", "))
            }),
            (inner.clone(), operator, inner.clone())
                .prop_map(|(left, operator, right)| format!("({left} {operator} {right})")),
            (inner.clone(), name).prop_map(|(value, name)| format!("{value}.{name}")),
            (inner.clone(), inner.clone()).prop_map(|(value, index)| format!("{value}[{index}]")),
            (inner.clone(), vec(inner.clone(), 0..3)).prop_map(|(callee, all)| format!("{callee}({})", all.join(", "))),
            (select(NAMES.as_slice()), inner.clone()).prop_map(|(name, body)| format!("({name}) => {body}")),
            inner.clone().prop_map(|body| format!("({{ a, A: p }}, [q]) => {body}")),
            inner.clone().prop_map(|part| format!("`x${{{part}}}y`")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(test, yes, no)| format!("({test} ? {yes} : {no})")),
            inner.clone().prop_map(|argument| format!("defineFunction({argument})")),
            inner.clone().prop_map(|argument| format!("Object.values({argument})")),
            inner.prop_map(|argument| format!("defineBackend({argument})")),
        ]
    })
}

fn places(sources: &Sources, value: &Value) {
    for span in [Some(value.span), value.via].into_iter().flatten() {
        assert!(span.start <= span.end && span.end as usize <= sources.get(span.file).text.len());
    }
    value.each_child(&mut |child| places(sources, child));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn evaluation_ends(p in expression(), q in expression(), r in expression(), body in expression(), used in expression()) {
        let text = format!(
            "import {{ list, back as {{}} }} from './b';\nimport {{ list, back }} from './b';\nenum Role {{ A = 'a', B = {p}, C }}\n\
             const p = {q};\nexport const {{ a, A: q }} = {r};\nlet [r, length] = {p};\nexport default {body};\n\
             export const used = defineX({used});\n{body};"
        );
        let other = format!("import * as all from './backend';\nexport const list = [{q}];\nexport const back = all.{};\nexport * from './backend';", "a");
        let files = one(&text).with("b.ts", &other);
        let (first, second) = (run(&files), run(&files));
        prop_assert_eq!(&first.diagnostics, &second.diagnostics);
        prop_assert_eq!(&first.program.declarations, &second.program.declarations);
        prop_assert_eq!(&first.program.blind, &second.program.blind);
        for argument in first.program.declarations.iter().flat_map(|declaration| &declaration.arguments) {
            places(&first.sources, argument);
        }
    }
}
