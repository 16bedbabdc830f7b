import { a, defineData } from "@aws-amplify/backend";

const one = a.schema({
  Msg: a.customType({ t: a.string() }),
  send: a
    .mutation()
    .returns(a.ref("Msg"))
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.custom({ entry: "./resolver.js" })),
  onSend: a
    .subscription()
    .for(a.ref("send"))
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.custom({ entry: "./resolver.js" })),
});
const two = a.schema({
  M: a.model({ t: a.string() }).authorization((allow) => [allow.authenticated()]),
  send2: a
    .mutation()
    .returns(a.string())
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.custom({ entry: "./resolver.js" })),
  onSend2: a
    .subscription()
    .for(a.ref("send2"))
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.custom({ entry: "./resolver.js" })),
  q2: a
    .query()
    .returns(a.string())
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.custom({ entry: "./resolver.js" })),
});
const schema = a.combine([one, two]);

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
