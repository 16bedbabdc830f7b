//! Subscriptions to what the mutations of a model do.

use std::fmt::Write;

use super::Plan;
use super::caller::{Sought, admission};
use super::code::{Helper, Module};
use crate::access::data::DataAction;
use crate::model::data::ModelOperation;

/// Whoever may listen is told of everything that the filter lets through.
const RESPONSE: &str = "  const filter = ctx.args.filter ?? {};
  if (Object.keys(filter).length > 0) {
    const rendered = util.transform.toSubscriptionFilter(filter);
    if (!rendered) {
      util.error('Unable to process the filter expression', 'Unrecognized Filter');
    }
    extensions.setSubscriptionFilter(rendered);
  }
  return null;
";

const FILTER: &str = "    extensions.setSubscriptionFilter(rendered);
";

/// With a filter, AppSync itself does not look at the other arguments, which name owners.
const NAMED: &str = "    const names = Object.keys(ctx.args).filter((name) => name !== 'filter' && ctx.args[name]);
    const named = names.map((name) => ({ fieldName: name, operator: 'eq', value: ctx.args[name] }));
    const groups = rendered.filterGroup.map((/** @type {any} */ group) => ({ filters: [...named, ...group.filters] }));
    extensions.setSubscriptionFilter({ filterGroup: groups });
";

pub(super) fn on(plan: &Plan<'_>, operation: ModelOperation) -> Module {
    let callers = plan.rights.may(DataAction::Listen);
    let mut module = plan.module("Subscription", &operation.name(&plan.model.name.value), &callers);
    if callers.is_nobody() {
        return module;
    }
    let (statement, rules) = admission("allowed", &callers, &Sought::default(), plan.backend, &mut module);
    module.request = statement;
    match rules {
        None if plan.rights.names_owners() => module.response = RESPONSE.replace(FILTER, NAMED),
        None => RESPONSE.clone_into(&mut module.response),
        Some(rules) => {
            module.needs(Helper::Listening);
            let _ = writeln!(module.request, "  listening(ctx.args, {});", rules.call());
            module.response = format!(
                "  const groups = listening(ctx.args, {});\n  if (groups.length > 0) {{\n    \
                 extensions.setSubscriptionFilter({{ filterGroup: groups }});\n  }}\n  return null;\n",
                rules.call()
            );
        }
    }
    module.request.push_str("  return { payload: null };\n");
    module
}
