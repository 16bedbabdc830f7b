import { util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/**
 * Mutation.updateNote: for signed-in users.
 * @param {Context} ctx
 */
export function request(ctx) {
  if (util.authType() !== 'User Pool Authorization') {
    util.unauthorized();
  }
  const changes = { ...ctx.args.input, updatedAt: ctx.args.input.updatedAt ?? util.time.nowISO8601() };
  return {
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ id: ctx.args.input.id }),
    update: updateOf(changes, ['id']),
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
