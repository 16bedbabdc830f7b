//! Which modules a JavaScript or Python file imports, without a full parser: enough to know whether a plain handler can
//! be copied as it is.

use crate::source::TextRange;

/// An import in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Import {
    /// What is imported, as written.
    pub(super) name: String,
    /// Where it is written, for JavaScript with its quotes.
    pub(super) range: TextRange,
}

/// What a JavaScript file imports, and whether it is an ES module by its statements.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Script {
    pub(super) imports: Vec<Import>,
    pub(super) is_module: bool,
}

/// Reads the imports of a JavaScript file: `import`, `export ... from`, `import()` and `require()` of literal strings.
pub(super) fn of_script(text: &str) -> Script {
    let tokens = tokens(text);
    let mut script = Script::default();
    for at in 0..tokens.len() {
        let Token::Word(word) = tokens[at].kind else { continue };
        if at > 0 && tokens[at - 1].kind == Token::Mark('.') {
            continue;
        }
        let next = |ahead: usize| tokens.get(at + ahead).map(|token| token.kind);
        let called = next(1) == Some(Token::Mark('('));
        match word {
            "import" | "require" if called => script.imports.extend(literal(text, tokens.get(at + 2))),
            "import" => match next(1) {
                Some(Token::Text) => {
                    script.is_module = true;
                    script.imports.extend(literal(text, tokens.get(at + 1)));
                }
                Some(Token::Word(_) | Token::Mark('{' | '*')) => {
                    script.is_module = true;
                    script.imports.extend(after_from(text, &tokens[at + 1..]));
                }
                _ => {}
            },
            "export" => match next(1) {
                Some(Token::Mark('{' | '*')) => {
                    script.is_module = true;
                    script.imports.extend(after_from(text, &tokens[at + 1..]));
                }
                Some(Token::Word("default" | "const" | "let" | "var" | "function" | "async" | "class")) => {
                    script.is_module = true;
                }
                _ => {}
            },
            _ => {}
        }
    }
    script
}

/// The string behind the `from` that ends an import or export clause.
fn after_from(text: &str, tokens: &[Spot<'_>]) -> Option<Import> {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Token::Mark('{') => depth += 1,
            Token::Mark('}') => depth -= 1,
            Token::Word("from") if depth == 0 && tokens.get(at + 1)?.kind == Token::Text => {
                return literal(text, tokens.get(at + 1));
            }
            Token::Mark(',' | '*') | Token::Word(_) | Token::Text => {}
            Token::Mark(_) | Token::Other => return None,
        }
    }
    None
}

fn literal(text: &str, token: Option<&Spot<'_>>) -> Option<Import> {
    let token = token.filter(|token| token.kind == Token::Text)?;
    let written = text.get(token.range.index())?;
    let inner = written.get(1..written.len().checked_sub(1)?)?;
    (!inner.contains('\\')).then(|| Import { name: inner.to_owned(), range: token.range })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    Mark(char),
    Text,
    /// A number, a template or a regular expression.
    Other,
}

#[derive(Clone, Copy, Debug)]
struct Spot<'a> {
    kind: Token<'a>,
    range: TextRange,
}

/// The words, marks and strings of a script; comments are left out.
fn tokens(text: &str) -> Vec<Spot<'_>> {
    let bytes = text.as_bytes();
    let mut out: Vec<Spot<'_>> = Vec::new();
    // For each template that is open around this place: how many braces are open inside its `${`.
    let mut templates: Vec<u32> = Vec::new();
    let mut at = if text.starts_with("#!") { line_end(bytes, 0) } else { 0 };
    while at < bytes.len() {
        let start = at;
        let kind = match bytes[at] {
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                at = line_end(bytes, at);
                continue;
            }
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at = text[at + 2..].find("*/").map_or(bytes.len(), |found| at + found + 4);
                continue;
            }
            b'/' if begins_regex(out.last().map(|token| token.kind)) => {
                at = regex_end(bytes, at);
                Token::Other
            }
            quote @ (b'"' | b'\'') => {
                at = string_end(bytes, at, quote);
                Token::Text
            }
            b'`' => {
                at = template_end(bytes, at + 1, &mut templates);
                Token::Other
            }
            b'}' if templates.last() == Some(&0) => {
                templates.pop();
                at = template_end(bytes, at + 1, &mut templates);
                Token::Other
            }
            byte if byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80 => {
                let part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || *byte >= 0x80;
                at += bytes[at..].iter().take_while(|byte| part(byte)).count();
                if byte.is_ascii_digit() { Token::Other } else { Token::Word(&text[start..at]) }
            }
            byte => {
                at += 1;
                if byte.is_ascii_whitespace() {
                    continue;
                }
                if let Some(open) = templates.last_mut() {
                    match byte {
                        b'{' => *open += 1,
                        b'}' => *open = open.saturating_sub(1),
                        _ => {}
                    }
                }
                Token::Mark(char::from(byte))
            }
        };
        out.push(Spot { kind, range: TextRange::new(count(start), count(at)) });
    }
    out
}

fn count(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |found| at + found)
}

/// Whether a `/` after this token begins a regular expression rather than dividing.
fn begins_regex(before: Option<Token<'_>>) -> bool {
    match before {
        None => true,
        Some(Token::Mark(mark)) => !matches!(mark, ')' | ']' | '}'),
        Some(Token::Word(word)) => matches!(
            word,
            "return" | "typeof" | "case" | "in" | "of" | "delete" | "void" | "throw" | "new" | "else" | "do" | "await"
        ),
        Some(Token::Text | Token::Other) => false,
    }
}

fn regex_end(bytes: &[u8], start: usize) -> usize {
    let mut in_class = false;
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'[' => in_class = true,
            b']' => in_class = false,
            b'/' if !in_class => return at + 1,
            b'\n' => return at,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

fn string_end(bytes: &[u8], start: usize, quote: u8) -> usize {
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'\n' => return at,
            byte if byte == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// The end of a template's text: behind its closing backtick, or behind a `${`, which is then open.
fn template_end(bytes: &[u8], start: usize, templates: &mut Vec<u32>) -> usize {
    let mut at = start;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'`' => return at + 1,
            b'$' if bytes.get(at + 1) == Some(&b'{') => {
                templates.push(0);
                return at + 2;
            }
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// The modules that a Python file names in `import` and `from` statements, as dotted names; a relative one begins
/// with its dots. `from . import a, b` gives `.a` and `.b`.
pub(super) fn of_python(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for line in text.lines().map(|line| line.split('#').next().unwrap_or("").trim()) {
        if let Some(list) = line.strip_prefix("import ") {
            names.extend(list.split(',').filter_map(|item| item.split_whitespace().next()).map(str::to_owned));
        } else if let Some((module, list)) = line.strip_prefix("from ").and_then(|rest| rest.split_once(" import ")) {
            let module = module.trim();
            let items = list.trim_matches(['(', ')', ' ']).split(',').filter_map(|item| item.split_whitespace().next());
            let joint = if module.ends_with('.') { "" } else { "." };
            names.extend(items.map(|item| format!("{module}{joint}{item}")));
            if !module.ends_with('.') {
                names.push(module.to_owned());
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        of_script(text).imports.into_iter().map(|import| import.name).collect()
    }

    #[test]
    fn every_way_to_import_is_found() {
        let text = r#"#!/usr/bin/env node
import "./a.mjs";
import b, { c as d, "e" as f } from './b.mjs';
import * as g from "g";
import json from "./j.json" with { type: "json" };
export * from "./h.mjs"; export { i } from "./i.mjs"
const k = await import("./k.mjs"), l = require('./l.cjs');
"#;
        assert_eq!(names(text), ["./a.mjs", "./b.mjs", "g", "./j.json", "./h.mjs", "./i.mjs", "./k.mjs", "./l.cjs"]);
        let script = of_script(text);
        assert!(script.is_module);
        assert_eq!(&text[script.imports[0].range.index()], "\"./a.mjs\"");
    }

    #[test]
    fn what_only_looks_like_an_import_is_not() {
        let text = r#"
// import "./a"
/* import "./b" */
const s = 'import "./c"', t = `import "./d" ${ { a: `x${1}` } } import "./e"`;
const r = /import "x"/, q = 1 / 2 / 3, p = /['"]/g;
const o = { import: "./f", export: { x: 1 }, from: "./g" };
x.import("./h"); y.require("./i"); require(name); import.meta.url;
exports.handler = () => {};
"#;
        assert_eq!(of_script(text), Script::default());
        assert_eq!(names("`${require('./a')}`"), ["./a"]);
        for broken in ["`${", "'", "/*", "import", "import {", "import('", "/[", "é\\"] {
            of_script(broken);
        }
        assert!(of_script("export const handler = 1").is_module);
    }

    #[test]
    fn python() {
        let text = "import os, local.part as x  # import no\nfrom . import a, b\nfrom .c import d\nfrom e import (f)\n";
        assert_eq!(of_python(text), ["os", "local.part", ".a", ".b", ".c.d", ".c", "e.f", "e"]);
    }
}
