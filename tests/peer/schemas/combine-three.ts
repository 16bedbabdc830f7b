import { a, defineData } from "@aws-amplify/backend";
import { worker } from "./functions";

const one = a.schema({
  Alpha: a
    .model({ name: a.string(), betas: a.hasMany("Beta", "alphaId") })
    .authorization((allow) => [allow.authenticated()]),
  ping: a
    .query()
    .returns(a.string())
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(worker)),
});
const two = a.schema({
  Beta: a
    .model({ name: a.string(), alphaId: a.id(), alpha: a.belongsTo("Alpha", "alphaId") })
    .authorization((allow) => [allow.authenticated()]),
  pong: a
    .query()
    .returns(a.ref("Alpha"))
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(worker)),
  poke: a
    .mutation()
    .returns(a.string())
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(worker)),
});
const three = a.schema({
  poke2: a
    .mutation()
    .arguments({ x: a.integer() })
    .returns(a.string())
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(worker)),
});
const schema = a.combine([one, two, three]);

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
