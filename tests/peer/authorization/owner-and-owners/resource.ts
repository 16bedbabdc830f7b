import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Doc: a
    .model({ text: a.string(), owner: a.string(), viewers: a.string().array() })
    .authorization((allow) => [allow.owner(), allow.ownersDefinedIn("viewers").to(["read"])]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
