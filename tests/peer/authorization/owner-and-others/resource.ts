import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Post: a
    .model({ text: a.string(), draft: a.string() })
    .authorization((allow) => [
      allow.owner(),
      allow.group("ADMINS").to(["read", "update", "delete"]),
      allow.authenticated().to(["get"]),
      allow.publicApiKey().to(["read"]),
      allow.guest().to(["list"]),
    ]),
});

export const data = defineData({
  schema,
  authorizationModes: {
    defaultAuthorizationMode: "userPool",
    apiKeyAuthorizationMode: { expiresInDays: 7 },
  },
});
