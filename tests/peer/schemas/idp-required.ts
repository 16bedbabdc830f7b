import { a, defineData } from "@aws-amplify/backend";
import { worker } from "./functions";

const schema = a.schema({
  A: a
    .model({
      x: a.string(),
      y: a.string().authorization((allow) => [allow.guest().to(["read"])]),
      kids: a.hasMany("B", "aId"),
    })
    .authorization((allow) => [allow.guest().to(["read"]), allow.owner(), allow.group("ADMINS")]),
  B: a
    .model({ aId: a.id(), a: a.belongsTo("A", "aId"), geo: a.customType({ lat: a.float() }) })
    .authorization((allow) => [allow.authenticated()]),
  C: a.customType({ n: a.integer() }),
  f: a
    .query()
    .returns(a.ref("C"))
    .authorization((allow) => [allow.guest()])
    .handler(a.handler.function(worker)),
  g: a
    .mutation()
    .returns(a.ref("A"))
    .authorization((allow) => [allow.group("ADMINS")])
    .handler(a.handler.function(worker)),
  h: a
    .query()
    .returns(a.ref("C"))
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.custom({ entry: "./resolver.js" })),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "identityPool" },
});
