//! TypeScript's types for values, as the peer's client infers them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::model::Data;
use crate::model::data::{EnumerationId, Field, Returns, TypeId, TypeKind};
use crate::vocabulary::data::{Many, ScalarType};

/// The type of something that may be missing: whether it may, and the type.
pub(super) struct Typed {
    pub(super) optional: bool,
    pub(super) text: String,
}

impl Typed {
    /// As a member of an object: `name?: string | null`.
    pub(super) fn member(&self, name: &str) -> String {
        format!("{name}{}: {}", if self.optional { "?" } else { "" }, self.text)
    }
}

/// Writes types, and notes which of the helpers below the interface they use.
pub(super) struct Types<'a> {
    pub(super) data: &'a Data,
    pub(super) uses: BTreeMap<&'static str, bool>,
}

impl<'a> Types<'a> {
    pub(super) fn new(data: &'a Data) -> Self {
        Self { data, uses: BTreeMap::new() }
    }

    /// A name of a helper, which is then written.
    pub(super) fn used(&mut self, helper: &'static str) -> &'static str {
        self.uses.insert(helper, true);
        helper
    }

    /// One value, never null. What is written in place is written in place here, too.
    pub(super) fn value(&mut self, kind: TypeKind, indent: usize) -> String {
        match kind {
            TypeKind::Scalar(scalar) => self.scalar(scalar).to_owned(),
            TypeKind::Enumeration(id) if self.data.enumeration(id).inline => self.words(id),
            TypeKind::Type(id) if self.data.custom_type(id).inline => self.object(id, indent),
            TypeKind::Enumeration(_) | TypeKind::Type(_) | TypeKind::Model(_) => of(self.data.type_name(kind)),
            TypeKind::Unknown => "unknown".to_owned(),
        }
    }

    fn scalar(&mut self, scalar: ScalarType) -> &'static str {
        match scalar {
            ScalarType::Integer | ScalarType::Float | ScalarType::Timestamp => "number",
            ScalarType::Boolean => "boolean",
            ScalarType::Json => self.used("JsonValue"),
            _ => "string",
        }
    }

    /// `"A" | "B"`
    pub(super) fn words(&self, id: EnumerationId) -> String {
        union(self.data.enumeration(id).values.iter().map(|word| word.value.as_str()))
    }

    /// `{ ... }`, its end that many spaces from the left.
    pub(super) fn object(&mut self, id: TypeId, indent: usize) -> String {
        let data = self.data;
        self.block(&data.custom_type(id).fields, indent)
    }

    /// The same for any fields.
    pub(super) fn block(&mut self, fields: &[Field], indent: usize) -> String {
        let mut text = "{\n".to_owned();
        for field in fields {
            let member = self.field(field, indent + 2).member(&field.name.value);
            let _ = writeln!(text, "{:1$}{member};", "", indent + 2);
        }
        let _ = write!(text, "{:indent$}}}", "");
        text
    }

    /// A field of an object, or an argument.
    pub(super) fn field(&mut self, field: &Field, indent: usize) -> Typed {
        let value = self.value(field.kind, indent);
        many(&value, field.many, field.link.is_some())
    }

    /// What an operation gives back, with another text for one value.
    pub(super) fn returned(returns: &Returns, value: &str) -> String {
        let typed = many(value, returns.many, returns.link.is_some());
        // what is referred to may be undefined, too, unless it is a list that must be there
        if returns.link.is_some() && typed.optional { typed.text + " | undefined" } else { typed.text }
    }
}

/// `Schema["Post"]["type"]`
pub(super) fn of(name: &str) -> String {
    format!("Schema[\"{name}\"][\"type\"]")
}

/// `"a" | "b"`
pub(super) fn union<'s>(words: impl Iterator<Item = &'s str>) -> String {
    let words: Vec<String> = words.map(|word| serde_json::Value::from(word).to_string()).collect();
    if words.is_empty() { "never".to_owned() } else { words.join(" | ") }
}

/// One value or several, with null where nothing says that it must be there.
fn many(value: &str, many: Many, refers: bool) -> Typed {
    let typed = |there: bool, text: String| {
        if there { Typed { optional: false, text } } else { Typed { optional: true, text: text + " | null" } }
    };
    let Some(list) = many.list else { return typed(many.required, value.to_owned()) };
    let list_of = match (many.required, refers) {
        (true, _) => format!("{value}[]"),
        (false, false) => format!("({value} | null)[]"),
        (false, true) => format!("({value} | null | undefined)[]"),
    };
    typed(list, list_of)
}
