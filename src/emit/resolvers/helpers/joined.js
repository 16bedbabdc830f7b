/**
 * A condition on several fields as one on the text that they are stored as, with `#` between them.
 * @param {string} argument
 * @param {any} condition
 * @param {string[]} fields
 */
function joined(argument, condition, fields) {
  const given = Object.entries(condition ?? {}).filter(([, operand]) => operand !== null);
  if (given.length > 1) {
    refuse(`Argument ${argument} must specify at most one key condition operation.`);
  }
  if (given.length === 0) {
    return null;
  }
  const [operator, operand] = given[0];
  if (operator !== 'between') {
    return { [operator]: textOf(`${argument}.${operator}`, operand, fields) };
  }
  if (operand.length !== 2) {
    refuse(`Argument '${argument}.between' expects exactly two elements.`);
  }
  return {
    between: [
      textOf(`${argument}.between[0]`, operand[0], fields),
      textOf(`${argument}.between[1]`, operand[1], fields),
    ],
  };
}

/**
 * The fields that are given, joined: the first one, or the first two, and so on.
 * @param {string} argument
 * @param {any} operand
 * @param {string[]} fields
 */
function textOf(argument, operand, fields) {
  const given = fields.filter((name) => (operand[name] ?? null) !== null);
  given.forEach((name, at) => {
    if (name !== fields[at]) {
      refuse(`When providing argument '${argument}.${name}' you must also provide '${argument}.${fields[at]}'.`);
    }
  });
  return given.map((name) => operand[name]).join('#');
}
