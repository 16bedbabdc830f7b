import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Note: a
    .model({ text: a.string(), owner: a.string() })
    .authorization((allow) => [
      allow.owner("oidc"),
      allow.group("ADMINS", "oidc").withClaimIn("roles").to(["read"]),
    ]),
  Mail: a
    .model({ text: a.string(), author: a.string(), team: a.string() })
    .authorization((allow) => [
      allow.ownerDefinedIn("author", "oidc").identityClaim("email"),
      allow.groupDefinedIn("team", "oidc").to(["read"]),
    ]),
  Pool: a
    .model({ text: a.string() })
    .authorization((allow) => [allow.owner(), allow.authenticated("oidc").to(["read"])]),
});

export const data = defineData({
  schema,
  authorizationModes: {
    defaultAuthorizationMode: "oidc",
    oidcAuthorizationMode: {
      oidcProviderName: "sso",
      oidcIssuerUrl: "https://issuer.example.com",
      tokenExpiryFromAuthInSeconds: 300,
      tokenExpireFromIssueInSeconds: 600,
    },
  },
});
