import { util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/**
 * Query.listNoteByTeam: for members of ADMINS, whom `author` names, whom `editors` names, members of the groups
 * in `team` and whom `editors` names.
 * @param {Context} ctx
 */
export function request(ctx) {
  if (allowed(ctx).length === 0) {
    util.unauthorized();
  }
  if (mayFind1(ctx).length === 0) {
    util.unauthorized();
  }
  return {
    operation: 'Query',
    index: 'notesByTeam',
    query: {
      expression: '#0 = :0',
      expressionNames: { '#0': 'team' },
      expressionValues: util.dynamodb.toMapValues({ ':0': ctx.args.team }),
    },
    scanIndexForward: ctx.args.sortDirection !== 'DESC',
    filter: expressionOf(
      either(allowed(ctx)),
      either(mayFind1(ctx)),
      ...readable(ctx, ctx.args.filter),
      ctx.args.filter,
    ),
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
  return known(
    active([
      isMember(ctx, 'User Pool Authorization', 'cognito:groups', ['ADMINS']),
      { field: 'author', values: identitiesOf(ctx, 'User Pool Authorization', 'sub::username') },
      { field: 'editors', list: true, values: identitiesOf(ctx, 'User Pool Authorization', 'email').filter((name) => !name.includes('::')) },
      { field: 'team', values: groupsOf(ctx, 'User Pool Authorization', 'cognito:groups') },
      { field: 'editors', list: true, values: identitiesOf(ctx, 'User Pool Authorization', 'sub::username') },
    ]),
    { team: ctx.args.team },
  );
}

/**
 * By which rules the caller may.
 * @param {Context} ctx
 */
function mayFind1(ctx) {
  return known(
    active([
      { field: 'author', values: identitiesOf(ctx, 'User Pool Authorization', 'sub::username') },
      { field: 'editors', list: true, values: identitiesOf(ctx, 'User Pool Authorization', 'email').filter((name) => !name.includes('::')) },
      { field: 'team', values: groupsOf(ctx, 'User Pool Authorization', 'cognito:groups') },
    ]),
    { team: ctx.args.team },
  );
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
      rules: known(
        active([
          { field: 'author', values: identitiesOf(ctx, 'User Pool Authorization', 'sub::username') },
          { field: 'editors', list: true, values: identitiesOf(ctx, 'User Pool Authorization', 'email').filter((name) => !name.includes('::')) },
          { field: 'team', values: groupsOf(ctx, 'User Pool Authorization', 'cognito:groups') },
        ]),
        { team: ctx.args.team },
      ),
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
 * Rules, where something is known of all items that are asked for: it decides.
 * @param {any[]} rules
 * @param {Record<string, any>} item
 */
function known(rules, item) {
  return rules
    .map((rule) => ((item[rule.field] ?? null) === null ? rule : fits(item, [rule])))
    .filter((rule) => rule);
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
