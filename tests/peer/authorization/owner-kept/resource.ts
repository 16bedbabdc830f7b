import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Note: a
    .model({
      text: a.string(),
      owner: a.string().authorization((allow) => [allow.owner().to(["read", "delete"])]),
    })
    .authorization((allow) => [allow.owner()]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
