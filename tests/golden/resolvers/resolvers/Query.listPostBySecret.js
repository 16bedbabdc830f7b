import { util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/**
 * Query.listPostBySecret: for signed-in users, signed-in users of the identity pool and the function helper.
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
  const mayFind =
    isFunction(ctx, ctx.env.HelperFunctionRole) ||
    isMember(ctx, 'User Pool Authorization', 'cognito:groups', ['ADMINS', 'EDITORS']);
  if (!mayFind) {
    util.unauthorized();
  }
  return {
    operation: 'Query',
    index: 'postsBySecret',
    query: {
      expression: '#0 = :0',
      expressionNames: { '#0': 'secret' },
      expressionValues: util.dynamodb.toMapValues({ ':0': ctx.args.secret }),
    },
    scanIndexForward: ctx.args.sortDirection !== 'DESC',
    filter: readable(ctx, expressionOf(ctx.args.filter)),
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
 * An expression, if it compares only what the caller may read.
 * @param {Context} ctx
 * @param {any} expression
 */
function readable(ctx, expression) {
  const hidden = [
    {
      may:
        isFunction(ctx, ctx.env.HelperFunctionRole) ||
        isMember(ctx, 'User Pool Authorization', 'cognito:groups', ['ADMINS', 'EDITORS']),
      fields: ['secret'],
    },
  ].filter((rule) => !rule.may);
  const named = Object.values(expression?.expressionNames ?? {});
  const denied = named.filter((name) => hidden.some((rule) => rule.fields.includes(name)));
  if (denied.length > 0) {
    util.error(`Unauthorized on [${denied.join(', ')}]`, 'Unauthorized');
  }
  return expression;
}

/**
 * Whether a claim of the caller's token lists one of these groups.
 * @param {Context} ctx
 * @param {string} mode
 * @param {string} claim
 * @param {string[]} groups
 */
function isMember(ctx, mode, claim, groups) {
  const claims = /** @type {any} */ (ctx.identity)?.claims;
  const listed = [claims?.[claim]].flat();
  return util.authType() === mode && groups.some((group) => listed.includes(group));
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
