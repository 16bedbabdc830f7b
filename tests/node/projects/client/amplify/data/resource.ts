// Everything that types a client. ampc compiles this file, and beside that the TypeScript compiler infers from it.
import { a, defineData, defineFunction, type ClientSchema } from "@aws-amplify/backend";

export const answer = defineFunction({ name: "answer", entry: "./functions/answer.mjs" });

export const schema = a.schema({
  Status: a.enum(["DRAFT", "PUBLISHED", "ARCHIVED"]),

  Geo: a.customType({ lat: a.float().required(), lon: a.float().required() }),

  Address: a.customType({
    street: a.string().required(),
    zip: a.string(),
    lines: a.string().array(),
    geo: a.ref("Geo"),
    home: a.ref("Geo").required(),
    statuses: a.ref("Status").array(),
    kind: a.enum(["HOME", "WORK"]),
    inner: a.customType({ note: a.string(), level: a.integer().required() }),
  }),

  // every field type, implicit identifier, relations of each kind, indexes
  Article: a
    .model({
      slug: a.string().required(),
      title: a.string().required(),
      body: a.string(),
      ref: a.id(),
      views: a.integer().default(0),
      rating: a.float(),
      live: a.boolean().default(true),
      pinned: a.boolean().required(),
      day: a.date(),
      at: a.time(),
      startsAt: a.datetime(),
      stamp: a.timestamp(),
      contact: a.email(),
      tel: a.phone(),
      link: a.url(),
      ip: a.ipAddress(),
      extra: a.json(),
      extraRequired: a.json().required(),
      extras: a.json().array(),
      tags: a.string().array(),
      tagsItems: a.string().required().array(),
      tagsArray: a.string().array().required(),
      tagsBoth: a.string().required().array().required(),
      scores: a.integer().array(),
      flags: a.boolean().array(),
      status: a.ref("Status"),
      statusRequired: a.ref("Status").required(),
      statuses: a.ref("Status").array(),
      statusesItems: a.ref("Status").required().array(),
      statusesArray: a.ref("Status").array().required(),
      statusesBoth: a.ref("Status").required().array().required(),
      address: a.ref("Address"),
      addressRequired: a.ref("Address").required(),
      addresses: a.ref("Address").array(),
      addressesBoth: a.ref("Address").required().array().required(),
      mood: a.enum(["HAPPY", "SAD"]),
      meta: a.customType({ words: a.integer().required(), note: a.string(), at: a.ref("Geo") }),
      authorId: a.id(),
      author: a.belongsTo("Author", "authorId"),
      comments: a.hasMany("Comment", "articleId"),
      cover: a.hasOne("Image", "articleId"),
      tagLinks: a.hasMany("ArticleTag", "articleId"),
      audits: a.hasMany("Audit", "articleId"),
    })
    .secondaryIndexes((index) => [
      index("slug"),
      index("slug").queryField("articleBySlug").sortKeys(["title"]),
      index("authorId").sortKeys(["views"]),
      index("status").sortKeys(["views", "title"]).queryField("articlesByStatus"),
      index("title").sortKeys(["statusRequired"]),
      index("mood"),
    ])
    .authorization((allow) => [
      allow.authenticated(),
      allow.publicApiKey().to(["read"]),
    ]),

  // explicit id and createdAt
  Author: a
    .model({
      id: a.id().required(),
      name: a.string().required(),
      createdAt: a.datetime().required(),
      keeper: a.string(),
      articles: a.hasMany("Article", "authorId"),
    })
    .authorization((allow) => [allow.authenticated()]),

  // a field with a rule of its own
  Comment: a
    .model({
      text: a.string().required(),
      secret: a.string().authorization((allow) => [allow.authenticated()]),
      articleId: a.id().required(),
      article: a.belongsTo("Article", "articleId"),
    })
    .authorization((allow) => [allow.authenticated()]),

  Image: a
    .model({
      url: a.url().required(),
      articleId: a.id(),
      article: a.belongsTo("Article", "articleId"),
    })
    .authorization((allow) => [allow.authenticated()]),

  Tag: a
    .model({ label: a.string().required(), links: a.hasMany("ArticleTag", "tagId") })
    .authorization((allow) => [allow.authenticated()]),

  ArticleTag: a
    .model({
      articleId: a.id().required(),
      tagId: a.id().required(),
      article: a.belongsTo("Article", "articleId"),
      tag: a.belongsTo("Tag", "tagId"),
    })
    .authorization((allow) => [allow.authenticated()]),

  // one identifier field that is not `id`
  Country: a
    .model({ code: a.string().required(), name: a.string() })
    .identifier(["code"])
    .authorization((allow) => [allow.authenticated()]),

  // partition key and one sort key; references of two fields
  Order: a
    .model({
      customer: a.string().required(),
      number: a.integer().required(),
      note: a.string(),
      lines: a.hasMany("Line", ["orderCustomer", "orderNumber"]),
    })
    .identifier(["customer", "number"])
    .authorization((allow) => [allow.authenticated()]),

  // partition key and several sort keys
  Line: a
    .model({
      orderCustomer: a.string().required(),
      orderNumber: a.integer().required(),
      state: a.string().required(),
      amount: a.float(),
      order: a.belongsTo("Order", ["orderCustomer", "orderNumber"]),
    })
    .identifier(["orderCustomer", "orderNumber", "state"])
    .authorization((allow) => [allow.authenticated()]),

  // a tree
  Node: a
    .model({
      name: a.string().required(),
      parentId: a.id(),
      parent: a.belongsTo("Node", "parentId"),
      children: a.hasMany("Node", "parentId"),
    })
    .authorization((allow) => [allow.authenticated()]),

  Audit: a
    .model({
      what: a.string().required(),
      articleId: a.id(),
      article: a.belongsTo("Article", "articleId"),
    })
    .disableOperations(["mutations", "subscriptions", "list"])
    .authorization((allow) => [allow.authenticated()]),

  Plain: a
    .model({ n: a.integer() })
    .disableOperations(["queries", "delete", "onUpdate"])
    .authorization((allow) => [allow.authenticated()]),

  echo: a
    .query()
    .arguments({ content: a.string().required(), times: a.integer(), tags: a.string().array() })
    .returns(a.string())
    .handler(a.handler.function(answer))
    .authorization((allow) => [allow.authenticated()]),

  echoRequired: a
    .query()
    .returns(a.string().required())
    .handler(a.handler.function(answer))
    .authorization((allow) => [allow.authenticated()]),

  countAll: a
    .query()
    .returns(a.integer().array())
    .handler(a.handler.function(answer))
    .authorization((allow) => [allow.authenticated()]),

  findArticles: a
    .query()
    .arguments({
      status: a.ref("Status").required(),
      near: a.ref("Geo"),
      order: a.enum(["UP", "DOWN"]),
      page: a.customType({ size: a.integer().required(), token: a.string() }),
    })
    .returns(a.ref("Article").array())
    .handler(a.handler.function(answer))
    .authorization((allow) => [allow.authenticated()]),

  locate: a
    .query()
    .arguments({ at: a.ref("Address").required() })
    .returns(a.ref("Address"))
    .handler(a.handler.function(answer))
    .authorization((allow) => [allow.authenticated()]),

  statusOf: a
    .query()
    .arguments({ id: a.id().required() })
    .returns(a.ref("Status"))
    .handler(a.handler.function(answer))
    .authorization((allow) => [allow.authenticated()]),

  summary: a
    .query()
    .returns(a.customType({ total: a.integer().required(), label: a.string(), at: a.ref("Geo") }))
    .handler(a.handler.function(answer))
    .authorization((allow) => [allow.authenticated()]),

  addUserToGroup: a
    .mutation()
    .arguments({ userId: a.string().required(), groupName: a.string().required() })
    .returns(a.json())
    .handler(a.handler.function(answer))
    .authorization((allow) => [allow.authenticated()]),

  likeArticle: a
    .mutation()
    .arguments({ id: a.id().required() })
    .returns(a.ref("Article"))
    .handler(a.handler.custom({ dataSource: a.ref("Article"), entry: "./functions/like.js" }))
    .authorization((allow) => [allow.authenticated()]),

  likeStrict: a
    .mutation()
    .arguments({ id: a.id().required() })
    .returns(a.ref("Article").required())
    .handler(a.handler.custom({ dataSource: a.ref("Article"), entry: "./functions/like.js" }))
    .authorization((allow) => [allow.authenticated()]),

  likeMore: a
    .mutation()
    .arguments({ ids: a.id().required().array() })
    .returns(a.ref("Article"))
    .handler(a.handler.custom({ dataSource: a.ref("Article"), entry: "./functions/like.js" }))
    .authorization((allow) => [allow.authenticated()]),

  startReport: a
    .mutation()
    .arguments({ year: a.integer().required() })
    .handler(a.handler.function(answer).async())
    .authorization((allow) => [allow.authenticated()]),

  publish: a
    .mutation()
    .arguments({ channel: a.string().required(), at: a.ref("Geo") })
    .returns(a.ref("Geo"))
    .handler(a.handler.custom({ entry: "./functions/publish.js" }))
    .authorization((allow) => [allow.authenticated()]),

  received: a
    .subscription()
    .for(a.ref("publish"))
    .arguments({ channel: a.string() })
    .handler(a.handler.custom({ entry: "./functions/receive.js" }))
    .authorization((allow) => [allow.authenticated()]),

  liked: a
    .subscription()
    .for([a.ref("likeArticle"), a.ref("likeMore")])
    .handler(a.handler.custom({ entry: "./functions/receive.js" }))
    .authorization((allow) => [allow.authenticated()]),

  articleMade: a
    .subscription()
    .for(a.ref("Article").mutations(["create"]))
    .handler(a.handler.custom({ entry: "./functions/receive.js" }))
    .authorization((allow) => [allow.authenticated()]),
});

export type Schema = ClientSchema<typeof schema>;

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool", apiKeyAuthorizationMode: { expiresInDays: 30 } },
});
