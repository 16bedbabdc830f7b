import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Pair: a
    .model({ text: a.string(), author: a.string(), editor: a.string() })
    .authorization((allow) => [
      allow.ownerDefinedIn("author"),
      allow.ownerDefinedIn("editor").to(["create", "read", "update"]),
    ]),
  Team: a
    .model({ text: a.string(), lead: a.string(), members: a.string().array() })
    .authorization((allow) => [allow.ownerDefinedIn("lead"), allow.ownersDefinedIn("members")]),
  Shared: a
    .model({ text: a.string(), owner: a.string(), partner: a.string() })
    .secondaryIndexes((index) => [index("owner").sortKeys(["text"]).queryField("sharedBy")])
    .authorization((allow) => [
      allow.owner(),
      allow.ownerDefinedIn("partner", "oidc").to(["read", "update", "create"]),
      allow.publicApiKey().to(["create", "get"]),
    ]),
});

export const data = defineData({
  schema,
  authorizationModes: {
    defaultAuthorizationMode: "userPool",
    apiKeyAuthorizationMode: { expiresInDays: 7 },
    oidcAuthorizationMode: {
      oidcProviderName: "sso",
      oidcIssuerUrl: "https://issuer.example.com",
      tokenExpiryFromAuthInSeconds: 300,
      tokenExpireFromIssueInSeconds: 600,
    },
  },
});
