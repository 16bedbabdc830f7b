import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Mail: a
    .model({ text: a.string(), owner: a.string() })
    .authorization((allow) => [allow.owner().identityClaim("email")]),
  Sub: a
    .model({ text: a.string(), owner: a.string() })
    .authorization((allow) => [allow.owner().identityClaim("sub")]),
  Name: a
    .model({ text: a.string(), owner: a.string() })
    .authorization((allow) => [allow.owner().identityClaim("username")]),
  Role: a
    .model({ text: a.string(), owner: a.string() })
    .authorization((allow) => [allow.owner().identityClaim("roles")]),
  Pair: a
    .model({ text: a.string(), owner: a.string() })
    .authorization((allow) => [allow.owner().identityClaim("email::roles")]),
  Said: a
    .model({ text: a.string(), owner: a.string() })
    .authorization((allow) => [allow.owner().identityClaim("sub::username")]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
