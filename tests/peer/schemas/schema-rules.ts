import { a, defineData } from "@aws-amplify/backend";
import { worker } from "./functions";

const schema = a
  .schema({
    Note: a.model({ text: a.string() }),
    Secret: a.model({ text: a.string() }).authorization((allow) => [allow.owner()]),
    ping: a.query().returns(a.string()).handler(a.handler.function(worker)),
    pong: a
      .query()
      .returns(a.string())
      .authorization((allow) => [allow.authenticated()])
      .handler(a.handler.function(worker)),
  })
  .authorization((allow) => [
    allow.publicApiKey(),
    allow.group("ADMINS"),
    allow.resource(worker).to(["query", "listen"]),
    allow.resource(worker),
  ]);

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool", apiKeyAuthorizationMode: { expiresInDays: 30 } },
});
