// Each mode as the default one, alone, in both layouts: who may by the rule may everything, and nobody else anything.
import assert from "node:assert/strict";
import { test } from "node:test";
import { built } from "./appsync/build.js";
import { World } from "./appsync/world.js";

const KEY = "apiKeyAuthorizationMode: { expiresInDays: 7 }";
const OIDC = `oidcAuthorizationMode: {
  oidcProviderName: "sso", oidcIssuerUrl: "https://issuer.example.com", clientId: "newsroom",
  tokenExpiryFromAuthInSeconds: 600, tokenExpireFromIssueInSeconds: 600,
}`;

// [rule, default mode, its options, layout, who may]
const MODES = [
  ["publicApiKey()", "apiKey", KEY, "nested", ["apiKey"]],
  ["publicApiKey()", "apiKey", KEY, "flat", ["apiKey"]],
  ["guest()", "identityPool", "", "nested", ["guest"]],
  ['authenticated("identityPool")', "identityPool", "", "flat", ["signedIn", "adminRole"]],
  ["authenticated()", "userPool", "", "nested", ["admin", "editor", "both", "member", "other"]],
  ['group("ADMINS")', "userPool", "", "flat", ["admin", "both"]],
  [
    "custom()",
    "lambda",
    "lambdaAuthorizationMode: { function: gatekeeper }",
    "nested",
    ["authorized", "limited"],
  ],
  ['authenticated("oidc")', "oidc", OIDC, "flat", ["partner", "usher"]],
  ['groups(["ushers"], "oidc").withClaimIn("roles")', "oidc", OIDC, "nested", ["usher"]],
];

const definition = (rule, mode, options, layout) => `
export const greeter = defineFunction({ name: "greeter", entry: "./greeter.ts" });
export const gatekeeper = defineFunction({ name: "gatekeeper", entry: "./gatekeeper.ts" });
export const auth = defineAuth({ loginWith: { email: true }, groups: ["ADMINS"] });
const schema = a.schema({
  Box: a
    .model({ name: a.string(), things: a.hasMany("Thing", "boxId") })
    .authorization((allow) => [allow.${rule}]),
  Thing: a
    .model({ n: a.integer(), boxId: a.id(), box: a.belongsTo("Box", "boxId") })
    .authorization((allow) => [allow.${rule}]),
  greet: a
    .query()
    .arguments({ name: a.string() })
    .returns(a.customType({ text: a.string() }))
    .handler(a.handler.function(greeter))
    .authorization((allow) => [allow.${rule}]),
});
export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "${mode}", ${options} },
  layout: "${layout}",
});
`;

/** Everything that there is to do: how many of it goes. */
async function done(client, id) {
  const { Box, Thing } = client.models;
  const calls = [
    () => Box.create({ id, name: "b" }),
    () => Box.list({ selectionSet: ["id", "things.n"] }),
    () => Thing.create({ boxId: id, n: 1 }),
    () => Box.get({ id }, { selectionSet: ["name", "things.n", "things.box.name"] }),
    () => Box.update({ id, name: "c" }),
    () => client.queries.greet({ name: "Bo" }),
    () => Box.delete({ id }),
  ];
  let count = 0;
  for (const call of calls) {
    const { errors } = await call().catch((thrown) => ({ errors: [thrown] }));
    count += errors ? 0 : 1;
  }
  return count;
}

for (const [rule, mode, options, layout, may] of MODES) {
  test(`${rule} alone, ${layout}`, async () => {
    const project = built("tests/appsync/projects/newsroom", definition(rule, mode, options, layout));
    try {
      const world = await World.start(project);
      for (const [name, person] of Object.entries(world.callers.people)) {
        if (person) {
          assert.equal(await done(world.as(name), `of-${name}`), may.includes(name) ? 7 : 0, name);
        }
      }
      await world.close();
    } finally {
      project.close();
    }
  });
}
