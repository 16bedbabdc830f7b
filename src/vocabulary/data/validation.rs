//! `.validate((v) => v.minLength(1))`: what the values of a field must be like.

use smol_str::SmolStr;

use super::field::Literal;
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::{Callback, Root, Value, ValueKind};
use crate::vocabulary::chain::{self, Argument, Method, Read, Term};
use crate::vocabulary::lower::{At, Context, Lower};
use crate::vocabulary::shape::Shape;

/// What values must be like.
#[derive(Clone, Debug, PartialEq)]
pub struct Validation {
    /// What is tested.
    pub test: At<Test>,
    /// With which bound: a number or a text.
    pub against: At<Literal>,
    /// What callers are told.
    pub message: Option<At<SmolStr>>,
}

/// The tests behind `.validate((v) => v...)`.
pub(super) struct Validations(pub(super) Vec<Validation>);

macro_rules! tests {
    ($($(#[doc = $doc:literal])* $variant:ident = $word:literal ($($bound:expr)?)),* $(,)?) => {
        /// What a value is tested for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Test { $($(#[doc = $doc])* $variant),* }

        impl Test {
            /// As it is written: `minLength`.
            pub const fn text(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            fn of(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }

        const ALL_TESTS: &[Method] = &[
            $(Method::new($word, concat!($($doc, "\n"),*).trim_ascii(),
                &[$(Argument::needed($bound),)? Argument::optional(SmolStr::shape)])),*
        ];

        static TEST_TERMS: &[Term] = &[
            $(Term {
                head: Method::new($word, concat!($($doc, "\n"),*).trim_ascii(),
                    &[$(Argument::needed($bound),)? Argument::optional(SmolStr::shape)]),
                then: ALL_TESTS,
            }),*
        ];
    };
}

tests! {
    /// A number above this one.
    Gt = "gt" (f64::shape),
    /// A number below this one.
    Lt = "lt" (f64::shape),
    /// This number, or one above it.
    Gte = "gte" (f64::shape),
    /// This number, or one below it.
    Lte = "lte" (f64::shape),
    /// A number above 0.
    Positive = "positive" (),
    /// A number below 0.
    Negative = "negative" (),
    /// A text of at least so many characters.
    MinLength = "minLength" (f64::shape),
    /// A text of at most so many characters.
    MaxLength = "maxLength" (f64::shape),
    /// A text that begins so.
    StartsWith = "startsWith" (SmolStr::shape),
    /// A text that ends so.
    EndsWith = "endsWith" (SmolStr::shape),
    /// A text that this regular expression finds something in.
    Matches = "matches" (SmolStr::shape),
}

/// What may be called in the callback.
pub(super) static TESTS: crate::vocabulary::Rules = crate::vocabulary::Rules {
    title: "validate",
    parameter: "v",
    subjects: &[TEST_TERMS],
    needs: &[],
    keys: None,
    gives: crate::vocabulary::Gives::One,
    itself: false,
    example: "v.minLength(1)",
};

impl Lower for Validations {
    fn shape() -> Shape {
        Shape::Rules(&TESTS)
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        let help = || Some("write `(v) => v.minLength(1)`".to_owned());
        let ValueKind::Callback(callback) = &value.kind else {
            return cx.wrong_with(value, "a callback `(v) => v...`", help());
        };
        let read = test_chain(callback, cx, help)?;
        let mut found = Vec::new();
        for call in std::iter::once(&read.head).chain(&read.then) {
            let test = At { value: Test::of(call.method.name)?, span: call.link.name_span, via: value.via };
            let message = call.arguments().len();
            let bound = match test.value {
                Test::Positive | Test::Negative => {
                    At { value: Literal::Number(0.0), ..test.clone().map(|_| Literal::Null) }
                }
                Test::StartsWith | Test::EndsWith | Test::Matches => {
                    call.lower::<At<SmolStr>>(0, cx)?.map(Literal::Text)
                }
                _ => call.lower::<At<f64>>(0, cx)?.map(Literal::Number),
            };
            let own = usize::from(!matches!(test.value, Test::Positive | Test::Negative));
            let message = if message > own { Some(call.lower(own, cx)?) } else { None };
            found.push(Validation { test, against: bound, message });
        }
        Some(Self(found))
    }
}

fn test_chain<'v>(callback: &'v Callback, cx: &mut Context<'_>, help: impl Fn() -> Option<String>) -> Option<Read<'v>> {
    match &callback.body.kind {
        ValueKind::Chain(links) if matches!(links.root, Root::Parameter(0)) => {
            let Some(rest) = links.links.get(1..).filter(|rest| !rest.is_empty()) else {
                let message = "this tests nothing";
                let finding = Diagnostic::new(Code::WrongArguments, callback.body.span, message);
                cx.report(finding.help(help().unwrap_or_default()));
                return None;
            };
            chain::read("v", &[TEST_TERMS], rest, cx)
        }
        _ => cx.wrong_with(&callback.body, "a callback that gives tests", help()),
    }
}
