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
