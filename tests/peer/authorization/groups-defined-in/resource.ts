import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Task: a
    .model({ text: a.string(), teams: a.string().array() })
    .authorization((allow) => [allow.groupsDefinedIn("teams")]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
