import { util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/**
 * Query.getSeat: for signed-in users by OpenID Connect and whom the authorizer lets through.
 * @param {Context} ctx
 */
export function request(ctx) {
  const allowed =
    util.authType() === 'Open ID Connect Authorization' ||
    util.authType() === 'Lambda Authorization';
  if (!allowed) {
    util.unauthorized();
  }
  return {
    operation: 'GetItem',
    key: util.dynamodb.toMapValues({ hall: ctx.args.hall, 'row#no': `${ctx.args.row}#${ctx.args.no}` }),
  };
}

/** @param {Context} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.result;
}
