/**
 * Rules, where something is known of all items that are asked for: it decides.
 * @param {any[]} rules
 * @param {Record<string, any>} item
 */
function known(rules, item) {
  return rules
    .map((rule) => ((item[rule.field] ?? null) === null ? rule : fits(item, [rule])))
    .filter((rule) => rule);
}
