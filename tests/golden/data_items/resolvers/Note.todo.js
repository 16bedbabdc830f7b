import { runtime, util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/**
 * Note.todo: for members of ADMINS and whom `owner` names.
 * @param {Context} ctx
 */
export function request(ctx) {
  if (allowed(ctx).length === 0) {
    util.unauthorized();
  }
  if (!fits(ctx.source, mayFollow(ctx))) {
    util.unauthorized();
  }
  const nothing = ctx.source.__operation || ctx.source.todoId == null;
  if (nothing) {
    runtime.earlyReturn(null);
  }
  return {
    operation: 'GetItem',
    key: util.dynamodb.toMapValues({ id: ctx.source.todoId }),
  };
}

/** @param {Context} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  if (ctx.result && !fits(ctx.result, allowed(ctx))) {
    util.unauthorized();
  }
  return ctx.result;
}

/**
 * By which rules the caller may.
 * @param {Context} ctx
 */
function allowed(ctx) {
  return active([
    isMember(ctx, 'User Pool Authorization', 'cognito:groups', ['ADMINS']),
    { field: 'owner', values: identitiesOf(ctx, 'User Pool Authorization', 'sub::username') },
  ]);
}

/**
 * By which rules the caller may.
 * @param {Context} ctx
 */
function mayFollow(ctx) {
  return active([
    { field: 'author', values: identitiesOf(ctx, 'User Pool Authorization', 'sub::username') },
    { field: 'editors', list: true, values: identitiesOf(ctx, 'User Pool Authorization', 'email').filter((name) => !name.includes('::')) },
    { field: 'team', values: groupsOf(ctx, 'User Pool Authorization', 'cognito:groups') },
  ]);
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

/**
 * What names the caller in an item, first what is stored; nothing for a token of another mode.
 * @param {Context} ctx
 * @param {string} mode
 * @param {string} claim
 * @returns {string[]}
 */
function identitiesOf(ctx, mode, claim) {
  const claims = /** @type {any} */ (ctx.identity)?.claims ?? {};
  const username = claims.username ?? claims['cognito:username'];
  const parts = claim.split('::').map((name) => (name === 'username' ? username : claims[name]));
  // a list names nobody; `::` could be another's
  const odd = parts.some((part) => typeof part !== 'string' || !part || (parts.length > 1 && part.includes('::')));
  if (util.authType() !== mode || odd) {
    return [];
  }
  return parts.length > 1 ? [parts.join('::'), ...parts] : parts;
}

/**
 * The rules that may hold: `true`, or what an item must be like.
 * @param {any[]} rules
 */
function active(rules) {
  return rules.filter((rule) => rule === true || rule.values?.length > 0);
}

/**
 * Whether an item is as one of these rules says.
 * @param {any} item
 * @param {any[]} rules
 */
function fits(item, rules) {
  return rules.some(
    (rule) => rule === true || [item?.[rule.field]].flat().some((value) => rule.values?.includes(value)),
  );
}
