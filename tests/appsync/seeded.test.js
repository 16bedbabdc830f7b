// Mistakes put into the emitted resolvers: a suite that stays silent on one proves nothing.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { built } from "./appsync/build.js";
import { World } from "./appsync/world.js";
import { wrong } from "./denied.js";
import { scenarios } from "./scenarios.js";

let project;
let world;

before(async () => {
  project = built("tests/appsync/projects/newsroom");
  world = await World.start(project);
});
after(async () => {
  await world?.close();
  project?.close();
});
beforeEach(() => world.clear());

const replace = (from, to) => (code) => code.replace(from, to);
const UNAUTHORIZED = replace("util.unauthorized();", "");

// mistake -> [field, change, scenario that must fail]
const NOTICED = {
  "create without a condition": [
    "Mutation:createArticle",
    replace(/ {4}condition: [^;]*?\n {4}\),\n/, ""),
    "an id is there once",
  ],
  "update without a condition": [
    "Mutation:updateArticle",
    replace(/ {4}condition: [^;]*?\n {4}\),\n/, ""),
    "an update or deletion of what is not there",
  ],
  "the caller's condition ignored": [
    "Mutation:deleteArticle",
    replace("\n      ctx.args.condition,", ""),
    "conditions of the caller's",
  ],
  "failed conditions ignored": [
    "Mutation:updateArticle",
    replace("if (ctx.error)", "if (false)"),
    "conditions of the caller's",
  ],
  "conditions on hidden fields": [
    "Mutation:updateArticle",
    replace(/function readable\(.*\n/, (line) => `${line}  return expression;\n`),
    "conditions and filters do not tell what may not be read",
  ],
  "filter ignored": ["Query:listArticles", replace(/filter: .*,/, "filter: null,"), "lists are filtered"],
  "limit ignored": ["Query:listComments", replace(/limit: .*,/, "limit: 100,"), "lists come in pages"],
  "nextToken ignored": [
    "Query:listComments",
    replace(/nextToken: .*,/, "nextToken: null,"),
    "lists come in pages",
  ],
  "nextToken not given": [
    "Query:listComments",
    replace("return ctx.result;", "return { items: ctx.result.items };"),
    "lists come in pages",
  ],
  "no validation": [
    "Mutation:createArticle",
    replace(/\n *validate\(.*/, ""),
    "values are validated, with their messages",
  ],
  "no validation of updates": [
    "Mutation:updateArticle",
    replace(/\n *validate\(.*/, ""),
    "values are validated, with their messages",
  ],
  "no default": [
    "Mutation:createArticle",
    replace(" ?? 5", ""),
    "what is created is there, with defaults and times",
  ],
  "null is stored": [
    "Mutation:createArticle",
    replace("=== null", "=== 0"),
    "what an index is by may be null",
  ],
  "order ignored": [
    "Query:articlesByStatus",
    replace(/scanIndexForward: .*,/, "scanIndexForward: true,"),
    "indexes: one sort key, its conditions, both directions",
  ],
  "sort key ignored": [
    "Query:articlesByStatus",
    replace("ctx.args.score", "null"),
    "indexes: one sort key, its conditions, both directions",
  ],
  "parts of a key accepted": [
    "Mutation:updateArticle",
    replace("if (missing.length > 0)", "if (false)"),
    "indexes: several sort keys, which go together",
  ],
  "hidden field shown": ["Article:memo", UNAUTHORIZED, "fields with rules of their own"],
  "hidden field in a mutation": [
    "Article:memo",
    replace("ctx.source.__operation", "false"),
    "what a mutation gives has no relations, so that subscribers get none",
  ],
  "relations in a mutation": [
    "Mutation:createArticle",
    replace("__operation: 'Mutation'", ""),
    "what a mutation gives has no relations, so that subscribers get none",
  ],
  "hidden field written": [
    "Mutation:updateArticle",
    replace("if (denied.length > 0)", "if (false)"),
    "fields with rules of their own",
  ],
  "parents mixed up": [
    "Comment:article",
    replace(/ctx\.source\.articleId/g, "ctx.source.id"),
    "relations, lazily and by selection",
  ],
  "children of everybody": [
    "Article:comments",
    replace("ctx.args.filter", "null"),
    "children are filtered, limited and paged",
  ],
  "errors of functions ignored": [
    "Query:greet",
    replace("if (ctx.error)", "if (false)"),
    "custom operations reach their functions",
  ],
  "arguments lost": [
    "Query:greet",
    replace("arguments: ctx.args", "arguments: {}"),
    "custom operations reach their functions",
  ],
};

for (const [mistake, [field, change, scenario]] of Object.entries(NOTICED)) {
  test(`noticed: ${mistake}`, () =>
    world.api.changed(field, change, () =>
      assert.rejects(() => scenarios[scenario](world), { code: "ERR_ASSERTION" }),
    ));
}

// mistake -> [field, change, caller who then can, or cannot, what the text says, words of what is said]
const ROLES = {
  "no authorization": ["Mutation:deleteArticle", UNAUTHORIZED, "operator", "operator can delete Article"],
  "no authorization of an operation": ["Mutation:rename", UNAUTHORIZED, "operator", "operator can rename"],
  "no authorization of a pipeline": ["Query:latest", UNAUTHORIZED, "otherUser", "otherUser can latest"],
  "everybody is a function": [
    "Query:listComments",
    replace("identity.userArn.startsWith(sessions)", "true"),
    "operator",
    "operator can list Comment",
  ],
  "any guest": [
    "Query:getAuthor",
    replace("identity.userArn === ctx.env.GUEST", "true"),
    "otherGuest",
    "otherGuest can get Author",
  ],
  "any pool": [
    "Mutation:createAuthor",
    replace("identity.cognitoIdentityPoolId === ctx.env.IDENTITY_POOL", "true"),
    "otherUser",
    "otherUser can create Author",
  ],
  "any group": [
    "Mutation:updateSeat",
    replace("listed.includes(group)", "true"),
    "partner",
    "partner can update Seat",
  ],
  "groups of another claim": [
    "Mutation:updateSeat",
    replace("'roles'", "'groups'"),
    "usher",
    "usher cannot update Seat",
  ],
  "key forgotten": [
    "Mutation:updateSeat",
    replace(/API Key Authorization/g, "No Authorization"),
    "apiKey",
    "apiKey cannot update Seat",
  ],
};

for (const [mistake, [field, change, caller, says]] of Object.entries(ROLES)) {
  test(`noticed: ${mistake}`, () =>
    world.api.changed(field, change, async () => {
      const found = await wrong(world, caller);
      assert.deepEqual(
        found.map((it) => it.split(":")[0]),
        [says],
      );
    }));
}
