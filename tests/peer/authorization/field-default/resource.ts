import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Form: a
    .model({
      text: a.string(),
      state: a
        .string()
        .default("new")
        .authorization((allow) => [allow.group("ADMINS"), allow.authenticated().to(["read"])]),
      rank: a.integer().default(5),
    })
    .authorization((allow) => [allow.owner(), allow.group("ADMINS")]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
