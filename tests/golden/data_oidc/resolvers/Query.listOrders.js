import { util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/** @type {Record<string, string>} */
const SIGNS = { eq: '=', lt: '<', le: '<=', gt: '>', ge: '>=' };

/**
 * Query.listOrders: for signed-in users by OpenID Connect.
 * @param {Context} ctx
 */
export function request(ctx) {
  if (util.authType() !== 'Open ID Connect Authorization') {
    util.unauthorized();
  }
  const page = {
    filter: expressionOf(ctx.args.filter),
    limit: ctx.args.limit ?? 100,
    nextToken: ctx.args.nextToken,
  };
  if (ctx.args.shop == null) {
    if (ctx.args.sortDirection) {
      refuse("When providing argument 'sortDirection' you must also provide argument 'shop'.");
    }
    if (ctx.args.at) {
      refuse("When providing argument 'at' you must also provide arguments shop");
    }
    return { operation: 'Scan', ...page };
  }
  return {
    operation: 'Query',
    query: keyCondition('shop', ctx.args.shop, 'at', ctx.args.at),
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
