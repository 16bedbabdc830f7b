import { runtime, util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/**
 * Ticket.seat: for signed-in users by OpenID Connect and whom the authorizer lets through.
 * @param {Context} ctx
 */
export function request(ctx) {
  const allowed =
    util.authType() === 'Open ID Connect Authorization' ||
    util.authType() === 'Lambda Authorization';
  if (!allowed) {
    util.unauthorized();
  }
  const nothing =
    ctx.source.__operation === 'Mutation' ||
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
