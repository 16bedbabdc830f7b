import { util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/**
 * Query.getTicket: for whom the authorizer lets through and the API key.
 * @param {Context} ctx
 */
export function request(ctx) {
  const allowed =
    util.authType() === 'Lambda Authorization' ||
    util.authType() === 'API Key Authorization';
  if (!allowed) {
    util.unauthorized();
  }
  return {
    operation: 'GetItem',
    key: util.dynamodb.toMapValues({ id: ctx.args.id }),
  };
}

/** @param {Context} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.result;
}
