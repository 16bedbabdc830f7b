//! Callbacks that give rules: `(allow) => [allow.resource(f).to([...])]`, or an object with a list of rules for each
//! path: `(allow) => ({ "media/*": [allow.guest.to(["read"])] })`.

use smol_str::SmolStr;

use super::lower::{At, Context, Frame, Lower};
use super::shape::Shape;
use crate::diagnostic::{Code, Diagnostic, closest};
use crate::evaluate::{Callback, Chain, Entry, Link, Root, Value, ValueKind};
use crate::source::Span;

/// What a rule may be made of.
#[derive(Debug)]
pub struct Rules {
    /// The usual name of the callback's parameter.
    pub parameter: &'static str,
    /// Who may: each rule begins with one of these.
    pub subjects: &'static [Method],
    /// What is called behind it; each rule calls all of them once.
    pub methods: &'static [Method],
    /// What a key is, where the callback gives an object with a list of rules for each key.
    pub keys: Option<&'static str>,
    /// One whole rule.
    pub example: &'static str,
}

/// A part of a rule.
#[derive(Debug)]
pub struct Method {
    /// As it is written.
    pub name: &'static str,
    /// What it says.
    pub doc: &'static str,
    /// What it takes; `None` for what is not called: `allow.guest`.
    pub argument: Option<fn() -> Shape>,
}

/// A rule that has all its parts.
pub(super) struct Rule<'v> {
    /// The whole rule.
    pub(super) value: &'v Value,
    /// Which of [`Rules::subjects`] it begins with.
    pub(super) subject: &'static Method,
    /// Where the subject's name stands, its arguments included.
    pub(super) subject_span: Span,
    /// What the subject is given, if it takes something.
    pub(super) given: Option<&'v Value>,
    /// The argument of each of [`Rules::methods`], in their order.
    pub(super) arguments: Vec<&'v Value>,
}

/// The rules at one key; `None` if their list could not be read.
pub(super) type AtKey<'v> = (&'v Entry, Option<Vec<Rule<'v>>>);

/// Something is wrong, and was reported.
struct Reported;

impl Rules {
    /// The rules of a callback's list.
    pub(super) fn read<'v>(&'static self, value: &'v Value, cx: &mut Context<'_>) -> Option<Vec<Rule<'v>>> {
        let callback = self.callback(value, cx)?;
        self.list(&callback.body, cx)
    }

    /// The rules of a callback's object, by key. A list of which nothing could be read is `None`.
    pub(super) fn read_keyed<'v>(&'static self, value: &'v Value, cx: &mut Context<'_>) -> Option<Vec<AtKey<'v>>> {
        let callback = self.callback(value, cx)?;
        let ValueKind::Object(entries) = &callback.body.kind else {
            return cx.wrong_with(&callback.body, &self.gives(), Some(self.help()));
        };
        let mut read = Vec::with_capacity(entries.len());
        cx.entries(entries, |cx, entry| {
            if entry.value.kind == ValueKind::Undefined {
                return;
            }
            let frame = Frame::argument(&entry.key, entry.key_span);
            let rules = cx.enter(frame, |cx| self.list(&entry.value, cx));
            read.push((entry, rules));
        });
        Some(read)
    }

    /// What the argument of a method is called in findings.
    pub(super) fn argument(method: &Method, value: &Value) -> Frame {
        Frame::argument(&SmolStr::new_static(method.name), value.place())
    }

    /// The part of a rule with that name.
    pub fn part(&self, name: &str) -> Option<&'static Method> {
        self.subjects.iter().chain(self.methods).find(|method| method.name == name)
    }

    fn callback<'v>(&self, value: &'v Value, cx: &mut Context<'_>) -> Option<&'v Callback> {
        match &value.kind {
            ValueKind::Callback(callback) => Some(callback),
            _ => cx.wrong_with(value, &format!("a callback `{}`", self.signature()), Some(self.help())),
        }
    }

    /// `(allow) => [...]`
    pub fn signature(&self) -> String {
        let body = if self.keys.is_some() { "({ ... })" } else { "[...]" };
        format!("({}) => {body}", self.parameter)
    }

    fn gives(&self) -> String {
        match self.keys {
            Some(key) => format!("a callback that gives an object with a list of rules for each {key}"),
            None => "a callback that gives a list of rules".to_owned(),
        }
    }

    fn help(&self) -> String {
        match self.keys {
            Some(_) => format!("write `({}) => ({{ {} }})`", self.parameter, self.example),
            None => format!("write `({}) => [{}]`", self.parameter, self.example),
        }
    }

    /// One rule, without the key that it may stand at.
    fn one(&self) -> String {
        let rule = self.example.split_once(": [").and_then(|(_, rule)| rule.strip_suffix(']'));
        format!("write `{}`", rule.unwrap_or(self.example))
    }

    fn list<'v>(&'static self, value: &'v Value, cx: &mut Context<'_>) -> Option<Vec<Rule<'v>>> {
        match &value.kind {
            ValueKind::List(elements) => Some(elements.iter().filter_map(|element| self.rule(element, cx)).collect()),
            ValueKind::Chain(_) if self.keys.is_some() => {
                let help = format!("put it in brackets: `[{}]`", cx.sources.text(value.span));
                cx.wrong_with(value, "a list of rules", Some(help))
            }
            _ if self.keys.is_some() => cx.wrong_with(value, "a list of rules", Some(self.one())),
            _ => cx.wrong_with(value, "a callback that gives a list of rules", Some(self.help())),
        }
    }

    fn rule<'v>(&'static self, value: &'v Value, cx: &mut Context<'_>) -> Option<Rule<'v>> {
        let ValueKind::Chain(chain) = &value.kind else {
            return cx.wrong_with(value, "a list of rules", Some(self.one()));
        };
        let Some(links) = links(chain) else {
            return cx.wrong_with(value, "a list of rules", Some(self.one()));
        };
        let Some((first, further)) = links.split_first() else {
            let message = "this rule says nothing until it names who may";
            cx.report(Diagnostic::new(Code::UnfinishedRule, value.span, message).help(self.one()));
            return None;
        };
        let Some(subject) = self.subjects.iter().find(|subject| subject.name == first.name) else {
            return self.unknown(first, self.subjects, cx);
        };
        let given = self.given(first, subject, cx).ok()?;
        let mut arguments: Vec<Option<&'v Value>> = vec![None; self.methods.len()];
        let mut sound = true;
        for link in further {
            sound &= self.method(link, &mut arguments, cx).is_some();
        }
        if !sound {
            return None;
        }
        if let Some(missing) = self.methods.iter().zip(&arguments).find(|(_, given)| given.is_none()) {
            let message = format!("this rule says nothing until it also calls `.{}(...)`", missing.0.name);
            cx.report(Diagnostic::new(Code::UnfinishedRule, value.span, message).help(self.one()));
            return None;
        }
        let arguments = arguments.into_iter().flatten().collect();
        Some(Rule { value, subject, subject_span: first.span, given, arguments })
    }

    fn unknown<T>(&self, link: &Link, known: &[Method], cx: &mut Context<'_>) -> Option<T> {
        let name = link.name.as_str();
        let message = format!("`{}` has no method `{name}`", self.parameter);
        let diagnostic = Diagnostic::new(Code::UnknownMethod, link.name_span, message);
        cx.report(match closest(name, known.iter().map(|method| method.name)) {
            Some(known) => diagnostic.fix(format!("write `{known}`"), link.name_span, known),
            None if known.len() > 1 => {
                let all: Vec<_> = known.iter().map(|method| format!("`{}`", method.name)).collect();
                diagnostic.help(format!("known are {}", all.join(", ")))
            }
            None => diagnostic.help(self.one()),
        });
        None
    }

    fn method<'v>(&self, link: &'v Link, arguments: &mut [Option<&'v Value>], cx: &mut Context<'_>) -> Option<()> {
        let name = link.name.as_str();
        let Some(index) = self.methods.iter().position(|method| method.name == name) else {
            if self.subjects.iter().any(|subject| subject.name == name) {
                let message = format!("`.{name}` stands behind another part of the rule: a rule begins with it");
                cx.report(Diagnostic::new(Code::UnfinishedRule, link.name_span, message).help(self.one()));
                return None;
            }
            return self.unknown(link, self.methods, cx);
        };
        if arguments[index].is_some() {
            let message = format!("`.{name}(...)` is called twice in one rule");
            let help = "put everything into one call, or write two rules";
            cx.report(Diagnostic::new(Code::UnfinishedRule, link.name_span, message).help(help));
            return None;
        }
        arguments[index] = self.given(link, &self.methods[index], cx).ok()?;
        Some(())
    }

    /// What a part of a rule is given; `None` if it takes nothing.
    fn given<'v>(&self, link: &'v Link, method: &Method, cx: &mut Context<'_>) -> Result<Option<&'v Value>, Reported> {
        let name = method.name;
        let wrong = |span, message: String| Diagnostic::new(Code::WrongArguments, span, message);
        match (method.argument, link.arguments.as_deref()) {
            (None, None) => return Ok(None),
            (None, Some(_)) => {
                let parentheses = Span { start: link.name_span.end, ..link.span };
                let message = format!("`{name}` takes no arguments");
                cx.report(wrong(link.span, message).fix(format!("write `{name}`"), parentheses, ""));
            }
            (Some(_), Some([only])) => return Ok(Some(only)),
            (Some(_), Some([_, more, ..])) => {
                cx.report(wrong(more.place(), format!("`{name}` takes one argument")).help(self.one()));
            }
            (Some(argument), Some([]) | None) => {
                let help = format!("write `{}.{name}({})`", self.parameter, argument().example());
                cx.report(wrong(link.span, format!("`{name}` needs {}", argument().describe())).help(help));
            }
        }
        Err(Reported)
    }
}

/// The words that `.to([...])` is given. A list of which nothing could be read must not look like an empty one.
pub(super) fn words_of<T: Lower>(to: &Value, cx: &mut Context<'_>) -> Option<At<Vec<At<T>>>> {
    let before = cx.trouble();
    let frame = Frame::argument(&SmolStr::new_static("to"), to.place());
    let words: Option<At<Vec<At<T>>>> = cx.enter(frame, |cx| At::lower(to, cx));
    words.filter(|words| !words.is_empty() || cx.trouble() == before)
}

/// The links of a rule, without the parameter itself.
fn links(chain: &Chain) -> Option<&[Link]> {
    match chain.root {
        Root::Parameter(_) => chain.links.get(1..),
        Root::ParameterMember(_) => Some(&chain.links),
        Root::Builder => None,
    }
}
