import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  OwnerRead: a.model({ name: a.string() }).authorization((allow) => [allow.owner().to(["read"])]),
  OwnerGet: a.model({ name: a.string() }).authorization((allow) => [allow.owner().to(["get"])]),
  OwnerList: a.model({ name: a.string() }).authorization((allow) => [allow.owner().to(["list"])]),
  OwnerListen: a.model({ name: a.string() }).authorization((allow) => [allow.owner().to(["listen"])]),
  OwnerCreate: a.model({ name: a.string() }).authorization((allow) => [allow.owner().to(["create"])]),
  OwnerUpdate: a.model({ name: a.string() }).authorization((allow) => [allow.owner().to(["update"])]),
  OwnerDelete: a.model({ name: a.string() }).authorization((allow) => [allow.owner().to(["delete"])]),
  OwnerSync: a.model({ name: a.string() }).authorization((allow) => [allow.owner().to(["sync", "search", "get"])]),
  KeyRead: a.model({ name: a.string() }).authorization((allow) => [allow.publicApiKey().to(["read"]), allow.owner()]),
  KeyGet: a
    .model({ name: a.string() })
    .authorization((allow) => [allow.publicApiKey().to(["get"]), allow.authenticated()]),
  KeyCreate: a
    .model({ name: a.string() })
    .authorization((allow) => [allow.publicApiKey().to(["create"]), allow.authenticated().to(["read", "update"])]),
  KeyListen: a
    .model({ name: a.string() })
    .authorization((allow) => [allow.publicApiKey().to(["listen"]), allow.group("ADMINS")]),
  GroupMix: a
    .model({ name: a.string() })
    .authorization((allow) => [
      allow.group("ADMINS"),
      allow.group("EDITORS").to(["create", "update"]),
      allow.guest().to(["list"]),
      allow.publicApiKey().to(["get"]),
    ]),
  AuthIdp: a
    .model({ name: a.string() })
    .authorization((allow) => [
      allow.authenticated("identityPool").to(["read"]),
      allow.guest().to(["create"]),
      allow.publicApiKey().to(["delete"]),
    ]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool", apiKeyAuthorizationMode: { expiresInDays: 30 } },
});
