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
