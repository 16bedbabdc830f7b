import { a, defineData } from "@aws-amplify/backend";
import { authorizer } from "./functions";

const schema = a.schema({
  Note: a
    .model({
      text: a.string(),
      secret: a.string().authorization((allow) => [allow.custom(), allow.owner().to(["read"])]),
    })
    .authorization((allow) => [allow.custom().to(["read", "update"]), allow.owner()]),
  Other: a
    .model({ text: a.string(), hidden: a.string().authorization((allow) => [allow.owner()]) })
    .authorization((allow) => [allow.custom(), allow.owner()]),
});

export const data = defineData({
  schema,
  authorizationModes: {
    defaultAuthorizationMode: "userPool",
    lambdaAuthorizationMode: { function: authorizer, timeToLiveInSeconds: 60 },
  },
});
