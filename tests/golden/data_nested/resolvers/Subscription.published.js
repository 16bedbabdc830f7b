import { util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/** Subscription.published: for signed-in users. */
export function request() {
  if (util.authType() !== 'User Pool Authorization') {
    util.unauthorized();
  }
  return {};
}

/** @param {Context} ctx */
export function response(ctx) {
  return ctx.prev.result;
}
