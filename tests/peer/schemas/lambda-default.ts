import { a, defineData } from "@aws-amplify/backend";
import { authorizer } from "./functions";

const schema = a.schema({
  Todo: a.model({ content: a.string() }).authorization((allow) => [allow.custom()]),
  Mixed: a.model({ content: a.string() }).authorization((allow) => [allow.custom().to(["read"]), allow.owner()]),
  check: a
    .query()
    .returns(a.string())
    .authorization((allow) => [allow.custom()])
    .handler(a.handler.function(authorizer)),
});

export const data = defineData({
  schema,
  authorizationModes: {
    defaultAuthorizationMode: "lambda",
    lambdaAuthorizationMode: { function: authorizer, timeToLiveInSeconds: 300 },
  },
});
