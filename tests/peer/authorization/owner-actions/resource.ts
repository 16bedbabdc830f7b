import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Made: a.model({ text: a.string() }).authorization((allow) => [allow.owner().to(["create", "read"])]),
  Changed: a.model({ text: a.string() }).authorization((allow) => [allow.owner().to(["update"])]),
  Gone: a.model({ text: a.string() }).authorization((allow) => [allow.owner().to(["delete"])]),
  Blind: a
    .model({ text: a.string() })
    .authorization((allow) => [allow.owner().to(["create", "update", "delete"])]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
