//! Data: the schema, and the rules in it.

pub(super) mod claims;
pub(super) mod creators;
pub(super) mod hidden;
pub(super) mod items;
pub(super) mod keys;
pub(super) mod modes;
pub(super) mod names;
pub(super) mod operations;
pub(super) mod relations;
pub(super) mod rules;
pub(super) mod types;
pub(super) mod values;

use super::Inspection;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::data::{Field, TypeKind};
use crate::vocabulary::data::ScalarType;

/// There is one data in a backend.
pub(super) fn one(cx: &mut Inspection<'_>) {
    let [first, more @ ..] = &cx.backend.datas[..] else { return };
    for other in more {
        let finding = Diagnostic::new(Code::TwoDatas, *other, "a backend has one `defineData`");
        let help = "put the models into one schema; `a.combine([...])` joins several";
        cx.found.push(finding.label(*first, "the other one").help(help));
    }
}

/// Whether a field holds one value of a scalar type.
fn scalar(field: &Field) -> Option<ScalarType> {
    match field.kind {
        TypeKind::Scalar(kind) if field.many.list.is_none() && field.relation.is_none() => Some(kind),
        _ => None,
    }
}
