import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Bill: a
    .model({
      text: a.string(),
      sum: a
        .integer()
        .required()
        .authorization((allow) => [
          allow.owner(),
          allow.authenticated().to(["read"]),
          allow.group("ADMINS").to(["create", "update", "read"]),
        ]),
      code: a.string().authorization((allow) => [allow.owner().to(["create", "read"])]),
    })
    .authorization((allow) => [allow.owner(), allow.group("ADMINS"), allow.authenticated().to(["read"])]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
