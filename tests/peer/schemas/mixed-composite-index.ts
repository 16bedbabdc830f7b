import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Kind: a.enum(["A", "B"]),
  Event: a
    .model({
      venue: a.id().required(),
      day: a.date().required(),
      at: a.time().required(),
      no: a.integer().required(),
      price: a.float().required(),
      stamp: a.timestamp().required(),
      mail: a.email().required(),
      open: a.boolean(),
      kind: a.ref("Kind").required(),
      mode: a.enum(["X", "Y"]),
      ip: a.ipAddress().required(),
      url: a.url().required(),
      phone: a.phone().required(),
    })
    .identifier(["venue", "day", "at", "no"])
    .secondaryIndexes((index) => [
      index("day").sortKeys(["price", "stamp", "mail"]),
      index("mail").sortKeys(["kind"]),
      index("kind").sortKeys(["mode", "ip", "url", "phone"]),
      index("price").sortKeys(["stamp"]),
      index("stamp").sortKeys(["at"]),
      index("ip").sortKeys(["url"]),
      index("phone").sortKeys(["kind", "no"]),
    ])
    .authorization((allow) => [allow.publicApiKey()]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "apiKey", apiKeyAuthorizationMode: { expiresInDays: 30 } },
});
