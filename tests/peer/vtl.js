// Templates in VTL, run as the handlers of a resolver: `{request, response}`, which take a `ctx` and end as those in
// JavaScript do. The language is that of the published AppSync simulator, and so are the Java values. What the
// simulator's `util` does otherwise than AppSync, or does not have, is done here:
// - `map.copyAndRetainAllKeys` gives an empty map, and `map.copyAndRemoveAllKeys` loses values of null
// - there is no `transform.toSubscriptionFilter`, no `$extensions`, no `authType` of Lambda callers; names of values in
//   filters clash; numbers and null are written otherwise: all of these as in JavaScript (utils.js)
// - `isNullOrEmpty` and `isNullOrBlank` are the wrong way round for texts that come from JavaScript
// - `unauthorized` says less
// - `parseJson` of what is no JSON fails; here it gives null, as the templates mean it
// - `#foreach` over a text looks at what a JavaScript object of one has in it; here it does nothing, as in Velocity
// - keys of maps are compared as objects, so that one text may be there twice; here as texts
// - `put` of a list, which Java has not, fails; here it gives null, as in Velocity
// - an exception within a template ends it with null and no error; here it is thrown
// - `#return` of a text gives the text; here what it says as JSON, as the templates mean it
import { createRequire } from "node:module";
import { Early, Stop, extensions, util } from "../appsync/appsync/utils.js";

const require = createRequire(new URL("../appsync/package.json", import.meta.url));
const SIMULATOR = "@aws-amplify/amplify-appsync-simulator/lib/velocity";
const { map: java } = require(`${SIMULATOR}/value-mapper/mapper`);
const { JavaArray } = require(`${SIMULATOR}/value-mapper/array`);
const { JavaString } = require(`${SIMULATOR}/value-mapper/string`);
const { JavaMap } = require(`${SIMULATOR}/value-mapper/map`);
const { create } = require(`${SIMULATOR}/util`);
const { Compile, parse } = require("amplify-velocity-template");

JavaString.prototype[Symbol.toStringTag] = "JavaString";
JavaArray.prototype.put = () => null;
for (const name of ["put", "remove", "containsKey"]) {
  const method = JavaMap.prototype[name];
  JavaMap.prototype[name] = function (key, ...rest) {
    return method.call(this, String(key), ...rest);
  };
}

const plain = (value) => (value === undefined ? null : JSON.parse(JSON.stringify(value)));
const text = (value) => (value === null || value === undefined ? undefined : String(value));

function parsed(json) {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

/** `util` for templates. `end` is called with what ends one. */
function utilities(end) {
  const ending =
    (name) =>
    (...args) => {
      try {
        return util[name](...args.map(plain)) ?? "";
      } catch (thrown) {
        end(thrown);
        throw thrown;
      }
    };
  const empty = (value) => {
    const it = plain(value);
    return it === null || it === "" || (typeof it === "object" && Object.keys(it).length === 0);
  };
  const filtered = (keep) => (map, keys) => {
    const names = plain(keys);
    return java(Object.fromEntries(Object.entries(plain(map)).filter(([name]) => keep(names, name))));
  };
  const simulators = create([], new Date(), {}, {});
  return {
    ...simulators,
    qr: () => "",
    unauthorized: ending("unauthorized"),
    error: ending("error"),
    appendError: ending("appendError"),
    authType: () => java(util.authType()),
    autoId: () => java(util.autoId()),
    matches: (pattern, value) => util.matches(text(pattern), text(value)),
    toJson: (value) => JSON.stringify(value ?? null),
    parseJson: (value) => java(parsed(text(value) ?? "null")),
    isNull: (value) => value === null || value === undefined,
    isNullOrEmpty: empty,
    isNullOrBlank: (value) => empty(value) || String(value).trim() === "",
    defaultIfNull: (value, other) => value ?? other ?? null,
    defaultIfNullOrEmpty: (value, other) => (empty(value) ? other : value),
    defaultIfNullOrBlank: (value, other) => (empty(value) || String(value).trim() === "" ? other : value),
    isMap: (value) => ((it) => typeof it === "object" && it !== null && !Array.isArray(it))(plain(value)),
    map: {
      copyAndRetainAllKeys: filtered((names, name) => names.includes(name)),
      copyAndRemoveAllKeys: filtered((names, name) => !names.includes(name)),
    },
    time: { ...simulators.time, nowISO8601: () => java(util.time.nowISO8601()) },
    dynamodb: {
      toDynamoDB: (value) => java(util.dynamodb.toDynamoDB(plain(value))),
      toDynamoDBJson: (value) => JSON.stringify(util.dynamodb.toDynamoDB(plain(value))),
      toMapValues: (value) => java(util.dynamodb.toMapValues(plain(value))),
    },
    transform: {
      toDynamoDBFilterExpression: (filter) => util.transform.toDynamoDBFilterExpression(plain(filter)),
      toDynamoDBConditionExpression: (filter) => util.transform.toDynamoDBConditionExpression(plain(filter)),
      toSubscriptionFilter: (filter) => java(util.transform.toSubscriptionFilter(plain(filter))),
    },
  };
}

/** A template as a handler. */
function handler(template) {
  const compiler = new Compile(parse(template), { valueMapper: java, escape: false });
  // a method that the simulator does not have is no null
  compiler._throw = (ast, property, name) => {
    if (name === "TypeError") {
      throw new Error(`no method ${property.id} for ${JSON.stringify(ast)}`);
    }
  };
  return (ctx) => {
    let ended;
    const given = {
      args: java(plain(ctx.args)),
      error: ctx.error,
      identity: java(plain(ctx.identity)),
      info: java(plain(ctx.info)),
      prev: java(plain(ctx.prev)),
      request: ctx.request,
      result: java(plain(ctx.result)),
      source: java(plain(ctx.source)),
      stash: java(plain(ctx.stash)),
    };
    given.arguments = given.args;
    const utils = utilities((thrown) => {
      ended ??= thrown;
    });
    const context = { ctx: given, context: given, util: utils, utils };
    context.extensions = {
      setSubscriptionFilter: (filter) => {
        extensions.setSubscriptionFilter(plain(filter));
        return "";
      },
    };
    let written;
    try {
      written = compiler.render(context);
    } catch (error) {
      throw ended instanceof Stop ? ended : error;
    }
    ctx.stash = plain(given.stash);
    ctx.args = plain(given.args);
    ctx.arguments = ctx.args;
    let value = JSON.parse(written);
    if (compiler._state.return) {
      if (typeof value === "string") {
        value = JSON.parse(value);
      }
      throw new Early(value, "NEXT");
    }
    return value;
  };
}

/** The two templates of a function or resolver as the handlers of one. */
export function module(request, response) {
  return { request: handler(request), response: handler(response) };
}
