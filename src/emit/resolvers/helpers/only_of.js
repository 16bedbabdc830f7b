/**
 * What is told of an item to those who may not read it.
 * @param {Record<string, any>} item
 * @param {string[]} names
 */
function onlyOf(item, names) {
  return Object.assign({}, ...names.map((name) => ({ [name]: item[name] })));
}
