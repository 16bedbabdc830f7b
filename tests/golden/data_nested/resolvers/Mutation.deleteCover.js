import { util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/**
 * Mutation.deleteCover: for the function worker and members of EDITORS.
 * @param {Context} ctx
 */
export function request(ctx) {
  const allowed =
    isFunction(ctx, ctx.env.WorkerFunctionRole) ||
    isMember(ctx, 'User Pool Authorization', 'cognito:groups', ['EDITORS']);
  if (!allowed) {
    util.unauthorized();
  }
  return {
    operation: 'DeleteItem',
    key: util.dynamodb.toMapValues({ id: ctx.args.input.id }),
    condition: expressionOf({ id: { attributeExists: true } }, ctx.args.condition),
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
