//! Hostile nesting: every construct, a thousand levels deep and never closed, is read within a bound on the grammar's
//! steps, and on a stack of known size.
//!
//! The bound is pest's own limit on calls, which holds for the whole process; so all of it is one test.

use std::num::NonZeroUsize;

use amp_compiler::syntax::{Tree, parse};

/// Calls of the grammar's functions for each byte of text. A usual file takes some dozens; a thousand levels of anything
/// that is tried in several ways at each level would take 2^1000.
const CALLS_PER_BYTE: usize = 2000;

/// The stack that every thread has unless it was given another one.
const STACK: usize = 2 << 20;

/// What can nest: an opening, and what would close it.
const CONSTRUCTS: &[(&str, &str)] = &[
    ("(", ")"),
    ("[", "]"),
    ("{", "}"),
    ("x = (", ")"),
    ("x = [", "]"),
    ("x = {a: ", "}"),
    ("a(", ")"),
    ("a.b(c.b(", "))"),
    ("a.b({c: ", "})"),
    ("[{a: [", "]}]"),
    ("[...", "]"),
    ("f(...[", "])"),
    ("{...{a, b: ", "}}"),
    ("{[a]: ", "}"),
    ("{[", "]: 1}"),
    ("{a() {", "}}"),
    ("{get a() {", "}}"),
    ("{\"a\": ", "}"),
    ("x => ", ""),
    ("x => (", ")"),
    ("(x) => [", "]"),
    ("(x: T): U => {return ", "}"),
    ("() => {", "}"),
    ("async () => ", ""),
    ("<T>(a: T) => ", ""),
    ("<T>", ""),
    ("({a = (", ")})"),
    ("({a: {", "}})"),
    ("({[(", ")]})"),
    ("(a = (", "))"),
    ("(a: (b: ", ")) => c"),
    ("(a, (", "))"),
    ("(...[", "]) => a"),
    ("[[{a: [", "]}]]"),
    ("`${", "}`"),
    ("`a${b}", "`"),
    ("a`${", "}`"),
    ("a ? ", " : b"),
    ("a ? b : ", ""),
    ("a ? (b) : ", ""),
    ("a ? (b) : {x: ", "}"),
    ("a ? x => ", ""),
    ("!", ""),
    ("- ", ""),
    ("++", ""),
    ("typeof ", ""),
    ("await ", ""),
    ("new ", ""),
    ("new a(", ")"),
    ("a = ", ""),
    ("a = x => ", ""),
    ("a ? b : x => ", ""),
    ("a + ", ""),
    ("a ** ", ""),
    ("a || b && ", ""),
    ("a < ", ""),
    ("a<b", ""),
    ("a<b>(", ")"),
    ("a.", ""),
    ("a?.", ""),
    ("a?.[", "]"),
    ("a[", "]"),
    ("a!", ""),
    ("a as ", ""),
    ("a as b[", "]"),
    ("a satisfies {b: ", "}"),
    ("a in ", ""),
    ("import(", ")"),
    ("import {", "}"),
    ("import {a as ", ""),
    ("import a, ", ""),
    ("export {", "}"),
    ("export ", ""),
    ("export default ", ""),
    ("const ", ""),
    ("const a = ", ""),
    ("const a = 1, ", ""),
    ("const {a: ", "}"),
    ("const [", "]"),
    ("[a, ", "]"),
    ("{a: [", "]}"),
    ("{a: ", " = 1}"),
    ("...[", "]"),
    ("A<{a: ", "}>"),
    ("a<[", "]>(1)"),
    ("a<{b: a<", ">}>(1)"),
    ("(a: A<", ">) => 1"),
    ("f(a: [", "])"),
    ("f(a: f(", ") #)"),
    ("{a [", "]}"),
    ("{async [", "]() {}}"),
    ("a => ({[", "]: 1})"),
    ("a => {return [", "]}"),
    ("a => {return {a: ", "} #}"),
    ("const {a = ", "}"),
    ("type T = ", ""),
    ("type T = A<", ">"),
    ("type T = A | ", ""),
    ("type T = {a: ", "}"),
    ("type T = (", ")"),
    ("type T = (a: ", ") => b"),
    ("type T = () => ", ""),
    ("type T = new () => ", ""),
    ("type T = [", "]"),
    ("type T = [a: ", "]"),
    ("type T = keyof ", ""),
    ("type T = A extends B ? ", " : C"),
    ("type T = A extends B ? C : ", ""),
    ("type T<A extends ", ">"),
    ("type T = `${", "}`"),
    ("const a: A<", ">"),
    ("const a: (b: ", ")"),
    ("A<", ">"),
    ("<T extends ", ">"),
    ("() => ", ""),
    ("keyof ", ""),
    ("interface A {", "}"),
    ("interface A extends B<", ">"),
    ("enum A {b = ", "}"),
    ("class A {", "}"),
    ("class A extends ", ""),
    ("x = class extends ", ""),
    ("function f() {", "}"),
    ("function f(a = ", ")"),
    ("function f(): {a: ", "}"),
    ("x = function () {", "}"),
    ("if (a) ", ""),
    ("if (a) {", "}"),
    ("if (", ")"),
    ("if (a) b; else ", ""),
    ("for (a of ", ")"),
    ("while (a) ", ""),
    ("do {", "} while (a)"),
    ("try {", "} finally {}"),
    ("switch (a) {", "}"),
    ("return ", ""),
    ("throw (", ")"),
    ("namespace A {", "}"),
    ("declare ", ""),
    ("async ", ""),
    ("cosnt a = ", ""),
    ("a b = ", ""),
    ("@a(", ")"),
    ("...", ""),
    (",", ""),
    (";", ""),
    (":", ""),
    ("?", ""),
    (")", "("),
    ("}", "{"),
    ("](", ")["),
    ("({", "]})"),
    ("\"", ""),
    ("'a", ""),
    ("\"a\" ", ""),
    ("\\", ""),
    ("/", ""),
    ("/a/ ", ""),
    ("/* ", ""),
    ("// ", ""),
    ("\n", ""),
    ("a\n", ""),
    ("a.\n", ""),
    ("a,\n", ""),
    ("  a(\n", ""),
    ("{\n", "}"),
    ("({\n  a: ", "})"),
    ("ä\u{2028}", ""),
];

fn texts() -> impl Iterator<Item = String> {
    let repeated = |count: usize| {
        CONSTRUCTS.iter().flat_map(move |(open, close)| {
            let open = open.repeat(count);
            [
                format!("x = {open}"),
                open.clone(),
                format!("{open}1{}", close.repeat(count)),
                format!("f({{a: {open}}});"),
                format!("const {open} = 1"),
                format!("({open}) => 1"),
                format!("type T = {open}"),
                format!("class A {{ a = {{{open}"),
            ]
        })
    };
    [2, 40, 63, 126, 1000].into_iter().flat_map(repeated)
}

/// Counts the levels of a tree by visiting all of it.
fn count(tree: &Tree) -> usize {
    let mut nodes = 0;
    tree.walk(&mut |_| nodes += 1);
    nodes
}

/// The texts that are not read within the bounds.
fn unread() -> Vec<String> {
    let is_unread = |text: &String| {
        pest::set_call_limit(NonZeroUsize::new(10_000 + CALLS_PER_BYTE * text.len()));
        let tree = parse(text);
        count(&tree);
        drop(tree.clone());
        tree.problems().iter().any(|problem| problem.message.contains("to be read"))
    };
    texts().filter(is_unread).map(|text| text.chars().take(40).collect()).collect()
}

#[test]
fn unclosed_nesting_is_read_within_bounds() {
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(unread).unwrap();
    assert_eq!(thread.join().expect("no text makes the reader panic"), Vec::<String>::new());
}
