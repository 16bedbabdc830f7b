//! Enumerations: each word is declared once, with its meaning.

use super::lower::Context;
use super::shape::{Origin, Shape, Word};
use crate::evaluate::{Value, ValueKind};

/// An enumeration of words.
pub trait Words: Copy + PartialEq + 'static {
    /// What one is called: "action", "trigger".
    const NOUN: &'static str;

    /// Every variant, in order.
    fn all() -> &'static [Self];

    /// Every word, in the same order.
    fn words() -> &'static [Word];

    /// As it is written.
    fn text(self) -> &'static str {
        let index = Self::all().iter().position(|variant| *variant == self);
        index.map_or("", |index| Self::words()[index].text)
    }

    /// The variant of a word.
    fn from_text(text: &str) -> Option<Self> {
        let index = Self::words().iter().position(|word| word.text == text)?;
        Self::all().get(index).copied()
    }
}

/// Lowers a word, whether it is written in quotes or as a number.
pub(super) fn lower<T: Words>(value: &Value, cx: &mut Context<'_>) -> Option<T> {
    let words = T::words();
    let written = match &value.kind {
        ValueKind::String(text) if words.iter().any(|word| !word.number) => text.to_string(),
        ValueKind::String(text) if words.iter().any(|word| word.text == text) => text.to_string(),
        ValueKind::Number(number) if words.iter().any(|word| word.number) => number.to_string(),
        _ => return cx.wrong(value, Shape::Words(words)),
    };
    let as_number = matches!(value.kind, ValueKind::Number(_));
    if let Some(word) = words.iter().find(|word| word.text == written && word.number == as_number) {
        if word.origin == Origin::Extension {
            cx.extension(word.text, value.place());
        }
        return T::from_text(&written);
    }
    cx.unknown_word(value, &written, T::NOUN, words)
}

/// Declares an enumeration: variants, words, meanings and lowering together.
macro_rules! words {
    ($(#[doc = $doc:literal])* $name:ident, $noun:literal {
        $($(#[doc = $word_doc:literal])* $variant:ident = $word:literal $([$($flag:ident()),+])?),* $(,)?
    }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[doc = $word_doc])* $variant),* }

        impl $crate::vocabulary::Words for $name {
            const NOUN: &'static str = $noun;

            fn all() -> &'static [Self] {
                &[$(Self::$variant),*]
            }

            fn words() -> &'static [$crate::vocabulary::Word] {
                static WORDS: &[$crate::vocabulary::Word] = &[
                    $($crate::vocabulary::Word::new($word, concat!($($word_doc, "\n"),*).trim_ascii())$($(.$flag())+)?),*
                ];
                WORDS
            }
        }

        impl $crate::vocabulary::Lower for $name {
            fn shape() -> $crate::vocabulary::Shape {
                $crate::vocabulary::Shape::Words(<Self as $crate::vocabulary::Words>::words())
            }

            fn lower(
                value: &$crate::evaluate::Value,
                cx: &mut $crate::vocabulary::Context<'_>,
            ) -> Option<Self> {
                $crate::vocabulary::words::lower(value, cx)
            }
        }
    };
}
pub(super) use words;
