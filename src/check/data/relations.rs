//! Relations: both sides fit each other.

use super::scalar;
use crate::check::Inspection;
use crate::diagnostic::{Code, Diagnostic, closest};
use crate::model::data::{Field, Model, Relation, TypeKind};
use crate::source::Span;
use crate::vocabulary::data::{Related, ScalarType};

/// A relation has another end, and its reference fields hold the identifier of the model that they refer to.
pub(in crate::check) fn sides(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    let mut found = Vec::new();
    for model in &data.models {
        for (field, relation) in model.relations() {
            let TypeKind::Model(other) = field.kind else { continue };
            let other = data.model(other);
            let here = End { model, field, relation };
            here.required(&mut found);
            here.counterpart(other, &mut found);
            let belongs = relation.kind.value == Related::BelongsTo;
            // a pair is looked at from the side that has no reference fields
            if !belongs || relation.counterpart.is_none() {
                let (parent, child) = if belongs { (other, model) } else { (model, other) };
                here.references(parent, child, &mut found);
            }
        }
    }
    cx.found.extend(found);
}

/// One end of a relation.
struct End<'a> {
    model: &'a Model,
    field: &'a Field,
    relation: &'a Relation,
}

impl End<'_> {
    /// `Post.comments`
    fn name(&self) -> String {
        format!("{}.{}", self.model.name.value, self.field.name.value)
    }

    fn at(&self) -> Span {
        self.relation.kind.place()
    }

    fn required(&self, found: &mut Vec<Diagnostic>) {
        if self.field.many.required && self.relation.kind.value != Related::BelongsTo {
            let (call, what) = match self.relation.kind.value {
                Related::HasMany => (".valueRequired()", "an item may be hidden from a reader"),
                _ => (".required()", "no table can see to it that the other item is there"),
            };
            let message = format!("`{}` cannot be required: {what}", self.name());
            found.push(Diagnostic::new(Code::RelationShape, self.at(), message).help(format!("leave `{call}` out")));
        }
    }

    /// The fields of the other model that lead back here over the same references.
    fn counterpart(&self, other: &Model, found: &mut Vec<Diagnostic>) {
        let references: Vec<&str> = self.relation.fields().map(smol_str::SmolStr::as_str).collect();
        let written = match &references[..] {
            [only] => format!("\"{only}\""),
            all => format!("[{}]", all.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")),
        };
        let belongs = self.relation.kind.value == Related::BelongsTo;
        let back = other.relations().filter(|(field, back)| {
            field.kind == TypeKind::Model(self.model.id)
                && (back.kind.value == Related::BelongsTo) != belongs
                && back.fields().eq(self.relation.fields())
        });
        let back: Vec<&Field> = back.map(|(field, _)| field).collect();
        match &back[..] {
            [] => {
                let message = format!("`{}` has no other end in `{}`", self.name(), other.name.value);
                let finding = Diagnostic::new(Code::RelationShape, self.at(), message);
                let model = &self.model.name.value;
                let near = other.relations().find(|(field, _)| field.kind == TypeKind::Model(self.model.id));
                let finding = match near {
                    Some((field, _)) => finding.label(field.name.place(), "this one leads back by other fields"),
                    None => finding.label(other.name.place(), "this model"),
                };
                let (word, name) = if belongs { ("hasMany", "items") } else { ("belongsTo", "parent") };
                found.push(
                    finding.help(format!("add to `{}`: `{name}: a.{word}(\"{model}\", {written})`", other.name.value)),
                );
            }
            [_] => {}
            [first, second, ..] => {
                let message = format!("`{}` has two other ends over {written}", self.name());
                let finding = Diagnostic::new(Code::RelationShape, self.at(), message);
                let finding = finding.label(first.name.place(), "one").label(second.name.place(), "another one");
                found.push(finding.help("give each relation reference fields of its own"));
            }
        }
    }

    fn references(&self, parent: &Model, child: &Model, found: &mut Vec<Diagnostic>) {
        let keys: Vec<&Field> = parent.key_fields(&parent.key).collect();
        let references = &self.relation.references;
        if references.value.len() != keys.len() && keys.len() == parent.key.fields().count() {
            let names: Vec<String> = keys.iter().map(|key| format!("`{}`", key.name.value)).collect();
            let message = format!(
                "`{}` is identified by {} ({}), and {} reference field{} given",
                parent.name.value,
                if keys.len() == 1 { "one field".to_owned() } else { format!("{} fields", keys.len()) },
                names.join(", "),
                references.value.len(),
                if references.value.len() == 1 { " is" } else { "s are" },
            );
            let finding = Diagnostic::new(Code::RelationShape, references.place(), message);
            found.push(finding.label(parent.name.place(), "this model").help("name one reference field for each"));
            return;
        }
        let mut present: Vec<&Field> = Vec::new();
        for (at, (reference, key)) in references.value.iter().zip(&keys).enumerate() {
            if references.value[..at].iter().any(|other| other.value == reference.value) {
                let finding =
                    reference.finding(Code::RelationShape, format!("`{}` stands here twice", reference.value));
                found.push(finding.help("name a field for each part of the identifier"));
                continue;
            }
            let Some(field) = child.field(&reference.value) else {
                let message = format!("`{}` has no field `{}`", child.name.value, reference.value);
                let finding = reference.finding(Code::RelationShape, message).label(child.name.place(), "this model");
                let names = child.stored().map(|field| field.name.value.as_str());
                let kind = match scalar(key) {
                    Some(kind) => kind.text(),
                    None => "id",
                };
                found.push(match closest(&reference.value, names) {
                    Some(near) => finding.fix(format!("write `{near}`"), reference.span, format!("\"{near}\"")),
                    None => finding.help(format!("add it there: `{}: a.{kind}()`", reference.value)),
                });
                continue;
            };
            present.push(field);
            let same = |one: ScalarType, other: ScalarType| {
                let text = |kind| matches!(kind, ScalarType::Id | ScalarType::String);
                one == other || text(one) && text(other)
            };
            let fits = match (scalar(field), scalar(key)) {
                (Some(one), Some(other)) => same(one, other),
                // what could not be read was reported
                _ => field.kind == TypeKind::Unknown || key.kind == TypeKind::Unknown,
            };
            if !fits {
                let kind = scalar(key).map_or("id", ScalarType::text);
                let message = format!(
                    "`{}.{}` refers to `{}.{}`, and is not of its type",
                    child.name.value, field.name.value, parent.name.value, key.name.value
                );
                let finding = reference.finding(Code::RelationShape, message);
                let finding =
                    finding.label(field.name.place(), "this field").label(key.name.place(), "refers to this one");
                found.push(finding.help(format!("write `{}: a.{kind}()`", field.name.value)));
            }
        }
        let required = present.iter().filter(|field| field.many.required).count();
        if required != 0 && required != present.len() {
            let message = "some reference fields are required and others are not";
            let finding = Diagnostic::new(Code::RelationShape, references.place(), message);
            let optional = present.iter().find(|field| !field.many.required);
            let finding = match optional {
                Some(field) => finding.label(field.name.place(), "this one is not"),
                None => finding,
            };
            found.push(finding.help("write `.required()` behind all of them, or behind none"));
        }
    }
}
