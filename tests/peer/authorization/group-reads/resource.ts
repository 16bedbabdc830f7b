import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Task: a
    .model({ text: a.string(), team: a.string() })
    .authorization((allow) => [
      allow.groupDefinedIn("team").to(["read"]),
      allow.owner().to(["create", "update"]),
      allow.group("OTHERS").to(["list"]),
    ]),
  Field: a
    .model({ text: a.string(), team: a.string() })
    .authorization((allow) => [allow.groupDefinedIn("team").to(["create", "update", "get"])]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
