//! The reference page and the list of codes, written from the tables that the compiler itself uses.

use std::fmt::Write as _;

use amp_compiler::diagnostic::{CODES, Severity};
use amp_compiler::model::{EDITIONS, Edition};
use amp_compiler::vocabulary::data::{Action, TERMS};
use amp_compiler::vocabulary::{
    AuthAction, Builder, Method, Origin, Prefixed, Row, Rules, Shape, Term, Word, Words as _, builders,
};

const HEAD: &str = "# Reference

Every builder with its properties, words and actions. This page is written from the compiler's own tables, and a test
keeps it true. *Extension* marks what is amp's own and Amplify does not have.
";

/// The whole page.
pub(crate) fn page() -> String {
    let mut out = String::from(HEAD);
    for builder in builders() {
        section(&mut out, builder);
    }
    schemas(&mut out);
    out.push_str(&editions());
    out.push_str("\n## Actions on users and groups\n\nFor `.to([...])` in `access`. Each is allowed on the one user pool only.\n");
    out.push_str("\n| action | | IAM actions (`cognito-idp:`) |\n|---|---|---|\n");
    for (action, word) in AuthAction::all().iter().zip(AuthAction::words()) {
        let _ = writeln!(out, "| `{}` | {} | {} |", word.text, line(word.doc), action.iam().join(", "));
    }
    out
}

/// What holds where a definition is silent.
fn editions() -> String {
    let mut out = String::from(
        "\n## Edition\n\n`export const edition = \"...\"` in the entry file fixes what holds where the definition is silent. Without it, the newest edition holds.\n\n| |",
    );
    let row = |out: &mut String, what: &str, value: &dyn Fn(&Edition) -> String| {
        let _ = write!(out, "| {what} |");
        for edition in EDITIONS {
            let _ = write!(out, " {} |", value(edition));
        }
        out.push('\n');
    };
    for edition in EDITIONS {
        let _ = write!(out, " `\"{}\"` |", edition.name);
    }
    let _ = writeln!(out, "\n|---{}|", "|---".repeat(EDITIONS.len()));
    row(&mut out, "JavaScript and TypeScript run in", &|edition| format!("`{}`", edition.node.identifier()));
    row(&mut out, "processor of a function", &|edition| format!("`{}`", edition.architecture.text()));
    row(&mut out, "longest call of a function", &|edition| format!("{} seconds", edition.timeout_seconds));
    row(&mut out, "memory of a function", &|edition| format!("{} MB", edition.memory_mb));
    row(&mut out, "room in `/tmp`", &|edition| format!("{} MB", edition.ephemeral_storage_mb));
    row(&mut out, "code is made small", &|edition| edition.minify.to_string());
    row(&mut out, "history of a durable function", &|edition| format!("{} days", edition.durable_retention_days));
    row(&mut out, "least characters of a password", &|edition| edition.password_length.to_string());
    row(&mut out, "a password needs all kinds of characters", &|edition| edition.password_mixed.to_string());
    out
}

/// The list of codes.
pub(crate) fn codes() -> String {
    let mut out = String::from(
        "# Codes\n\nWhat `ampc` can say. `ampc explain AMP0402`, or a click, gives the whole page of a code.\n\n| code | | usually |\n|---|---|---|\n",
    );
    for row in CODES {
        let severity = match row.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let _ = writeln!(out, "| [{0}](codes/{0}.md) | {1} | {severity} |", row.text, row.title);
    }
    out
}

fn section(out: &mut String, builder: &Builder) {
    let _ = write!(
        out,
        "\n## {}\n\n{}{} [Source]({})\n",
        builder.name,
        origin(builder.origin),
        line(builder.doc),
        builder.source
    );
    if let Some(argument) = builder.argument {
        nested(out, builder.name, argument());
    }
}

/// The tables of a shape and of everything within it.
fn nested(out: &mut String, title: &str, shape: Shape) {
    match shape {
        Shape::Record(record) => {
            if title.contains('.') {
                let _ = write!(out, "\n### {title}\n\n{}\n", line(record.doc));
            }
            table(out, record.rows);
            for row in record.rows {
                nested(out, &join(title, row.name), (row.shape)());
            }
        }
        Shape::Keyed(keyed) => {
            let _ = write!(out, "\n### {title}\n\n");
            let mut keys = String::from("Each key is one of:\n");
            words(&mut keys, (keyed.words)());
            // the same long list is printed once
            if out.contains(&format!("{keys}\n")) {
                let _ = writeln!(out, "Each key is one of those of the first `{}` above.", keyed.title);
            } else {
                out.push_str(&keys);
            }
            if let Some(Prefixed { prefix, doc, value }) = keyed.prefixed {
                let _ = write!(out, "\nFurther keys begin with `{prefix}`: {}\n", line(doc));
                nested(out, &join(title, &format!("{prefix}*")), value());
            }
            if !keyed.rows.is_empty() {
                table(out, keyed.rows);
            }
            nested(out, &join(title, "*"), (keyed.value)());
        }
        Shape::List(element) => nested(out, &format!("{title}[]"), element()),
        Shape::Map(_, value) => nested(out, &join(title, "*"), value()),
        Shape::OneOf(shapes) => shapes.iter().for_each(|shape| nested(out, title, shape())),
        Shape::Words(list) if list.iter().any(|word| !word.doc.is_empty()) && list.len() < 25 => {
            let _ = write!(out, "\n### {title}: words\n");
            words(out, list);
        }
        Shape::Rules(rules) => rule(out, title, rules),
        _ => {}
    }
}

fn rule(out: &mut String, title: &str, rules: &Rules) {
    let _ = write!(out, "\n### {title}\n\nAs in `{}`.\n", rules.example);
    let root = if rules.itself { String::new() } else { format!("{}.", rules.parameter) };
    beginnings(out, &root, &mut rules.all());
}

/// What begins with `a`: for each place, what may stand there, and what may be called behind it.
fn schemas(out: &mut String) {
    out.push_str(
        "\n## Schemas\n\nWhat begins with `a`. What may follow comes in any order, each once; `required` once more \
         behind `array`, where it speaks of the list.\n",
    );
    let methods = || TERMS.iter().flat_map(|terms| terms.all()).flat_map(|term| term.then.iter().chain([&term.head]));
    for terms in TERMS {
        let _ = write!(out, "\n### {}\n", sentence(terms.noun));
        beginnings(out, &format!("{}.", terms.root), &mut terms.all());
    }
    let mut told: Vec<String> = Vec::new();
    for method in methods() {
        for argument in method.arguments.unwrap_or_default() {
            let mut text = String::new();
            match (argument.shape)() {
                Shape::Rules(rules) => rule(&mut text, &sentence(rules.title), rules),
                Shape::List(element) => nested(&mut text, &format!(".{}", method.name), element()),
                Shape::Record(record) => nested(&mut text, record.title, Shape::Record(record)),
                _ => {}
            }
            if !told.contains(&text) {
                out.push_str(&text);
                told.push(text);
            }
        }
    }
    out.push_str("\n### .to: words\n");
    words(out, Action::words());
}

/// As a heading; a method's name stays one.
fn sentence(text: &str) -> String {
    if text.contains(' ') { text[..1].to_uppercase() + &text[1..] } else { format!(".{text}") }
}

/// What a chain may begin with, and the calls that may follow.
fn beginnings(out: &mut String, root: &str, terms: &mut dyn Iterator<Item = &'static Term>) {
    let terms: Vec<&Term> = terms.collect();
    let names = |methods: &mut dyn Iterator<Item = &Method>| {
        methods.map(|method| format!("`{}`", method.name)).collect::<Vec<_>>().join(", ")
    };
    let all = names(&mut terms.iter().map(|term| &term.head));
    out.push_str("\n| | | may be followed by |\n|---|---|---|\n");
    let mut told = vec![];
    let mut methods = String::new();
    for term in terms {
        let then = names(&mut term.then.iter());
        let same = then == all;
        let then = if same { "the others" } else { &then };
        let _ = writeln!(out, "| `{root}{}` | {} | {then} |", cell(&term.head.example()), line(term.head.doc));
        for method in term.then.iter().filter(|_| !same) {
            let words = method.argument(0).map(|shape| match shape {
                Shape::List(element) => element().words(),
                shape => shape.words(),
            });
            let words: Vec<String> = words.unwrap_or_default().iter().map(|word| format!("`{}`", word.text)).collect();
            let few = !words.is_empty() && words.len() < 15;
            let words = if few { format!(" One of {}.", words.join(", ")) } else { String::new() };
            let text = format!("- `.{}`: {}{words}\n", method.example(), line(method.doc));
            if !told.contains(&text) {
                methods.push_str(&text);
                told.push(text);
            }
        }
    }
    if !methods.is_empty() {
        out.push('\n');
        out.push_str(&methods);
    }
}

fn words(out: &mut String, words: &[Word]) {
    out.push_str("\n| | |\n|---|---|\n");
    for word in words {
        let _ = writeln!(out, "| `{}` | {}{} |", word.written(), origin(word.origin), line(word.doc));
    }
}

fn table(out: &mut String, rows: &[Row]) {
    out.push_str("\n| property | value | default | |\n|---|---|---|---|\n");
    for row in rows {
        let unit = row.unit.map_or_else(String::new, |unit| format!(", in {unit}"));
        let required = if row.required { "**required**. " } else { "" };
        let source = row.source.map_or_else(String::new, |page| format!(" [Source]({page})"));
        let _ = writeln!(
            out,
            "| `{}` | {}{unit} | {} | {}{required}{}{source} |",
            row.name,
            cell(&value((row.shape)())),
            row.default.map_or_else(String::new, |default| format!("`` {} ``", cell(default))),
            origin(row.origin),
            line(row.doc),
        );
    }
}

/// What may be written, with what a list or an object holds.
fn value(shape: Shape) -> String {
    match shape {
        Shape::List(element) => format!("a list; each {}", value(element())),
        Shape::Map(key, element) => format!("an object; key: {key}, value: {}", value(element())),
        Shape::OneOf(shapes) => shapes.iter().map(|shape| value(shape())).collect::<Vec<_>>().join(" or "),
        _ => shape.describe(),
    }
}

fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Amplify => "",
        Origin::Extension => "*Extension.* ",
    }
}

fn join(title: &str, name: &str) -> String {
    format!("{title}.{name}")
}

/// Doc text as one line of a table.
fn line(doc: &str) -> String {
    cell(&doc.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
