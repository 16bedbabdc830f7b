//! Chains of calls: `a.string().required()`, `allow.groups(["ADMINS"]).to(["read"])`, `index("slug").name("bySlug")`.

use smol_str::SmolStr;

use super::lower::{Context, Frame};
use super::shape::Shape;
use crate::diagnostic::{Code, Diagnostic, closest};
use crate::evaluate::{Chain, Link, Root, Value, ValueKind};
use crate::source::Span;

/// A name in a chain, and what it takes.
#[derive(Debug)]
pub struct Method {
    /// As it is written.
    pub name: &'static str,
    /// What it says.
    pub doc: &'static str,
    /// What it takes, in order; `None` for what is not called: `allow.guest` of storage.
    pub arguments: Option<&'static [Argument]>,
    /// Whether it may stand without a call although it takes something: `allow.authenticated` of REST APIs.
    pub bare: bool,
}

/// An argument of a method.
#[derive(Debug)]
pub struct Argument {
    /// What it looks like.
    pub shape: fn() -> Shape,
    /// Whether it may be left out.
    pub optional: bool,
}

impl Argument {
    /// One that must be there.
    pub const fn needed(shape: fn() -> Shape) -> Self {
        Self { shape, optional: false }
    }

    /// One that may be left out.
    pub const fn optional(shape: fn() -> Shape) -> Self {
        Self { shape, optional: true }
    }
}

impl Method {
    /// A name that is not called.
    pub const fn bare(name: &'static str, doc: &'static str) -> Self {
        Self { name, doc, arguments: None, bare: true }
    }

    /// A name that may be called.
    pub const fn either(name: &'static str, doc: &'static str, arguments: &'static [Argument]) -> Self {
        Self { name, doc, arguments: Some(arguments), bare: true }
    }

    /// A call.
    pub const fn new(name: &'static str, doc: &'static str, arguments: &'static [Argument]) -> Self {
        Self { name, doc, arguments: Some(arguments), bare: false }
    }

    /// The shape of its first argument.
    pub fn argument(&self, index: usize) -> Option<Shape> {
        self.arguments?.get(index).map(|argument| (argument.shape)())
    }

    /// `string()`, `groups(["..."])`
    pub fn example(&self) -> String {
        let Some(arguments) = self.arguments.filter(|_| !self.bare) else { return self.name.to_owned() };
        let needed = arguments.iter().filter(|argument| !argument.optional);
        let texts: Vec<String> = needed.map(|argument| (argument.shape)().example()).collect();
        format!("{}({})", self.name, texts.join(", "))
    }
}

/// What a chain may begin with, and what may be called behind that.
#[derive(Debug)]
pub struct Term {
    /// The beginning.
    pub head: Method,
    /// What may follow, in any order, each once.
    pub then: &'static [Method],
}

impl Term {
    /// What may be called behind the beginning and these calls, before those that are there further behind.
    pub fn next(&'static self, called: &[&str], behind: &[&str]) -> impl Iterator<Item = &'static Method> {
        let comes = move |name: &str| {
            let mut until = behind.iter().take_while(|call| !(name == "required" && **call == "array"));
            until.any(|call| *call == name)
        };
        let fits = move |name: &str| name != self.head.name && !twice(called, name) && !comes(name);
        self.then.iter().filter(move |method| fits(method.name))
    }

    /// The part with that name: the beginning, or what may follow it.
    pub fn part(&'static self, name: &str) -> Option<&'static Method> {
        std::iter::once(&self.head).chain(self.then).find(|method| method.name == name)
    }
}

/// What a chain may be, where one is expected.
#[derive(Debug)]
pub struct Terms {
    /// What stands before the first dot: `a`.
    pub root: &'static str,
    /// What one is called: "field", "handler"; with its article where a text needs one.
    pub noun: &'static str,
    /// The beginnings, in groups.
    pub terms: &'static [&'static [Term]],
}

/// A chain that was read: nothing in it is unknown, and each call has as many arguments as it takes.
pub(super) struct Read<'v> {
    pub(super) head: Call<'v>,
    pub(super) then: Vec<Call<'v>>,
}

/// One call of a chain.
pub(super) struct Call<'v> {
    pub(super) method: &'static Method,
    pub(super) link: &'v Link,
}

/// Something is wrong, and was reported.
struct Reported;

impl<'v> Call<'v> {
    /// The arguments that are written.
    pub(super) fn arguments(&self) -> &'v [Value] {
        self.link.arguments.as_deref().unwrap_or_default()
    }

    /// The argument at an index, if it is written.
    pub(super) fn argument(&self, index: usize) -> Option<&'v Value> {
        self.arguments().get(index)
    }

    /// Lowers the argument at an index, if it is written; findings in it name the method.
    pub(super) fn lower<T: super::Lower>(&self, index: usize, cx: &mut Context<'_>) -> Option<T> {
        let value = self.argument(index)?;
        let frame = Frame::argument(&SmolStr::new_static(self.method.name), value.place());
        cx.enter(frame, |cx| T::lower(value, cx))
    }
}

impl<'v> Read<'v> {
    /// The call of a method behind the head.
    pub(super) fn call(&self, name: &str) -> Option<&Call<'v>> {
        self.then.iter().find(|call| call.method.name == name)
    }
}

impl Terms {
    /// The part of a chain with that name.
    pub fn part(&self, name: &str) -> Option<&'static Method> {
        part(self.terms, name)
    }

    /// Reads a value that is one of these chains.
    pub(super) fn read<'v>(&'static self, value: &'v Value, cx: &mut Context<'_>) -> Option<Read<'v>> {
        match &value.kind {
            ValueKind::Chain(chain) => match self.links(chain) {
                Some(links) => self.read_links(value, links, cx),
                None => cx.wrong(value, Shape::Terms(self)),
            },
            _ => cx.wrong(value, Shape::Terms(self)),
        }
    }

    fn read_links<'v>(&'static self, value: &Value, links: &'v [Link], cx: &mut Context<'_>) -> Option<Read<'v>> {
        let Some(first) = links.first() else { return cx.wrong(value, Shape::Terms(self)) };
        if self.is_elsewhere(&first.name) {
            let message = format!("`{}.{}` is not {}", self.root, first.name, self.noun);
            let all: Vec<String> = self.all().map(|term| format!("`{}`", term.head.name)).collect();
            let help = format!("known here are {}", all.join(", "));
            cx.report(Diagnostic::new(Code::WrongType, first.name_span, message).help(help));
            return None;
        }
        read(self.root, self.terms, links, cx)
    }

    /// Whether a name begins chains of the same root, but at other places than here.
    fn is_elsewhere(&self, name: &str) -> bool {
        let knows = |terms: &Self| terms.all().any(|term| term.head.name == name);
        !knows(self) && super::data::TERMS.iter().any(|other| other.root == self.root && knows(other))
    }

    /// What a chain says behind the root, which may be several names long: `a.handler`.
    fn links<'v>(&self, chain: &'v Chain) -> Option<&'v [Link]> {
        let mut rest = &chain.links[..];
        for name in self.root.split('.') {
            let (first, further) = rest.split_first().filter(|(first, _)| first.name == name)?;
            rest = further;
            let _ = first;
        }
        (chain.root == Root::Builder).then_some(rest)
    }

    /// All beginnings.
    pub fn all(&self) -> impl Iterator<Item = &'static Term> + use<> {
        self.terms.iter().copied().flatten()
    }

    /// `a.string()`
    pub fn example(&self) -> String {
        self.all().next().map_or_else(String::new, |term| format!("{}.{}", self.root, term.head.example()))
    }
}

/// The method of a name: a head, or behind one.
pub(super) fn part(terms: &[&'static [Term]], name: &str) -> Option<&'static Method> {
    let all = || terms.iter().copied().flatten();
    let heads = all().map(|term| &term.head);
    heads.chain(all().flat_map(|term| term.then)).find(|method| method.name == name)
}

/// Reads the links of a chain. What is wrong with it is reported; then nothing comes back.
pub(super) fn read<'v>(
    root: &str,
    terms: &[&'static [Term]],
    links: &'v [Link],
    cx: &mut Context<'_>,
) -> Option<Read<'v>> {
    let (first, further) = links.split_first()?;
    let all = || terms.iter().copied().flatten();
    let Some(term) = all().find(|term| term.head.name == first.name) else {
        return unknown(root, first, &mut all().map(|term| &term.head), cx);
    };
    behind(&format!("{root}.{}", term.head.name), &format!("{root}."), term, first, further, cx)
}

/// Reads what stands behind the beginning of a chain: `subject` is what that is called in findings, and `before` stands
/// before its name.
pub(super) fn behind<'v>(
    subject: &str,
    before: &str,
    term: &'static Term,
    first: &'v Link,
    further: &'v [Link],
    cx: &mut Context<'_>,
) -> Option<Read<'v>> {
    let mut sound = arity(before, &term.head, first, cx).is_ok();
    let mut then: Vec<Call<'v>> = Vec::with_capacity(further.len());
    for link in further {
        let Some(method) = term.then.iter().find(|method| method.name == link.name) else {
            sound = false;
            let _: Option<()> = unknown(subject, link, &mut term.then.iter(), cx);
            continue;
        };
        let called: Vec<&str> = then.iter().map(|call| call.method.name).collect();
        if twice(&called, method.name) || method.name == term.head.name {
            sound = false;
            let message = format!("`.{}(...)` is called twice", method.name);
            cx.report(
                Diagnostic::new(Code::UnfinishedRule, link.name_span, message).help("put everything into one call"),
            );
            continue;
        }
        sound &= arity(".", method, link, cx).is_ok();
        then.push(Call { method, link });
    }
    sound.then_some(Read { head: Call { method: &term.head, link: first }, then })
}

/// Whether a method was called already. Behind `array`, `required` says something else than before it.
fn twice(called: &[&str], name: &str) -> bool {
    let since = match name {
        "required" => called.iter().rposition(|call| *call == "array").unwrap_or(0),
        _ => 0,
    };
    called[since..].contains(&name)
}

/// Reports a name that is not known here.
pub(super) fn unknown<T>(
    subject: &str,
    link: &Link,
    known: &mut dyn Iterator<Item = &'static Method>,
    cx: &mut Context<'_>,
) -> Option<T> {
    let name = link.name.as_str();
    let known: Vec<&str> = known.map(|method| method.name).collect();
    let message = format!("`{subject}` has no method `{name}`");
    let diagnostic = Diagnostic::new(Code::UnknownMethod, link.name_span, message);
    cx.report(match (closest(name, known.iter().copied()), &known[..]) {
        (Some(near), _) => diagnostic.fix(format!("write `{near}`"), link.name_span, near),
        (None, []) if matches!(subject, "a.enum" | "a.customType") => {
            let call = if matches!(name, "required" | "array") { format!(".{name}()") } else { String::new() };
            diagnostic.help(format!("make it a member of the schema, and refer to it here: `a.ref(\"Name\"){call}`"))
        }
        (None, []) => diagnostic.help("nothing can be called here: leave it out"),
        (None, all) => {
            let all: Vec<_> = all.iter().map(|name| format!("`{name}`")).collect();
            diagnostic.help(format!("known are {}", all.join(", ")))
        }
    });
    None
}

/// Reports a call with too few or too many arguments.
fn arity(before: &str, method: &Method, link: &Link, cx: &mut Context<'_>) -> Result<(), Reported> {
    let wrong = |span, message: String| Diagnostic::new(Code::WrongArguments, span, message);
    let finding = match (method.arguments, link.arguments.as_deref()) {
        (None, None) => return Ok(()),
        (None, Some(_)) => {
            let parentheses = Span { start: link.name_span.end, ..link.span };
            let message = format!("`{}` takes no arguments", method.name);
            wrong(link.span, message).fix(format!("write `{}`", method.name), parentheses, "")
        }
        (Some([]), None) => {
            let end = Span { start: link.name_span.end, end: link.name_span.end, ..link.name_span };
            let message = format!("`{before}{}` is not called", method.name);
            wrong(link.name_span, message).fix(format!("write `{}()`", method.name), end, "()")
        }
        (Some(arguments), given) => {
            let given = given.unwrap_or_default();
            if let Some(missing) = arguments.get(given.len()).filter(|argument| !argument.optional) {
                let message = format!("`{}` needs {}", method.name, (missing.shape)().describe());
                wrong(link.span, message).help(format!("write `{before}{}`", method.example()))
            } else if let Some(more) = given.get(arguments.len()) {
                let count = match arguments.len() {
                    0 => "no arguments".to_owned(),
                    1 => "one argument".to_owned(),
                    count => format!("{count} arguments at most"),
                };
                wrong(more.place(), format!("`{}` takes {count}", method.name)).help("leave the rest out")
            } else {
                return Ok(());
            }
        }
    };
    cx.report(finding);
    Err(Reported)
}
