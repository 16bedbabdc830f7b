import { util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

const FAILED = 'DynamoDB:ConditionalCheckFailedException';

/**
 * Mutation.updateNote: for whom `author` names, whom `editors` names and whom `editors` names.
 * @param {Context} ctx
 */
export function request(ctx) {
  const changes = { ...ctx.args.input, updatedAt: ctx.args.input.updatedAt ?? util.time.nowISO8601() };
  return {
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ id: ctx.args.input.id }),
    update: updateOf(changes, ['id']),
    condition: expressionOf(
      { id: { attributeExists: true } },
      ...demands(ctx).map((rules) => either(rules)),
      ...readable(ctx, ctx.args.condition),
      ctx.args.condition,
    ),
  };
}

/** @param {Context} ctx */
export function response(ctx) {
  if (ctx.error?.type === FAILED && !demands(ctx).every((rules) => fits(ctx.result, rules))) {
    util.unauthorized();
  }
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.result ? { ...ctx.result, __operation: 'Mutation' } : null;
}

/**
 * What the item must be like for the caller to change it so: as one of the rules of each list says.
 * @param {Context} ctx
 */
function demands(ctx) {
  // what the caller may, by role
  const roles = [
    {
      is: { field: 'author', values: identitiesOf(ctx, 'User Pool Authorization', 'sub::username') },
      set: ['text', 'todoId', 'editors', 'team'],
      clear: ['text', 'todoId', 'author', 'editors', 'team'],
    },
    {
      is: { field: 'editors', list: true, values: identitiesOf(ctx, 'User Pool Authorization', 'email').filter((name) => !name.includes('::')) },
      set: ['text', 'todoId', 'editors', 'team'],
      clear: [],
    },
    {
      is: { field: 'editors', list: true, values: identitiesOf(ctx, 'User Pool Authorization', 'sub::username') },
      set: ['rating'],
      clear: ['rating'],
    },
  ].filter((role) => active([role.is]).length > 0);
  if (roles.length === 0) {
    util.unauthorized();
  }
  const { input } = ctx.args;
  const touched = Object.keys(input).filter((name) => !['id'].includes(name));
  const denied = touched.filter(
    (name) =>
      !roles.some((role) => role.set.includes(name)) ||
      (input[name] === null && !roles.some((role) => role.clear.includes(name))),
  );
  if (denied.length > 0) {
    util.error(`Unauthorized on [${denied.join(', ')}]`, 'Unauthorized');
  }
  return demandsOf(roles, input, touched);
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
      rules: active([
        { field: 'author', values: identitiesOf(ctx, 'User Pool Authorization', 'sub::username') },
        { field: 'editors', list: true, values: identitiesOf(ctx, 'User Pool Authorization', 'email').filter((name) => !name.includes('::')) },
        { field: 'team', values: groupsOf(ctx, 'User Pool Authorization', 'cognito:groups') },
      ]),
      fields: ['text', 'todoId', 'editors', 'team'],
    },
    {
      rules: active([{ field: 'author', values: identitiesOf(ctx, 'User Pool Authorization', 'sub::username') }]),
      fields: ['author'],
    },
    {
      rules: active([
        isMember(ctx, 'User Pool Authorization', 'cognito:groups', ['ADMINS']),
        { field: 'editors', list: true, values: identitiesOf(ctx, 'User Pool Authorization', 'sub::username') },
      ]),
      fields: ['rating'],
    },
  ].filter((rule) => rule.fields.some((name) => named.includes(name)));
  const denied = hidden.filter((rule) => rule.rules.length === 0).flatMap((rule) => rule.fields);
  if (denied.length > 0) {
    util.error(`Unauthorized on [${denied.filter((name) => named.includes(name)).join(', ')}]`, 'Unauthorized');
  }
  return hidden.map((rule) => either(rule.rules));
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
 * What an item must be like for the caller to change these fields: as one of the rules of each list says.
 * @param {any[]} roles
 * @param {Record<string, any>} input
 * @param {string[]} touched
 */
function demandsOf(roles, input, touched) {
  const cleared = touched.filter((name) => input[name] === null);
  const asked = [
    roles,
    ...touched.map((name) => roles.filter((role) => role.set.includes(name))),
    ...cleared.map((name) => roles.filter((role) => role.clear.includes(name))),
  ];
  const demands = asked.map((some) => some.map((role) => role.is)).filter((rules) => !rules.includes(true));
  const texts = demands.map((rules) => JSON.stringify(rules));
  return demands.filter((_, at) => texts.indexOf(texts[at]) === at);
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
