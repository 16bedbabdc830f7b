/**
 * The owner of a new item: the caller, unless the input says something else.
 * @param {Record<string, any>} input
 * @param {string} field
 * @param {string[]} identities
 * @param {boolean} list
 */
function ownedBy(input, field, [identity], list) {
  return identity && input[field] === undefined ? { [field]: list ? [identity] : identity } : {};
}
