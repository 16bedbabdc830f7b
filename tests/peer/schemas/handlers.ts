import { a, defineData, defineFunction } from "@aws-amplify/backend";
import { worker } from "./functions";

const inlineFn = defineFunction({ name: "inline-fn", entry: "./handler.ts" });
const schema = a.schema({
  viaRef: a
    .query()
    .arguments({ a: a.string() })
    .returns(a.string())
    .authorization((allow) => [allow.publicApiKey()])
    .handler(a.handler.function(worker)),
  viaInline: a
    .query()
    .arguments({ a: a.string() })
    .returns(a.string())
    .authorization((allow) => [allow.publicApiKey()])
    .handler(a.handler.function(inlineFn)),
  viaName: a
    .query()
    .arguments({ a: a.string() })
    .returns(a.string())
    .authorization((allow) => [allow.publicApiKey()])
    .handler(a.handler.function("echo")),
  pipeline: a
    .query()
    .arguments({ a: a.string() })
    .returns(a.string())
    .authorization((allow) => [allow.publicApiKey()])
    .handler([a.handler.function(worker), a.handler.function(inlineFn), a.handler.function("echo")]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "apiKey", apiKeyAuthorizationMode: { expiresInDays: 30 } },
  functions: { echo: worker },
});
