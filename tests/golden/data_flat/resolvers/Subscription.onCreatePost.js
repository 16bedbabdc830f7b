import { extensions, util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/**
 * Subscription.onCreatePost: for the API key and members of EDITORS.
 * @param {Context} ctx
 */
export function request(ctx) {
  const allowed =
    util.authType() === 'API Key Authorization' ||
    isMember(ctx, 'User Pool Authorization', 'cognito:groups', ['EDITORS']);
  if (!allowed) {
    util.unauthorized();
  }
  return { payload: null };
}

/** @param {Context} ctx */
export function response(ctx) {
  const filter = ctx.args.filter ?? {};
  if (Object.keys(filter).length > 0) {
    const rendered = util.transform.toSubscriptionFilter(filter);
    if (!rendered) {
      util.error('Unable to process the filter expression', 'Unrecognized Filter');
    }
    extensions.setSubscriptionFilter(rendered);
  }
  return null;
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
