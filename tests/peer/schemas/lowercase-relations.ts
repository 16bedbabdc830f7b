import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  blogPost: a
    .model({
      title: a.string().required(),
      blog_state: a.enum(["on", "off"]),
      geo: a.customType({ x_y: a.float() }),
      authors: a.hasMany("blogAuthor", "post_id"),
    })
    .secondaryIndexes((index) => [index("title").sortKeys(["blog_state"])])
    .authorization((allow) => [allow.owner()]),
  blogAuthor: a
    .model({ post_id: a.id(), Post: a.belongsTo("blogPost", "post_id"), nick_name: a.string() })
    .identifier(["id"])
    .secondaryIndexes((index) => [index("nick_name")])
    .authorization((allow) => [allow.owner()]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
