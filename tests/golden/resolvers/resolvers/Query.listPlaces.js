import { util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/** @type {Record<string, string>} */
const SIGNS = { eq: '=', lt: '<', le: '<=', gt: '>', ge: '>=' };

/**
 * Query.listPlaces: for the API key and the function helper.
 * @param {Context} ctx
 */
export function request(ctx) {
  const allowed =
    util.authType() === 'API Key Authorization' ||
    isFunction(ctx, ctx.env.HelperFunctionRole);
  if (!allowed) {
    util.unauthorized();
  }
  const page = {
    filter: expressionOf(ctx.args.filter),
    limit: ctx.args.limit ?? 100,
    nextToken: ctx.args.nextToken,
  };
  if (ctx.args.name == null) {
    if (ctx.args.sortDirection) {
      refuse("When providing argument 'sortDirection' you must also provide argument 'name'.");
    }
    if (ctx.args.n) {
      refuse("When providing argument 'n' you must also provide arguments name");
    }
    return { operation: 'Scan', ...page };
  }
  return {
    operation: 'Query',
    query: keyCondition('name', ctx.args.name, 'n', ctx.args.n),
    scanIndexForward: ctx.args.sortDirection !== 'DESC',
    ...page,
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

/**
 * The items of a partition whose sort key is as the condition says.
 * @param {string} partition
 * @param {any} value
 * @param {string} sort
 * @param {any} condition
 */
function keyCondition(partition, value, sort, condition) {
  const parts = ['#partition = :partition'];
  /** @type {Record<string, string>} */
  const names = { '#partition': partition };
  /** @type {Record<string, any>} */
  const values = { ':partition': value };
  for (const [operator, operand] of Object.entries(condition ?? {})) {
    if (operand !== null) {
      names['#sort'] = sort;
      if (operator === 'between') {
        parts.push('#sort BETWEEN :from AND :to');
        values[':from'] = operand[0];
        values[':to'] = operand[1];
      } else {
        const begins = operator === 'beginsWith';
        parts.push(begins ? 'begins_with(#sort, :beginsWith)' : `#sort ${SIGNS[operator]} :${operator}`);
        values[`:${operator}`] = operand;
      }
    }
  }
  return {
    expression: parts.join(' AND '),
    expressionNames: names,
    expressionValues: util.dynamodb.toMapValues(values),
  };
}

/**
 * @param {string} message
 */
function refuse(message) {
  util.error(message, 'InvalidArgumentsError');
}
