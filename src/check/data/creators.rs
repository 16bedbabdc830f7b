//! Who may create items can: nothing that every item gets is closed to them.

use std::collections::BTreeSet;

use super::rules::told;
use crate::access::data::{Condition, DataAction, Fields, ModelAccess, Role};
use crate::check::Inspection;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::data::{Field, Model, ModelOperation};
use crate::source::Span;
use crate::vocabulary::data::{Generated, Literal};

/// A field that must be given, or that is filled in by a default, can be set by those who create.
pub(in crate::check) fn can_create(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    for model in data.models.iter().filter(|model| model.has(ModelOperation::Create)) {
        let access = cx.access.data.model(model.id);
        let mut said: BTreeSet<Span> = BTreeSet::new();
        for role in &access.roles {
            let Some((field, why)) = obstacle(model, access, role) else { continue };
            let Some(rule) = role.rule(DataAction::Create, None).filter(|rule| said.insert(*rule)) else { continue };
            let (name, who) = (&field.name.value, told(role));
            let message = format!("{who} may create a `{}`, and this rule never lets them: {why}", model.name.value);
            let help = match role.when.field() {
                Some(owner) if owner == name => format!("leave `.default(...)` of `{name}` out: it is filled in"),
                _ => format!("let them set `{name}`, with `\"create\"` in its rules, or take `create` away here"),
            };
            let finding = Diagnostic::new(Code::CreatesNothing, rule, message);
            cx.found.push(finding.label(field.name.place(), "this field").help(help));
        }
    }
}

/// A field because of which no item can be created by a role, and what is with it.
fn obstacle<'a>(model: &'a Model, access: &ModelAccess, role: &Role) -> Option<(&'a Field, String)> {
    let Some(fields @ (Fields::All | Fields::AllBut(_))) = role.may(DataAction::Create) else { return None };
    let others = access.everybody(role).and_then(|all| all.may(DataAction::Create));
    let sets = |at: usize| fields.holds(at) || others.is_some_and(|fields| fields.holds(at));
    model.fields.iter().enumerate().filter(|(_, field)| field.relation.is_none() && field.is_written()).find_map(
        |(at, field)| {
            let name = &field.name.value;
            if has_default(model, field) {
                let names_other = matches!(&role.when, Condition::Owner { field, .. } if field == name);
                if names_other && others.is_none() {
                    return Some((field, format!("the default of `{name}` names somebody else as the owner")));
                }
                return (!sets(at)).then(|| (field, format!("they may not set `{name}`, which its default does")));
            }
            let must = field.many.list.map_or(field.many.required, |required| required);
            (must && !sets(at)).then(|| (field, format!("they may not set `{name}`, which is required")))
        },
    )
}

/// Whether items get a value for which none is given.
fn has_default(model: &Model, field: &Field) -> bool {
    field.name.value != model.key.partition
        && field
            .default
            .as_ref()
            .is_some_and(|it| !matches!(it.value, Generated::Value(Literal::Null) | Generated::ByDatabase))
}
