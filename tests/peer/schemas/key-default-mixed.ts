import { a, defineData } from "@aws-amplify/backend";
import { worker } from "./functions";

const schema = a.schema({
  Todo: a
    .model({ content: a.string(), kids: a.hasMany("Sub", "todoId") })
    .authorization((allow) => [allow.publicApiKey(), allow.owner()]),
  Sub: a
    .model({ todoId: a.id(), todo: a.belongsTo("Todo", "todoId"), n: a.integer() })
    .authorization((allow) => [allow.authenticated()]),
  Guest: a.model({ content: a.string() }).authorization((allow) => [allow.guest(), allow.group("ADMINS").to(["read"])]),
  Geo: a.customType({ lat: a.float() }),
  f: a
    .query()
    .returns(a.ref("Geo"))
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(worker)),
  g: a
    .query()
    .returns(a.ref("Todo"))
    .authorization((allow) => [allow.publicApiKey()])
    .handler(a.handler.function(worker)),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "apiKey", apiKeyAuthorizationMode: { expiresInDays: 30 } },
});
