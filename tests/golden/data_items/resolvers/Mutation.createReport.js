import { util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/**
 * Mutation.createReport: for whom `owner` names.
 * @param {Context} ctx
 */
export function request(ctx) {
  const owned = {
    ...ctx.args.input,
    ...ownedBy(ctx.args.input, 'owner', identitiesOf(ctx, 'User Pool Authorization', 'sub::username'), false),
  };
  if (!fits(owned, allowed(ctx))) {
    util.unauthorized();
  }
  const now = util.time.nowISO8601();
  /** @type {Record<string, any>} */
  const item = {
    createdAt: now,
    updatedAt: now,
    ...owned,
    id: owned.id ?? util.autoId(),
    __typename: 'Report',
  };
  return {
    operation: 'PutItem',
    key: util.dynamodb.toMapValues({ id: item.id }),
    attributeValues: util.dynamodb.toMapValues(item),
    condition: expressionOf({ id: { attributeExists: false } }, ctx.args.condition),
  };
}

/** @param {Context} ctx */
export function response(ctx) {
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
 * The owner of a new item: the caller, unless the input says something else.
 * @param {Record<string, any>} input
 * @param {string} field
 * @param {string[]} identities
 * @param {boolean} list
 */
function ownedBy(input, field, [identity], list) {
  return identity && input[field] === undefined ? { [field]: list ? [identity] : identity } : {};
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
