import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Doc: a
    .model({ title: a.string(), owners: a.string().array(), author: a.string(), reviewer: a.string() })
    .secondaryIndexes((index) => [index("author").sortKeys(["title"])])
    .authorization((allow) => [
      allow.ownersDefinedIn("owners"),
      allow.ownerDefinedIn("author").to(["read"]),
      allow.ownerDefinedIn("reviewer").identityClaim("email").to(["update", "read"]),
      allow.ownerDefinedIn("reviewer").to(["delete"]),
    ]),
  Both: a
    .model({ title: a.string(), owner: a.string() })
    .authorization((allow) => [allow.owner().identityClaim("sub"), allow.owner("oidc")]),
  Teams: a
    .model({ team: a.string(), teams: a.string().array() })
    .authorization((allow) => [
      allow.groupDefinedIn("team").to(["read"]),
      allow.groupsDefinedIn("teams").withClaimIn("roles"),
      allow.owner().to(["create"]),
    ]),
});

export const data = defineData({
  schema,
  authorizationModes: {
    defaultAuthorizationMode: "userPool",
    oidcAuthorizationMode: {
      oidcProviderName: "oidc",
      oidcIssuerUrl: "https://example.com",
      tokenExpiryFromAuthInSeconds: 300,
      tokenExpireFromIssueInSeconds: 600,
    },
  },
});
