import { a, defineData } from "@aws-amplify/backend";
import { publishPost } from "./functions";

const schema = a
  .schema({
    UserRole: a.enum(["READER", "AUTHOR", "ADMIN"]),
    UserProfile: a
      .model({
        userId: a.id().required(),
        email: a.email().required(),
        displayName: a.string(),
        role: a.ref("UserRole"),
        avatar: a.url(),
        settings: a.customType({ theme: a.enum(["light", "dark"]), notifications: a.boolean() }),
        posts: a.hasMany("Post", "authorId"),
      })
      .identifier(["userId"])
      .secondaryIndexes((index) => [index("email")])
      .authorization((allow) => [
        allow.ownerDefinedIn("userId").to(["create", "read", "update"]),
        allow.authenticated().to(["read"]),
        allow.group("ADMINS"),
      ]),
    Post: a
      .model({
        title: a.string().required(),
        slug: a.string().required(),
        body: a.string(),
        status: a.enum(["DRAFT", "PUBLISHED", "ARCHIVED"]),
        publishedAt: a.datetime(),
        tags: a.string().array(),
        authorId: a.id().required(),
        author: a.belongsTo("UserProfile", "authorId"),
        comments: a.hasMany("Comment", "postId"),
        views: a.integer().default(0),
      })
      .secondaryIndexes((index) => [
        index("slug").queryField("postBySlug"),
        index("status").sortKeys(["publishedAt"]),
        index("authorId").sortKeys(["publishedAt"]),
      ])
      .authorization((allow) => [allow.guest().to(["read"]), allow.owner(), allow.groups(["ADMINS", "EDITORS"])]),
    Comment: a
      .model({
        postId: a.id().required(),
        post: a.belongsTo("Post", "postId"),
        text: a.string().required(),
        createdAt: a.datetime().required(),
      })
      .secondaryIndexes((index) => [index("postId").sortKeys(["createdAt"])])
      .authorization((allow) => [allow.owner(), allow.authenticated().to(["read"])]),
    publishPost: a
      .mutation()
      .arguments({ id: a.id().required(), at: a.datetime() })
      .returns(a.ref("Post"))
      .authorization((allow) => [allow.group("EDITORS")])
      .handler(a.handler.function(publishPost)),
  })
  .authorization((allow) => [allow.resource(publishPost)]);

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
