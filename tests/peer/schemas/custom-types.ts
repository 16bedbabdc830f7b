import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Location: a.customType({ lat: a.float().required(), long: a.float().required(), label: a.string() }),
  Address: a.customType({
    street: a.string(),
    location: a.ref("Location"),
    lines: a.string().array(),
    alternatives: a.ref("Location").required().array().required(),
  }),
  Unused: a.customType({ nothing: a.string() }),
  Node: a.customType({ value: a.string(), next: a.ref("Node") }),
  Customer: a
    .model({
      name: a.string().required(),
      home: a.ref("Address").required(),
      others: a.ref("Address").array(),
      node: a.ref("Node"),
      profile: a.customType({
        bio: a.string(),
        social: a.customType({ twitter: a.url(), followers: a.integer().required(), level: a.enum(["NEW", "OLD"]) }),
        where: a.ref("Location"),
      }),
    })
    .authorization((allow) => [allow.owner(), allow.publicApiKey().to(["read"])]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool", apiKeyAuthorizationMode: { expiresInDays: 30 } },
});
