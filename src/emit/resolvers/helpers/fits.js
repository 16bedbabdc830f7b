/**
 * Whether an item is as one of these rules says.
 * @param {any} item
 * @param {any[]} rules
 */
function fits(item, rules) {
  return rules.some(
    (rule) => rule === true || [item?.[rule.field]].flat().some((value) => rule.values?.includes(value)),
  );
}
