import { after, before, beforeEach, test } from "node:test";
import { built } from "./appsync/build.js";
import { World } from "./appsync/world.js";
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

for (const [name, scenario] of Object.entries(scenarios)) {
  test(name, () => scenario(world));
}
