import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Doc: a
    .model({ text: a.string(), editors: a.string().array() })
    .authorization((allow) => [allow.ownersDefinedIn("editors").identityClaim("email")]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
