import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Level: a.enum(["LOW", "HIGH"]),
  Owner: a
    .model({ name: a.string(), pets: a.hasMany("Pet", "ownerId") })
    .authorization((allow) => [allow.publicApiKey()]),
  Pet: a
    .model({
      levels: a.ref("Level").array(),
      must: a.ref("Level").required().array().required(),
      tag: a.string().required(),
      ownerId: a.id().required(),
      owner: a.belongsTo("Owner", "ownerId"),
    })
    .secondaryIndexes((index) => [index("tag")])
    .disableOperations(["list"])
    .authorization((allow) => [allow.publicApiKey()]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "apiKey", apiKeyAuthorizationMode: { expiresInDays: 30 } },
});
