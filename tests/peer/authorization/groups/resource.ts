import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Page: a
    .model({ text: a.string() })
    .authorization((allow) => [
      allow.group("ADMINS"),
      allow.group("EDITORS").to(["create", "update", "read"]),
      allow.authenticated().to(["get"]),
    ]),
  Both: a
    .model({ text: a.string() })
    .authorization((allow) => [
      allow.groups(["ADMINS", "EDITORS"]).to(["read", "create"]),
      allow.group("OTHERS").to(["list", "delete"]),
    ]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
