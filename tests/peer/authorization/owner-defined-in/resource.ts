import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Note: a
    .model({ text: a.string(), author: a.string() })
    .authorization((allow) => [allow.ownerDefinedIn("author")]),
  Hidden: a.model({ text: a.string() }).authorization((allow) => [allow.ownerDefinedIn("writer")]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
