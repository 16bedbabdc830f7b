// What subscribers get.

/** Where an event keeps the names of what its mutation asked for. */
export const SELECTED = Symbol("selected");

/**
 * What a subscriber gets of the events of mutations: what the mutation selected, if the filter is met. It sees what the
 * mutation's caller got: nothing of the fields with `resolvers` of their own, which redact.
 */
export function delivered(events, filter, resolvers) {
  const redacted = (seen) => ({ ...seen, ...Object.fromEntries(resolvers.map((name) => [name, null])) });
  const next = async () => {
    const { value: event, done } = await events.next();
    if (done) {
      return { value: undefined, done };
    }
    const { [SELECTED]: selection, ...item } = event;
    const seen = Object.fromEntries(Object.entries(item).filter(([name]) => selection.includes(name)));
    return !filter || passes(filter, redacted(seen))
      ? { value: { ...seen, __operation: item.__operation }, done }
      : next();
  };
  return {
    next,
    return: () => events.return(),
    [Symbol.asyncIterator]: function () {
      return this;
    },
  };
}

/** The names of the fields that are selected of what an operation gives. */
export function selected(info) {
  const names = (set) =>
    (set?.selections ?? []).flatMap((it) => {
      if (it.kind === "Field") {
        return [it.name.value];
      }
      return names((it.kind === "FragmentSpread" ? info.fragments[it.name.value] : it).selectionSet);
    });
  return info.fieldNodes.flatMap((node) => names(node.selectionSet));
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
