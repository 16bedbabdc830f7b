import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  E: a.enum(["A", "B"]),
  C: a.customType({ x: a.string() }),
  M: a
    .model({
      n: a.string(),
      e: a.ref("E").authorization((allow) => [allow.group("ADMINS")]),
      c: a.ref("C").authorization((allow) => [allow.publicApiKey()]),
    })
    .authorization((allow) => [allow.owner(), allow.groupDefinedIn("nowhere")]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool", apiKeyAuthorizationMode: { expiresInDays: 30 } },
});
