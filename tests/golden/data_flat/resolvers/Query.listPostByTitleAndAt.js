import { util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/** @type {Record<string, string>} */
const SIGNS = { eq: '=', lt: '<', le: '<=', gt: '>', ge: '>=' };

/**
 * Query.listPostByTitleAndAt: for the API key and members of EDITORS.
 * @param {Context} ctx
 */
export function request(ctx) {
  const allowed =
    util.authType() === 'API Key Authorization' ||
    isMember(ctx, 'User Pool Authorization', 'cognito:groups', ['EDITORS']);
  if (!allowed) {
    util.unauthorized();
  }
  return {
    operation: 'Query',
    index: 'postsByTitleAndAt',
    query: keyCondition('title', ctx.args.title, 'at', ctx.args.at),
    scanIndexForward: ctx.args.sortDirection !== 'DESC',
    filter: expressionOf(ctx.args.filter),
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
