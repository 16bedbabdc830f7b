// What is asked of an API, in a form that any API with the same schema can be asked: all operations of each model on
// each item, for each field. The answers are short texts, which say what is not as it would be for somebody who may
// everything.
import { DeleteItemCommand, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { createRequire } from "node:module";
import { isDeepStrictEqual } from "node:util";
import { passes } from "../appsync/subscriptions.js";
import { personas } from "./personas.js";

const require = createRequire(import.meta.url);
const {
  getNamedType,
  getNullableType,
  isListType,
  isNonNullType,
  isObjectType,
  isLeafType,
  isEnumType,
} = require("graphql");
const { parse } = require("graphql");

const THEN = "2026-01-01T00:00:00.000Z";
// what every item has, and what says nothing about rights
const ALWAYS = { createdAt: THEN, updatedAt: THEN };
const UNSEEN = ["createdAt", "updatedAt", "__typename"];

const sorted = (names) => [...names].sort();
const short = (value) => JSON.stringify(value);

/** A value for a field that a case does not speak of. */
function some(type, text) {
  const named = getNamedType(type);
  if (isEnumType(named)) {
    return named.getValues()[0].name;
  }
  const value = { Int: 1, Float: 1.5, Boolean: true }[named.name] ?? text;
  return isListType(getNullableType(type)) ? [value] : value;
}

/** A model of an API, and the items that are there when a question is asked. */
class Model {
  constructor(api, name, { items, creates = [{}] }) {
    this.name = name;
    this.api = api;
    const { schema } = api.simulator;
    this.type = schema.getType(name);
    const fields = Object.values(this.type.getFields()).filter((it) => !UNSEEN.includes(it.name));
    this.fields = fields.filter((it) => isLeafType(getNamedType(it.type)));
    this.relations = fields.filter((it) => isObjectType(getNamedType(it.type)));
    const root = (kind) => Object.values(schema[`get${kind}Type`]()?.getFields() ?? {});
    const of = (kind, type) => root(kind).filter((it) => getNamedType(it.type).name === type);
    const [get] = of("Query", name).filter((it) => it.name === `get${name}`);
    this.get = get;
    this.key = get.args.map((it) => it.name);
    const lists = of("Query", `Model${name}Connection`);
    this.list = lists.find((it) => it.args.every((arg) => !isNonNullType(arg.type)));
    this.indexes = lists.filter((it) => it !== this.list);
    const mutation = (verb) => of("Mutation", name).find((it) => it.name === `${verb}${name}`);
    this.mutations = { create: mutation("create"), update: mutation("update"), delete: mutation("delete") };
    this.subscriptions = of("Subscription", name);
    this.inputs = (verb) => Object.values(schema.getType(`${verb}${name}Input`)?.getFields() ?? {});
    const said = new Set(Object.values(items).flatMap(Object.keys));
    this.items = new Map(
      Object.entries(items).map(([item, given]) => {
        const others = this.fields.filter(
          (it) => !said.has(it.name) && it.name !== "id" && it.name !== "owner",
        );
        const filled = others.map((it) => [it.name, some(it.type, `${it.name} of ${item}`)]);
        const id = this.key.includes("id") ? { id: item } : {};
        return [item, { ...id, ...Object.fromEntries(filled), ...given }];
      }),
    );
    const spoken = new Set([...said, ...creates.flatMap(Object.keys)]);
    this.creates = creates.map((given) => {
      const others = this.inputs("Create").filter(
        (it) => !spoken.has(it.name) && !["id", "owner"].includes(it.name),
      );
      return {
        ...Object.fromEntries(others.map((it) => [it.name, some(it.type, `a ${it.name}`)])),
        ...given,
      };
    });
    const source =
      api.sources.get(`${name}Table`) ?? [...api.sources.values()].find((it) => it.Name.startsWith(name));
    this.table = source.DynamoDBConfig.TableName;
    this.tableKey = undefined;
  }

  /** The name of an item with these values in its key. */
  named(item) {
    const found = [...this.items].find(([, it]) => this.key.every((key) => it[key] === item[key]));
    return found?.[0] ?? "*";
  }

  /** The same where parts of the key may be shown otherwise: an item's own texts tell which one it is. */
  shown(item) {
    const names = [...this.items.keys()];
    const own = names.find((name) => this.fields.some((it) => item[it.name] === `${it.name} of ${name}`));
    return own ?? this.named(item);
  }

  keyOf(item) {
    return Object.fromEntries(this.key.map((key) => [key, item[key]]));
  }

  async stored() {
    const { Items } = await this.api.dynamo.client.send(new ScanCommand({ TableName: this.table }));
    return Items.map((it) => unmarshall(it));
  }

  whole(item) {
    return { ...ALWAYS, __typename: this.name, ...item };
  }

  async seed() {
    for (const item of this.items.values()) {
      await this.put(this.whole(item));
    }
  }

  put(item) {
    const Item = marshall(item, { removeUndefinedValues: true });
    return this.api.dynamo.client.send(new PutItemCommand({ TableName: this.table, Item }));
  }

  async remove(item) {
    this.tableKey ??= this.api.tableKey(this.table);
    const Key = marshall(Object.fromEntries(this.tableKey.map((key) => [key, item[key]])));
    await this.api.dynamo.client.send(new DeleteItemCommand({ TableName: this.table, Key }));
  }

  /** Puts back what there was: `[before, after]` of each item that has changed. */
  async restore() {
    const now = await this.stored();
    const changes = [];
    for (const item of now) {
      const name = this.named(item);
      const before = name === "*" ? undefined : this.whole(this.items.get(name));
      if (!isDeepStrictEqual(before, item)) {
        changes.push([before, item]);
      }
      if (!before) {
        await this.remove(item);
      }
    }
    for (const item of this.items.values()) {
      if (!now.some((it) => this.key.every((key) => it[key] === item[key]))) {
        changes.push([this.whole(item), undefined]);
      }
    }
    if (changes.length > 0) {
      await this.seed();
    }
    return changes;
  }
}

/**
 * All questions about the API of a case, and their answers: `{question: {answer: "who gets it"}}`. `about` leaves out those
 * of other titles.
 */
export async function answers(api, { items, creates = {}, operations = {} }, about = /^/) {
  const meant = (questions) => [...questions].filter((it) => about.test(it.title));
  const models = new Map(
    Object.entries(items).map(([name, given]) => [
      name,
      new Model(api, name, { items: given, creates: creates[name] }),
    ]),
  );
  for (const model of models.values()) {
    await model.seed();
  }
  const everybody = personas(api);
  const all = {};
  const asking = { api, models, everybody };
  for (const model of models.values()) {
    for (const question of meant([...reads(model), ...writes(model)])) {
      all[question.title] = await grouped(everybody, (caller) => ask(asking, model, question, caller));
    }
    const listeners = meant(listening(model));
    const happening = listeners.length > 0 ? await events(asking, model) : undefined;
    for (const question of listeners) {
      all[question.title] = await grouped(everybody, (caller) =>
        hear(asking, model, question, happening, caller),
      );
    }
  }
  for (const [title, document] of Object.entries(operations)) {
    all[title] = await grouped(everybody, (caller) => simple(api, document, caller));
  }
  return all;
}

async function grouped(everybody, answer) {
  const found = {};
  for (const [name, caller] of Object.entries(everybody)) {
    const said = caller ? await answer(caller) : "refused";
    found[said] = [...(found[said] ?? []), name];
  }
  // who is refused is who is not named
  delete found.refused;
  return Object.fromEntries(Object.entries(found).map(([said, names]) => [said, names.join(" ")]));
}

// Questions.

const fieldsOf = (model) => model.fields.map((it) => it.name).join(" ");

/** All that is asked for of an item, relations included. */
function selection(model, models) {
  const relations = model.relations.map((it) => {
    const named = getNamedType(it.type);
    const other = models.get(named.name) ?? models.get(named.name.replace(/^Model(.*)Connection$/, "$1"));
    if (!other) {
      return "";
    }
    return other.name === named.name
      ? `${it.name} { ${fieldsOf(other)} }`
      : `${it.name} { items { ${fieldsOf(other)} } }`;
  });
  return [fieldsOf(model), ...relations].join(" ");
}

const declared = (field) => field.args.map((it) => `$${it.name}: ${it.type}`).join(", ");
const passed = (field) => field.args.map((it) => `${it.name}: $${it.name}`).join(", ");
const call = (kind, field, selected) =>
  `${kind} (${declared(field)}) { ${field.name}(${passed(field)}) { ${selected} } }`;

const NOTHING = "nothing there";

function* reads(model) {
  const { name } = model;
  const absent = Object.fromEntries(model.get.args.map((it) => [it.name, some(it.type, "absent")]));
  for (const [item, values] of [...model.items, [NOTHING, absent]]) {
    const variables = Object.fromEntries(model.key.map((key) => [key, values[key]]));
    yield { title: `get ${name} ${item}`, field: model.get, variables, kind: "query", item };
  }
  if (model.list) {
    yield { title: `list ${name}`, field: model.list, variables: {}, kind: "query", list: true };
  }
  for (const field of model.indexes) {
    const [hash] = field.args;
    const values = new Set(
      [...model.items.values()].map((it) => it[hash.name]).filter((it) => it !== undefined),
    );
    for (const value of values) {
      const title = `${field.name} ${value}`;
      yield { title, field, variables: { [hash.name]: value }, kind: "query", list: true };
    }
  }
}

function* writes(model) {
  const { name, mutations } = model;
  const write = { kind: "mutation" };
  if (mutations.create) {
    for (const input of model.creates) {
      const title = `create ${name} ${short(input)}`;
      yield { ...write, title, field: mutations.create, variables: { input }, created: input };
    }
  }
  const inputs = model
    .inputs("Update")
    .filter((it) => !model.key.includes(it.name) && !UNSEEN.includes(it.name));
  const values = (field) => {
    const there = new Set([...model.items.values()].map((it) => short(it[field.name])).filter(Boolean));
    const changed = some(field.type, `new ${field.name}`);
    const given = ruled(model, field.name) ? [...there].map((it) => JSON.parse(it)) : [changed];
    return [...given, null];
  };
  const nothing = model.keyOf(
    Object.fromEntries(model.get.args.map((it) => [it.name, some(it.type, "absent")])),
  );
  for (const [item, stored] of [...model.items, [NOTHING, nothing]]) {
    const key = model.keyOf(stored);
    if (mutations.update) {
      const update = { ...write, field: mutations.update, item };
      const [first] = inputs.filter((it) => !ruled(model, it.name));
      for (const field of inputs) {
        for (const value of item === NOTHING && field !== first ? [] : values(field)) {
          const change = { [field.name]: value };
          yield {
            ...update,
            title: `update ${name} ${item} ${short(change)}`,
            variables: { input: { ...key, ...change } },
            change,
          };
        }
      }
      if (inputs.length > 1 && item !== NOTHING) {
        const change = Object.fromEntries(
          inputs.map((it) => [it.name, stored[it.name] ?? some(it.type, "new")]),
        );
        yield {
          ...update,
          title: `update ${name} ${item} in all`,
          variables: { input: { ...key, ...change } },
          change,
        };
      }
      if (first && !isListType(getNullableType(first.type))) {
        const change = { [first.name]: some(first.type, "new") };
        const condition = { [first.name]: { ne: stored[first.name] ?? "x" } };
        const variables = { input: { ...key, ...change }, condition };
        yield { ...update, title: `update ${name} ${item} under a condition`, variables, change };
      }
    }
    if (mutations.delete) {
      const title = `delete ${name} ${item}`;
      yield { ...write, title, field: mutations.delete, variables: { input: key }, item, deleted: true };
    }
  }
}

/** Whether rules look at a field: it has other values in some items than in others, as the case has it. */
const ruled = (model, field) => {
  const values = [...model.items].map(([item, it]) =>
    it[field] === `${field} of ${item}` ? undefined : it[field],
  );
  return values.some((it) => it !== undefined) && new Set(values.map(short)).size > 1;
};

function* listening(model) {
  for (const field of model.subscriptions) {
    const title = `listen ${field.name}`;
    yield { title, field, variables: {} };
    for (const argument of field.args.filter(
      (it) => it.name !== "filter" && field.name.startsWith("onUpdate"),
    )) {
      const stored = [...model.items.values()].flatMap((it) => it[argument.name] ?? []);
      for (const value of new Set(stored.flatMap((it) => [it, it.split("::").at(-1)]))) {
        yield {
          title: `${title} ${short({ [argument.name]: value })}`,
          field,
          variables: { [argument.name]: value },
        };
      }
    }
  }
}

// Answers.

function failure({ message, errorType }) {
  const fields = /^Unauthorized on \[(.*)\]$/.exec(message)?.[1];
  if (errorType === "Unauthorized") {
    return fields ? `refused on ${sorted(new Set(fields.split(", "))).join(", ")}` : "refused";
  }
  if (errorType === "DynamoDB:ConditionalCheckFailedException") {
    return "condition failed";
  }
  return `error ${errorType}: ${message}`;
}

const under = (errors, path) =>
  errors.filter((it) =>
    isDeepStrictEqual((it.path ?? it.extensions?.path ?? []).slice(0, path.length), path),
  );

/** How an item that is given differs from what is stored. */
function difference({ models }, model, given, stored, path, errors) {
  const parts = [];
  for (const { name } of model.fields) {
    const failed = under(errors, [...path, name]).length > 0;
    if (failed) {
      parts.push(`!${name}`);
    } else if (!isDeepStrictEqual(given[name] ?? null, stored?.[name] ?? null) && given[name] !== undefined) {
      parts.push(given[name] === null ? `-${name}` : `${name}=${short(given[name])}`);
    }
  }
  for (const { name } of model.relations) {
    const value = given[name];
    if (value === undefined) {
      continue;
    }
    const here = [...path, name];
    if (value === null) {
      parts.push(`${under(errors, here).length > 0 ? "!" : "-"}${name}`);
    } else {
      const type = getNamedType(model.type.getFields()[name].type).name;
      const other = models.get(type) ?? models.get(type.replace(/^Model(.*)Connection$/, "$1"));
      const many = type !== other.name;
      const found = (many ? value.items : [value]).map((it, at) => {
        const there = many ? [...here, "items", at] : here;
        return it === null ? "lost" : seen({ models }, other, it, there, errors);
      });
      parts.push(`${name}[${sorted(found).join(", ")}]`);
    }
  }
  return parts.join(" ");
}

/** An item with what is not as it is stored. */
function seen(asking, model, given, path, errors) {
  const name = model.shown(given);
  const more = difference(asking, model, given, model.items.get(name), path, errors);
  return more ? `${name}(${more})` : name;
}

async function ask(asking, model, question, caller) {
  const { api, models } = asking;
  const { field, variables, kind, list } = question;
  const selected = list ? `items { ${fieldsOf(model)} } nextToken` : selection(model, models);
  question.document ??= parse(call(kind, field, selected));
  const asked = api.calls.length;
  const { data, errors } = await api.ask(caller, question.document, variables);
  if (errors.some((it) => !it.path && !it.extensions?.path)) {
    throw new Error(`${question.title}: ${short(errors)}`);
  }
  // what causes no request, changes nothing
  const changes = kind === "mutation" && api.calls.length > asked ? await model.restore() : [];
  const value = data?.[field.name] ?? null;
  const at = [field.name];
  const unasked = kind === "query" ? "" : effects(question, model, changes, value !== null);
  if (value === null) {
    const [error] = under(errors, at);
    const path = error?.path ?? error?.extensions?.path;
    const lost =
      path?.length > 1
        ? `lost by ${path
            .filter((it) => typeof it === "string")
            .slice(1)
            .join(".")}`
        : undefined;
    return (error ? (lost ?? failure(error)) : "null") + unasked;
  }
  if (list) {
    const found = value.items.map((it, n) =>
      it === null ? "lost" : seen(asking, model, it, [...at, "items", n], errors),
    );
    return `[${sorted(found).join(", ")}]`;
  }
  const stored = question.deleted ? changes[0]?.[0] : (changes[0]?.[1] ?? model.items.get(question.item));
  const more = difference(asking, model, value, stored, at, errors);
  return `${kind === "query" ? "seen" : "done"}${more ? ` ${more}` : ""}${unasked}`;
}

/** What is stored otherwise than asked for. */
function effects({ created, change, deleted, item, variables }, model, changes, done) {
  const wanted = done || changes.length > 0;
  if (!wanted) {
    return "";
  }
  if (changes.length === 0) {
    return "; nothing changed";
  }
  const [[before, after]] = changes;
  if (changes.length > 1) {
    return `; stored ${short(changes)}`;
  }
  if (deleted) {
    return after === undefined && model.named(before) === item ? "" : `; stored ${short(after)}`;
  }
  const expected = created ? { ...created } : { ...before, ...change };
  const names = new Set([...Object.keys(after ?? {}), ...Object.keys(expected)]);
  const parts = [];
  for (const name of names) {
    if (UNSEEN.includes(name) || (name === "id" && !expected.id)) {
      continue;
    }
    const now = after?.[name];
    if (!isDeepStrictEqual(now ?? null, expected[name] ?? null)) {
      parts.push(`${name}=${short(now ?? null)}`);
    }
  }
  const key = variables.input && !created && model.named(after ?? {}) !== item ? " elsewhere" : "";
  return parts.length > 0 || key ? `; stored${key} ${parts.join(" ")}` : "";
}

/** What a mutation of each item gives, as the first who may do one gets it. */
async function events(asking, model) {
  const { api, everybody } = asking;
  const field = model.mutations.update;
  const found = new Map();
  if (!field) {
    return found;
  }
  const document = parse(call("mutation", field, fieldsOf(model)));
  const inputs = model
    .inputs("Update")
    .filter((it) => !model.key.includes(it.name) && !UNSEEN.includes(it.name));
  for (const [item, stored] of model.items) {
    for (const caller of Object.values(everybody).filter(Boolean)) {
      for (const input of inputs.filter((it) => stored[it.name] !== undefined)) {
        const variables = { input: { ...model.keyOf(stored), [input.name]: stored[input.name] } };
        const { data } = found.has(item) ? {} : await api.ask(caller, document, variables);
        if (data?.[field.name]) {
          found.set(item, data[field.name]);
        }
      }
    }
  }
  await model.restore();
  return found;
}

async function hear({ api }, model, { field, variables }, happening, caller) {
  const given = Object.keys(variables);
  const declared = given.map((name) => `$${name}: ${field.args.find((it) => it.name === name).type}`);
  const head = given.length > 0 ? `(${declared.join(", ")})` : "";
  const args = given.length > 0 ? `(${given.map((name) => `${name}: $${name}`).join(", ")})` : "";
  const document = parse(`subscription ${head} { ${field.name}${args} { ${fieldsOf(model)} } }`);
  const { errors, filter } = await api.ask(caller, document, variables);
  if (errors.length > 0) {
    return failure(errors[0]);
  }
  const equal = (event) => given.every((name) => event[name] === variables[name]);
  const heard = [...happening].filter(([, event]) => (filter ? passes(filter, event) : equal(event)));
  return `[${sorted(heard.map(([item]) => item)).join(", ")}]`;
}

async function simple(api, text, caller) {
  const { data, errors } = await api.ask(caller, parse(text), {});
  const [value] = Object.values(data ?? {});
  return errors.length > 0 ? failure(errors[0]) : short(value ?? null);
}
