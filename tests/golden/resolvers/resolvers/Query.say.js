import { util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/**
 * Query.say: for guests, the function helper and members of ADMINS.
 * @param {Context} ctx
 */
export function request(ctx) {
  const allowed =
    isGuest(ctx) ||
    isFunction(ctx, ctx.env.HelperFunctionRole) ||
    isMember(ctx, 'User Pool Authorization', 'cognito:groups', ['ADMINS']);
  if (!allowed) {
    util.unauthorized();
  }
  return {
    operation: 'Invoke',
    payload: {
      typeName: 'Query',
      fieldName: 'say',
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
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.result;
}

/**
 * Whether a claim of the caller's token lists one of these groups.
 * @param {Context} ctx
 * @param {string} mode
 * @param {string} claim
 * @param {string[]} groups
 */
function isMember(ctx, mode, claim, groups) {
  const listed = groupsOf(ctx, mode, claim);
  return groups.some((group) => listed.includes(group));
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
 * Whether the caller is a function, by how the ARN of its role's sessions begins.
 * @param {Context} ctx
 * @param {string} sessions
 */
function isFunction(ctx, sessions) {
  const identity = /** @type {any} */ (ctx.identity);
  return util.authType() === 'IAM Authorization' && identity.userArn.startsWith(sessions);
}

/**
 * The groups that a claim of the token lists, maybe as JSON; none of a token of another mode.
 * @param {Context} ctx
 * @param {string} mode
 * @param {string} claim
 * @returns {string[]}
 */
function groupsOf(ctx, mode, claim) {
  const claims = /** @type {any} */ (ctx.identity)?.claims;
  const listed = util.authType() === mode ? claims?.[claim] : null;
  const isJson = typeof listed === 'string' && listed.startsWith('["') && listed.endsWith('"]');
  return [isJson ? JSON.parse(listed) : listed].flat().filter((group) => group);
}
