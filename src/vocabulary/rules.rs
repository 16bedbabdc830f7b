//! Callbacks that give rules: `(allow) => [allow.resource(f).to([...])]`, or an object with a list of rules for each
//! path: `(allow) => ({ "media/*": [allow.guest.to(["read"])] })`.

use super::chain::{Call, Method, Read, Term, behind, part, read};
use super::lower::{At, Context, Frame, Lower};
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::{Callback, Chain, Entry, Link, Root, Value, ValueKind};

/// What a callback gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    /// A list of rules.
    List,
    /// A list of rules, or one.
    ListOrOne,
    /// One.
    One,
}

/// What a rule may be made of.
#[derive(Debug)]
pub struct Rules {
    /// Where they stand, as it is told to people: `defineAuth.access`, `authorization`.
    pub title: &'static str,
    /// The usual name of the callback's parameter.
    pub parameter: &'static str,
    /// Who may: each rule begins with one of these, in groups.
    pub subjects: &'static [&'static [Term]],
    /// What must be called behind it.
    pub needs: &'static [&'static str],
    /// What a key is, where the callback gives an object with a list of rules for each key.
    pub keys: Option<&'static str>,
    /// What the callback gives; with keys, for each.
    pub gives: Gives,
    /// Whether the parameter is called itself, and so is the one subject: `index("slug")`.
    pub itself: bool,
    /// One whole rule.
    pub example: &'static str,
}

/// A rule that has all its parts.
pub(super) struct Rule<'v> {
    /// The whole rule.
    pub(super) value: &'v Value,
    /// Who may, and what is called behind it.
    pub(super) parts: Read<'v>,
}

impl<'v> Rule<'v> {
    /// Who may.
    pub(super) fn subject(&self) -> &Call<'v> {
        &self.parts.head
    }

    /// Where that stands, its arguments included; where a constant brought it, with the place of use.
    pub(super) fn at<T>(&self, value: T) -> At<T> {
        At { value, span: self.parts.head.link.span, via: self.value.via }
    }
}

/// The rules at one key; `None` if their list could not be read.
pub(super) type AtKey<'v> = (&'v Entry, Option<Vec<Rule<'v>>>);

impl Rules {
    /// The rules of a callback's list.
    pub(super) fn read<'v>(&'static self, value: &'v Value, cx: &mut Context<'_>) -> Option<Vec<Rule<'v>>> {
        let callback = self.called_back(value, cx)?;
        self.list(&callback.body, cx)
    }

    /// The rules of a callback's object, by key. A list of which nothing could be read is `None`.
    pub(super) fn read_keyed<'v>(&'static self, value: &'v Value, cx: &mut Context<'_>) -> Option<Vec<AtKey<'v>>> {
        let callback = self.called_back(value, cx)?;
        let ValueKind::Object(entries) = &callback.body.kind else {
            return cx.wrong_with(&callback.body, &self.what_it_gives(), Some(self.help()));
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

    /// All beginnings.
    pub fn all(&self) -> impl Iterator<Item = &'static Term> + use<> {
        self.subjects.iter().copied().flatten()
    }

    /// The part of a rule with that name.
    pub fn part(&self, name: &str) -> Option<&'static Method> {
        part(self.subjects, name)
    }

    fn called_back<'v>(&self, value: &'v Value, cx: &mut Context<'_>) -> Option<&'v Callback> {
        match &value.kind {
            ValueKind::Callback(callback) => Some(callback),
            _ => cx.wrong_with(value, &format!("a callback `{}`", self.signature()), Some(self.help())),
        }
    }

    /// `(allow) => [...]`
    pub fn signature(&self) -> String {
        let body = match (self.keys, self.gives) {
            (Some(_), _) => "({ ... })",
            (None, Gives::One) => "...",
            (None, _) => "[...]",
        };
        format!("({}) => {body}", self.parameter)
    }

    /// A whole callback, with something in the place of its rules.
    pub fn callback(&self, rules: &str) -> String {
        match (self.keys, self.gives) {
            (Some(_), _) => format!("({}) => ({{ {rules} }})", self.parameter),
            (None, Gives::One) => format!("({0}) => {1}", self.parameter, rules),
            (None, _) => format!("({}) => [{rules}]", self.parameter),
        }
    }

    fn what_it_gives(&self) -> String {
        match self.keys {
            Some(key) => format!("a callback that gives an object with a list of rules for each {key}"),
            None => "a callback that gives a list of rules".to_owned(),
        }
    }

    fn help(&self) -> String {
        format!("write `{}`", self.callback(self.example))
    }

    /// One rule, without the key that it may stand at.
    fn one(&self) -> String {
        let rule = self.example.split_once(": [").and_then(|(_, rule)| rule.strip_suffix(']'));
        format!("write `{}`", rule.unwrap_or(self.example))
    }

    /// The links of a rule, without the parameter itself unless that is the subject.
    fn links<'v>(&self, chain: &'v Chain) -> Option<&'v [Link]> {
        match chain.root {
            Root::Parameter(_) => chain.links.get(usize::from(!self.itself)..),
            Root::ParameterMember(_) => Some(&chain.links),
            Root::Builder => None,
        }
    }

    fn list<'v>(&'static self, value: &'v Value, cx: &mut Context<'_>) -> Option<Vec<Rule<'v>>> {
        match &value.kind {
            ValueKind::List(elements) => Some(elements.iter().filter_map(|element| self.rule(element, cx)).collect()),
            ValueKind::Chain(_) if self.gives != Gives::List => Some(self.rule(value, cx).into_iter().collect()),
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
        let Some(links) = self.links(chain) else {
            return cx.wrong_with(value, "a list of rules", Some(self.one()));
        };
        if links.is_empty() {
            let message = "this rule says nothing until it names who may";
            cx.report(Diagnostic::new(Code::UnfinishedRule, value.span, message).help(self.one()));
            return None;
        }
        if let (true, Some(term), [first, further @ ..]) = (self.itself, self.all().next(), links) {
            let parts = behind(self.parameter, "", term, first, further, cx)?;
            return Some(Rule { value, parts });
        }
        let begins = |link: &Link| self.all().any(|subject| subject.head.name == link.name);
        if let Some(second) = links[1..].iter().find(|link| begins(links.first().unwrap_or(link)) && begins(link)) {
            let message = format!("`.{}` stands behind another part of the rule: a rule begins with it", second.name);
            cx.report(Diagnostic::new(Code::UnfinishedRule, second.name_span, message).help(self.one()));
            return None;
        }
        let parts = read(self.parameter, self.subjects, links, cx)?;
        if let Some(missing) = self.needs.iter().find(|need| parts.call(need).is_none()) {
            let message = format!("this rule says nothing until it also calls `.{missing}(...)`");
            cx.report(Diagnostic::new(Code::UnfinishedRule, value.span, message).help(self.one()));
            return None;
        }
        Some(Rule { value, parts })
    }
}

/// The words that `.to([...])` is given. A list of which nothing could be read must not look like an empty one.
pub(super) fn words_of<T: Lower>(to: &Call<'_>, cx: &mut Context<'_>) -> Option<At<Vec<At<T>>>> {
    let before = cx.trouble();
    let words: Option<At<Vec<At<T>>>> = to.lower(0, cx);
    words.filter(|words| !words.is_empty() || cx.trouble() == before)
}
