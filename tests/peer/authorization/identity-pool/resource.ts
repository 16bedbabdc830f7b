import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Note: a
    .model({
      text: a.string(),
      secret: a.string().authorization((allow) => [allow.owner(), allow.guest().to(["read"])]),
    })
    .authorization((allow) => [
      allow.owner(),
      allow.guest().to(["read"]),
      allow.authenticated("identityPool").to(["read", "create"]),
    ]),
  Item: a
    .model({ text: a.string(), team: a.string() })
    .authorization((allow) => [allow.authenticated("identityPool"), allow.groupDefinedIn("team")]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "identityPool" },
});
