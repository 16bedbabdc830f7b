// AppSync and DynamoDB in memory, as far as resolvers need them: what AWS's pages say, and what was recorded of AWS.

/** What ends a handler before its end. */
class Stop {
  constructor(kind, value) {
    this.kind = kind;
    this.value = value;
  }
}

/** Attribute values: a list of a type and the value. Numbers stay numbers, as AppSync leaves them. */
function toDynamoDB(value) {
  if (value === null || value === undefined) return { NULL: null };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: value };
  if (typeof value === 'boolean') return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(toDynamoDB) };
  return { M: toMapValues(value) };
}

function toMapValues(object) {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, toDynamoDB(value)]));
}

function fromDynamoDB(value) {
  const [type, inner] = Object.entries(value)[0];
  if (type === 'NULL') return null;
  if (type === 'L') return inner.map(fromDynamoDB);
  if (type === 'M') return fromMapValues(inner);
  return inner;
}

function fromMapValues(object) {
  return Object.fromEntries(Object.entries(object ?? {}).map(([name, value]) => [name, fromDynamoDB(value)]));
}

const SIGNS = { eq: '=', ne: '<>', lt: '<', le: '<=', gt: '>', ge: '>=' };

/** `toDynamoDBFilterExpression`; the JSON text `null` for what cannot be rendered. */
function render(filter) {
  const names = {};
  const values = {};
  const bind = (path, value) => {
    values[`:${path}`] = toDynamoDB(value);
    return `:${path}`;
  };
  const test = (field, path, operator, operand) => {
    names[`#${field}`] = field;
    const name = `#${field}`;
    if (Object.hasOwn(SIGNS, operator)) return `${name} ${SIGNS[operator]} ${bind(path, operand)}`;
    switch (operator) {
      case 'contains':
        return `contains(${name},${bind(path, operand)})`;
      case 'notContains':
        return `NOT contains(${name},${bind(path, operand)})`;
      case 'beginsWith':
        return `begins_with(${name},${bind(path, operand)})`;
      case 'between':
        if (!Array.isArray(operand) || operand.length < 2) return null;
        return `${name} BETWEEN ${bind(`${path}_start`, operand[0])} AND ${bind(`${path}_end`, operand[1])}`;
      case 'in':
        if (!Array.isArray(operand)) return null;
        return `${name} IN (${operand.map((it, at) => bind(`${path}_${at}`, it)).join(', ')})`;
      case 'attributeExists':
        if (typeof operand !== 'boolean') return null;
        return `${operand ? 'attribute_exists' : 'attribute_not_exists'}(${name})`;
      default:
        return null;
    }
  };
  const group = (prefix, members, word) => {
    if (!Array.isArray(members)) return null;
    const parts = members.map((member, at) => all(`${prefix}${at}_`, member));
    if (parts.includes(null)) return null;
    return parts.length === 1 ? parts[0] : `(${parts.join(` ${word} `)})`;
  };
  const all = (prefix, object) => {
    if (object === null || typeof object !== 'object' || Array.isArray(object)) return null;
    const parts = Object.entries(object).map(([field, condition]) => {
      if (field === 'and' || field === 'or') return group(`${prefix}${field}_`, condition, field.toUpperCase());
      if (field === 'not') {
        const inner = all(`${prefix}not_`, condition);
        return inner === null ? null : `(NOT ${inner})`;
      }
      if (condition === null || typeof condition !== 'object' || Array.isArray(condition)) return null;
      const tests = Object.entries(condition).map(([operator, operand]) => {
        const text = test(field, `${prefix}${field}_${operator}`, operator, operand);
        return text === null ? null : `(${text})`;
      });
      if (tests.includes(null)) return null;
      return tests.length === 1 ? tests[0] : `(${tests.join(' AND ')})`;
    });
    return parts.includes(null) ? null : parts.join(' AND ');
  };
  const expression = all('', filter);
  if (expression === null) return 'null';
  return JSON.stringify({ expression, expressionNames: names, expressionValues: values });
}

const known = new Map();

/** The words and signs of an expression. */
function tokensOf(expression) {
  if (!known.has(expression)) {
    const tokens = expression.match(/#[\w]+|:[\w]+|[A-Za-z_]+|<>|<=|>=|[=<>(),]/g) ?? [];
    if (tokens.join('') !== expression.replace(/\s+/g, '')) throw new Error(`not an expression: ${expression}`);
    known.set(expression, tokens);
  }
  return known.get(expression);
}

/** Whether an item meets an expression of DynamoDB. */
function holds(item, { expression, expressionNames, expressionValues }) {
  const used = new Set();
  const tokens = tokensOf(expression);
  let at = 0;
  const next = () => tokens[at++];
  const expect = (token) => {
    if (next() !== token) throw new Error(`not an expression: ${expression}`);
  };
  const operand = (token) => {
    used.add(token);
    if (token?.startsWith('#')) {
      if (!Object.hasOwn(expressionNames ?? {}, token)) throw new Error(`no name ${token}`);
      return item?.[expressionNames[token]];
    }
    if (!Object.hasOwn(expressionValues ?? {}, token)) throw new Error(`no value ${token}`);
    return fromDynamoDB(expressionValues[token]);
  };
  const comparable = (a, b) => a !== undefined && b !== undefined && a !== null && typeof a === typeof b;
  const primary = () => {
    const token = next();
    if (token === '(') {
      const value = or();
      expect(')');
      return value;
    }
    if (token === 'NOT') return !primary();
    if (/^[a-z_]+$/.test(token ?? '')) {
      expect('(');
      const first = operand(next());
      let result;
      if (token === 'attribute_exists') result = first !== undefined;
      else if (token === 'attribute_not_exists') result = first === undefined;
      else {
        expect(',');
        const second = operand(next());
        if (token === 'begins_with') result = typeof first === 'string' && first.startsWith(second);
        else if (token === 'contains') result = first !== undefined && first !== null && first.includes?.(second) === true;
        else throw new Error(`no function ${token}`);
      }
      expect(')');
      return result;
    }
    const left = operand(token);
    const sign = next();
    if (sign === 'BETWEEN') {
      const from = operand(next());
      expect('AND');
      const to = operand(next());
      return comparable(left, from) && comparable(left, to) && from <= left && left <= to;
    }
    if (sign === 'IN') {
      expect('(');
      const list = [operand(next())];
      while (tokens[at] === ',') {
        at += 1;
        list.push(operand(next()));
      }
      expect(')');
      return list.includes(left);
    }
    const right = operand(next());
    if (sign === '=') return left !== undefined && JSON.stringify(left) === JSON.stringify(right);
    if (sign === '<>') return left !== undefined && JSON.stringify(left) !== JSON.stringify(right);
    if (!comparable(left, right)) return false;
    return { '<': left < right, '<=': left <= right, '>': left > right, '>=': left >= right }[sign];
  };
  const and = () => {
    let value = primary();
    while (tokens[at] === 'AND') {
      at += 1;
      const right = primary();
      value = value && right;
    }
    return value;
  };
  const or = () => {
    let value = and();
    while (tokens[at] === 'OR') {
      at += 1;
      const right = and();
      value = value || right;
    }
    return value;
  };
  const value = or();
  if (at !== tokens.length) throw new Error(`not an expression: ${expression}`);
  for (const name of Object.keys({ ...expressionNames, ...expressionValues })) {
    if (!used.has(name)) throw new Error(`${name} is not used`);
  }
  if (Object.keys(expressionValues ?? { a: 1 }).length === 0) throw new Error('an empty map of values');
  return value;
}

/**
 * A table: `{ key: [names], types: { name: 'S' | 'N' }, indexes: { name: { key: [names], attributes: null | [names] } },
 * items: [...] }`. `types`, of all keys, and `indexes` may be absent; without `attributes`, an index holds all.
 */
function ask(table, request) {
  const ofType = (name, value) => {
    const type = table.types?.[name];
    const fits = { S: typeof value === 'string', N: typeof value === 'number' }[type] ?? true;
    if (!fits) throw new Error(`${name} is of the type ${type}, and not ${JSON.stringify(value)}`);
    if (value === null || value === '') throw new Error(`the key ${name} is empty`);
  };
  const same = (key) => (item) =>
    table.key.every((name) => item[name] === key[name] || JSON.stringify(item[name]) === JSON.stringify(key[name]));
  const key = request.key && fromMapValues(request.key);
  if (key) {
    const given = Object.keys(key).sort().join();
    if (given !== [...table.key].sort().join()) throw new Error(`the key is ${table.key}, not ${given}`);
    for (const name of table.key) ofType(name, key[name]);
  }
  const found = key && table.items.find(same(key));
  const failed = (wanted) => {
    const absent = found === undefined;
    // a delete of what is not there, and a put of what is there, is what was wanted
    if (request.operation === 'DeleteItem' && absent) return { result: null };
    if (wanted && canonical(wanted) === canonical(found)) return { result: found };
    const message = 'The conditional request failed (Service: DynamoDb, Status Code: 400)';
    return { result: found ?? null, error: { message, type: 'DynamoDB:ConditionalCheckFailedException' } };
  };
  const met = !request.condition || holds(found, request.condition);
  const indexed = (item) => {
    for (const index of Object.values(table.indexes ?? {})) {
      for (const name of index.key) if (Object.hasOwn(item, name)) ofType(name, item[name]);
    }
    return item;
  };
  const put = (item) => {
    table.items = [...table.items.filter((other) => !same(key)(other)), indexed(item)];
    return { result: item };
  };
  switch (request.operation) {
    case 'GetItem':
      return { result: found ?? null };
    case 'PutItem': {
      const item = { ...fromMapValues(request.attributeValues), ...key };
      return met ? put(item) : failed(item);
    }
    case 'UpdateItem': {
      if (!met) return failed();
      const { expression, expressionNames, expressionValues } = request.update;
      const item = { ...(found ?? key) };
      const [, sets, , removes] = expression.match(/^SET (.*?)( REMOVE (.*))?$/);
      const changed = [];
      for (const part of sets.split(', ')) {
        const [name, value] = part.split(' = ');
        changed.push(expressionNames[name]);
        item[expressionNames[name]] = fromDynamoDB(expressionValues[value]);
      }
      for (const name of removes?.split(', ') ?? []) {
        changed.push(expressionNames[name]);
        delete item[expressionNames[name]];
      }
      if (new Set(changed).size < changed.length) throw new Error(`changed twice: ${changed}`);
      if (changed.some((name) => table.key.includes(name))) throw new Error('an update of the key');
      return put(item);
    }
    case 'DeleteItem':
      if (!met) return failed();
      table.items = table.items.filter((other) => !same(key)(other));
      return { result: found ?? null };
    case 'Scan':
    case 'Query': {
      const index = request.index ? table.indexes?.[request.index] : { key: table.key };
      if (!index) throw new Error(`no index ${request.index}`);
      let items = table.items.filter((item) => index.key.every((name) => item[name] !== undefined));
      if (request.operation === 'Query') {
        const [partition, sort] = index.key;
        keyConditions(request.query, index.key, ofType);
        items = items.filter((item) => holds(item, request.query));
        items.sort((a, b) => (a[sort] < b[sort] ? -1 : a[sort] > b[sort] ? 1 : 0));
        if (request.scanIndexForward === false) items.reverse();
        const asked = Object.values(request.filter?.expressionNames ?? {});
        if (asked.includes(partition) || asked.includes(sort)) throw new Error(`keys in a filter: ${asked}`);
      }
      if (!((request.limit ?? 1) > 0)) throw new Error('no limit');
      const start = request.nextToken ? Number(request.nextToken) : 0;
      const end = start + (request.limit ?? items.length);
      const page = items.slice(start, end);
      const held = index.attributes && [...index.attributes, ...index.key, ...table.key];
      const seen = held
        ? page.map((item) => Object.fromEntries(Object.entries(item).filter(([name]) => held.includes(name))))
        : page;
      const kept = request.filter ? seen.filter((item) => holds(item, request.filter)) : seen;
      const nextToken = end < items.length ? String(end) : null;
      return { result: { items: kept, nextToken, scannedCount: page.length } };
    }
    default:
      throw new Error(`no operation ${request.operation}`);
  }
}

/** What DynamoDB demands of a key condition: the partition equals something, and at most one test of the sort key. */
function keyConditions({ expression, expressionNames, expressionValues }, keys, ofType) {
  const value = (name) => fromDynamoDB(expressionValues[name]);
  const tested = expression.replace(/BETWEEN (\S+) AND (\S+)/, 'BETWEEN $1 $2').split(' AND ').map((part) => {
    const [, name, rest] = part.match(/^begins_with\((#\w+), (:\w+)\)$/) ?? part.match(/^(#\w+) (.*)$/);
    const values = rest.match(/:\w+/g);
    for (const it of values) ofType(expressionNames[name], value(it));
    const sign = part.startsWith('begins_with') ? 'begins_with' : rest.split(' ')[0];
    if (sign === 'begins_with' && typeof value(values[0]) !== 'string') throw new Error('a number begins with nothing');
    if (!['=', '<', '<=', '>', '>=', 'BETWEEN', 'begins_with'].includes(sign)) throw new Error(`no key condition ${sign}`);
    return { name: expressionNames[name], sign };
  });
  const [first, second, ...more] = tested;
  if (first.name !== keys[0] || first.sign !== '=') throw new Error(`not the partition: ${expression}`);
  if (more.length > 0 || (second && second.name !== keys[1])) throw new Error(`not the sort key: ${expression}`);
}

/** A text that equal values have in common. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  const members = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${members.join()}}`;
}

// the call that is under way
let now = { mode: null, counter: { ids: 0 }, time: '', log: {} };

const util = {
  error: (message, type) => {
    throw new Stop('error', { message, type: type ?? null });
  },
  unauthorized: () => {
    throw new Stop('error', { message: 'Not Authorized', type: 'Unauthorized' });
  },
  appendError: (message, type) => void now.log.errors.push({ message, type }),
  authType: () => now.mode,
  autoId: () => `auto${(now.counter.ids += 1)}`,
  time: { nowISO8601: () => now.time },
  matches: (pattern, value) => new RegExp(pattern).test(value),
  dynamodb: { toDynamoDB, toMapValues },
  transform: {
    toDynamoDBFilterExpression: render,
    toDynamoDBConditionExpression: render,
    // of what cannot be rendered, as for tables, nothing comes
    toSubscriptionFilter: (filter) =>
      render(filter) === 'null' ? null : { filterGroup: groupsOf(filter).map((filters) => ({ filters })) },
  },
};

const runtime = {
  earlyReturn: (value) => {
    throw new Stop('early', value);
  },
};

const extensions = { setSubscriptionFilter: (filter) => void (now.log.filter = filter) };

const loaded = new Map();

/** The handlers of a resolver. */
function handlersOf(module) {
  if (!loaded.has(module)) loaded.set(module, module(util, runtime, extensions));
  return loaded.get(module);
}

/** One run of a resolver: what the caller gets, what the table holds then, and what was asked. */
function run(module, call, tables) {
  const log = { filter: null, errors: [], asked: null };
  now = { mode: call.mode, counter: call.counter ?? { ids: 0 }, time: call.now ?? '2030-01-01T00:00:00.000Z', log };
  const { request, response } = handlersOf(module);
  const args = call.args ?? {};
  const ctx = {
    args,
    arguments: args,
    identity: call.identity,
    source: call.source,
    env: call.env,
    request: { headers: {} },
    stash: {},
    prev: call.prev,
    info: {},
  };
  try {
    // as it goes over the wire: without what is undefined
    log.asked = JSON.parse(JSON.stringify(request(ctx) ?? null));
    let answer = call.answer?.(log.asked) ?? { result: log.asked?.payload ?? null };
    if (call.table) answer = ask(tables[call.table], log.asked);
    const data = response({ ...ctx, result: structured(answer.result), error: answer.error });
    return { ...log, data: data ?? null };
  } catch (stop) {
    if (!(stop instanceof Stop)) return { ...log, crash: `${stop}` };
    return stop.kind === 'early' ? { ...log, data: stop.value ?? null } : { ...log, error: stop.value };
  }
}

/** A copy: what a handler does to its result does not reach the table. */
function structured(value) {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}

/** All calls, in order; each begins with the same tables. */
function runAll(resolvers, input) {
  const { calls, tables } = JSON.parse(input);
  const outcomes = calls.map((call) => {
    const own = structured(tables);
    const outcome = run(resolvers[call.resolver], call, own);
    return { ...outcome, items: call.table ? own[call.table].items : [] };
  });
  return JSON.stringify(outcomes);
}
