import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Album: a
    .model({
      name: a.string(),
      photos: a.hasMany("Photo", "albumId").authorization((allow) => [allow.owner(), allow.group("ADMINS")]),
    })
    .authorization((allow) => [allow.owner(), allow.authenticated().to(["read"]), allow.group("ADMINS")]),
  Photo: a
    .model({
      name: a.string(),
      albumId: a.id(),
      album: a.belongsTo("Album", "albumId").authorization((allow) => [allow.group("ADMINS")]),
    })
    .authorization((allow) => [allow.authenticated()]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
