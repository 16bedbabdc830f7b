import { a, defineData, type ClientSchema } from "@aws-amplify/backend";

const schema = a
  .schema({
    Node: a.model({
      name: a.string().required(),
      parentId: a.id(),
      up: a.belongsTo("Node", "parentId"),
      children: a.hasMany("Node", "parentId"),
    }),
  })
  .authorization((allow) => [allow.publicApiKey()]);

export type Schema = ClientSchema<typeof schema>;

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "apiKey", apiKeyAuthorizationMode: { expiresInDays: 7 } },
});
