//! Fields that not everybody may read who may read the item, and fields that name owners.

use std::fmt::Write;

use super::Plan;
use super::caller::{Sought, admission};
use super::code::{Helper, Module};
use super::rights::Hidden;

/// The resolvers of a model's fields.
pub(super) fn all<'a>(plan: &Plan<'a>) -> Vec<(&'a str, Module)> {
    let hidden = plan.rights.hidden();
    let fields = plan.model.fields.iter().filter(|field| field.relation.is_none());
    fields
        .filter_map(|field| {
            let name = field.name.value.as_str();
            let shown = if plan.rights.shortened(name) { shortened(field.many.list.is_some()) } else { "VALUE" };
            match hidden.iter().find(|hidden| hidden.field.name.value == name) {
                Some(hidden) => Some((name, read(plan, hidden, shown))),
                None if shown == "VALUE" => None,
                None => Some((name, owner(plan, name, shown))),
            }
        })
        .collect()
}

/// What is shown of owners that are stored with several claims.
const fn shortened(list: bool) -> &'static str {
    if list { "VALUE?.map(lastPart)" } else { "lastPart(VALUE)" }
}

/// The value, for its readers. Where a mutation was called, there is none if subscribers may not read it: they get what
/// its caller selects.
fn read(plan: &Plan<'_>, hidden: &Hidden<'_>, shown: &str) -> Module {
    let name = &hidden.field.name.value;
    let mut module = plan.module(&plan.model.name.value, name, &hidden.readers);
    if hidden.readers.is_nobody() {
        return module;
    }
    let (statement, rules) = admission("allowed", &hidden.readers, &Sought::default(), plan.backend, &mut module);
    match rules {
        None => module.request = statement,
        Some(rules) => {
            let holds = rules.holds("ctx.source", &mut module);
            module.response = format!("  if (!{holds}) {{\n    util.unauthorized();\n  }}\n");
        }
    }
    module.request.push_str("  return { payload: null };\n");
    let value = value(name, shown, &mut module);
    let told = if hidden.delivered { "ctx.source.__operation === 'Relation'" } else { "ctx.source.__operation" };
    let _ = write!(module.response, "  if ({told}) {{\n    return null;\n  }}\n");
    let _ = writeln!(module.response, "  return {value};");
    module
}

/// The owner as users know it.
fn owner(plan: &Plan<'_>, name: &str, shown: &str) -> Module {
    let mut module = Module::new(format!("{}.{name}: the last part of what is stored.", plan.model.name.value));
    "  return { payload: null };\n".clone_into(&mut module.request);
    module.response = format!("  return {};\n", value(name, shown, &mut module));
    module
}

fn value(name: &str, shown: &str, module: &mut Module) -> String {
    if shown.contains("lastPart") {
        module.needs(Helper::LastPart);
    }
    shown.replace("VALUE", &format!("ctx.source.{name}"))
}
