import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Card: a
    .model({
      text: a.string(),
      secret: a.string().authorization((allow) => [allow.group("ADMINS")]),
      seen: a.string().authorization((allow) => [allow.authenticated().to(["read"]), allow.group("ADMINS")]),
      filled: a
        .string()
        .authorization((allow) => [
          allow.authenticated().to(["create", "read"]),
          allow.group("EDITORS").to(["update"]),
        ]),
      blind: a.string().authorization((allow) => [allow.authenticated().to(["create", "update"])]),
    })
    .authorization((allow) => [allow.authenticated(), allow.publicApiKey().to(["read"])]),
});

export const data = defineData({
  schema,
  authorizationModes: {
    defaultAuthorizationMode: "userPool",
    apiKeyAuthorizationMode: { expiresInDays: 7 },
  },
});
