import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Person: a
    .model({
      text: a.string(),
      pay: a.string().authorization((allow) => [allow.owner()]),
      note: a
        .string()
        .authorization((allow) => [allow.owner().to(["read", "update"]), allow.group("ADMINS")]),
      mail: a
        .string()
        .authorization((allow) => [
          allow.ownerDefinedIn("boss").to(["read"]),
          allow.owner().to(["create", "read", "update", "delete"]),
        ]),
      boss: a.string(),
    })
    .authorization((allow) => [allow.authenticated()]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
