import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Paper: a
    .model({
      text: a.string(),
      grade: a.string().authorization((allow) => [allow.owner().to(["read"]), allow.group("ADMINS")]),
      hint: a.string().authorization((allow) => [allow.group("ADMINS").to(["create", "update"])]),
    })
    .authorization((allow) => [
      allow.owner(),
      allow.group("ADMINS").to(["read", "update"]),
      allow.group("EDITORS"),
    ]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
