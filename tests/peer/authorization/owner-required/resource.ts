import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Note: a
    .model({ text: a.string(), author: a.string().required() })
    .authorization((allow) => [allow.ownerDefinedIn("author"), allow.group("ADMINS")]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
