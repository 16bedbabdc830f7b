//! Subscriptions to what the mutations of a model do.

use super::Plan;
use super::caller::guard;
use super::code::Module;
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

pub(super) fn on(plan: &Plan<'_>, operation: ModelOperation) -> Module {
    let callers = plan.rights.may(DataAction::Listen);
    let mut module = plan.module("Subscription", &operation.name(&plan.model.name.value), &callers);
    if callers.is_nobody() {
        return module;
    }
    module.request = guard("allowed", &callers, plan.backend, &mut module) + "  return { payload: null };\n";
    RESPONSE.clone_into(&mut module.response);
    module
}
