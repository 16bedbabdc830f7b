import { a, defineData, type ClientSchema } from "@aws-amplify/backend";

const schema = a
  .schema({
    Order: a.model({ shop: a.id().required(), at: a.datetime().required(), note: a.string(),
                     lines: a.hasMany("Line", ["orderShop", "orderAt"]) }).identifier(["shop", "at"]),
    Line: a.model({ orderShop: a.id(), orderAt: a.datetime(), sku: a.string().required(), count: a.integer(),
                    order: a.belongsTo("Order", ["orderShop", "orderAt"]) })
      .identifier(["sku"]).secondaryIndexes((index) => [index("orderShop").sortKeys(["count"])]),
  })
  .authorization((allow) => [allow.publicApiKey()]);

export type Schema = ClientSchema<typeof schema>;

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "apiKey", apiKeyAuthorizationMode: { expiresInDays: 7 } },
});
