import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Post: a
    .model({
      title: a.string().required(),
      comments: a.hasMany("Comment", "postId"),
      reviews: a.hasMany("Review", ["postId"]),
    })
    .authorization((allow) => [allow.owner()]),
  Comment: a
    .model({
      content: a.string(),
      postId: a.id(),
      post: a.belongsTo("Post", "postId"),
    })
    .authorization((allow) => [allow.owner(), allow.guest().to(["read"])]),
  Review: a
    .model({
      stars: a.integer().required(),
      postId: a.id().required(),
      post: a.belongsTo("Post", "postId"),
    })
    .authorization((allow) => [allow.owner()]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
