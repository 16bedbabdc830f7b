import { util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/** @type {Record<string, string>} */
const SIGNS = { eq: '=', lt: '<', le: '<=', gt: '>', ge: '>=' };

/**
 * Query.postsByTitle: for signed-in users, signed-in users of the identity pool and the function helper.
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
    operation: 'Query',
    index: 'postsByTitleAndRankAndDay',
    query: keyCondition(
      'title',
      ctx.args.title,
      'rank#day',
      joined('rankDay', ctx.args.rankDay, ['rank', 'day']),
    ),
    scanIndexForward: ctx.args.sortDirection !== 'DESC',
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
 * A condition on several fields as one on the text that they are stored as, with `#` between them.
 * @param {string} argument
 * @param {any} condition
 * @param {string[]} fields
 */
function joined(argument, condition, fields) {
  const given = Object.entries(condition ?? {}).filter(([, operand]) => operand !== null);
  if (given.length > 1) {
    refuse(`Argument ${argument} must specify at most one key condition operation.`);
  }
  if (given.length === 0) {
    return null;
  }
  const [operator, operand] = given[0];
  if (operator !== 'between') {
    return { [operator]: textOf(`${argument}.${operator}`, operand, fields) };
  }
  if (operand.length !== 2) {
    refuse(`Argument '${argument}.between' expects exactly two elements.`);
  }
  return {
    between: [
      textOf(`${argument}.between[0]`, operand[0], fields),
      textOf(`${argument}.between[1]`, operand[1], fields),
    ],
  };
}

/**
 * The fields that are given, joined: the first one, or the first two, and so on.
 * @param {string} argument
 * @param {any} operand
 * @param {string[]} fields
 */
function textOf(argument, operand, fields) {
  const given = fields.filter((name) => (operand[name] ?? null) !== null);
  given.forEach((name, at) => {
    if (name !== fields[at]) {
      refuse(`When providing argument '${argument}.${name}' you must also provide '${argument}.${fields[at]}'.`);
    }
  });
  return given.map((name) => operand[name]).join('#');
}

/**
 * @param {string} message
 */
function refuse(message) {
  util.error(message, 'InvalidArgumentsError');
}
