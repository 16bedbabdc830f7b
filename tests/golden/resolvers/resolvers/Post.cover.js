import { runtime, util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/**
 * Post.cover: for the API key and the function helper.
 * @param {Context} ctx
 */
export function request(ctx) {
  const allowed =
    util.authType() === 'API Key Authorization' ||
    isFunction(ctx, ctx.env.HelperFunctionRole);
  if (!allowed) {
    util.unauthorized();
  }
  const nothing = ctx.source.__operation || ctx.source.id == null;
  if (nothing) {
    runtime.earlyReturn(null);
  }
  return {
    operation: 'Query',
    index: 'gsi-Post.cover',
    query: {
      expression: '#0 = :0',
      expressionNames: { '#0': 'postId' },
      expressionValues: util.dynamodb.toMapValues({ ':0': ctx.source.id }),
    },
  };
}

/** @param {Context} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.result.items[0] ?? null;
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
