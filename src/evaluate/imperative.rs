//! Words for constructs that are TypeScript but not part of the language, and what to write instead.

use smol_str::{SmolStr, format_smolstr};

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

use super::evaluator::Evaluator;
use super::helper;
use super::names::holds_builders;
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

/// In the words for functions, and for the parameters that make a function one that cannot be seen into.
const CALLABLE: [&str; 5] =
    ["function", "parameter with a default", "rest parameter", "rest of an object", "within a pattern"];

/// Whether a value is a function that does something when it is called, as far as can be seen.
pub(super) fn is_function(value: &Value) -> bool {
    match &value.kind {
        ValueKind::Opaque(words) => CALLABLE.iter().any(|part| words.contains(part)),
        ValueKind::Chain(chain) => chain.builder().is_some(),
        _ => false,
    }
}

/// Members of JavaScript's own that lead to functions which may be called with anything: `prototype`, `push.call`.
pub(super) fn leads_to_code(member: &str) -> bool {
    matches!(member, "apply" | "bind" | "call" | "constructor" | "prototype") || member.starts_with("__")
}

/// Whether a method changes what it is called on: a list, a map or a set.
pub(super) fn changes(method: &str) -> bool {
    matches!(
        method,
        "add"
            | "clear"
            | "copyWithin"
            | "delete"
            | "fill"
            | "pop"
            | "push"
            | "reverse"
            | "set"
            | "shift"
            | "sort"
            | "splice"
            | "unshift"
    )
}

/// Whether every value of a kind may have a member that is not written there: `push` of a list, `constructor` of an
/// object. Where more follows in the text, it would be an error of its own otherwise.
pub(super) fn is_inherited(value: &Value, name: &str, more_follows: bool) -> bool {
    let is_object = matches!(value.kind, ValueKind::Object(_));
    // an index that is not there is nothing
    let is_method = || changes(name) || helper::only_reads(name) || name == "forEach" || more_follows;
    leads_to_code(name)
        || matches!(name, "hasOwnProperty" | "isPrototypeOf" | "propertyIsEnumerable" | "toLocaleString" | "valueOf")
        || !is_object && name.parse::<f64>().is_err() && is_method()
}

/// The words for such a member.
pub(super) fn inherited_words(name: &str) -> SmolStr {
    format_smolstr!("the function `{name}` of JavaScript")
}

/// Packages of Node.js that know nothing of a backend.
pub(super) fn is_harmless_package(words: &str) -> bool {
    let name = words.trim_start_matches("the package `").trim_end_matches('`').trim_start_matches("node:");
    let first = name.split('/').next().unwrap_or(name);
    matches!(first, "path" | "url" | "fs" | "os" | "crypto" | "util" | "module" | "dotenv")
        || words.starts_with("the file ")
}

/// Packages beyond those that do nothing to a backend when they are run for themselves: they change how errors are
/// printed, or serve decorators.
const HARMLESS_TO_RUN: [&str; 2] = ["source-map-support", "reflect-metadata"];

/// Whether a package puts the variables of a file into `process.env`.
fn reads_variables(package: &str) -> bool {
    package.contains("dotenv")
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

/// What amp has a word for, by the member of a resource of the CDK that code calls or sets.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpool.html>
const WORDS: [(&[&str], &str); 14] = [
    (&["policies", "passwordPolicy"], "say it with `passwordPolicy: { ... }` in `defineAuth`"),
    (&["mfaConfiguration", "enabledMfas"], "say it with `multifactor: { ... }` in `defineAuth`"),
    (&["userPoolName"], "say it with `name` in `defineAuth`"),
    (&["usernameAttributes", "aliasAttributes"], "say it with `loginWith: { ... }` in `defineAuth`"),
    (&["schema"], "say it with `userAttributes: { ... }` in `defineAuth`"),
    (&["accountRecoverySetting"], "say it with `accountRecovery` in `defineAuth`"),
    (&["emailConfiguration", "smsConfiguration"], "say it with `senders: { ... }` in `defineAuth`"),
    (&["lambdaConfig", "addTrigger"], "say it with `triggers: { ... }` in `defineAuth`"),
    (&["addGroup"], "say it with `groups: [...]` in `defineAuth`"),
    (&["addDomain"], "say it with `externalProviders: { domainPrefix: \"...\" }` in `defineAuth`"),
    (&["addEnvironment"], "say it with `environment: { ... }` in `defineFunction`"),
    (&["addLayers"], "say it with `layers: { ... }` in `defineFunction`"),
    (
        &["addToRolePolicy", "addToPrincipalPolicy", "attachInlinePolicy", "addManagedPolicy"],
        "what a function may do with users is said with `access` in `defineAuth`; for other rights amp has no word yet",
    ),
    (
        &["addOutput"],
        "leave it out: `outputs.json` has what clients of the backend need; keep values of your own in the app",
    ),
];

/// What to write instead of a statement, as [`Blind`](super::Blind) names it.
pub fn instead_of_statement(construct: &str) -> &'static str {
    let path = construct.split('`').nth(1).unwrap_or_default();
    let mut members = path.split('.').map(|member| member.trim_end_matches("()"));
    if let Some((_, words)) =
        members.clone().rev().find_map(|member| WORDS.iter().find(|(known, _)| known.contains(&member)))
    {
        return words;
    }
    let has = |part: &str| construct.contains(part);
    if members.any(|member| member.starts_with("grant")) {
        "what a function may do with users is said with `access` in `defineAuth`; for other rights amp has no word yet"
    } else if has("createStack") || has("`new ") {
        "amp has no word for it yet: keep it in a stack of its own, beside the one that is built here"
    } else if has("use of the backend") || has("cfnResources") || has(".resources") {
        "leave it out together with the code that uses it"
    } else if has("loop") || has(".forEach()") {
        "write each resource out"
    } else if has("`if`") || has("`switch`") {
        "leave it out; a value that depends on something is written `condition ? one : other`"
    } else if has("`try`") || has("`throw`") {
        "leave it out: a definition cannot fail while it runs, since it is never run"
    } else if construct.starts_with("function") {
        "leave it out; what is called is written as a constant of one expression: `const twice = (x) => x + x`"
    } else if has("class") || has("namespace") {
        "leave it out, or move it into a file that only handlers import"
    } else if has("assignment") {
        "amp has no word for it yet: set it where the resource is declared, if a property there does the same"
    } else if has("await") {
        "leave it out: nothing can be waited for before the deployment"
    } else if has("call of") {
        "write what it does with properties of resources, or leave it out"
    } else {
        "say it with a property of a resource, or leave it out"
    }
}

/// The words for a construct with its article: "an `if`", "a call of `f`".
pub(super) fn with_article(construct: &str) -> SmolStr {
    let first = construct.trim_start_matches('`').chars().next();
    let vowel = first.is_some_and(|first| "aeiouAEIOU".contains(first));
    format_smolstr!("{} {construct}", if vowel { "an" } else { "a" })
}

/// An assignment with what it sets, from the text before the value: "assignment to `pool.policies`".
pub(super) fn assignment_to(text: &str) -> SmolStr {
    let target = text.split('=').next().unwrap_or_default();
    let target = target.trim_end_matches(|char: char| char.is_whitespace() || "+-*/%&|?<>^".contains(char));
    match target {
        "" => "assignment".into(),
        target => format_smolstr!("assignment to `{}`", target.split_whitespace().collect::<String>()),
    }
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
    /// `import "package"`: what the package does is not done.
    pub(super) fn unrun_package(&mut self, package: &str, place: Span) {
        if reads_variables(package) {
            self.unread_variables.push((package.to_owned(), place));
            return;
        }
        let words = format!("the package `{package}`");
        let first = package.split('/').next().unwrap_or(package);
        let harmless = package.starts_with("node:")
            || is_harmless_package(&words)
            || HARMLESS_TO_RUN.contains(&first)
            || holds_builders(package);
        if !harmless {
            let message = format!("`{package}` is not run: the definition is read, and no package does anything");
            let help = "leave it out, unless something else than this compiler needs it";
            self.report(Diagnostic::new(Code::NotRun, place, message).help(help));
        }
    }

    /// `dotenv.config()`: a call of a function of a package, if that puts variables into `process.env`.
    pub(super) fn unrun_call(&mut self, package: &str, called: &str, place: Span) {
        if reads_variables(package) && !called.ends_with("parse") {
            self.unread_variables.push((format!("{called}()"), place));
        }
    }

    /// Says which variables would be set by what is not run. Where all are set, it would change nothing.
    pub(super) fn report_unread_variables(&mut self) {
        let unset: Vec<String> = self
            .program
            .env
            .iter()
            .filter(|name| self.files.env(name).is_none())
            .map(|name| format!("`{name}`"))
            .collect();
        let Some((last, first)) = unset.split_last() else { return };
        let names = match first {
            [] => format!("{last} is"),
            _ => format!("{} and {last} are", first.join(", ")),
        };
        for (words, place) in std::mem::take(&mut self.unread_variables) {
            let message = format!("`{words}` is not run, and {names} not set");
            let help = "name the file of the variables: `--env-file .env`";
            self.report(Diagnostic::new(Code::NotRun, place, message).help(help));
        }
    }

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
