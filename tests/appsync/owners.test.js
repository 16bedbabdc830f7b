// Items that belong to somebody, through the official client; then mistakes in the resolvers, which must be noticed.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { built } from "./appsync/build.js";
import { World } from "./appsync/world.js";
import { listening } from "./scenarios/listening.js";
import { owning } from "./scenarios/owning.js";

const replace = (from, to) => (code) => code.replace(from, to);
const ANYBODY = replace(/either\(allowed\(ctx\)\)/, "null");

// mistake -> [field, change, scenario that must fail]
const NOTICED = {
  "anybody's items are deleted": [
    "Mutation:deleteNote",
    ANYBODY,
    "who creates an item owns it, and nobody else touches it",
  ],
  "anybody's items are changed": [
    "Mutation:updateNote",
    replace(/ {6}\.\.\.demands\(ctx\)\.map.*\n/, ""),
    "who creates an item owns it, and nobody else touches it",
  ],
  "anybody's items are got": [
    "Query:getNote",
    replace("!fits(ctx.result, allowed(ctx))", "false"),
    "who creates an item owns it, and nobody else touches it",
  ],
  "an update tells what is there": [
    "Mutation:updateNote",
    replace("!demands(ctx).every((rules) => fits(ctx.result, rules))", "false"),
    "who creates an item owns it, and nobody else touches it",
  ],
  "a deletion tells what is not there": [
    "Mutation:deleteNote",
    replace("!fits(null, allowed(ctx))", "false"),
    "what is not there is refused as what is somebody's",
  ],
  "items are overwritten": [
    "Mutation:createCover",
    replace(/ {4}condition: [^;]*?,\n {2}\};/, "  };"),
    "an id that somebody has is not overwritten",
  ],
  "a failed condition gives the item": [
    "Mutation:createCover",
    replace("ctx.error.message,", "JSON.stringify(ctx.result),"),
    "an id that somebody has is not overwritten",
  ],
  "the caller's condition instead of the owner's": [
    "Mutation:updateNote",
    replace(
      / {6}\.\.\.demands\(ctx\)\.map.*\n/,
      "      ...(ctx.args.condition ? [] : demands(ctx).map((rules) => either(rules))),\n",
    ),
    "conditions hold beside the owner's",
  ],
  "lists show all": ["Query:listNotes", ANYBODY, "lists hold what one may see, page by page"],
  "the end of a page is the end": [
    "Query:listNotes",
    replace("return ctx.result;", "return { items: ctx.result.items };"),
    "lists hold what one may see, page by page",
  ],
  "hidden fields are shown": [
    "Note:pin",
    replace("!fits(ctx.source, allowed(ctx))", "false"),
    "fields of others are null, with an error, and cannot be asked for by filters",
  ],
  "hidden fields are guessed": [
    "Query:listNotes",
    replace("...readable(ctx, ctx.args.filter),", ""),
    "fields of others are null, with an error, and cannot be asked for by filters",
  ],
  "fields are written by all": [
    "Mutation:updateNote",
    replace("if (denied.length > 0)", "if (false)"),
    "fields of others are null, with an error, and cannot be asked for by filters",
  ],
  "owners are changed": [
    "Mutation:updateDeed",
    replace("if (denied.length > 0)", "if (false)"),
    "an owner that may not be changed stays",
  ],
  "one creates in another's name": [
    "Mutation:createComment",
    replace("input[field] === undefined", "true"),
    "nobody creates in another's name; who may give an item away, gives it",
  ],
  "children of others": [
    "Note:comments",
    ANYBODY,
    "relations are filtered by the rules of what they lead to",
  ],
  "parents of others": [
    "Comment:note",
    replace("!fits(ctx.result, allowed(ctx))", "false"),
    "relations are filtered by the rules of what they lead to",
  ],
  "an index shows all": ["Query:tasksOfTeam", ANYBODY, "indexes hold what one may see"],
  "helpers do all": [
    "Mutation:deleteTask",
    ANYBODY,
    "members of an item's group work on it, its helpers in part",
  ],
  "the first group only": [
    "Query:listBoards",
    replace("JSON.parse(listed) : listed].flat()", "JSON.parse(listed) : listed].flat().slice(0, 1)"),
    "one of several groups is enough",
  ],
  "the mail address is not looked at": ["Query:listLetters", ANYBODY, "owners by mail address"],
  "all is heard": [
    "Subscription:onCreateNote",
    replace("rules.includes(true)", "true"),
    "owners hear of their own items, others of none",
  ],
  "the listener's filter instead of the owner's": [
    "Subscription:onCreateNote",
    replace("[...some, ...more]", "more"),
    "filters of the listener's hold beside the owner's",
  ],
  "one listens in another's name": [
    "Subscription:onCreateNote",
    replace(/util\.unauthorized\(\);\n {4}\}\n {4}told/, "}\n    told"),
    "nobody listens in another's name",
  ],
  "listeners get children": [
    "Note:comments",
    replace("ctx.source.__operation", "false"),
    "what a mutation's caller may see does not come to listeners",
  ],
  "listeners get hidden fields": [
    "Note:pin",
    replace("ctx.source.__operation", "false"),
    "what a mutation's caller may see does not come to listeners",
  ],
  "more groups than AppSync compares": [
    "Subscription:onCreateTask",
    replace("['in', 5]", "['in', 50]"),
    "what does not fit into AppSync's filters is refused",
  ],
  "the first groups only": [
    "Subscription:onCreateBoard",
    replace("at % room === 0", "at === 0"),
    "one of several groups is enough to hear",
  ],
};

const scenarios = { ...owning, ...listening };
let project;
let world;

before(async () => {
  project = built("tests/appsync/projects/workshop");
  world = await World.start(project);
  const { people } = world.callers;
  const groups = (count) => Array.from({ length: count }, (_, at) => `G${at}`);
  // who is in many groups
  people.crowd = world.callers.user("cora", [...groups(30), "EDITORS"]);
  people.throng = world.callers.user("thea", [...groups(60), "EDITORS"]);
  // whose token says a mail address
  people.paula = world.callers.user("paula", undefined, { email: "paula@example.com" });
});
after(async () => {
  await world?.close();
  project?.close();
});
beforeEach(() => world.clear());

for (const [name, scenario] of Object.entries(scenarios)) {
  test(name, () => scenario(world));
}

for (const [mistake, [field, change, scenario]] of Object.entries(NOTICED)) {
  test(`noticed: ${mistake}`, () =>
    world.api.changed(field, change, () =>
      assert.rejects(() => scenarios[scenario](world), { code: "ERR_ASSERTION" }),
    ));
}
