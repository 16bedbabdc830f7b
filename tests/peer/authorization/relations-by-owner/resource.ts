import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Folder: a
    .model({ name: a.string(), files: a.hasMany("File", "folderId") })
    .authorization((allow) => [allow.owner()]),
  File: a
    .model({
      name: a.string(),
      writer: a.string(),
      folderId: a.id(),
      folder: a.belongsTo("Folder", "folderId"),
    })
    .authorization((allow) => [allow.ownerDefinedIn("writer"), allow.groupDefinedIn("name").to(["read"])]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
