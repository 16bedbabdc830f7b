import { util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

const FAILED = 'DynamoDB:ConditionalCheckFailedException';

/**
 * Mutation.deleteTodo: for members of ADMINS and whom `owner` names.
 * @param {Context} ctx
 */
export function request(ctx) {
  if (allowed(ctx).length === 0) {
    util.unauthorized();
  }
  return {
    operation: 'DeleteItem',
    key: util.dynamodb.toMapValues({ id: ctx.args.input.id }),
    condition: expressionOf({ id: { attributeExists: true } }, either(allowed(ctx)), ctx.args.condition),
  };
}

/** @param {Context} ctx */
export function response(ctx) {
  if (ctx.error?.type === FAILED && !fits(ctx.result, allowed(ctx))) {
    util.unauthorized();
  }
  if (!ctx.error && !ctx.result && !fits(null, allowed(ctx))) {
    util.unauthorized();
  }
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.result ? { ...ctx.result, __operation: 'Mutation' } : null;
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
 * That an item is as one of these rules says, as a condition; none if one holds for all.
 * @param {any[]} rules
 */
function either(rules) {
  if (rules.includes(true)) {
    return null;
  }
  /** @type {any[]} */
  const or = rules.flatMap(({ field, values, list }) =>
    list ? values.map((/** @type {string} */ value) => ({ [field]: { contains: value } })) : [{ [field]: { in: values } }],
  );
  return { or };
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

/**
 * All of these conditions together, as DynamoDB reads them; null if there is none.
 * @param {any[]} conditions
 */
function expressionOf(...conditions) {
  const and = conditions.filter((condition) => Object.keys(condition ?? {}).length > 0);
  if (and.length === 0) {
    return null;
  }
  const expression = JSON.parse(util.transform.toDynamoDBFilterExpression({ and }));
  if (expression === null) {
    util.error('Unable to process the filter expression', 'Unrecognized Filter');
  }
  // DynamoDB refuses an empty map
  if (Object.keys(expression.expressionValues ?? {}).length === 0) {
    delete expression.expressionValues;
  }
  return expression;
}
