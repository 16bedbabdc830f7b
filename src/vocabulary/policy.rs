//! IAM statements, as groups, functions and the roles of users hold them.

use smol_str::SmolStr;

use super::deployed::Deployed;
use super::lower::{At, Context, Lower};
use super::primitive::{KeyDoc, Map, OneOrMany};
use super::record::record;
use super::shape::Shape;
use super::words::words;
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::{Value, ValueKind};

record! {
    /// One thing that a role may do, or must not, in IAM's own words.
    PolicyStatement = "policies[]" {
        /// A name for it: letters and digits, each once in a policy.
        sid: At<SmolStr> = "Sid" [extension(), aliases(&["sid"]), source("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html")],
        /// Whether it allows or forbids.
        effect: At<Effect> = "Effect" [required(), extension(), aliases(&["effect"])],
        /// What: `"s3:CreateBucket"`, `"s3:Get*"`; one, or a list.
        action: OneOrMany<At<SmolStr>> = "Action" [required(), extension(), aliases(&["action", "actions", "Actions"]), source("https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html")],
        /// With what: an ARN, one with `ref(...)` in it, or `"*"`; one, or a list.
        resource: OneOrMany<At<Deployed>> = "Resource" [required(), extension(), aliases(&["resource", "resources", "Resources"])],
        /// Not read, since it names what is *not* meant: name the actions themselves in `Action`.
        not_action: Inverse = "NotAction" [extension(), source("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html")],
        /// Not read, since it names what is *not* meant: name the resources themselves in `Resource`.
        not_resource: Inverse = "NotResource" [extension(), source("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html")],
        /// When only: operator, key of the request, and the values it is compared with.
        condition: Conditions = "Condition" [extension(), aliases(&["condition", "conditions", "Conditions"]), source("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html")],
    }
}

impl PolicyStatement {
    /// The actions that it names.
    pub fn actions(&self) -> impl Iterator<Item = &At<SmolStr>> {
        self.action.iter().flat_map(|actions| &actions.0)
    }

    /// The resources that it names.
    pub fn resources(&self) -> impl Iterator<Item = &At<Deployed>> {
        self.resource.iter().flat_map(|resources| &resources.0)
    }

    /// Whether it holds whenever it is asked: there is no condition, or an empty one.
    pub fn always_holds(&self) -> bool {
        self.condition.as_ref().is_none_or(|condition| condition.entries.is_empty())
    }
}

words! {
    /// Whether a statement allows or forbids.
    Effect, "effect" {
        /// The actions are allowed.
        Allow = "Allow" [extension()],
        /// The actions are forbidden, whatever else allows them.
        Deny = "Deny" [extension()],
    }
}

/// What a statement would speak of by naming everything else. It is refused: with `Allow` it grants whatever AWS comes up
/// with next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inverse {}

impl Lower for Inverse {
    fn shape() -> Shape {
        Shape::OneOf(&[SmolStr::shape, Vec::<SmolStr>::shape])
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        let message = "a statement names what it speaks of, not everything but that";
        let help =
            "name actions in `Action` and resources in `Resource`; a second statement with `Deny` takes some away";
        cx.report(Diagnostic::new(Code::PolicyForm, value.place(), message).help(help));
        None
    }
}

/// Conditions: of each operator the keys, and of each key the values.
pub type Conditions = Map<ConditionOperator, Map<ConditionKey, OneOrMany<At<ConditionValue>>>>;

/// What the keys of a condition are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConditionOperator {}

impl KeyDoc for ConditionOperator {
    const DOC: &'static str = "operator of IAM, such as `StringEquals`";
}

/// What the keys under an operator are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConditionKey {}

impl KeyDoc for ConditionKey {
    const DOC: &'static str = "key of the request, such as `aws:RequestedRegion`";
}

/// What a key of a condition is compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct ConditionValue(pub Deployed);

impl Lower for ConditionValue {
    fn shape() -> Shape {
        Shape::OneOf(&[Deployed::shape, bool::shape, f64::shape])
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        match &value.kind {
            ValueKind::Bool(given) => Some(Self(Deployed::from_text(if *given { "true" } else { "false" }))),
            ValueKind::Number(given) => Some(Self(Deployed::from_text(given.to_string()))),
            _ => Deployed::lower(value, cx).map(Self),
        }
    }
}
