//! Fields that not everybody may read who may read the item.

use super::Plan;
use super::caller::guard;
use super::code::Module;
use super::rights::Hidden;

/// The value, for its readers. Where a mutation was called, there is none: subscribers get what its caller selects.
pub(super) fn read(plan: &Plan<'_>, hidden: &Hidden<'_>) -> Module {
    let name = &hidden.field.name.value;
    let mut module = plan.module(&plan.model.name.value, name, &hidden.readers);
    if hidden.readers.is_nobody() {
        return module;
    }
    module.request = guard("allowed", &hidden.readers, plan.backend, &mut module) + "  return { payload: null };\n";
    module.response = format!("  return ctx.source.__operation === 'Mutation' ? null : ctx.source.{name};\n");
    module
}
