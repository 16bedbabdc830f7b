import { util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/**
 * Mutation.updateReport: for members of ADMINS.
 * @param {Context} ctx
 */
export function request(ctx) {
  if (!isMember(ctx, 'User Pool Authorization', 'cognito:groups', ['ADMINS'])) {
    util.unauthorized();
  }
  const changes = { ...ctx.args.input, updatedAt: ctx.args.input.updatedAt ?? util.time.nowISO8601() };
  return {
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ id: ctx.args.input.id }),
    update: updateOf(changes, ['id']),
    condition: expressionOf(
      { id: { attributeExists: true } },
      ...readable(ctx, ctx.args.condition),
      ctx.args.condition,
    ),
  };
}

/** @param {Context} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  if (ctx.result && !fits(ctx.result, mayRead(ctx))) {
    const told = onlyOf(ctx.result, [...Object.keys(ctx.args.input), 'createdAt', 'updatedAt']);
    return { ...told, __operation: 'Mutation' };
  }
  return ctx.result ? { ...ctx.result, __operation: 'Mutation' } : null;
}

/**
 * What must hold so that the caller may read the fields that a condition compares.
 * @param {Context} ctx
 * @param {any} condition
 */
function readable(ctx, condition) {
  const named = Object.values(expressionOf(condition)?.expressionNames ?? {});
  const hidden = [
    {
      rules: active([{ field: 'owner', values: identitiesOf(ctx, 'User Pool Authorization', 'sub::username') }]),
      fields: ['text', 'state', 'owner'],
    },
  ].filter((rule) => rule.fields.some((name) => named.includes(name)));
  const denied = hidden.filter((rule) => rule.rules.length === 0).flatMap((rule) => rule.fields);
  if (denied.length > 0) {
    util.error(`Unauthorized on [${denied.filter((name) => named.includes(name)).join(', ')}]`, 'Unauthorized');
  }
  return hidden.map((rule) => either(rule.rules));
}

/**
 * By which rules the caller may.
 * @param {Context} ctx
 */
function mayRead(ctx) {
  return active([{ field: 'owner', values: identitiesOf(ctx, 'User Pool Authorization', 'sub::username') }]);
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
 * What is told of an item to those who may not read it.
 * @param {Record<string, any>} item
 * @param {string[]} names
 */
function onlyOf(item, names) {
  return Object.assign({}, ...names.map((name) => ({ [name]: item[name] })));
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

/**
 * What is given is set, what is null is removed.
 * @param {Record<string, any>} changes
 * @param {string[]} key
 */
function updateOf(changes, key) {
  const given = Object.keys(changes).filter((name) => !key.includes(name));
  const set = given.filter((name) => changes[name] !== null);
  const removed = given.filter((name) => changes[name] === null);
  const sets = set.map((_, at) => `#${at} = :${at}`).join(', ');
  const removes = removed.map((_, at) => `#${set.length + at}`).join(', ');
  const names = [...set, ...removed].map((name, at) => ({ [`#${at}`]: name }));
  const values = set.map((name, at) => ({ [`:${at}`]: changes[name] }));
  return {
    expression: removes ? `SET ${sets} REMOVE ${removes}` : `SET ${sets}`,
    expressionNames: Object.assign({}, ...names),
    expressionValues: util.dynamodb.toMapValues(Object.assign({}, ...values)),
  };
}
