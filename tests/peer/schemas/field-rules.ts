import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Employee: a
    .model({
      name: a.string(),
      email: a.email().authorization((allow) => [allow.group("ADMINS"), allow.owner()]),
      salary: a.float().authorization((allow) => [allow.group("ADMINS").to(["read", "update"])]),
      ssn: a.string().authorization((allow) => [allow.publicApiKey().to(["read"])]),
      required: a.string().authorization((allow) => [allow.owner()]),
      secret: a.string().authorization((allow) => [allow.guest(), allow.authenticated("identityPool")]),
      mgr: a.string().authorization((allow) => [allow.ownerDefinedIn("boss")]),
      badges: a.hasMany("Badge", "employeeId").authorization((allow) => [allow.group("ADMINS")]),
      nick: a
        .string()
        .authorization((allow) => [allow.group("ADMINS").to(["read"]), allow.owner().to(["create", "read"])]),
    })
    .authorization((allow) => [allow.owner(), allow.authenticated().to(["read"]), allow.publicApiKey().to(["read"])]),
  Badge: a
    .model({
      label: a.string(),
      employeeId: a.id().authorization((allow) => [allow.authenticated()]),
      employee: a.belongsTo("Employee", "employeeId").authorization((allow) => [allow.owner(), allow.publicApiKey()]),
    })
    .authorization((allow) => [allow.owner()]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool", apiKeyAuthorizationMode: { expiresInDays: 30 } },
});
