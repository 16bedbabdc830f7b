//! The builders as TypeScript declarations, written from the vocabulary.

use std::fmt::Write as _;

use amp_compiler::vocabulary::{Builder, Gives, Origin, Placeholder, Row, Rules, Shape, Terms, builders};

#[path = "types/chains.rs"]
mod chains;

const HEAD: &str = "\
// The builders of ampc for editors that read `.amp` files as TypeScript. Written from the compiler's own tables.
// First line of an `.amp` file: /// <reference path=\"./amp.d.ts\" />

declare namespace amp {
  /** What a builder returns: it is listed in `defineBackend`, or exported. */
  interface Resource {
    readonly \"amp resource\": string;
  }
  /** A function of the backend. */
  interface DefinedFunction extends Resource {
    readonly \"amp resource\": \"function\";
  }
  /** A value that is kept outside of the definition. */
  interface Secret {
    readonly \"amp secret\": true;
  }
  /** A whole rule, an index, or a test: one of what a callback gives. */
  interface Rule {
    readonly \"amp rule\": true;
  }
  /** What may stand at some places of a schema. */
  interface Is<Place extends string> {
    readonly \"amp place\": { readonly [Name in Place]: true };
  }
";

const TAIL: &str = "
/** Models and operations. */
declare const a: amp.A;

// `process.env`, in the words of `@types/node`, so that both may be there
declare namespace NodeJS {
  interface ProcessEnv {
    [name: string]: string | undefined;
  }
  interface Process {
    env: ProcessEnv;
  }
}
declare var process: NodeJS.Process;
";

/// Builders that are imported from Amplify's package, with `amp`'s own properties: for `.ts` files that only ampc builds.
pub(crate) fn module() -> String {
    let mut out = String::from(
        "// `@aws-amplify/backend` with amp's own properties, for `.ts` files that only ampc builds. It stands in the place of\n\
         // the package's own types. Written from the compiler's own tables.\n\
         /// <reference path=\"./amp.d.ts\" />\n\n\
         declare module \"@aws-amplify/backend\" {\n",
    );
    for builder in builders() {
        let _ = writeln!(out, "  export const {}: {};", builder.name, arrow(builder));
    }
    out + "  export const a: amp.A;\n  export type ClientSchema<Schema> = any;\n}\n"
}

/// Everything in scope of an `.amp` file.
pub(crate) fn ambient() -> String {
    let mut out = Types::default();
    let mut functions = String::new();
    for builder in builders() {
        if let Some(argument) = builder.argument {
            out.named(argument());
        }
        let own = if builder.origin == Origin::Extension { " *Of amp's own.*" } else { "" };
        let _ = write!(functions, "\n/** {}{own} {} */\n", line(builder.doc), builder.source);
        let _ = writeln!(functions, "declare function {}{};", builder.name, signature(builder, "): "));
    }
    out.beginnings();
    format!("{HEAD}{}}}\n{functions}{TAIL}", out.text)
}

fn arrow(builder: &Builder) -> String {
    signature(builder, ") => ")
}

fn signature(builder: &Builder, then: &str) -> String {
    let argument = builder.argument.map_or_else(String::new, |argument| {
        let optional = if builder.optional { "?" } else { "" };
        let argument = match argument() {
            Shape::Anything => "any".to_owned(),
            shape => written(shape, "amp."),
        };
        format!("value{optional}: {argument}")
    });
    let result = match builder.name {
        "defineFunction" => "amp.DefinedFunction",
        "secret" => "amp.Secret",
        "ref" => "string",
        // code behind it may ask for anything
        "defineBackend" => "any",
        _ => "amp.Resource",
    };
    format!("({argument}{then}{result}")
}

/// Interfaces that were written already, by name.
#[derive(Default)]
struct Types {
    text: String,
    names: Vec<(String, usize)>,
    terms: Vec<&'static Terms>,
}

impl Types {
    /// Writes the interfaces that a shape names, and those that they name.
    fn named(&mut self, shape: Shape) {
        match shape {
            Shape::Record(record) => {
                self.interface(record.title, std::ptr::from_ref(record).addr(), record.doc, record.rows, None);
            }
            Shape::Keyed(keyed) => {
                let rows = shape.properties();
                let prefixed = keyed.prefixed.map(|own| {
                    self.named((own.value)());
                    format!("[name: `{}${{string}}`]: {} | undefined;", own.prefix, written((own.value)(), ""))
                });
                self.interface(keyed.title, std::ptr::from_ref(keyed).addr(), "", &rows, prefixed);
            }
            Shape::List(element) | Shape::Map(_, element) => self.named(element()),
            Shape::OneOf(shapes) => shapes.iter().for_each(|shape| self.named(shape())),
            Shape::Rules(rules) => self.rules(rules),
            Shape::Terms(terms) => self.terms(terms),
            _ => {}
        }
    }

    /// Whether a name is not written yet. The address is that of what it names.
    fn is_new(&mut self, name: &str, address: usize) -> bool {
        if let Some((_, other)) = self.names.iter().find(|(known, _)| known == name) {
            assert_eq!(*other, address, "two shapes are called `{name}`");
            return false;
        }
        self.names.push((name.to_owned(), address));
        true
    }

    fn interface(&mut self, title: &str, address: usize, doc: &str, rows: &[Row], prefixed: Option<String>) {
        let name = name(title);
        if !self.is_new(&name, address) {
            return;
        }
        let mut text = String::new();
        if !doc.is_empty() {
            let _ = writeln!(text, "  /** {} */", line(doc));
        }
        let _ = writeln!(text, "  interface {name} {{");
        for row in rows {
            let own = if row.origin == Origin::Extension { " *Of amp's own.*" } else { "" };
            let default = row.default.map_or_else(String::new, |default| format!(" @default {default}"));
            let key = if row.name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                row.name.to_owned()
            } else {
                format!("\"{}\"", row.name)
            };
            let optional = if row.required { "" } else { "?" };
            let _ = writeln!(text, "    /** {}{own}{default} */", line(row.doc));
            let absent = if row.required { "" } else { " | undefined" };
            let _ = writeln!(text, "    {key}{optional}: {}{absent};", written((row.shape)(), ""));
        }
        if let Some(prefixed) = prefixed {
            let _ = writeln!(text, "    {prefixed}");
        }
        self.text.push_str(&text);
        self.text.push_str("  }\n");
        for row in rows {
            self.named((row.shape)());
        }
    }
}

/// A shape as a type; `scope` stands before the names of interfaces.
fn written(shape: Shape, scope: &str) -> String {
    match shape {
        Shape::Bool => "boolean".to_owned(),
        Shape::True => "true".to_owned(),
        Shape::Null => "null".to_owned(),
        // a reference is a part of texts, too
        Shape::Text | Shape::Name(_) | Shape::Ref => "string".to_owned(),
        Shape::Number | Shape::Int(..) => "number".to_owned(),
        Shape::Words(words) => {
            words.iter().map(amp_compiler::vocabulary::Word::written).collect::<Vec<_>>().join(" | ")
        }
        Shape::List(element) => format!("ReadonlyArray<{}>", written(element(), scope)),
        Shape::Record(record) => format!("{scope}{}", name(record.title)),
        Shape::Keyed(keyed) => format!("{scope}{}", name(keyed.title)),
        Shape::Map(_, value) => format!("{{ readonly [name: string]: {} }}", written(value(), scope)),
        Shape::OneOf(shapes) => shapes.iter().map(|shape| written(shape(), scope)).collect::<Vec<_>>().join(" | "),
        Shape::Function => format!("{scope}DefinedFunction"),
        Shape::Secret => format!("{scope}Secret"),
        Shape::Message(placeholders) => {
            let parameters: Vec<_> = placeholders.iter().map(placeholder).collect();
            format!("(({}) => string)", parameters.join(", "))
        }
        Shape::Rules(rules) => callback(rules, scope),
        Shape::Terms(terms) => format!("{scope}Is<\"{}\">", terms.noun),
        Shape::Anything => "unknown".to_owned(),
    }
}

fn placeholder(placeholder: &Placeholder) -> String {
    format!("{}: ({}) => string", placeholder.name, if placeholder.takes_text { "text?: string" } else { "" })
}

fn callback(rules: &Rules, scope: &str) -> String {
    let list = format!("ReadonlyArray<{scope}Rule>");
    let body = match rules.keys {
        Some(_) => format!("{{ readonly [key: string]: {list} }}"),
        None => match rules.gives {
            Gives::List => list,
            Gives::ListOrOne => format!("{scope}Rule | {list}"),
            Gives::One => format!("{scope}Rule"),
        },
    };
    format!("(({}: {scope}{}) => {body})", rules.parameter, name(rules.title))
}

/// `DefineAuthLoginWith` of `defineAuth.loginWith`.
fn name(title: &str) -> String {
    let parts = title.split(|char: char| !char.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(|part| part[..1].to_uppercase() + &part[1..]).collect()
}

fn line(doc: &str) -> String {
    doc.split_whitespace().collect::<Vec<_>>().join(" ").replace("*/", "* /")
}
