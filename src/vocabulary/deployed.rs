//! Texts that are known only when the stack is deployed.

use smol_str::SmolStr;

use super::lower::{At, Context, Frame, Lower};
use super::shape::Shape;
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::{Chain, Root, Value, ValueKind};

/// A text, parts of which other resources may give: `` `${ref("storage.photos.bucketArn")}/logs/*` ``.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deployed {
    /// The parts, one behind the other.
    pub parts: Vec<DeployedPart>,
}

/// A part of such a text.
#[derive(Clone, Debug, PartialEq)]
pub enum DeployedPart {
    /// As it is written.
    Text(SmolStr),
    /// What the resource of that path has: `storage.photos.bucketArn`.
    Ref(At<SmolStr>),
}

impl Deployed {
    /// A text without references.
    pub fn from_text(text: impl Into<SmolStr>) -> Self {
        Self { parts: vec![DeployedPart::Text(text.into())] }
    }

    /// The text, if it has no references.
    pub fn text(&self) -> Option<&str> {
        match &self.parts[..] {
            [] => Some(""),
            [DeployedPart::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The paths of its references.
    pub fn refs(&self) -> impl Iterator<Item = &At<SmolStr>> {
        self.parts.iter().filter_map(|part| match part {
            DeployedPart::Ref(path) => Some(path),
            DeployedPart::Text(_) => None,
        })
    }

    /// As it would be read, with references as they are written: for messages and reports.
    pub fn shown(&self) -> String {
        let part = |part: &DeployedPart| match part {
            DeployedPart::Text(text) => text.to_string(),
            DeployedPart::Ref(path) => format!("${{{}}}", path.value),
        };
        self.parts.iter().map(part).collect()
    }
}

/// Whether a chain is `ref(...)`.
pub(super) fn is_ref(chain: &Chain) -> bool {
    chain.root == Root::Builder && chain.links.first().is_some_and(|link| link.name == "ref")
}

impl Lower for Deployed {
    fn shape() -> Shape {
        Shape::OneOf(&[SmolStr::shape, || Shape::Ref])
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        match &value.kind {
            ValueKind::Chain(chain) if is_ref(chain) => {
                let path = path(chain, cx)?;
                Some(Self { parts: vec![DeployedPart::Ref(path)] })
            }
            ValueKind::Template(parts) => {
                let before = cx.trouble();
                let lowered = parts.iter().filter_map(|part| Self::lower(part, cx)).flat_map(|part| part.parts);
                let parts = lowered.collect();
                (cx.trouble() == before).then_some(Self { parts })
            }
            _ => SmolStr::lower(value, cx).map(Self::from_text),
        }
    }
}

/// The path in `ref("path")`.
fn path(chain: &Chain, cx: &mut Context<'_>) -> Option<At<SmolStr>> {
    if let Some(further) = chain.links.get(1) {
        let message = format!("`ref(...)` has no method `{}`", further.name);
        let help = "what it stands for is known when the stack is deployed; nothing can be computed from it here";
        cx.report(Diagnostic::new(Code::UnknownMethod, further.name_span, message).help(help));
        return None;
    }
    let link = &chain.links[0];
    cx.extension("ref", link.name_span);
    if let Some([path]) = link.arguments.as_deref() {
        return cx.enter(Frame::argument(&link.name, link.name_span), |cx| At::lower(path, cx));
    }
    let message = "`ref` takes the path of what another resource has";
    let help = "write `ref(\"auth.userPoolId\")`, for example";
    cx.report(Diagnostic::new(Code::WrongArguments, link.span, message).help(help));
    None
}
