//! The types that records are made of.

use smol_str::SmolStr;

use super::deployed::{Deployed, is_ref};
use super::lower::{At, Context, Frame, FunctionRef, Lower, i64_to_f64, meant};
use super::shape::{Keyed, Shape};
use super::words::Words;
use crate::diagnostic::{Code, Diagnostic, closest};
use crate::evaluate::{Entry, Root, Value, ValueKind};

impl Lower for bool {
    fn shape() -> Shape {
        Shape::Bool
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        if let ValueKind::Bool(given) = value.kind { Some(given) } else { cx.wrong(value, Self::shape()) }
    }
}

impl Lower for SmolStr {
    fn shape() -> Shape {
        Shape::Text
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        match &value.kind {
            ValueKind::String(text) => Some(text.clone()),
            ValueKind::Number(number) => {
                cx.wrong_with(value, "a string", Some(format!("put it in quotes: `\"{number}\"`")))
            }
            ValueKind::Bool(given) => {
                cx.wrong_with(value, "a string", Some(format!("put it in quotes: `\"{given}\"`")))
            }
            ValueKind::Chain(chain) if is_secret(chain) => {
                let help = "write the text itself; a secret can stand in a function's `environment` and in the \
                            credentials of an external provider";
                cx.wrong_with(value, "a string", Some(help.to_owned()))
            }
            _ => cx.wrong(value, Self::shape()),
        }
    }
}

impl Lower for f64 {
    fn shape() -> Shape {
        Shape::Number
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        if let ValueKind::Number(given) = value.kind { Some(given) } else { cx.wrong(value, Self::shape()) }
    }
}

/// A whole number, both bounds included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Int<const LOW: i64, const HIGH: i64>(pub i64);

impl<const LOW: i64, const HIGH: i64> Lower for Int<LOW, HIGH> {
    fn shape() -> Shape {
        Shape::Int(LOW, HIGH)
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        let ValueKind::Number(given) = value.kind else { return cx.wrong(value, Self::shape()) };
        if given.fract() == 0.0 && (i64_to_f64(LOW)..=i64_to_f64(HIGH)).contains(&given) {
            #[allow(clippy::cast_possible_truncation, reason = "it is whole and within bounds")]
            return Some(Self(given as i64));
        }
        cx.out_of_range(value, given, LOW, HIGH)
    }
}

impl<T: Lower> Lower for Vec<T> {
    fn shape() -> Shape {
        Shape::List(T::shape)
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        match &value.kind {
            ValueKind::List(elements) => {
                Some(elements.iter().filter_map(|value| cx.element(|cx| T::lower(value, cx))).collect())
            }
            ValueKind::String(_) | ValueKind::Number(_) | ValueKind::Bool(_) | ValueKind::Resource(_) => {
                let text = cx.sources.text(value.span);
                let help = format!("put it in brackets: `[{text}]`");
                cx.wrong_with(value, "a list", Some(help))
            }
            _ => cx.wrong(value, Self::shape()),
        }
    }
}

/// One value, or a list of them.
#[derive(Clone, Debug, PartialEq)]
pub struct OneOrMany<T>(pub Vec<T>);

impl<T: Lower> Lower for OneOrMany<T> {
    fn shape() -> Shape {
        Shape::OneOf(const { &[T::shape, Vec::<T>::shape] })
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        if matches!(value.kind, ValueKind::List(_)) {
            Vec::lower(value, cx).map(Self)
        } else {
            Some(Self(vec![T::lower(value, cx)?]))
        }
    }
}

/// `true`, or settings, which also mean yes.
#[derive(Clone, Debug, PartialEq)]
pub struct Enabled<T>(pub Option<T>);

impl<T: Lower> Lower for Enabled<T> {
    fn shape() -> Shape {
        Shape::OneOf(const { &[|| Shape::True, T::shape] })
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        match &value.kind {
            ValueKind::Bool(true) => Some(Self(None)),
            ValueKind::Bool(false) => {
                cx.wrong_with(value, "`true` or an object", Some("leave it out to turn it off".to_owned()))
            }
            ValueKind::Object(_) => T::lower(value, cx).map(|settings| Self(Some(settings))),
            _ => cx.wrong_with(value, "`true` or an object", None),
        }
    }
}

/// `true`, `false`, or settings, which mean yes.
#[derive(Clone, Debug, PartialEq)]
pub enum Toggle<T> {
    /// `false`
    Off,
    /// `true`
    On,
    /// With settings.
    With(T),
}

impl<T> Toggle<T> {
    /// Whether it is on, with or without settings.
    pub const fn is_on(&self) -> bool {
        !matches!(self, Self::Off)
    }
}

impl<T: Lower> Lower for Toggle<T> {
    fn shape() -> Shape {
        Shape::OneOf(const { &[|| Shape::Bool, T::shape] })
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        match &value.kind {
            ValueKind::Bool(false) => Some(Self::Off),
            ValueKind::Bool(true) => Some(Self::On),
            ValueKind::Object(_) => T::lower(value, cx).map(Self::With),
            _ => cx.wrong_with(value, "`true`, `false` or an object", None),
        }
    }
}

/// What the keys of a [`Map`] are.
pub trait KeyDoc {
    /// In a few words: "name of an environment variable".
    const DOC: &'static str;
}

/// Keys of the user's own, in the order of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Map<K, V> {
    /// Keys and values.
    pub entries: Vec<(At<SmolStr>, V)>,
    keys: std::marker::PhantomData<K>,
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self { entries: Vec::new(), keys: std::marker::PhantomData }
    }
}

impl<K, V> Map<K, V> {
    /// One of these entries.
    pub fn of(entries: Vec<(At<SmolStr>, V)>) -> Self {
        Self { entries, keys: std::marker::PhantomData }
    }
}

impl<K: KeyDoc, V: Lower> Lower for Map<K, V> {
    fn shape() -> Shape {
        Shape::Map(K::DOC, V::shape)
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        let ValueKind::Object(entries) = &value.kind else { return cx.wrong(value, Self::shape()) };
        let mut out = Self::default();
        cx.entries(entries, |cx, entry| {
            let frame = Frame::of(&[], entry);
            if let Some(lowered) = cx.enter(frame, |cx| V::lower(&entry.value, cx)) {
                out.entries.push((key_of(entry), lowered));
            }
        });
        Some(out)
    }
}

/// An entry's key with its place.
fn key_of(entry: &Entry) -> At<SmolStr> {
    At { value: entry.key.clone(), span: entry.key_span, via: entry.value.via }
}

/// What is found in an object whose keys are words, in the order of the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct KeyedEntries<W, V, P> {
    pub(super) words: Vec<(At<W>, V)>,
    pub(super) prefixed: Vec<(At<SmolStr>, P)>,
}

/// Lowers an object whose keys are words of `W`. Keys with the prefix are kept without it; an entry named like one
/// of [`Keyed::rows`] goes to `row`.
pub(super) fn keyed<W: Words, V: Lower, P: Lower>(
    value: &Value,
    cx: &mut Context<'_>,
    keyed: &'static Keyed,
    mut row: impl FnMut(&Entry, &mut Context<'_>),
) -> Option<KeyedEntries<W, V, P>> {
    let ValueKind::Object(entries) = &value.kind else { return cx.wrong(value, Shape::Keyed(keyed)) };
    let mut out = KeyedEntries { words: Vec::new(), prefixed: Vec::new() };
    cx.entries(entries, |cx, entry| {
        let frame = Frame::of(keyed.rows, entry);
        if entry.value.kind == ValueKind::Undefined {
            return;
        }
        let prefix = keyed.prefixed.map(|own| own.prefix).filter(|prefix| entry.key.starts_with(prefix));
        if let Some(word) = W::from_text(&entry.key) {
            if let Some(lowered) = cx.enter(frame, |cx| V::lower(&entry.value, cx)) {
                out.words.push((key_of(entry).map(|_| word), lowered));
            }
        } else if let Some(prefix) = prefix {
            if let Some(lowered) = cx.enter(frame, |cx| P::lower(&entry.value, cx)) {
                out.prefixed.push((key_of(entry).map(|key| SmolStr::new(&key[prefix.len()..])), lowered));
            }
        } else if keyed.rows.iter().any(|row| row.name == entry.key) {
            cx.enter(frame, |cx| row(entry, cx));
        } else {
            unknown_key(entry, keyed, cx);
        }
    });
    Some(out)
}

fn unknown_key(entry: &Entry, keyed: &Keyed, cx: &mut Context<'_>) {
    let key = entry.key.as_str();
    let words = (keyed.words)();
    let message = format!("there is no {} `{key}`", keyed.noun);
    let diagnostic = Diagnostic::new(Code::UnknownProperty, entry.key_span, message);
    let custom = keyed.prefixed.map(|own| own.prefix);
    let diagnostic = if let Some((_, known)) = keyed.aliases.iter().find(|(alias, _)| *alias == key) {
        diagnostic.fix(format!("write `{known}`"), entry.key_span, *known)
    } else if let Some(known) = meant(key, words.iter().map(|word| word.text)) {
        diagnostic.fix(format!("write `{known}`"), entry.key_span, known)
    } else if let Some(prefix) = custom {
        let text = format!("\"{prefix}{key}\"");
        diagnostic.fix(format!("write `{text}` for one of your own"), entry.key_span, text)
    } else {
        let all: Vec<_> = words.iter().map(|word| format!("`{}`", word.text)).collect();
        diagnostic.help(format!("known are {}", all.join(", ")))
    };
    cx.report(diagnostic);
}

/// Keys that are words, all with the same type of value, in the order of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<W, V>(pub Vec<(At<W>, V)>);

/// What describes a [`Table`] of such keys.
pub trait TableKey: Words {
    /// As it is told to people.
    const TITLE: &'static str;
}

impl<W: TableKey, V: Lower + 'static> Table<W, V> {
    const KEYED: &'static Keyed = &Keyed {
        title: W::TITLE,
        noun: W::NOUN,
        words: W::words,
        value: V::shape,
        prefixed: None,
        rows: &[],
        aliases: &[],
    };
}

impl<W: Words, V> Table<W, V> {
    /// The value of a word.
    pub fn get(&self, word: W) -> Option<&V> {
        self.0.iter().find(|(key, _)| key.value == word).map(|(_, value)| value)
    }
}

impl<W: TableKey, V: Lower + 'static> Lower for Table<W, V> {
    fn shape() -> Shape {
        Shape::Keyed(Self::KEYED)
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        let found = keyed::<W, V, Never>(value, cx, Self::KEYED, |_, _| {})?;
        Some(Self(found.words))
    }
}

/// The value of keys that there are not.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Never {}

impl Lower for Never {
    fn shape() -> Shape {
        Shape::Anything
    }

    fn lower(_: &Value, _: &mut Context<'_>) -> Option<Self> {
        None
    }
}

impl Lower for FunctionRef {
    fn shape() -> Shape {
        Shape::Function
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        match &value.kind {
            ValueKind::Resource(id) if cx.program.declaration(*id).builder == "defineFunction" => Some(Self(*id)),
            ValueKind::Resource(id) => {
                let builder = cx.program.declaration(*id).builder.clone();
                let message = format!("a function is needed here, and this is made with `{builder}`");
                let at = At { value: (), span: value.span, via: value.via };
                let help = "name a constant that holds `defineFunction({ ... })`";
                cx.report(at.finding(Code::NotAFunction, message).help(help));
                None
            }
            ValueKind::String(text) => {
                let at = At { value: (), span: value.span, via: value.via };
                let message = format!("`\"{text}\"` is a text, not a function");
                let functions = cx.program.declarations.iter().filter(|it| it.builder == "defineFunction");
                let names: Vec<_> =
                    functions.filter_map(|it| it.name.as_ref().map(|(name, _)| name.as_str())).collect();
                let known = names.iter().find(|name| *name == text).copied();
                let diagnostic = at.finding(Code::NotAFunction, message);
                let diagnostic = match known.or_else(|| closest(text, names.iter().copied())) {
                    Some(name) => diagnostic.fix(format!("write `{name}`, without quotes"), value.span, name),
                    None => diagnostic.help("name a constant that holds `defineFunction({ ... })`"),
                };
                cx.report(diagnostic);
                None
            }
            _ => cx.wrong(value, Self::shape()),
        }
    }
}

/// `secret("NAME")`: a value that is kept outside of the definition and of every template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// Its name.
    pub name: At<SmolStr>,
}

impl Eq for At<SmolStr> {}

/// Whether a secret is a part of a text.
fn holds_secret(value: &Value) -> bool {
    matches!(&value.kind, ValueKind::Template(parts)
        if parts.iter().any(|part| matches!(&part.kind, ValueKind::Chain(chain) if is_secret(chain))))
}

const WHOLE_SECRET: &str =
    "a secret is read when it is needed, so it cannot be a part of a text here: store the whole text as the secret";

fn is_secret(chain: &crate::evaluate::Chain) -> bool {
    chain.root == Root::Builder && chain.links.first().is_some_and(|link| link.name == "secret")
}

impl Lower for Secret {
    fn shape() -> Shape {
        Shape::Secret
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        let ValueKind::Chain(chain) = &value.kind else {
            let help = match &value.kind {
                ValueKind::String(_) => {
                    "a credential does not belong into the text: write `secret(\"NAME\")` and store it under that name"
                }
                _ if holds_secret(value) => WHOLE_SECRET,
                _ => "write `secret(\"NAME\")`",
            };
            return cx.wrong_with(value, "`secret(\"NAME\")`", Some(help.to_owned()));
        };
        if !is_secret(chain) {
            return cx.wrong(value, Self::shape());
        }
        if let Some(further) = chain.links.get(1) {
            let message = format!("`secret(...)` has no method `{}`", further.name);
            let help = "the value of a secret is read when the function starts; nothing can be computed from it here";
            cx.report(Diagnostic::new(Code::UnknownMethod, further.name_span, message).help(help));
            return None;
        }
        let link = &chain.links[0];
        if let Some([name]) = link.arguments.as_deref() {
            let frame = Frame::argument(&link.name, link.name_span);
            return Some(Self { name: cx.enter(frame, |cx| At::lower(name, cx))? });
        }
        let message = "`secret` takes the name of the secret";
        let help = "write `secret(\"NAME\")`";
        cx.report(Diagnostic::new(Code::WrongArguments, link.span, message).help(help));
        None
    }
}

/// A text in the definition, or a secret.
#[derive(Clone, Debug, PartialEq)]
pub enum TextOrSecret {
    /// A text, which may refer to other resources.
    Text(Deployed),
    /// A secret.
    Secret(Secret),
}

impl Lower for TextOrSecret {
    fn shape() -> Shape {
        Shape::OneOf(&[SmolStr::shape, Secret::shape, || Shape::Ref])
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        match &value.kind {
            ValueKind::Chain(chain) if is_secret(chain) => Secret::lower(value, cx).map(Self::Secret),
            ValueKind::String(text) => Some(Self::Text(Deployed::from_text(text.clone()))),
            ValueKind::Chain(chain) if is_ref(chain) => Deployed::lower(value, cx).map(Self::Text),
            ValueKind::Template(_) if !holds_secret(value) => Deployed::lower(value, cx).map(Self::Text),
            ValueKind::Number(_) | ValueKind::Bool(_) => {
                let written = cx.sources.text(value.span).to_owned();
                cx.wrong_with(value, "a string", Some(format!("put it in quotes: `\"{written}\"`")))
            }
            _ => {
                let help = holds_secret(value).then(|| WHOLE_SECRET.to_owned());
                cx.wrong_with(value, "a string, `secret(\"NAME\")` or `ref(\"...\")`", help)
            }
        }
    }
}

/// A value that is kept out: known, and not read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unread;

impl Lower for Unread {
    fn shape() -> Shape {
        Shape::Anything
    }

    fn lower(_: &Value, _: &mut Context<'_>) -> Option<Self> {
        Some(Self)
    }
}
