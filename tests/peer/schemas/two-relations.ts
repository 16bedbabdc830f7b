import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Post: a
    .model({
      title: a.string().required(),
      authorId: a.id(),
      author: a.belongsTo("Person", "authorId"),
      editorId: a.id(),
      editor: a.belongsTo("Person", "editorId"),
    })
    .authorization((allow) => [allow.authenticated()]),
  Person: a
    .model({
      name: a.string(),
      editedPosts: a.hasMany("Post", "editorId"),
      authoredPosts: a.hasMany("Post", "authorId"),
      managerId: a.id(),
      manager: a.belongsTo("Person", "managerId"),
      reports: a.hasMany("Person", "managerId"),
    })
    .authorization((allow) => [allow.authenticated()]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
