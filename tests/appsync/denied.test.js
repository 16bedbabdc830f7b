import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { built } from "./appsync/build.js";
import { World } from "./appsync/world.js";
import { wrong } from "./denied.js";

const CALLERS = [
  ...[
    "apiKey",
    "admin",
    "editor",
    "both",
    "member",
    "other",
    "guest",
    "signedIn",
    "adminRole",
    "auditor",
    "stranger",
  ],
  ...["operator", "otherGuest", "otherUser", "authorized", "limited", "refused", "partner", "usher"],
];

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

test("everybody is there", () => assert.deepEqual(CALLERS, Object.keys(world.callers.people)));

for (const caller of CALLERS) {
  test(`${caller} may do what the text says`, async () => assert.deepEqual(await wrong(world, caller), []));
}
