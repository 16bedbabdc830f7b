import { a, defineData } from "@aws-amplify/backend";
import { worker } from "./functions";

const schema = a.schema({
  Todo: a.model({ content: a.string() }).authorization((allow) => [allow.guest()]),
  Both: a
    .model({ content: a.string() })
    .authorization((allow) => [allow.guest().to(["read"]), allow.authenticated("identityPool")]),
  Own: a.model({ content: a.string() }).authorization((allow) => [allow.owner()]),
  Key: a.model({ content: a.string() }).authorization((allow) => [allow.publicApiKey()]),
  hello: a
    .query()
    .returns(a.string())
    .authorization((allow) => [allow.guest(), allow.authenticated()])
    .handler(a.handler.function(worker)),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "identityPool", apiKeyAuthorizationMode: { expiresInDays: 10 } },
});
