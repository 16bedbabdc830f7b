import { a, defineData } from "@aws-amplify/backend";
import { authorizer } from "./functions";

const schema = a.schema({
  ByKey: a.model({ name: a.string() }).authorization((allow) => [allow.publicApiKey()]),
  ByGuest: a.model({ name: a.string() }).authorization((allow) => [allow.guest()]),
  BySignedIn: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  ByIdentityPool: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated("identityPool")]),
  ByOidc: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated("oidc")]),
  ByOwner: a.model({ name: a.string() }).authorization((allow) => [allow.owner()]),
  ByOidcOwner: a.model({ name: a.string() }).authorization((allow) => [allow.owner("oidc")]),
  ByAuthor: a
    .model({ name: a.string(), author: a.string() })
    .authorization((allow) => [allow.ownerDefinedIn("author")]),
  ByHiddenAuthor: a.model({ name: a.string() }).authorization((allow) => [allow.ownerDefinedIn("author")]),
  ByEditors: a
    .model({ name: a.string(), editors: a.string().array() })
    .authorization((allow) => [allow.ownersDefinedIn("editors")]),
  ByHiddenEditors: a.model({ name: a.string() }).authorization((allow) => [allow.ownersDefinedIn("editors")]),
  ByOneGroup: a.model({ name: a.string() }).authorization((allow) => [allow.group("ADMINS")]),
  ByGroups: a.model({ name: a.string() }).authorization((allow) => [allow.groups(["ADMINS", "EDITORS"])]),
  ByOidcGroups: a.model({ name: a.string() }).authorization((allow) => [allow.groups(["ADMINS"], "oidc")]),
  ByOneTeam: a.model({ name: a.string(), team: a.string() }).authorization((allow) => [allow.groupDefinedIn("team")]),
  ByHiddenOneTeam: a.model({ name: a.string() }).authorization((allow) => [allow.groupDefinedIn("team")]),
  ByTeams: a
    .model({ name: a.string(), teams: a.string().array() })
    .authorization((allow) => [allow.groupsDefinedIn("teams")]),
  ByHiddenTeams: a.model({ name: a.string() }).authorization((allow) => [allow.groupsDefinedIn("teams")]),
  ByLambda: a.model({ name: a.string() }).authorization((allow) => [allow.custom()]),
  ByLambdaNamed: a.model({ name: a.string() }).authorization((allow) => [allow.custom("function")]),
  ByEmail: a.model({ name: a.string() }).authorization((allow) => [allow.owner().identityClaim("email")]),
  ByClaim: a.model({ name: a.string() }).authorization((allow) => [allow.group("ADMINS").withClaimIn("roles")]),
  ByDynamicClaim: a
    .model({ name: a.string(), team: a.string() })
    .authorization((allow) => [allow.groupDefinedIn("team").withClaimIn("roles")]),
});

export const data = defineData({
  schema,
  authorizationModes: {
    defaultAuthorizationMode: "userPool",
    apiKeyAuthorizationMode: { expiresInDays: 7 },
    oidcAuthorizationMode: {
      oidcProviderName: "oidc",
      oidcIssuerUrl: "https://example.com",
      tokenExpiryFromAuthInSeconds: 300,
      tokenExpireFromIssueInSeconds: 600,
    },
    lambdaAuthorizationMode: { function: authorizer, timeToLiveInSeconds: 300 },
  },
});
