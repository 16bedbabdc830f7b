import { extensions, util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/** Subscription.onUpdateNote: for signed-in users. */
export function request() {
  if (util.authType() !== 'User Pool Authorization') {
    util.unauthorized();
  }
  return { payload: null };
}

/** @param {Context} ctx */
export function response(ctx) {
  const filter = ctx.args.filter ?? {};
  if (Object.keys(filter).length > 0) {
    const rendered = util.transform.toSubscriptionFilter(filter);
    if (!rendered) {
      util.error('Unable to process the filter expression', 'Unrecognized Filter');
    }
    extensions.setSubscriptionFilter(rendered);
  }
  return null;
}
