import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Folder: a
    .model({
      name: a.string().required(),
      childFolders: a.hasMany("Folder", "parentId"),
      parentId: a.id(),
      parent: a.belongsTo("Folder", "parentId"),
    })
    .secondaryIndexes((index) => [index("parentId")])
    .authorization((allow) => [allow.owner()]),
  User: a
    .model({
      name: a.string(),
      led: a.hasMany("Project", "leadId"),
      favourite: a.belongsTo("Project", "favouriteId"),
      favouriteId: a.id(),
    })
    .authorization((allow) => [allow.owner()]),
  Project: a
    .model({
      name: a.string(),
      fans: a.hasMany("User", "favouriteId"),
      leadId: a.id(),
      lead: a.belongsTo("User", "leadId"),
    })
    .authorization((allow) => [allow.owner()]),
  Node: a
    .model({ label: a.string(), next: a.hasOne("Node", "prevId"), prevId: a.id(), prev: a.belongsTo("Node", "prevId") })
    .authorization((allow) => [allow.owner()]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
