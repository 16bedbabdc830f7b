import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Post: a.model({ content: a.string(), likes: a.integer() }).authorization((allow) => [allow.authenticated()]),
  Stats: a.customType({ total: a.integer(), top: a.ref("Top") }),
  Top: a.customType({ name: a.string() }),
  likePost: a
    .mutation()
    .arguments({ postId: a.id() })
    .returns(a.ref("Post"))
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.custom({ dataSource: a.ref("Post"), entry: "./resolver.js" })),
  echo: a
    .query()
    .arguments({ text: a.string() })
    .returns(a.string())
    .authorization((allow) => [allow.publicApiKey(), allow.authenticated()])
    .handler(a.handler.custom({ entry: "./resolver.js" })),
  admin: a
    .mutation()
    .returns(a.ref("Stats"))
    .authorization((allow) => [allow.groups(["ADMINS", "EDITORS"])])
    .handler([
      a.handler.custom({ dataSource: a.ref("Post"), entry: "./resolver.js" }),
      a.handler.custom({ dataSource: "NONE_DS", entry: "./resolver.js" }),
    ]),
  mixed: a
    .query()
    .returns(a.ref("Stats").array())
    .authorization((allow) => [allow.group("ADMINS"), allow.authenticated(), allow.publicApiKey()])
    .handler(a.handler.custom({ dataSource: a.ref("Post"), entry: "./resolver.js" })),
  inlineStats: a
    .query()
    .returns(a.customType({ n: a.integer(), deep: a.customType({ m: a.integer() }) }))
    .authorization((allow) => [allow.group("EDITORS"), allow.group("ADMINS")])
    .handler(a.handler.custom({ dataSource: a.ref("Post"), entry: "./resolver.js" })),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool", apiKeyAuthorizationMode: { expiresInDays: 30 } },
});
