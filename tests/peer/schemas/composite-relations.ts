import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Person: a
    .model({
      name: a.string().required(),
      dateOfBirth: a.date().required(),
      houses: a.hasMany("House", ["ownerName", "ownerBirth"]),
      badge: a.hasOne("Badge", ["personName", "personBirth"]),
    })
    .identifier(["name", "dateOfBirth"])
    .authorization((allow) => [allow.authenticated()]),
  House: a
    .model({
      street: a.string(),
      ownerName: a.string().required(),
      ownerBirth: a.date().required(),
      resident: a.belongsTo("Person", ["ownerName", "ownerBirth"]),
    })
    .authorization((allow) => [allow.authenticated()]),
  Badge: a
    .model({
      color: a.string(),
      personName: a.string(),
      personBirth: a.date(),
      person: a.belongsTo("Person", ["personName", "personBirth"]),
    })
    .authorization((allow) => [allow.authenticated()]),
  Store: a
    .model({
      region: a.string().required(),
      number: a.integer().required(),
      shelf: a.string().required(),
      items: a.hasMany("Item", ["region", "number", "shelf"]),
    })
    .identifier(["region", "number", "shelf"])
    .authorization((allow) => [allow.authenticated()]),
  Item: a
    .model({
      region: a.string().required(),
      number: a.integer().required(),
      shelf: a.string().required(),
      sku: a.string().required(),
      store: a.belongsTo("Store", ["region", "number", "shelf"]),
    })
    .identifier(["sku"])
    .authorization((allow) => [allow.authenticated()]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
