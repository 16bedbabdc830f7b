//! Fields that not everybody may read who may read the item, and fields that name owners.

use std::fmt::Write;

use super::Plan;
use super::caller::{Sought, admission};
use super::code::{Helper, Module, refuse_if};
use super::rights::Hidden;
use crate::model::data::Field;

/// The resolvers of a model's fields.
pub(super) fn all<'a>(plan: &Plan<'a>) -> Vec<(&'a str, Module)> {
    let hidden = plan.rights.hidden();
    let fields = plan.model.fields.iter().filter(|field| field.relation.is_none());
    fields
        .filter_map(|field| {
            let name = field.name.value.as_str();
            let module = match hidden.iter().find(|hidden| hidden.field.name.value == name) {
                Some(hidden) => read(plan, hidden),
                None if plan.rights.shortened(name) => owner(plan, field),
                None => return None,
            };
            Some((name, module))
        })
        .collect()
}

/// The value, for its readers. Where a mutation was called, there is none if subscribers may not read it: they get what
/// its caller selects.
fn read(plan: &Plan<'_>, hidden: &Hidden<'_>) -> Module {
    let mut module = plan.module(&plan.model.name.value, &hidden.field.name.value, &hidden.readers);
    if hidden.readers.is_nobody() {
        return module;
    }
    let (statement, rules) = admission("allowed", &hidden.readers, &Sought::default(), plan.backend, &mut module);
    match rules {
        None => module.request = statement,
        Some(rules) => {
            let holds = rules.holds("ctx.source", &mut module);
            module.response = refuse_if(&format!("!{holds}"));
        }
    }
    module.request.push_str("  return { payload: null };\n");
    let told = if hidden.delivered { "ctx.source.__operation === 'Relation'" } else { "ctx.source.__operation" };
    let _ = write!(module.response, "  if ({told}) {{\n    return null;\n  }}\n");
    let value = value(plan, hidden.field, &mut module);
    let _ = writeln!(module.response, "  return {value};");
    module
}

/// The owner as users know it.
fn owner(plan: &Plan<'_>, field: &Field) -> Module {
    let (model, name) = (&plan.model.name.value, &field.name.value);
    let mut module = Module::new(format!("{model}.{name}: the last part of what is stored."));
    "  return { payload: null };\n".clone_into(&mut module.request);
    module.response = format!("  return {};\n", value(plan, field, &mut module));
    module
}

/// What is shown: of owners that are stored with several claims, the last one.
fn value(plan: &Plan<'_>, field: &Field, module: &mut Module) -> String {
    let stored = format!("ctx.source.{}", field.name.value);
    if !plan.rights.shortened(&field.name.value) {
        return stored;
    }
    module.needs(Helper::LastPart);
    if field.many.list.is_some() { format!("{stored}?.map(lastPart)") } else { format!("lastPart({stored})") }
}
