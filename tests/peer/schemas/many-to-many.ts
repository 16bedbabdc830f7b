import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  PostTag: a
    .model({
      postId: a.id().required(),
      tagId: a.id().required(),
      post: a.belongsTo("Post", "postId"),
      tag: a.belongsTo("Tag", "tagId"),
    })
    .authorization((allow) => [allow.publicApiKey()]),
  Post: a
    .model({ title: a.string(), tags: a.hasMany("PostTag", "postId") })
    .authorization((allow) => [allow.publicApiKey()]),
  Tag: a
    .model({ name: a.string(), posts: a.hasMany("PostTag", "tagId") })
    .authorization((allow) => [allow.publicApiKey()]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "apiKey", apiKeyAuthorizationMode: { expiresInDays: 30 } },
});
