import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Doc: a
    .model({
      title: a.string(),
      teaser: a.string().authorization((allow) => [allow.publicApiKey().to(["read"]), allow.owner()]),
      draft: a
        .string()
        .authorization((allow) => [allow.ownerDefinedIn("author"), allow.ownersDefinedIn("editors").to(["read"])]),
      team: a.string().authorization((allow) => [allow.groupsDefinedIn("teams")]),
      teams: a.string().array(),
      author: a.string(),
      shared: a.string().authorization((allow) => [allow.guest().to(["read"]), allow.authenticated()]),
    })
    .authorization((allow) => [
      allow.owner(),
      allow.ownersDefinedIn("editors").to(["read", "update"]),
      allow.ownerDefinedIn("author").identityClaim("email"),
    ]),
  Plain: a
    .model({ a: a.string(), b: a.string().authorization((allow) => [allow.group("ADMINS")]) })
    .authorization((allow) => [allow.publicApiKey()]),
  Rel: a
    .model({ title: a.string(), kids: a.hasMany("Kid", "relId").authorization((allow) => [allow.authenticated()]) })
    .authorization((allow) => [allow.publicApiKey(), allow.authenticated()]),
  Kid: a
    .model({ relId: a.id(), rel: a.belongsTo("Rel", "relId"), title: a.string() })
    .authorization((allow) => [allow.owner()]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool", apiKeyAuthorizationMode: { expiresInDays: 30 } },
});
