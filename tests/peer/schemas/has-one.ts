import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Cart: a
    .model({
      items: a.string().required().array(),
      customerId: a.id(),
      customer: a.belongsTo("Customer", "customerId"),
    })
    .authorization((allow) => [allow.publicApiKey()]),
  Customer: a
    .model({
      name: a.string(),
      activeCart: a.hasOne("Cart", "customerId"),
      passport: a.hasOne("Passport", "customerId"),
    })
    .authorization((allow) => [allow.publicApiKey()]),
  Passport: a
    .model({
      number: a.string().required(),
      customerId: a.id().required(),
      customer: a.belongsTo("Customer", "customerId"),
    })
    .identifier(["number"])
    .authorization((allow) => [allow.publicApiKey()]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "apiKey", apiKeyAuthorizationMode: { expiresInDays: 30 } },
});
