import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Plain: a.model({ id: a.id(), name: a.string() }).authorization((allow) => [allow.owner()]),
  Stamped: a
    .model({ name: a.string(), createdAt: a.datetime(), updatedAt: a.datetime() })
    .authorization((allow) => [allow.owner()]),
  StampedHard: a
    .model({ name: a.string(), createdAt: a.datetime().required(), updatedAt: a.string().required() })
    .authorization((allow) => [allow.owner()]),
  Owned: a.model({ name: a.string(), owner: a.string() }).authorization((allow) => [allow.owner()]),
  OwnedHard: a.model({ name: a.string(), owner: a.string().required() }).authorization((allow) => [allow.owner()]),
  OwnedLocked: a
    .model({ name: a.string(), owner: a.string().authorization((allow) => [allow.owner().to(["read", "delete"])]) })
    .authorization((allow) => [allow.owner()]),
  OwnerNoRule: a.model({ name: a.string(), owner: a.string() }).authorization((allow) => [allow.authenticated()]),
  OwnerId: a
    .model({ owner: a.id().required(), name: a.string() })
    .identifier(["owner"])
    .authorization((allow) => [allow.owner()]),
  ByTime: a
    .model({ kind: a.string().required(), createdAt: a.datetime() })
    .secondaryIndexes((index) => [index("kind").sortKeys(["createdAt"])])
    .authorization((allow) => [allow.owner()]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
