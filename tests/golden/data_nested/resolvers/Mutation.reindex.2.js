import { util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/**
 * Mutation.reindex, step 2: worker.
 * @param {Context} ctx
 */
export function request(ctx) {
  return {
    operation: 'Invoke',
    invocationType: 'Event',
    payload: {
      typeName: 'Mutation',
      fieldName: 'reindex',
      arguments: ctx.args,
      identity: ctx.identity,
      source: ctx.source,
      request: ctx.request,
      prev: ctx.prev,
    },
  };
}

/** @param {Context} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.appendError(ctx.error.message, ctx.error.type);
  }
  return { success: !ctx.error };
}
