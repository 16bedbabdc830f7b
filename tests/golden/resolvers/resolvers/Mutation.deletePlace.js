import { util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/**
 * Mutation.deletePlace: for the API key and the function helper.
 * @param {Context} ctx
 */
export function request(ctx) {
  const allowed =
    util.authType() === 'API Key Authorization' ||
    isFunction(ctx, ctx.env.HelperFunctionRole);
  if (!allowed) {
    util.unauthorized();
  }
  return {
    operation: 'DeleteItem',
    key: util.dynamodb.toMapValues({ name: ctx.args.input.name, n: ctx.args.input.n }),
    condition: expressionOf(
      { name: { attributeExists: true } },
      { n: { attributeExists: true } },
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
