// What subscribers get.

/** What a subscriber gets of events: those that meet the filter. */
export function delivered(events, filter) {
  const next = async () => {
    const { value, done } = await events.next();
    return done || !filter || passes(filter, value) ? { value, done } : next();
  };
  return {
    next,
    return: () => events.return(),
    [Symbol.asyncIterator]: function () {
      return this;
    },
  };
}

const COMPARE = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  in: (a, b) => b.includes(a),
  contains: (a, b) => (a ?? []).includes(b),
  containsAny: (a, b) => b.some((it) => (a ?? []).includes(it)),
  beginsWith: (a, b) => (a ?? "").startsWith(b),
};

export function passes({ filterGroup }, event) {
  const holds = ({ fieldName, operator, value }) => COMPARE[operator](event[fieldName], value);
  return filterGroup.length === 0 || filterGroup.some(({ filters }) => filters.every(holds));
}
