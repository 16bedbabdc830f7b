import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  T: a.model({ n: a.string() }).authorization((allow) => [allow.owner(), allow.owner().identityClaim("email")]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
