import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Channel: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  Message: a.customType({ content: a.string().required(), channelName: a.string().required() }),
  publish: a
    .mutation()
    .arguments({ channelName: a.string().required(), content: a.string().required() })
    .returns(a.ref("Message"))
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.custom({ entry: "./resolver.js" })),
  shout: a
    .mutation()
    .arguments({ content: a.string().required() })
    .returns(a.ref("Message"))
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.custom({ entry: "./resolver.js" })),
  receive: a
    .subscription()
    .for(a.ref("publish"))
    .arguments({ namespace: a.string() })
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.custom({ entry: "./resolver.js" })),
  receiveAll: a
    .subscription()
    .for([a.ref("publish"), a.ref("shout")])
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.custom({ entry: "./resolver.js" })),
  onChannel: a
    .subscription()
    .for(a.ref("Channel").mutations(["create", "update", "delete"]))
    .authorization((allow) => [allow.authenticated(), allow.publicApiKey()])
    .handler(a.handler.custom({ entry: "./resolver.js" })),
  count: a
    .mutation()
    .returns(a.integer())
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.custom({ entry: "./resolver.js" })),
  onCount: a
    .subscription()
    .for(a.ref("count"))
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.custom({ entry: "./resolver.js" })),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool", apiKeyAuthorizationMode: { expiresInDays: 30 } },
});
