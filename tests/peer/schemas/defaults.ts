import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Product: a
    .model({
      name: a
        .string()
        .required()
        .default("My product")
        .validate((v) => v.minLength(1).maxLength(100, 'too "long"').startsWith("P").endsWith("x").matches("^[a-z]+$")),
      stock: a
        .integer()
        .default(0)
        .validate((v) => v.positive().lt(10)),
      price: a
        .float()
        .default(9.99)
        .validate((v) => v.gt(0, "must be > 0").gte(1).lte(100).negative()),
      active: a.boolean().default(true),
      hidden: a.boolean().required().default(false),
      since: a.date().default("2024-01-01"),
      opens: a.time().default("09:00:00.000Z"),
      released: a.datetime().default("2024-01-01T00:00:00.000Z"),
      epoch: a.timestamp().default(1714000000),
      contact: a.email().default("a@example.com"),
      meta: a.json().default("{}"),
      phone: a.phone().default("+12025550123"),
      site: a.url().default("https://example.com"),
      ip: a.ipAddress().default("127.0.0.1"),
      code: a.id().default("none"),
      quoted: a.string().default("say hi"),
    })
    .authorization((allow) => [allow.publicApiKey()]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "apiKey", apiKeyAuthorizationMode: { expiresInDays: 30 } },
});
