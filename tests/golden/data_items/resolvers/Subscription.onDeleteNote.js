import { extensions, util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/**
 * Subscription.onDeleteNote: for members of ADMINS, whom `author` names, whom `editors` names, members of the
 * groups in `team` and whom `editors` names.
 * @param {Context} ctx
 */
export function request(ctx) {
  if (allowed(ctx).length === 0) {
    util.unauthorized();
  }
  listening(ctx.args, allowed(ctx));
  return { payload: null };
}

/** @param {Context} ctx */
export function response(ctx) {
  const groups = listening(ctx.args, allowed(ctx));
  if (groups.length > 0) {
    extensions.setSubscriptionFilter({ filterGroup: groups });
  }
  return null;
}

/**
 * By which rules the caller may.
 * @param {Context} ctx
 */
function allowed(ctx) {
  return active([
    isMember(ctx, 'User Pool Authorization', 'cognito:groups', ['ADMINS']),
    { field: 'author', values: identitiesOf(ctx, 'User Pool Authorization', 'sub::username') },
    { field: 'editors', list: true, values: identitiesOf(ctx, 'User Pool Authorization', 'email').filter((name) => !name.includes('::')) },
    { field: 'team', values: groupsOf(ctx, 'User Pool Authorization', 'cognito:groups') },
    { field: 'editors', list: true, values: identitiesOf(ctx, 'User Pool Authorization', 'sub::username') },
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
 * The filters of a subscription: that an item is as one of the rules says, and as the caller wishes. Those of one group
 * hold together; of the groups, one is enough.
 * @param {Record<string, any>} args
 * @param {any[]} rules
 */
function listening({ filter, ...owners }, rules) {
  const named = Object.keys(owners).filter((name) => owners[name]);
  const wished = Object.keys(filter ?? {}).length > 0 ? util.transform.toSubscriptionFilter(filter) : { filterGroup: [] };
  if (!wished) {
    util.error('Unable to process the filter expression', 'Unrecognized Filter');
  }
  /** @type {any[][]} */
  let told = [named.map((name) => ({ fieldName: name, operator: 'eq', value: owners[name] }))];
  if (!rules.includes(true)) {
    // nobody listens in another's name
    const own = (/** @type {any} */ rule) => rule.values.includes(owners[rule.field]);
    const asked = named.length > 0 ? rules.filter((rule) => own(rule)) : rules;
    if (!named.every((name) => asked.some((rule) => rule.field === name))) {
      util.unauthorized();
    }
    told = asked.flatMap((rule) => partsOf(rule));
  }
  /** @type {any[][]} */
  const wishes = wished.filterGroup.map((/** @type {any} */ group) => group.filters);
  const groups = told.flatMap((some) => (wishes.length > 0 ? wishes.map((more) => [...some, ...more]) : [some]));
  if (groups.length > 10) {
    util.error('A subscription has room for ten alternatives: of the filter, the groups and the owners', 'TooManyFilters');
  }
  return groups.filter((filters) => filters.length > 0).map((filters) => ({ filters }));
}

/**
 * That an item is as a rule says, in filters that have room for so many values.
 * @param {any} rule
 * @returns {any[][]}
 */
function partsOf({ field, list, values }) {
  const [operator, room] = list ? ['containsAny', 20] : ['in', 5];
  return values
    .map((/** @type {string} */ _, /** @type {number} */ at) => values.slice(at, at + room))
    .filter((/** @type {string[]} */ _, /** @type {number} */ at) => at % room === 0)
    .map((/** @type {string[]} */ value) => [{ fieldName: field, operator, value }]);
}
