import { a, defineData } from "@aws-amplify/backend";

const schema = a
  .schema({
    Note: a.model({ text: a.string() }),
    Task: a.model({ text: a.string().authorization((allow) => [allow.owner()]), other: a.integer() }),
  })
  .authorization((allow) => [allow.group("ADMINS").to(["read", "create"]), allow.publicApiKey().to(["read"])]);

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool", apiKeyAuthorizationMode: { expiresInDays: 30 } },
});
