import { util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/**
 * Query.listPosts: for signed-in users, signed-in users of the identity pool and the function helper.
 * @param {Context} ctx
 */
export function request(ctx) {
  const allowed =
    util.authType() === 'User Pool Authorization' ||
    isSignedIn(ctx) ||
    isFunction(ctx, ctx.env.HelperFunctionRole);
  if (!allowed) {
    util.unauthorized();
  }
  return {
    operation: 'Scan',
    filter: expressionOf(...readable(ctx, ctx.args.filter), ctx.args.filter),
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
 * What must hold so that the caller may read the fields that a condition compares.
 * @param {Context} ctx
 * @param {any} condition
 */
function readable(ctx, condition) {
  const named = Object.values(expressionOf(condition)?.expressionNames ?? {});
  const hidden = [
    {
      rules: active([
        isFunction(ctx, ctx.env.HelperFunctionRole) ||
          isMember(ctx, 'User Pool Authorization', 'cognito:groups', ['ADMINS', 'EDITORS']),
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
 * Whether the caller is signed in with credentials of the identity pool.
 * @param {Context} ctx
 */
function isSignedIn(ctx) {
  const identity = /** @type {any} */ (ctx.identity);
  return (
    util.authType() === 'IAM Authorization' &&
    identity.cognitoIdentityPoolId === ctx.env.IDENTITY_POOL &&
    identity.cognitoIdentityAuthType === 'authenticated'
  );
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
