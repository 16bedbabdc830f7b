//! Words for constructs that are TypeScript but not part of the language, and what to write instead.

use smol_str::{SmolStr, format_smolstr};

use crate::source::Span;

use super::evaluator::Evaluator;
use super::{Value, ValueKind};

/// Beginnings of constructs that only make a value, as the reader names them.
const WITHOUT_EFFECTS: [&str; 11] = [
    "function",
    "`async` function",
    "arrow",
    "regular expression",
    "big integer",
    "method",
    // what is called inside of a pattern is found where it is taken apart
    "rest ",
    "parameter ",
    "default ",
    "pattern ",
    "computed key",
];

/// The same, unless something inside of them is called.
const WITHOUT_EFFECTS_OF_THEIR_OWN: [&str; 6] =
    ["`new Date(", "`new Map(", "`new RegExp(", "`new Set(", "`new URL(", "`typeof`"];

/// Whether running a construct of this text may do something to the backend.
pub(super) fn has_effects(construct: &str, text: &str) -> bool {
    if WITHOUT_EFFECTS.iter().any(|known| construct.starts_with(known)) || text.starts_with("import.meta") {
        return false;
    }
    let inside = match text.split_once('(') {
        Some((_, inside)) if construct.starts_with("`new ") => inside,
        _ => text,
    };
    inside.contains(['(', '`', '=']) || !WITHOUT_EFFECTS_OF_THEIR_OWN.iter().any(|known| construct.starts_with(known))
}

/// Whether a value is a function that cannot be seen into.
pub(super) fn is_function(value: &Value) -> bool {
    matches!(&value.kind, ValueKind::Opaque(words) if words.contains("function") || words.contains("parameter with a default"))
}

/// Packages of Node.js that know nothing of a backend.
pub(super) fn is_harmless_package(words: &str) -> bool {
    let name = words.trim_start_matches("the package `").trim_end_matches('`').trim_start_matches("node:");
    let first = name.split('/').next().unwrap_or(name);
    matches!(first, "path" | "url" | "fs" | "os" | "crypto" | "util" | "module" | "dotenv")
        || words.starts_with("the file ")
}

/// What to write instead of a construct, as [`ValueKind::Opaque`](super::ValueKind::Opaque) and
/// [`Blind`](super::Blind) name it.
pub fn instead(construct: &str) -> &'static str {
    let has = |part: &str| construct.contains(part);
    if has(".map()") || has(".flatMap()") || has(".filter()") || has(".reduce()") || has(".forEach()") {
        "write the elements out, or spread a constant: `[...first, ...second]`"
    } else if has("loop") {
        "write each element out"
    } else if has("class") || has("new ") {
        "write the value itself, or declare the resource with a builder such as `defineFunction`"
    } else if has("async") || has("await") {
        "write the value itself: nothing can be waited for before the deployment"
    } else if has("function") || has("arrow") || has("method") || has("getter") || has("setter") {
        "use an arrow function whose body is one expression: `(allow) => [...]`"
    } else if has("template") {
        "write a plain template: `` `text ${value}` ``"
    } else if has("regular expression") {
        "write a text"
    } else if has("assigned again") {
        "use a `const` with its final value"
    } else if has("parameter of") || has("on a callback's parameter") {
        "a callback uses its own parameters, as they are, in texts and calls"
    } else if has("`if`") || has("`switch`") {
        "use `condition ? one : other`"
    } else if has("call of") {
        "write the value itself: only builders and constant arrow functions can be called"
    } else {
        "write the value itself: a definition holds literals, constants and resources"
    }
}

/// The words for a construct with its article: "an `if`", "a call of `f`".
pub(super) fn with_article(construct: &str) -> SmolStr {
    let first = construct.trim_start_matches('`').chars().next();
    let vowel = first.is_some_and(|first| "aeiouAEIOU".contains(first));
    format_smolstr!("{} {construct}", if vowel { "an" } else { "a" })
}

/// A text on one line, cut where it gets long.
pub(super) fn one_line(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(40) {
        Some((at, _)) => format!("{}...", &words[..at]),
        None => words,
    }
}

impl Evaluator<'_> {
    /// The head of a construct: its first line, up to the body or the arguments.
    pub(super) fn head(&self, span: Span) -> Span {
        let text = self.sources.text(span);
        let line = text.lines().next().unwrap_or_default();
        let body = if line.starts_with("new ") { '(' } else { '{' };
        let head = line.split(body).next().unwrap_or(line).trim_end();
        let head = if head.is_empty() { line.trim_end() } else { head };
        Span { end: span.start + u32::try_from(head.len()).unwrap_or_default(), ..span }
    }
}
