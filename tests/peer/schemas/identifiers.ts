import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Country: a
    .model({ code: a.string().required(), name: a.string() })
    .identifier(["code"])
    .authorization((allow) => [allow.authenticated()]),
  Invoice: a
    .model({ tenant: a.id().required(), number: a.integer().required(), total: a.float() })
    .identifier(["tenant", "number"])
    .authorization((allow) => [allow.authenticated()]),
  Stay: a
    .model({ hotel: a.id().required(), day: a.date().required(), room: a.integer().required(), guest: a.string() })
    .identifier(["hotel", "day", "room"])
    .authorization((allow) => [allow.authenticated()]),
  Mailbox: a
    .model({ address: a.email().required(), quota: a.integer() })
    .identifier(["address"])
    .authorization((allow) => [allow.authenticated()]),
  Counter: a
    .model({ slot: a.integer().required(), value: a.integer() })
    .identifier(["slot"])
    .authorization((allow) => [allow.authenticated()]),
  Log: a
    .model({ at: a.datetime().required(), seq: a.timestamp().required(), text: a.string() })
    .identifier(["at", "seq"])
    .authorization((allow) => [allow.authenticated()]),
  Device: a.model({ id: a.id().required(), name: a.string() }).authorization((allow) => [allow.authenticated()]),
  Gadget: a
    .model({ id: a.string().required(), name: a.string() })
    .identifier(["id"])
    .authorization((allow) => [allow.authenticated()]),
  Sensor: a
    .model({ deviceId: a.id(), name: a.string() })
    .identifier(["deviceId"])
    .authorization((allow) => [allow.authenticated()]),
  Seat: a
    .model({ id: a.id().required(), row: a.float().required() })
    .identifier(["id", "row"])
    .authorization((allow) => [allow.authenticated()]),
  Setting: a
    .model({ scope: a.enum(["APP", "USER"]), key: a.string().required(), value: a.json() })
    .identifier(["key"])
    .authorization((allow) => [allow.authenticated()]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
