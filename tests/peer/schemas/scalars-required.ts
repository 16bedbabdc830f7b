import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Reading: a
    .model({
      serial: a.id().required(),
      label: a.string().required(),
      count: a.integer().required(),
      ratio: a.float().required(),
      active: a.boolean().required(),
      day: a.date().required(),
      at: a.time().required(),
      takenAt: a.datetime().required(),
      seen: a.timestamp().required(),
      contact: a.email().required(),
      payload: a.json().required(),
      mobile: a.phone().required(),
      site: a.url().required(),
      address: a.ipAddress().required(),
    })
    .authorization((allow) => [allow.publicApiKey()]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "apiKey", apiKeyAuthorizationMode: { expiresInDays: 30 } },
});
