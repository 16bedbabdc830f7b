import { a, defineData } from "@aws-amplify/backend";
import { authorizer, worker } from "./functions";

const schema = a.schema({
  Note: a.model({ text: a.string() }).authorization((allow) => [allow.owner()]),
  Result: a.customType({ n: a.integer(), sub: a.ref("Sub") }),
  Sub: a.customType({ m: a.integer() }),
  byKey: a
    .query()
    .returns(a.ref("Result"))
    .authorization((allow) => [allow.publicApiKey()])
    .handler(a.handler.function(worker)),
  byGuest: a
    .query()
    .returns(a.ref("Result"))
    .authorization((allow) => [allow.guest()])
    .handler(a.handler.function(worker)),
  byAuth: a
    .query()
    .returns(a.string())
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(worker)),
  byIdp: a
    .query()
    .returns(a.string())
    .authorization((allow) => [allow.authenticated("identityPool")])
    .handler(a.handler.function(worker)),
  byGroup: a
    .mutation()
    .returns(a.string())
    .authorization((allow) => [allow.group("ADMINS")])
    .handler(a.handler.function(worker)),
  byGroups: a
    .mutation()
    .returns(a.ref("Sub"))
    .authorization((allow) => [allow.groups(["ADMINS", "EDITORS"]), allow.group("OTHERS")])
    .handler(a.handler.function(worker)),
  byMany: a
    .mutation()
    .returns(a.customType({ ok: a.boolean() }))
    .authorization((allow) => [allow.authenticated(), allow.publicApiKey(), allow.guest(), allow.group("ADMINS")])
    .handler(a.handler.function(worker)),
  byCustom: a
    .query()
    .returns(a.string())
    .authorization((allow) => [allow.custom()])
    .handler(a.handler.function(worker)),
  byOidc: a
    .query()
    .returns(a.string())
    .authorization((allow) => [allow.authenticated("oidc")])
    .handler(a.handler.function(worker)),
});

export const data = defineData({
  schema,
  authorizationModes: {
    defaultAuthorizationMode: "userPool",
    apiKeyAuthorizationMode: { expiresInDays: 7 },
    oidcAuthorizationMode: {
      oidcProviderName: "oidc",
      oidcIssuerUrl: "https://example.com",
      tokenExpiryFromAuthInSeconds: 300,
      tokenExpireFromIssueInSeconds: 600,
    },
    lambdaAuthorizationMode: { function: authorizer, timeToLiveInSeconds: 300 },
  },
});
