import { a, defineData } from "@aws-amplify/backend";
import { worker } from "./functions";

const schema = a.schema({
  add: a
    .query()
    .arguments({ x: a.integer(), y: a.integer() })
    .returns(a.integer())
    .authorization((allow) => [allow.publicApiKey()])
    .handler(a.handler.function(worker)),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "apiKey", apiKeyAuthorizationMode: { expiresInDays: 30 } },
});
