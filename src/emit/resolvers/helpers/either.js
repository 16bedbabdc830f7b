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
