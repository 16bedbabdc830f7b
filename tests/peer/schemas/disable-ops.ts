import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  NoQueries: a
    .model({ name: a.string() })
    .disableOperations(["queries"])
    .authorization((allow) => [allow.owner()]),
  NoMutations: a
    .model({ name: a.string() })
    .disableOperations(["mutations"])
    .authorization((allow) => [allow.owner()]),
  NoSubscriptions: a
    .model({ name: a.string() })
    .disableOperations(["subscriptions"])
    .authorization((allow) => [allow.owner()]),
  NoCreate: a
    .model({ name: a.string() })
    .disableOperations(["create"])
    .authorization((allow) => [allow.owner()]),
  NoUpdate: a
    .model({ name: a.string() })
    .disableOperations(["update"])
    .authorization((allow) => [allow.owner()]),
  NoDelete: a
    .model({ name: a.string() })
    .disableOperations(["delete"])
    .authorization((allow) => [allow.owner()]),
  NoGet: a
    .model({ name: a.string() })
    .disableOperations(["get"])
    .authorization((allow) => [allow.owner()]),
  NoList: a
    .model({ name: a.string() })
    .disableOperations(["list"])
    .authorization((allow) => [allow.owner()]),
  NoOnCreate: a
    .model({ name: a.string() })
    .disableOperations(["onCreate"])
    .authorization((allow) => [allow.owner()]),
  NoOnAny: a
    .model({ name: a.string() })
    .disableOperations(["onCreate", "onUpdate", "onDelete"])
    .authorization((allow) => [allow.owner()]),
  NoReads: a
    .model({ name: a.string() })
    .disableOperations(["get", "list"])
    .authorization((allow) => [allow.owner()]),
  NoWrites: a
    .model({ name: a.string() })
    .disableOperations(["create", "update", "delete", "subscriptions"])
    .authorization((allow) => [allow.owner()]),
  Mixed: a
    .model({ name: a.string() })
    .disableOperations(["list", "update", "onDelete"])
    .authorization((allow) => [allow.owner()]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
