import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  P: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  Sheep: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  Person: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  Category: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  Bus: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  Box: a
    .model({ name: a.string(), category: a.string() })
    .secondaryIndexes((index) => [index("category")])
    .authorization((allow) => [allow.authenticated()]),
  Series: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  News: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  Child: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  Quiz: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  Status: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  Leaf: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  Hero: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  Photo: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  Index: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  Analysis: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  Media: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  todo: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  userProfile: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  lower_case: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  Blog2: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  Snake_Case: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  URLShortener: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  API: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  Equipment: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  Staff: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  Datum: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  Woman: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  Address: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  UserData: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  OrderInformation: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  Key: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  Day: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  Cactus: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  aB: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  A1: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
  Item_2: a.model({ name: a.string() }).authorization((allow) => [allow.authenticated()]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
