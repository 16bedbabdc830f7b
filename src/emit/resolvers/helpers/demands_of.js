/**
 * What an item must be like for the caller to change these fields: as one of the rules of each list says.
 * @param {any[]} roles
 * @param {Record<string, any>} input
 * @param {string[]} touched
 */
function demandsOf(roles, input, touched) {
  const cleared = touched.filter((name) => input[name] === null);
  const asked = [
    roles,
    ...touched.map((name) => roles.filter((role) => role.set.includes(name))),
    ...cleared.map((name) => roles.filter((role) => role.clear.includes(name))),
  ];
  const demands = asked.map((some) => some.map((role) => role.is)).filter((rules) => !rules.includes(true));
  const texts = demands.map((rules) => JSON.stringify(rules));
  return demands.filter((_, at) => texts.indexOf(texts[at]) === at);
}
