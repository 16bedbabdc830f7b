// AppSync above single resolvers: fields below fields, and who is told of what by a subscription.

/** `toSubscriptionFilter`: alternatives of filters that hold together. */
function groupsOf(filter) {
  let groups = [[]];
  const all = (more) => {
    groups = groups.flatMap((group) => more.map((other) => [...group, ...other]));
  };
  for (const [key, given] of Object.entries(filter)) {
    if (key === 'and') given.forEach((one) => all(groupsOf(one)));
    else if (key === 'or') all(given.flatMap(groupsOf));
    else all([Object.entries(given).map(([operator, value]) => ({ fieldName: key, operator, value }))]);
  }
  return Object.keys(filter).length > 0 ? groups : [];
}

const TESTS = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  in: (a, b) => b.includes(a),
  notIn: (a, b) => !b.includes(a),
  contains: (a, b) => (Array.isArray(a) || typeof a === 'string') && a.includes(b),
  notContains: (a, b) => !TESTS.contains(a, b),
  containsAny: (a, b) => b.some((it) => TESTS.contains(a, it)),
  beginsWith: (a, b) => typeof a === 'string' && a.startsWith(b),
  lt: (a, b) => typeof a === typeof b && a < b,
  le: (a, b) => typeof a === typeof b && a <= b,
  gt: (a, b) => typeof a === typeof b && a > b,
  ge: (a, b) => typeof a === typeof b && a >= b,
  between: (a, [from, to]) => TESTS.ge(a, from) && TESTS.le(a, to),
};

/** An enhanced filter, if AppSync takes it: ten groups of five filters, lists of five values (`containsAny`: twenty). */
function accepted({ filterGroup }) {
  if (filterGroup.length > 10) throw new Error(`${filterGroup.length} groups of filters`);
  for (const { filters } of filterGroup) {
    if (filters.length === 0 || filters.length > 5) throw new Error(`${filters.length} filters in a group`);
    for (const { fieldName, operator, value } of filters) {
      if (typeof fieldName !== 'string' || !Object.hasOwn(TESTS, operator)) throw new Error(`no filter ${operator}`);
      const most = { in: 5, notIn: 5, containsAny: 20 }[operator];
      if (most && !(Array.isArray(value) && value.length > 0 && value.length <= most)) throw new Error(`${operator} of ${value}`);
      if (!most && operator !== 'between' && (Array.isArray(value) || value === null)) throw new Error(`${operator} of ${value}`);
    }
  }
}

/** Whether a subscriber is told: the arguments equal what is sent, and the filter is met. */
function isTold(payload, args, filter) {
  const same = Object.entries(args).every(([name, value]) => name === 'filter' || payload[name] === value);
  const holds = ({ fieldName, operator, value }) => TESTS[operator](payload[fieldName], value);
  const groups = filter?.filterGroup ?? [];
  return same && (groups.length === 0 || groups.some(({ filters }) => filters.every(holds)));
}

/** An operation, with all fields of what it gives: what one may not see is `!` and the type of its error. */
function execute(resolvers, call, world) {
  const own = Object.fromEntries(Object.entries(world.tables).map(([name, table]) => [name, { ...table }]));
  const persona = world.personas[call.persona];
  let asked = 0;
  const resolve = (resolver, table, source, args) => {
    const { mode, identity } = persona;
    const outcome = run(resolvers[resolver], { mode, identity, env: world.env, table, source, args }, own);
    if (outcome.crash) throw new Error(`${resolver}: ${outcome.crash}`);
    if (table && outcome.asked !== null) asked += 1;
    return outcome;
  };
  const completed = (type, source, depth) => {
    const { fields, relations } = world.types[type];
    const seen = { id: source.id };
    for (const field of fields) {
      const resolver = `${type}.${field}`;
      if (resolvers[resolver]) {
        const outcome = resolve(resolver, undefined, source, {});
        seen[field] = outcome.error ? `!${outcome.error.type}` : outcome.data;
      } else {
        seen[field] = source[field] ?? null;
      }
    }
    for (const [name, { target, many }] of Object.entries(depth > 0 ? relations : {})) {
      const { error, data } = resolve(`${type}.${name}`, target, source, {});
      if (error) seen[name] = `!${error.type}`;
      else if (data === null) seen[name] = null;
      else if (many) seen[name] = page(target, data, depth - 1);
      else seen[name] = completed(target, data, depth - 1);
    }
    return seen;
  };
  const page = (type, { items, nextToken }, depth) => ({
    items: items.map((item) => completed(type, item, depth)),
    nextToken: nextToken ?? null,
  });
  try {
    const outcome = resolve(call.resolver, call.kind === 'listen' ? undefined : call.type, undefined, call.args);
    const answer = { asked: 0 };
    if (outcome.error) answer.error = outcome.error;
    else if (call.kind === 'list') answer.data = page(call.type, outcome.data, call.depth);
    else if (call.kind === 'listen') {
      if (outcome.filter) accepted(outcome.filter);
      const { payloads } = world.types[call.type];
      answer.data = payloads.filter((it) => isTold(it, call.args, outcome.filter)).map((it) => it.id);
    } else answer.data = outcome.data && completed(call.type, outcome.data, call.depth);
    answer.asked = asked;
    for (const [name, table] of Object.entries(own)) {
      if (table.items !== world.tables[name].items) answer.items = { [name]: table.items };
    }
    return answer;
  } catch (error) {
    return { crash: `${error}` };
  }
}

/** All operations, each on the same world. */
function executeAll(resolvers, input) {
  const { calls, world } = JSON.parse(input);
  return JSON.stringify(calls.map((call) => execute(resolvers, call, world)));
}
