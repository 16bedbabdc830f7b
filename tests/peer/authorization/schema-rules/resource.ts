import { a, defineData } from "@aws-amplify/backend";
import { measure } from "./functions";

const schema = a
  .schema({
    Note: a.model({ text: a.string() }),
    Own: a.model({ text: a.string() }).authorization((allow) => [allow.authenticated().to(["read"])]),
    ask: a
      .query()
      .returns(a.string())
      .handler(a.handler.function(measure))
      .authorization((allow) => [allow.authenticated()]),
  })
  .authorization((allow) => [allow.owner(), allow.publicApiKey().to(["read"])]);

export const data = defineData({
  schema,
  authorizationModes: {
    defaultAuthorizationMode: "userPool",
    apiKeyAuthorizationMode: { expiresInDays: 7 },
  },
});
