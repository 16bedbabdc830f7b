//! Names that two parts of a schema would both define.

use super::tree::Owner;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Data;
use crate::model::data::Index;
use crate::source::Span;

/// Which part of the definition it is, and where that is named.
fn part(data: &Data, owner: Owner) -> (String, Option<Span>) {
    match owner {
        Owner::Schema => ("a part of every schema".to_owned(), None),
        Owner::Model(id) => {
            let name = &data.model(id).name;
            (format!("a part of the model `{}`", name.value), Some(name.place()))
        }
        Owner::Key(id) => {
            let model = data.model(id);
            (format!("a part of the identifier of `{}`", model.name.value), model.identifier)
        }
        Owner::Index(id, at) => {
            let model = data.model(id);
            let place = super::written_indexes(model).nth(at).and_then(Index::place);
            (format!("a part of an index of `{}`", model.name.value), place)
        }
        Owner::Type(id) => {
            let name = &data.custom_type(id).name;
            (format!("the custom type `{}`, or the input for it,", name.value), Some(name.place()))
        }
        Owner::Enumeration(id) => {
            let name = &data.enumeration(id).name;
            (format!("the enum `{}`, or the input that compares it,", name.value), Some(name.place()))
        }
    }
}

/// A finding for every two parts with a definition of one name, at the one that has a place.
pub(super) fn diagnostics(data: &Data, clashes: &[(smol_str::SmolStr, Owner, Owner)]) -> Vec<Diagnostic> {
    let mut told: Vec<(Owner, Owner)> = Vec::new();
    let mut found = Vec::new();
    for (name, first, second) in clashes {
        if told.contains(&(*first, *second)) {
            continue;
        }
        told.push((*first, *second));
        let (one, other) = (part(data, *first), part(data, *second));
        let ((by, at), (taken_by, label)) = if other.1.is_some() { (other, one) } else { (one, other) };
        let message = format!("{by} would be `{name}` in GraphQL, as {taken_by} is").replace(", is", " is");
        let finding = Diagnostic::new(Code::DataClash, at.unwrap_or(data.span), message);
        let finding = label.into_iter().fold(finding, |finding, place| finding.label(place, "the other one"));
        found.push(finding.help("choose another name for one of them"));
    }
    found
}
