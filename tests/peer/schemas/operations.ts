import { a, defineData } from "@aws-amplify/backend";
import { worker } from "./functions";

const schema = a.schema({
  Coord: a.customType({ lat: a.float(), long: a.float() }),
  Filter: a.customType({ text: a.string(), near: a.ref("Coord"), kinds: a.ref("Kind").array() }),
  Kind: a.enum(["A", "B"]),
  Note: a.model({ text: a.string() }).authorization((allow) => [allow.authenticated()]),
  noArgs: a
    .query()
    .returns(a.string())
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(worker)),
  allScalars: a
    .query()
    .arguments({
      i: a.id(),
      s: a.string().required(),
      n: a.integer(),
      f: a.float(),
      b: a.boolean(),
      d: a.date(),
      t: a.time(),
      dt: a.datetime(),
      ts: a.timestamp(),
      e: a.email(),
      j: a.json(),
      p: a.phone(),
      u: a.url(),
      ip: a.ipAddress(),
    })
    .returns(a.json())
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(worker)),
  lists: a
    .query()
    .arguments({
      s: a.string().array(),
      r: a.string().required().array().required(),
      k: a.ref("Kind").required().array(),
    })
    .returns(a.string().required().array().required())
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(worker)),
  requiredReturn: a
    .query()
    .returns(a.integer().required())
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(worker)),
  oneNote: a
    .query()
    .arguments({ id: a.id().required() })
    .returns(a.ref("Note"))
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(worker)),
  manyNotes: a
    .query()
    .returns(a.ref("Note").array())
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(worker)),
  allNotes: a
    .query()
    .returns(a.ref("Note").required().array().required())
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(worker)),
  where: a
    .query()
    .arguments({ filter: a.ref("Filter"), more: a.ref("Filter").required().array() })
    .returns(a.ref("Coord"))
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(worker)),
  inline: a
    .mutation()
    .arguments({
      box: a.customType({
        w: a.integer().required(),
        inner: a.customType({ h: a.integer(), unit: a.enum(["CM", "IN"]) }),
      }),
    })
    .returns(
      a.customType({
        ok: a.boolean().required(),
        detail: a.customType({ code: a.integer(), level: a.enum(["INFO", "WARN"]) }),
        coord: a.ref("Coord"),
      }),
    )
    .authorization((allow) => [allow.group("ADMINS")])
    .handler(a.handler.function(worker)),
  rename: a
    .mutation()
    .arguments({ id: a.id().required(), to: a.string() })
    .returns(a.ref("Note").required())
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(worker)),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
