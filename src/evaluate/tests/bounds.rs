use super::*;

/// Codes only: the rest is about size.
fn codes(files: &MemoryFiles) -> Vec<&'static str> {
    run(files).diagnostics.iter().map(|it| it.code.text()).collect()
}

#[test]
fn constants_that_double() {
    let mut text = String::from("const v0 = ['a', 'b'];\n");
    for step in 1..60 {
        let _ = writeln!(text, "const v{step} = [...v{0}, ...v{0}];", step - 1);
    }
    text += "export const x = defineX(v59); export const y = defineX(v3);";
    let evaluation = run(&one(&text));
    let found: Vec<&str> = evaluation.diagnostics.iter().map(|it| it.code.text()).collect();
    assert_eq!(found, ["AMP0214"]);
}

#[test]
fn texts_that_double() {
    let mut text = String::from("const v0 = 'abcdefgh';\n");
    for step in 1..60 {
        let _ = writeln!(text, "const v{step} = `${{v{0}}}${{v{0}}}`;", step - 1);
    }
    assert_eq!(codes(&one(&(text + "export const x = defineX(v59);"))), ["AMP0214"]);
}

#[test]
fn functions_that_double() {
    let mut text = String::from("const f0 = (x) => x;\n");
    for step in 1..60 {
        let _ = writeln!(text, "const f{step} = (x) => [f{0}(x), f{0}(x)].length + f{0}(x);", step - 1);
    }
    assert_eq!(codes(&one(&(text + "export const x = defineX(f59(1));"))), ["AMP0214"]);
}

#[test]
fn endless_functions() {
    assert_eq!(codes(&one("const f = (x) => [f(x)]; export const x = defineX(f(1));")), ["AMP0213"]);
    assert_eq!(
        codes(&one("const f = (x) => g(x); const g = (x) => f(x); export const x = defineX(f(1));")),
        ["AMP0213"]
    );
}

#[test]
fn constants_that_nest() {
    let mut text = String::from("const v0 = [];\n");
    for step in 1..1_000 {
        let _ = writeln!(text, "const v{step} = [v{}];", step - 1);
    }
    assert_eq!(codes(&one(&(text + "export const x = defineX(v999);"))), ["AMP0213"]);
}

#[test]
fn constants_far_ahead() {
    let mut text = String::new();
    for step in 1..2_000 {
        let _ = writeln!(text, "const v{} = v{step};", step - 1);
    }
    assert_eq!(codes(&one(&(text + "const v1999 = 1; export const x = defineX(v0);"))), ["AMP0213"]);
}

#[test]
fn long_rows() {
    let sum = vec!["'a'"; 5_000].join(" + ");
    let choice = "0 ? 1 : ".repeat(100) + "2";
    let evaluation = run(&one(&format!("export const x = defineX({sum}, {choice});")));
    assert!(evaluation.diagnostics.iter().all(|it| it.code.text().starts_with("AMP01")), "{}", found(&evaluation));
}

#[test]
fn cycles() {
    let evaluation =
        run(&one("const a = b; const b = [c]; const c = { a }; export const x = defineX(a, a, b); const s = s + 1;"));
    assert_eq!(
        found(&evaluation),
        "AMP0204 at `a`: these constants are defined by each other: `a` uses `b` uses `c` uses `a`\nAMP0204 at `s`: `s` is defined by itself\n"
    );
}

#[test]
fn exports_that_lead_in_a_circle() {
    let files = one("import { a } from './a'; export const x = defineX(a);")
        .with("a.ts", "export { a } from './b'; export * from './b';")
        .with("b.ts", "export { a } from './a'; export * from './a';");
    assert_eq!(codes(&files), ["AMP0207", "AMP0205", "AMP0205"]);
}

#[test]
fn functions_that_declare_all_the_way_down() {
    let text = "const f = (x) => defineX({ a: [`${x}`, true ? g(defineY({ ...{ b: f(x) } }).b) : 1] }); const g = (y) => f(y); export const z = f(1);";
    assert_eq!(codes(&one(text)), ["AMP0213"]);
    let text = "const c = (x) => (y) => 1 + [d.e[c(x)]].concat(c(x)); const d = { e: [c(1)] }; export const z = defineX(c(1));";
    assert!(!run(&one(text)).diagnostics.is_empty());
}
