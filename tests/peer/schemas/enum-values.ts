import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Odd: a.enum(["ONE_TWO", "oneTwo", "OneTwo", "a1", "A_1", "x", "X", "v2", "inProgress", "IN_PROGRESS"]),
  M: a
    .model({ odd: a.ref("Odd"), oddList: a.ref("Odd").array(), inline: a.enum(["aB", "a_b", "AB", "ab"]) })
    .authorization((allow) => [allow.publicApiKey()]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "apiKey", apiKeyAuthorizationMode: { expiresInDays: 30 } },
});
