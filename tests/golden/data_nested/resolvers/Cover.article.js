import { runtime, util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/**
 * Cover.article: for guests, signed-in users of the identity pool, signed-in users and the function worker.
 * @param {Context} ctx
 */
export function request(ctx) {
  const allowed =
    isGuest(ctx) ||
    isSignedIn(ctx) ||
    util.authType() === 'User Pool Authorization' ||
    isFunction(ctx, ctx.env.WorkerFunctionRole);
  if (!allowed) {
    util.unauthorized();
  }
  const nothing = ctx.source.__operation || ctx.source.articleId == null;
  if (nothing) {
    runtime.earlyReturn(null);
  }
  return {
    operation: 'GetItem',
    key: util.dynamodb.toMapValues({ id: ctx.source.articleId }),
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
 * Whether the caller is a guest of the identity pool.
 * @param {Context} ctx
 */
function isGuest(ctx) {
  const identity = /** @type {any} */ (ctx.identity);
  return util.authType() === 'IAM Authorization' && identity.userArn === ctx.env.GUEST;
}

/**
 * Whether the caller is signed in with credentials of the identity pool.
 * @param {Context} ctx
 */
function isSignedIn(ctx) {
  const identity = /** @type {any} */ (ctx.identity);
  return (
    util.authType() === 'IAM Authorization' &&
    identity.cognitoIdentityPoolId === ctx.env.IDENTITY_POOL &&
    identity.cognitoIdentityAuthType === 'authenticated'
  );
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
