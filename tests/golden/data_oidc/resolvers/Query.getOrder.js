import { util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/**
 * Query.getOrder: for signed-in users by OpenID Connect.
 * @param {Context} ctx
 */
export function request(ctx) {
  if (util.authType() !== 'Open ID Connect Authorization') {
    util.unauthorized();
  }
  return {
    operation: 'GetItem',
    key: util.dynamodb.toMapValues({ shop: ctx.args.shop, at: ctx.args.at }),
  };
}

/** @param {Context} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.result;
}
