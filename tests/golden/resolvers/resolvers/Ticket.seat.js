import { runtime, util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/**
 * Ticket.seat: for signed-in users by OpenID Connect, whom the authorizer lets through and the function helper.
 * @param {Context} ctx
 */
export function request(ctx) {
  const allowed =
    util.authType() === 'Open ID Connect Authorization' ||
    util.authType() === 'Lambda Authorization' ||
    isFunction(ctx, ctx.env.HelperFunctionRole);
  if (!allowed) {
    util.unauthorized();
  }
  const nothing =
    ctx.source.__operation ||
    ctx.source.hall == null ||
    ctx.source.row == null ||
    ctx.source.no == null;
  if (nothing) {
    runtime.earlyReturn(null);
  }
  return {
    operation: 'GetItem',
    key: util.dynamodb.toMapValues({
      hall: ctx.source.hall,
      'row#no': `${ctx.source.row}#${ctx.source.no}`,
    }),
  };
}

/** @param {Context} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.result;
}

/**
 * Whether the caller is a function, by how the ARN of its role's sessions begins.
 * @param {Context} ctx
 * @param {string} sessions
 */
function isFunction(ctx, sessions) {
  const identity = /** @type {any} */ (ctx.identity);
  return util.authType() === 'IAM Authorization' && identity.userArn.startsWith(sessions);
}
