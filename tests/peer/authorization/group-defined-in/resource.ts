import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Task: a
    .model({ text: a.string(), team: a.string() })
    .authorization((allow) => [allow.groupDefinedIn("team")]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
