import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Survey: a
    .model({
      ids: a.id().array(),
      tags: a.string().array(),
      scores: a.integer().array(),
      weights: a.float().array(),
      flags: a.boolean().array(),
      days: a.date().array(),
      times: a.time().array(),
      stamps: a.datetime().array(),
      epochs: a.timestamp().array(),
      mails: a.email().array(),
      blobs: a.json().array(),
      phones: a.phone().array(),
      links: a.url().array(),
      ips: a.ipAddress().array(),
      solid: a.string().required().array(),
      list: a.string().array().required(),
      both: a.string().required().array().required(),
      numbers: a.integer().required().array().required(),
      level: a.ref("Level").array(),
      levels: a.ref("Level").required().array().required(),
      place: a.ref("Place").array(),
      places: a.ref("Place").required().array().required(),
    })
    .authorization((allow) => [allow.authenticated()]),
  Level: a.enum(["LOW", "MID", "HIGH"]),
  Place: a.customType({ lat: a.float().required(), long: a.float().required() }),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
