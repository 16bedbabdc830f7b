import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Got: a
    .model({ text: a.string() })
    .authorization((allow) => [allow.owner().to(["get"]), allow.group("ADMINS")]),
  Listed: a
    .model({ text: a.string() })
    .authorization((allow) => [allow.owner().to(["list"]), allow.group("ADMINS")]),
  Heard: a
    .model({ text: a.string() })
    .authorization((allow) => [allow.owner().to(["listen"]), allow.group("ADMINS")]),
  Seen: a
    .model({ text: a.string() })
    .authorization((allow) => [
      allow.owner(),
      allow.group("ADMINS").to(["listen"]),
      allow.group("EDITORS").to(["get", "update"]),
    ]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
