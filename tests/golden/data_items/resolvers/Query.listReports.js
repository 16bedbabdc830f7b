import { util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/**
 * Query.listReports: for whom `owner` names.
 * @param {Context} ctx
 */
export function request(ctx) {
  if (allowed(ctx).length === 0) {
    util.unauthorized();
  }
  return {
    operation: 'Scan',
    filter: expressionOf(either(allowed(ctx)), ctx.args.filter),
    limit: ctx.args.limit ?? 100,
    nextToken: ctx.args.nextToken,
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
 * By which rules the caller may.
 * @param {Context} ctx
 */
function allowed(ctx) {
  return active([{ field: 'owner', values: identitiesOf(ctx, 'User Pool Authorization', 'sub::username') }]);
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
