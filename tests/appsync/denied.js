// Who may do what with the API of projects/newsroom, as its text says: every caller tries every operation.
import assert from "node:assert/strict";

const READ = ["get", "list"];
const ALL = [...READ, "update", "delete", "create"];
const OPERATIONS_OF = {
  Article: [...READ, "index", "update", "delete", "create"],
  Room: [...READ, "update", "create"],
};

/** By model: what each caller may; who is not there may nothing. `index` is the query of an index. */
export const MAY = {
  Article: {
    admin: [...ALL, "index"],
    both: [...ALL, "index"],
    editor: [...READ, "index", "create", "update"],
    member: ["get"],
    other: ["get"],
    apiKey: [...READ, "index"],
    auditor: [...READ, "index"],
  },
  Author: {
    admin: ALL,
    both: ALL,
    apiKey: READ,
    guest: READ,
    signedIn: [...READ, "create"],
    adminRole: [...READ, "create"],
    auditor: READ,
  },
  Comment: { admin: ALL, both: ALL, apiKey: ALL, auditor: READ },
  Seat: {
    apiKey: ALL,
    partner: READ,
    usher: [...READ, "update"],
    authorized: ["get", "create"],
    limited: ["get", "create"],
    auditor: READ,
  },
  Room: { apiKey: [...READ, "create", "update"], auditor: READ },
};

/** By operation: who may. */
export const OPERATIONS = {
  greet: ["admin", "both", "editor", "guest", "auditor"],
  latest: ["admin", "both", "apiKey", "auditor"],
  report: ["admin", "both", "auditor"],
  rename: ["apiKey"],
  notice: ["apiKey", "authorized", "limited"],
};

const ITEMS = {
  Article: { key: { id: "x" }, rest: { title: "Title" }, by: "admin", fresh: {} },
  Author: { key: { id: "x" }, rest: { name: "Ann" }, by: "admin", fresh: {} },
  Comment: { key: { id: "x" }, rest: { articleId: "x" }, by: "admin", fresh: {} },
  Seat: {
    key: { hall: "A", row: 1, no: "x" },
    rest: {},
    by: "apiKey",
    fresh: { hall: "B", row: 1, no: "x" },
  },
  Room: { key: { house: "H", number: 1 }, rest: { beds: 2 }, by: "apiKey", fresh: { house: "I", number: 1 } },
};

const CALLS = {
  greet: (client) => client.queries.greet({ name: "Bo" }),
  latest: (client) => client.queries.latest({ status: "DRAFT" }),
  report: (client) => client.queries.report(),
  rename: (client) => client.mutations.rename({ name: "Bo" }),
  notice: (client) => client.mutations.notice({ text: "x" }),
};

/** What comes of a call: its answer, or what it throws. */
const outcome = (call) => call.catch((thrown) => ({ data: null, errors: thrown.errors ?? [thrown] }));

async function item({ as }, name) {
  const { key, rest, by } = ITEMS[name];
  const { errors } = await as(by).models[name].create({ ...key, ...rest });
  assert.equal(errors, undefined, JSON.stringify(errors));
}

/** Tries an operation of a model. */
function attempt(client, name, operation) {
  const { key, rest, fresh } = ITEMS[name];
  const model = client.models[name];
  const options = { selectionSet: Object.keys(key) };
  switch (operation) {
    case "get":
    case "delete":
      return model[operation](key, options);
    case "list":
      return model.list(options);
    case "index":
      return model.articlesByStatus({ status: "DRAFT" }, options);
    case "update":
      return model.update({ ...key, ...rest }, options);
    default:
      return model.create({ ...fresh, ...rest }, options);
  }
}

/** All that somebody is granted, or is refused, in spite of the text: `editor deletes Article`. */
export async function wrong(world, caller) {
  const { as, api } = world;
  const found = [];
  const judge = async (what, may, call) => {
    const before = api.calls.length;
    const { data, errors } = await outcome(call());
    const done = errors === undefined;
    // who is refused causes no request at all, and learns nothing
    const silent = api.calls.length === before && (data === null || data === undefined || data.length === 0);
    if (done !== may || (!may && !silent)) {
      found.push(`${caller} ${may ? "cannot" : "can"} ${what}: ${JSON.stringify({ data, errors })}`);
    }
  };
  for (const name of Object.keys(ITEMS)) {
    await item(world, name);
    for (const operation of OPERATIONS_OF[name] ?? ALL) {
      const may = (MAY[name][caller] ?? []).includes(operation);
      await judge(`${operation} ${name}`, may, () => attempt(as(caller), name, operation));
    }
    await world.clear(name);
  }
  for (const [name, call] of Object.entries(CALLS)) {
    await judge(name, OPERATIONS[name].includes(caller), () => call(as(caller)));
  }
  return found;
}
