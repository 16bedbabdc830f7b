/**
 * The rules that may hold: `true`, or what an item must be like.
 * @param {any[]} rules
 */
function active(rules) {
  return rules.filter((rule) => rule === true || rule.values?.length > 0);
}
