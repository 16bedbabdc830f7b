import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Reading: a
    .model({
      serial: a.id(),
      label: a.string(),
      count: a.integer(),
      ratio: a.float(),
      active: a.boolean(),
      day: a.date(),
      at: a.time(),
      takenAt: a.datetime(),
      seen: a.timestamp(),
      contact: a.email(),
      payload: a.json(),
      mobile: a.phone(),
      site: a.url(),
      address: a.ipAddress(),
    })
    .authorization((allow) => [allow.owner()]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
