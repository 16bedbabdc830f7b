import { runtime, util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/**
 * Cover.post: for signed-in users, the API key, signed-in users of the identity pool and the function helper.
 * @param {Context} ctx
 */
export function request(ctx) {
  const allowed =
    util.authType() === 'User Pool Authorization' ||
    util.authType() === 'API Key Authorization' ||
    isSignedIn(ctx) ||
    isFunction(ctx, ctx.env.HelperFunctionRole);
  if (!allowed) {
    util.unauthorized();
  }
  const nothing = ctx.source.__operation || ctx.source.postId == null;
  if (nothing) {
    runtime.earlyReturn(null);
  }
  return {
    operation: 'GetItem',
    key: util.dynamodb.toMapValues({ id: ctx.source.postId }),
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
