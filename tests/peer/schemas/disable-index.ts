import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Shop: a
    .model({ name: a.string().required(), goods: a.hasMany("Good", "shopId") })
    .secondaryIndexes((index) => [index("name")])
    .disableOperations(["queries"])
    .authorization((allow) => [allow.publicApiKey()]),
  Good: a
    .model({ name: a.string().required(), shopId: a.id(), shop: a.belongsTo("Shop", "shopId") })
    .secondaryIndexes((index) => [index("name")])
    .disableOperations(["list"])
    .authorization((allow) => [allow.publicApiKey()]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "apiKey", apiKeyAuthorizationMode: { expiresInDays: 30 } },
});
