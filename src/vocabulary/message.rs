//! Callbacks that give the text of a message: `` (createCode) => `your code is ${createCode()}` ``.

use std::marker::PhantomData;

use smol_str::SmolStr;

use super::lower::{At, Context, Lower};
use super::shape::{Placeholder, Shape};
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::{Chain, Root, Value, ValueKind};

/// The parameters of a kind of message.
pub trait Parameters {
    /// The parameters, in order.
    const PLACEHOLDERS: &'static [Placeholder];
}

/// A message's text in parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Message<P> {
    /// Texts and placeholders, in order.
    pub parts: Vec<Part>,
    parameters: PhantomData<P>,
}

/// A part of a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// As it is written.
    Text(SmolStr),
    /// A call of the callback's parameter of that index, with the text given to it.
    Placeholder(usize, Option<SmolStr>),
}

/// `{####}`, the place of a code in Cognito's messages.
pub const CODE: &str = "{####}";

/// The body of the mail that verifies an address: the parameter stands for a code, or in the `LINK` style for a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verification {}

impl Parameters for Verification {
    const PLACEHOLDERS: &'static [Placeholder] = &[Placeholder {
        name: "createCode",
        doc: "the code; with the style `LINK` it is `createLink(text)`, the link with its text",
        takes_text: true,
    }];
}

/// A message with a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithCode {}

impl Parameters for WithCode {
    const PLACEHOLDERS: &'static [Placeholder] =
        &[Placeholder { name: "createCode", doc: "the code", takes_text: false }];
}

/// An invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invitation {}

impl Parameters for Invitation {
    const PLACEHOLDERS: &'static [Placeholder] = &[
        Placeholder { name: "username", doc: "the name to sign in with", takes_text: false },
        Placeholder { name: "code", doc: "the temporary password", takes_text: false },
    ];
}

impl<P> Message<P> {
    fn render(&self, placeholder: impl Fn(usize, Option<&str>) -> String) -> String {
        let parts = self.parts.iter().map(|part| match part {
            Part::Text(text) => text.to_string(),
            Part::Placeholder(index, text) => placeholder(*index, text.as_deref()),
        });
        parts.collect()
    }
}

impl Message<Verification> {
    /// Cognito's text of a mail with a code: `{####}` where the parameter is called.
    pub fn with_code(&self) -> String {
        self.render(|_, _| CODE.to_owned())
    }

    /// Cognito's text of a mail with a link: `{##text##}` where the parameter is called; the text is `Verify Email`
    /// unless one is given.
    pub fn with_link(&self) -> String {
        self.render(|_, text| format!("{{##{}##}}", text.unwrap_or("Verify Email")))
    }
}

impl Message<WithCode> {
    /// Cognito's text, with `{####}` where the code is to stand.
    pub fn text(&self) -> String {
        self.render(|_, _| CODE.to_owned())
    }
}

impl Message<Invitation> {
    /// Cognito's text, with `{username}` and `{####}`.
    pub fn text(&self) -> String {
        self.render(|index, _| if index == 0 { "{username}".to_owned() } else { CODE.to_owned() })
    }
}

impl<P: Parameters> Lower for Message<P> {
    fn shape() -> Shape {
        Shape::Message(P::PLACEHOLDERS)
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        let ValueKind::Callback(callback) = &value.kind else {
            return cx.wrong(value, Self::shape());
        };
        let mut parts = Vec::new();
        text_parts::<P>(&callback.body, &mut parts, cx).then_some(Self { parts, parameters: PhantomData })
    }
}

/// Whether all parts could be read.
fn text_parts<P: Parameters>(value: &Value, parts: &mut Vec<Part>, cx: &mut Context<'_>) -> bool {
    match &value.kind {
        ValueKind::String(text) => parts.push(Part::Text(text.clone())),
        ValueKind::Number(number) => parts.push(Part::Text(number.to_string().into())),
        ValueKind::Template(values) => {
            // every part is read, so that all problems of one text are told at once
            return values.iter().map(|part| text_parts::<P>(part, parts, cx)).fold(true, |all, one| all & one);
        }
        ValueKind::Chain(chain) if matches!(chain.root, Root::Parameter(_)) => {
            let Some(part) = placeholder::<P>(value, chain, cx) else { return false };
            parts.push(part);
        }
        _ => {
            return cx.wrong::<()>(value, Shape::Message(P::PLACEHOLDERS)).is_some();
        }
    }
    true
}

fn placeholder<P: Parameters>(value: &Value, chain: &Chain, cx: &mut Context<'_>) -> Option<Part> {
    let Root::Parameter(index) = chain.root else { return None };
    let name = &chain.links[0].name;
    let Some(known) = P::PLACEHOLDERS.get(index) else {
        let names: Vec<_> = P::PLACEHOLDERS.iter().map(|placeholder| placeholder.name).collect();
        let message = format!("this callback gets no parameter `{name}`");
        let help = format!("its parameters are `({})`", names.join(", "));
        cx.report(Diagnostic::new(Code::WrongPlaceholder, value.span, message).help(help));
        return None;
    };
    if let Some(further) = chain.links.get(1) {
        let message = format!("`{name}` has no member `{}`", further.name);
        let help = format!("write `{name}()`");
        cx.report(Diagnostic::new(Code::WrongPlaceholder, further.name_span, message).help(help));
        return None;
    }
    match chain.links[0].arguments.as_deref() {
        None => {
            let message = format!("`{name}` is not called, so the message would hold the text of a function");
            let fix = format!("{name}()");
            let span = chain.links[0].name_span;
            cx.report(Diagnostic::new(Code::WrongPlaceholder, span, message).fix(format!("write `{fix}`"), span, fix));
            None
        }
        Some([]) => Some(Part::Placeholder(index, None)),
        Some([text]) if known.takes_text => Some(Part::Placeholder(index, Some(SmolStr::lower(text, cx)?))),
        Some([first, ..]) => {
            let message = format!("`{name}` takes no text");
            let help = format!("write `{name}()`");
            cx.report(Diagnostic::new(Code::WrongArguments, first.place(), message).help(help));
            None
        }
    }
}

/// A message with its place.
pub type MessageAt<P> = At<Message<P>>;
