// What '@aws-appsync/utils' is in AppSync: its published package has types only. This is written after what AppSync
// answered, recorded by localstack (github localstack/appsync-utils, __tests__/__snapshots__), and after its
// documentation ("Resolver reference (JavaScript)"). It uses nothing of Node, so that any engine can run it.

/** What ends a request or response handler. */
export class Stop {
  constructor(error) {
    this.error = error;
  }
}

/** What ends it with a value. */
export class Early {
  constructor(value, skipTo) {
    this.value = value;
    this.skipTo = skipTo;
  }
}

let now;

/**
 * Runs a handler of a resolver for a call: `{mode, typeName, fieldName, errors, subscriptionFilter}`. Whatever it ends
 * by is thrown.
 */
export function run(handler, ctx, call) {
  now = call;
  try {
    return handler(ctx);
  } finally {
    now = undefined;
  }
}

const AUTH_TYPES = {
  API_KEY: "API Key Authorization",
  AWS_IAM: "IAM Authorization",
  AMAZON_COGNITO_USER_POOLS: "User Pool Authorization",
  OPENID_CONNECT: "Open ID Connect Authorization",
  AWS_LAMBDA: "Lambda Authorization",
};

const SIGNS = { eq: "=", ne: "<>", lt: "<", le: "<=", gt: ">", ge: ">=" };

const TYPES = {
  _null: "NULL",
  string: "S",
  stringSet: "SS",
  number: "N",
  numberSet: "NS",
  binary: "B",
  binarySet: "BS",
  boolean: "BOOL",
  list: "L",
  map: "M",
};

function attributeOf(value) {
  if (value === undefined) {
    // what AppSync does then is not recorded: no resolver may depend on it
    throw new TypeError("undefined given for an attribute");
  }
  if (value === null) {
    return { NULL: null };
  }
  if (typeof value === "string") {
    return { S: value };
  }
  if (typeof value === "number") {
    return { N: value };
  }
  if (typeof value === "boolean") {
    return { BOOL: value };
  }
  return Array.isArray(value) ? { L: value.map(attributeOf) } : { M: attributesOf(value) };
}

function attributesOf(map) {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, attributeOf(value)]));
}

/** Thrown for a filter that AppSync cannot write as an expression. */
class Unreadable extends Error {}

function demand(holds) {
  if (!holds) {
    throw new Unreadable();
  }
}

const isMap = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** The parts of an expression for what a filter says of one field. */
function comparisons(field, given, path, names, values) {
  demand(isMap(given));
  const name = `#${field}`;
  names[name] = field;
  const bind = (suffix, value) => {
    const key = `:${[...path, field, suffix].join("_")}`;
    values[key] = attributeOf(value);
    return key;
  };
  return Object.entries(given).map(([operator, operand]) => {
    if (operator in SIGNS) {
      return `(${name} ${SIGNS[operator]} ${bind(operator, operand)})`;
    }
    switch (operator) {
      case "contains":
        return `(contains(${name},${bind(operator, operand)}))`;
      case "notContains":
        return `(NOT contains(${name},${bind(operator, operand)}))`;
      case "beginsWith":
        return `(begins_with(${name},${bind(operator, operand)}))`;
      case "between":
        demand(Array.isArray(operand) && operand.length >= 2);
        return `(${name} BETWEEN ${bind("between_start", operand[0])} AND ${bind("between_end", operand[1])})`;
      case "in":
        demand(Array.isArray(operand));
        return operand.length === 0
          ? "(null)"
          : `(${name} IN (${operand.map((one, at) => bind(`in_${at}`, one)).join(", ")}))`;
      case "attributeExists":
        demand(typeof operand === "boolean");
        return operand ? `(attribute_exists(${name}))` : `(attribute_not_exists(${name}))`;
      case "attributeType":
        demand(operand in TYPES);
        return `(attribute_type(${name},${bind(operator, TYPES[operand])}))`;
      case "size":
        demand(isMap(operand));
        return sizes(name, operand, bind);
      default:
        throw new Unreadable();
    }
  });
}

function sizes(name, given, bind) {
  const parts = Object.entries(given).map(([operator, operand]) => {
    if (operator === "between") {
      demand(Array.isArray(operand) && operand.length >= 2);
      return `(size(${name}) BETWEEN ${bind("size_between_start", operand[0])} AND ${bind("size_between_end", operand[1])})`;
    }
    demand(operator in SIGNS);
    return `(size(${name}) ${SIGNS[operator]} ${bind(`size_${operator}`, operand)})`;
  });
  return parts.length === 1 ? parts[0] : `(${parts.join(" AND ")})`;
}

function written(filter, path, names, values) {
  demand(isMap(filter));
  const parts = Object.entries(filter).map(([key, given]) => {
    if (key === "and" || key === "or") {
      demand(Array.isArray(given));
      const members = given.map((one, at) => written(one, [...path, key, at], names, values));
      return members.length < 2 ? members.join("") : `(${members.join(` ${key.toUpperCase()} `)})`;
    }
    if (key === "not") {
      return `(NOT ${written(given, [...path, key], names, values)})`;
    }
    const found = comparisons(key, given, path, names, values);
    return found.length === 1 ? found[0] : `(${found.join(" AND ")})`;
  });
  return path.length > 0 && parts.length > 1 ? `(${parts.join(" AND ")})` : parts.join(" AND ");
}

function toExpression(filter) {
  const names = {};
  const values = {};
  try {
    const expression = written(filter, [], names, values);
    return JSON.stringify({ expression, expressionNames: names, expressionValues: values });
  } catch (error) {
    if (error instanceof Unreadable) {
      return "null";
    }
    throw error;
  }
}

/** Groups of filters, any of which must hold; of a group, all. */
function subscriptionGroups(filter) {
  let groups = [[]];
  const all = (more) => {
    groups = groups.flatMap((group) => more.map((other) => [...group, ...other]));
  };
  for (const [key, given] of Object.entries(filter)) {
    if (key === "and") {
      given.forEach((one) => all(subscriptionGroups(one)));
    } else if (key === "or") {
      all(given.flatMap(subscriptionGroups));
    } else {
      all(Object.entries(given).map(([operator, value]) => [{ fieldName: key, operator, value }]));
    }
  }
  return groups;
}

export const util = {
  unauthorized() {
    const message = `Not Authorized to access ${now.fieldName} on type ${now.typeName}`;
    throw new Stop({ message, type: "Unauthorized" });
  },
  error(message, type, data, info) {
    throw new Stop({ message, type, data, info });
  },
  appendError(message, type, data, info) {
    now.errors.push({ message, type, data, info });
  },
  authType: () => AUTH_TYPES[now.mode],
  autoId: () => globalThis.crypto.randomUUID(),
  matches: (pattern, value) => new RegExp(pattern).test(value),
  time: {
    nowISO8601: () => new Date().toISOString(),
    nowEpochSeconds: () => Math.floor(Date.now() / 1000),
    nowEpochMilliSeconds: () => Date.now(),
  },
  dynamodb: {
    toDynamoDB: attributeOf,
    toMapValues: attributesOf,
  },
  transform: {
    toDynamoDBFilterExpression: toExpression,
    toDynamoDBConditionExpression: toExpression,
    toSubscriptionFilter(filter) {
      const groups = Object.keys(filter).length === 0 ? [] : subscriptionGroups(filter);
      return { filterGroup: groups.map((filters) => ({ filters })) };
    },
  },
};

export const runtime = {
  earlyReturn(value, options) {
    throw new Early(value, options?.skipTo ?? "END");
  },
};

export const extensions = {
  setSubscriptionFilter(filter) {
    const room = { in: 5, notIn: 5, containsAny: 20 };
    const fits = ({ operator, value }) => !(operator in room) || value.length <= room[operator];
    if (filter.filterGroup.length > 10 || !filter.filterGroup.every(({ filters }) => filters.every(fits))) {
      throw new TypeError(`AppSync has no room for ${JSON.stringify(filter)}`);
    }
    now.subscriptionFilter = filter;
  },
};
