import { util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/**
 * Mutation.updateArticle: for the function worker and members of ADMINS.
 * @param {Context} ctx
 */
export function request(ctx) {
  const allowed =
    isFunction(ctx, ctx.env.WorkerFunctionRole) ||
    isMember(ctx, 'User Pool Authorization', 'cognito:groups', ['ADMINS']);
  if (!allowed) {
    util.unauthorized();
  }
  const changes = {
    ...ctx.args.input,
    updatedAt: ctx.args.input.updatedAt ?? util.time.nowISO8601(),
    ...composite(ctx.args.input, ['rank', 'at'], "updating any part of the composite sort key for @index 'articlesByStatusAndRankAndAt'"),
  };
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
      rules: active([
        isFunction(ctx, ctx.env.WorkerFunctionRole) ||
          isMember(ctx, 'User Pool Authorization', 'cognito:groups', ['ADMINS']),
      ]),
      fields: ['secret'],
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

/**
 * What an index sorts by: several fields as one text. All of them must be given, or none; a null leaves the item out
 * of the index.
 * @param {Record<string, any>} input
 * @param {string[]} fields
 * @param {string} what
 */
function composite(input, fields, what) {
  const missing = fields.filter((name) => !Object.keys(input).includes(name));
  if (missing.length === fields.length) {
    return {};
  }
  if (missing.length > 0) {
    util.error(`When ${what}, you must provide all fields for the key. Missing key: '${missing[0]}'.`);
  }
  const values = fields.map((name) => input[name]);
  return { [fields.join('#')]: values.includes(null) ? null : values.join('#') };
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
