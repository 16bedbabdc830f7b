import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Todo: a.model({ content: a.string() }).authorization((allow) => [allow.owner("oidc")]),
  Shared: a.model({ content: a.string() }).authorization((allow) => [allow.authenticated("oidc"), allow.owner()]),
  Grouped: a
    .model({ content: a.string() })
    .authorization((allow) => [
      allow.groups(["staff"], "oidc").withClaimIn("groups"),
      allow.owner("oidc").identityClaim("sub"),
    ]),
});

export const data = defineData({
  schema,
  authorizationModes: {
    defaultAuthorizationMode: "oidc",
    oidcAuthorizationMode: {
      oidcProviderName: "oidc",
      oidcIssuerUrl: "https://example.com",
      tokenExpiryFromAuthInSeconds: 300,
      tokenExpireFromIssueInSeconds: 600,
    },
  },
});
