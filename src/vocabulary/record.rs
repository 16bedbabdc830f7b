//! Objects with known properties: struct, rows and lowering from one declaration.

use super::lower::{Context, Frame, Lower};
use super::shape::{Origin, Record};
use crate::evaluate::{Entry, Value, ValueKind};
use crate::source::Span;

/// What is known of a record besides its values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notes {
    broken: Vec<&'static str>,
    keys: Vec<(&'static str, Span)>,
}

impl Notes {
    /// Of an object that could not be read at all.
    pub fn unread() -> Self {
        Self { broken: vec![""], keys: Vec::new() }
    }

    /// Whether something is wrong in a property, or an unknown one could be a misspelling of it: rules that would only
    /// repeat what was said already ask here.
    pub fn doubts(&self, property: &str) -> bool {
        self.broken.iter().any(|broken| broken.is_empty() || *broken == property)
    }

    /// Whether nothing is wrong in the whole object.
    pub fn is_whole(&self) -> bool {
        self.broken.is_empty()
    }

    /// Where a property's name is written.
    pub fn key(&self, property: &str) -> Option<Span> {
        self.keys.iter().find(|(key, _)| *key == property).map(|(_, span)| *span)
    }
}

/// Lowers the properties of an object; `set` takes each one whose name the record has.
pub(super) fn lower(
    value: &Value,
    cx: &mut Context<'_>,
    record: &'static Record,
    notes: &mut Notes,
    mut set: impl FnMut(&Entry, &mut Context<'_>),
) -> Option<()> {
    let ValueKind::Object(entries) = &value.kind else {
        return cx.wrong(value, super::Shape::Record(record));
    };
    cx.entries(entries, |cx, entry| {
        if entry.value.kind == ValueKind::Undefined {
            return;
        }
        if let Some(row) = record.rows.iter().find(|row| row.name == entry.key) {
            if row.origin == Origin::Extension {
                cx.extension(row.name, entry.key_span);
            }
            let before = cx.trouble();
            notes.keys.push((row.name, entry.key_span));
            let frame = Frame::of(record.rows, entry);
            cx.enter(frame, |cx| set(entry, cx));
            if cx.trouble() != before {
                notes.broken.push(row.name);
            }
        } else {
            notes.broken.push("");
            // `{ x }` of an unknown `x` is one mistake, and was told
            if entry.value.kind != ValueKind::Broken || entry.value.span != entry.key_span {
                cx.unknown_property(entry, record.title, record.rows);
            }
        }
    });
    cx.missing(value, entries, record);
    Some(())
}

/// Lowers one property.
pub(super) fn field<T: Lower>(entry: &Entry, cx: &mut Context<'_>) -> Option<T> {
    T::lower(&entry.value, cx)
}

/// Declares a record: its typed fields, their rows and the lowering together. A field is always an `Option`: what is
/// absent, and what was wrong and is reported, is `None`.
macro_rules! record {
    ($(#[doc = $doc:literal])* $name:ident = $title:literal {
        $($(#[doc = $row_doc:literal])* $field:ident: $type:ty = $key:literal
            $([$($flag:ident($($argument:expr)?)),+ $(,)?])?),* $(,)?
    }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name {
            $($(#[doc = $row_doc])* pub $field: Option<$type>,)*
            /// Where its properties stand, and in which something is wrong.
            pub notes: $crate::vocabulary::Notes,
        }

        impl $name {
            /// Its title and rows.
            pub fn record() -> &'static $crate::vocabulary::Record {
                static RECORD: $crate::vocabulary::Record = $crate::vocabulary::Record {
                    title: $title,
                    doc: concat!($($doc, "\n"),*).trim_ascii(),
                    rows: &[$($crate::vocabulary::Row::new(
                        $key,
                        concat!($($row_doc, "\n"),*).trim_ascii(),
                        <$type as $crate::vocabulary::Lower>::shape,
                    )$($(.$flag($($argument)?))+)?),*],
                };
                &RECORD
            }
        }

        impl $crate::vocabulary::Lower for $name {
            fn shape() -> $crate::vocabulary::Shape {
                $crate::vocabulary::Shape::Record(Self::record())
            }

            fn lower(
                value: &$crate::evaluate::Value,
                cx: &mut $crate::vocabulary::Context<'_>,
            ) -> Option<Self> {
                let mut out = Self::default();
                let mut notes = $crate::vocabulary::Notes::default();
                $crate::vocabulary::record::lower(value, cx, Self::record(), &mut notes, |entry, cx| {
                    match entry.key.as_str() {
                        $($key => out.$field = $crate::vocabulary::record::field(entry, cx),)*
                        _ => {}
                    }
                })?;
                Some(Self { notes, ..out })
            }
        }
    };
}
pub(super) use record;
