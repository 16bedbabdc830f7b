import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Team: a
    .model({
      name: a.string(),
      members: a.hasMany("Member", "teamId"),
      badge: a.hasOne("Badge", "teamId"),
      logs: a.hasMany("Log", "teamId"),
    })
    .authorization((allow) => [
      allow.owner(),
      allow.authenticated().to(["read"]),
      allow.publicApiKey().to(["read"]),
    ]),
  Member: a
    .model({ name: a.string(), teamId: a.id(), team: a.belongsTo("Team", "teamId") })
    .authorization((allow) => [allow.owner(), allow.group("ADMINS")]),
  Badge: a
    .model({ name: a.string(), teamId: a.id(), team: a.belongsTo("Team", "teamId") })
    .authorization((allow) => [allow.owner(), allow.group("EDITORS").to(["get", "create"])]),
  Log: a
    .model({
      name: a.string(),
      secret: a.string().authorization((allow) => [allow.owner()]),
      teamId: a.id(),
      team: a.belongsTo("Team", "teamId"),
    })
    .authorization((allow) => [
      allow.group("ADMINS"),
      allow.authenticated().to(["list"]),
      allow.publicApiKey(),
    ]),
});

export const data = defineData({
  schema,
  authorizationModes: {
    defaultAuthorizationMode: "userPool",
    apiKeyAuthorizationMode: { expiresInDays: 7 },
  },
});
