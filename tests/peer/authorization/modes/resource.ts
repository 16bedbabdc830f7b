import { a, defineData } from "@aws-amplify/backend";
import { authorizer } from "./functions";

const schema = a.schema({
  Key: a
    .model({ text: a.string() })
    .authorization((allow) => [allow.publicApiKey(), allow.authenticated().to(["read"])]),
  Guest: a
    .model({ text: a.string() })
    .authorization((allow) => [allow.guest().to(["read", "create"]), allow.authenticated("identityPool")]),
  Signed: a.model({ text: a.string() }).authorization((allow) => [allow.authenticated()]),
  Custom: a
    .model({ text: a.string() })
    .authorization((allow) => [allow.custom().to(["get", "create"]), allow.publicApiKey().to(["list"])]),
});

export const data = defineData({
  schema,
  authorizationModes: {
    defaultAuthorizationMode: "userPool",
    apiKeyAuthorizationMode: { expiresInDays: 7 },
    lambdaAuthorizationMode: { function: authorizer, timeToLiveInSeconds: 60 },
  },
});
