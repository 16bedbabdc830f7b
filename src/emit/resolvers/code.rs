//! The text of a resolver: imports, `request`, `response`, and the functions that they need.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::Request;

/// The longest line that is written where it can be broken.
const WIDTH: usize = 110;

macro_rules! helpers {
    ($($(#[doc = $doc:literal])* $name:ident = $file:literal $([$($needs:ident)*])?),* $(,)?) => {
        /// A function that resolvers share. Each resolver that needs it has its own copy: there is nothing to import
        /// from.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Helper { $($(#[doc = $doc])* $name),* }

        impl Helper {
            fn text(self) -> &'static str {
                match self { $(Self::$name => include_str!(concat!("helpers/", $file, ".js"))),* }
            }

            /// The helpers that it calls itself.
            fn needs(self) -> &'static [Self] {
                match self { $(Self::$name => &[$($(Self::$needs),*)?]),* }
            }
        }
    };
}

helpers! {
    /// Whether the caller's token lists a group.
    IsMember = "is_member" [GroupsOf],
    /// Whether the caller is a guest.
    IsGuest = "is_guest",
    /// Whether the caller is signed in with the identity pool.
    IsSignedIn = "is_signed_in",
    /// Whether the caller is a function.
    IsFunction = "is_function",
    /// The caller's groups.
    GroupsOf = "groups_of",
    /// What names the caller.
    IdentitiesOf = "identities_of",
    /// The rules that hold for the caller.
    Active = "active",
    /// Rules, as a condition.
    Either = "either",
    /// Rules, for items of which something is known.
    Known = "known" [Fits],
    /// Whether an item is as rules say.
    Fits = "fits",
    /// What an item must be like for changes of fields.
    DemandsOf = "demands_of",
    /// The filters of a subscription.
    Listening = "listening",
    /// The owner of a new item.
    OwnedBy = "owned_by",
    /// What of an owner is shown.
    LastPart = "last_part",
    /// Some attributes of an item.
    OnlyOf = "only_of",
    /// Conditions, for DynamoDB.
    ExpressionOf = "expression_of",
    /// A partition, and a condition on the sort key.
    KeyCondition = "key_condition" [Signs],
    /// The signs of comparisons.
    Signs = "signs",
    /// A condition on several sort keys as one on their text.
    Joined = "joined" [Refuse],
    /// An error about arguments.
    Refuse = "refuse",
    /// Several sort keys as one text.
    Composite = "composite",
    /// What an update sets and removes.
    UpdateOf = "update_of",
}

/// The parts of a resolver's code.
#[derive(Default)]
pub(super) struct Module {
    /// What it does, in a sentence.
    pub(super) doc: String,
    /// What `request` does, each line indented by two.
    pub(super) request: String,
    /// What `response` does.
    pub(super) response: String,
    /// What it asks of a table.
    pub(super) requests: Vec<Request>,
    own: Vec<String>,
    constants: String,
    helpers: BTreeSet<Helper>,
}

impl Module {
    /// With what it does, in a sentence.
    pub(super) fn new(doc: impl Into<String>) -> Self {
        Self { doc: doc.into(), ..Self::default() }
    }

    /// Says that a helper is called.
    pub(super) fn needs(&mut self, helper: Helper) {
        if self.helpers.insert(helper) {
            helper.needs().iter().for_each(|needed| self.needs(*needed));
        }
    }

    /// Says what it asks of a table.
    pub(super) fn asks(&mut self, request: Request) {
        self.requests.push(request);
    }

    /// Adds a constant of this resolver alone.
    pub(super) fn constant(&mut self, constant: &str) {
        self.constants.push_str(constant);
    }

    /// Adds a function of this resolver alone, once.
    pub(super) fn own(&mut self, function: String) {
        if !self.own.contains(&function) {
            self.own.push(function);
        }
    }

    /// The whole text.
    pub(super) fn text(&self) -> String {
        let (constants, functions): (Vec<Helper>, Vec<Helper>) =
            self.helpers.iter().partition(|helper| helper.text().contains("\nconst "));
        let mut body = String::new();
        if !self.constants.is_empty() {
            let _ = write!(body, "\n{}", self.constants);
        }
        for constant in constants {
            let _ = write!(body, "\n{}", constant.text());
        }
        function(&mut body, &self.doc, "request", &self.request);
        function(&mut body, "", "response", &self.response);
        for own in &self.own {
            let _ = write!(body, "\n{own}");
        }
        for helper in functions {
            let _ = write!(body, "\n{}", helper.text());
        }
        let used = |name: &&str| body.contains(&format!("{name}."));
        let imports: Vec<&str> = ["extensions", "runtime", "util"].into_iter().filter(used).collect();
        let mut text = String::new();
        if !imports.is_empty() {
            let _ = writeln!(text, "import {{ {} }} from '@aws-appsync/utils';\n", imports.join(", "));
        }
        text + "/** @typedef {import('@aws-appsync/utils').Context} Context */\n" + &body
    }
}

fn function(out: &mut String, doc: &str, name: &str, body: &str) {
    let (parameters, tag) = if body.contains("ctx") { ("ctx", Some("@param {Context} ctx")) } else { ("", None) };
    let lines: Vec<String> =
        [comment(doc)].into_iter().filter(|doc| !doc.is_empty()).chain(tag.map(str::to_owned)).collect();
    out.push('\n');
    match &lines[..] {
        [] => {}
        [one] if one.len() < WIDTH => _ = writeln!(out, "/** {one} */"),
        lines => {
            out.push_str("/**\n");
            for line in lines.iter().flat_map(|line| wrapped(line)) {
                let _ = writeln!(out, " * {line}");
            }
            out.push_str(" */\n");
        }
    }
    let _ = write!(out, "export function {name}({parameters}) {{\n{body}}}\n");
}

/// Text that cannot end a comment.
fn comment(text: &str) -> String {
    text.replace("*/", "* /").replace(|char: char| char.is_control() || matches!(char, '\u{2028}' | '\u{2029}'), " ")
}

/// Lines of a comment.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last_mut().expect("there is one");
        if !last.is_empty() && last.len() + word.len() > WIDTH {
            lines.push(word.to_owned());
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines
}

/// A text as a literal of JavaScript.
pub(super) fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::from(quote);
    for char in text.chars() {
        match char {
            '\\' => out.push_str("\\\\"),
            '\'' if quote == '\'' => out.push_str("\\'"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            char if char.is_control() || matches!(char, '\u{2028}' | '\u{2029}') => {
                let _ = write!(out, "\\u{:04x}", u32::from(char));
            }
            char => out.push(char),
        }
    }
    out.push(quote);
    out
}

/// The name of a property, where an object is written.
pub(super) fn key(name: &str) -> String {
    let plain = |char: char| char.is_ascii_alphanumeric() || char == '_';
    let identifier =
        name.starts_with(|char: char| char.is_ascii_alphabetic() || char == '_') && name.chars().all(plain);
    if identifier { name.to_owned() } else { quoted(name) }
}

/// An array of texts.
pub(super) fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    format!("[{}]", texts.into_iter().map(quoted).collect::<Vec<_>>().join(", "))
}

/// Alternatives: on one line behind `before`, if there is room for them, else each on its own.
pub(super) fn alternatives(depth: usize, before: &str, alternatives: &[String]) -> String {
    let line = format!("{before} {}", alternatives.join(" || "));
    if alternatives.len() == 1 || depth * 2 + line.len() < WIDTH - 10 {
        return line;
    }
    let indent = "  ".repeat(depth + 1);
    format!("{before}\n{indent}{}", alternatives.join(&format!(" ||\n{indent}")))
}

/// Elements between brackets: on one line behind `before`, if there is room for them and for `after`, else each on its
/// own. `depth` is the indentation of the line.
pub(super) fn bracketed(depth: usize, before: &str, open: char, elements: &[String], after: &str) -> String {
    let (space, close) = if open == '{' { (" ", "}") } else { ("", if open == '[' { "]" } else { ")" }) };
    let indent = "  ".repeat(depth);
    let line = format!("{indent}{before}{open}{space}{}{space}{close}{after}\n", elements.join(", "));
    if line.len() <= WIDTH && !elements.iter().any(|element| element.contains('\n')) {
        return line;
    }
    let mut out = format!("{indent}{before}{open}\n");
    for element in elements {
        let _ = writeln!(out, "{indent}  {element},");
    }
    let _ = writeln!(out, "{indent}{close}{after}");
    out
}

/// A call: on one line, if there is room for it behind `before` more characters, else each argument on its own.
pub(super) fn call(depth: usize, before: usize, name: &str, arguments: &[String]) -> String {
    let line = format!("{name}({})", arguments.join(", "));
    if depth * 2 + before + line.len() < WIDTH && !line.contains('\n') {
        return line;
    }
    let indent = "  ".repeat(depth);
    let lines: Vec<String> = arguments.iter().map(|argument| format!("{indent}  {argument},\n")).collect();
    format!("{name}(\n{}{indent})", lines.concat())
}

/// A statement that refuses the caller under a condition.
pub(super) fn refuse_if(condition: &str) -> String {
    format!("  if ({condition}) {{\n    util.unauthorized();\n  }}\n")
}
