import { a, defineData } from "@aws-amplify/backend";
import { worker } from "./functions";

const schema = a.schema({
  Note: a.model({ text: a.string() }).authorization((allow) => [allow.authenticated()]),
  startJob: a
    .mutation()
    .arguments({ input: a.string() })
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(worker).async()),
  checkThenStart: a
    .query()
    .arguments({ input: a.string() })
    .authorization((allow) => [allow.publicApiKey()])
    .handler([a.handler.function(worker), a.handler.function(worker).async()]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool", apiKeyAuthorizationMode: { expiresInDays: 30 } },
});
