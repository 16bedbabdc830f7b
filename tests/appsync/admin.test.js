// The page "Admin actions" of Amplify's documentation: a member of ADMINS adds somebody to a group, through the API.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { built } from "./appsync/build.js";
import { World } from "./appsync/world.js";

let project;
let world;

before(async () => {
  project = built("tests/appsync/projects/admin-actions");
  world = await World.start(project);
});
after(async () => {
  await world?.close();
  project?.close();
});
beforeEach(() => {
  world.api.cognito.members = [];
  world.api.functions.calls = 0;
});

const add = (caller, groupName = "EDITORS") =>
  world.as(caller).mutations.addUserToGroup({ userId: "mel", groupName });

test("a member of ADMINS adds a user to a group", async () => {
  const { data, errors } = await add("admin");
  assert.equal(errors, undefined, JSON.stringify(errors));
  assert.equal(JSON.parse(data).$metadata.httpStatusCode, 200);
  assert.deepEqual(world.api.cognito.members, [["mel", "EDITORS"]]);
});

test("what Cognito says no to is an error", async () => {
  const { data, errors } = await add("admin", "NOBODY");
  assert.equal(data, null);
  assert.match(errors[0].message, /Group not found/);
});

for (const caller of ["editor", "member", "other"]) {
  test(`${caller} is refused, and nobody is asked`, async () => {
    const { data, errors } = await add(caller);
    assert.equal(data, null);
    assert.match(errors[0].message, /Not Authorized to access addUserToGroup on type Mutation/);
    assert.deepEqual(world.api.cognito.members, []);
    assert.equal(world.api.functions.calls, 0);
  });
}

test("the function's role lets it do nothing else", async () => {
  const [role] = world.api.stack.all("AWS::Lambda::Function").map((it) => it.properties.Role);
  const [pool] = world.api.stack
    .all("AWS::Cognito::UserPool")
    .map((it) => it.stack.attribute(it.name, "Arn"));
  const may = (action, resource) => world.api.stack.allows(role, action, resource);
  assert.ok(may("cognito-idp:AdminAddUserToGroup", pool));
  assert.ok(!may("cognito-idp:AdminAddUserToGroup", `${pool}x`));
  assert.ok(!may("cognito-idp:AdminRemoveUserFromGroup", pool));
  assert.ok(!may("appsync:GraphQL", `${world.api.apiArn}/types/Mutation/fields/addUserToGroup`));
});
