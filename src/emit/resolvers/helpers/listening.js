/**
 * The filters of a subscription: that an item is as one of the rules says, and as the caller wishes. Those of one group
 * hold together; of the groups, one is enough.
 * @param {Record<string, any>} args
 * @param {any[]} rules
 */
function listening({ filter, ...owners }, rules) {
  const named = Object.keys(owners).filter((name) => owners[name]);
  const wished = Object.keys(filter ?? {}).length > 0 ? util.transform.toSubscriptionFilter(filter) : { filterGroup: [] };
  if (!wished) {
    util.error('Unable to process the filter expression', 'Unrecognized Filter');
  }
  /** @type {any[][]} */
  let told = [named.map((name) => ({ fieldName: name, operator: 'eq', value: owners[name] }))];
  if (!rules.includes(true)) {
    // nobody listens in another's name
    const own = (/** @type {any} */ rule) => rule.values.includes(owners[rule.field]);
    const asked = named.length > 0 ? rules.filter((rule) => own(rule)) : rules;
    if (!named.every((name) => asked.some((rule) => rule.field === name))) {
      util.unauthorized();
    }
    told = asked.flatMap((rule) => partsOf(rule));
  }
  /** @type {any[][]} */
  const wishes = wished.filterGroup.map((/** @type {any} */ group) => group.filters);
  const groups = told.flatMap((some) => (wishes.length > 0 ? wishes.map((more) => [...some, ...more]) : [some]));
  if (groups.length > 10) {
    util.error('A subscription has room for ten alternatives: of the filter, the groups and the owners', 'TooManyFilters');
  }
  return groups.filter((filters) => filters.length > 0).map((filters) => ({ filters }));
}

/**
 * That an item is as a rule says, in filters that have room for so many values.
 * @param {any} rule
 * @returns {any[][]}
 */
function partsOf({ field, list, values }) {
  const [operator, room] = list ? ['containsAny', 20] : ['in', 5];
  return values
    .map((/** @type {string} */ _, /** @type {number} */ at) => values.slice(at, at + room))
    .filter((/** @type {string[]} */ _, /** @type {number} */ at) => at % room === 0)
    .map((/** @type {string[]} */ value) => [{ fieldName: field, operator, value }]);
}
