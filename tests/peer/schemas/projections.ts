import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Article: a
    .model({
      slug: a.string().required(),
      author: a.string().required(),
      topic: a.string(),
      title: a.string(),
      views: a.integer(),
    })
    .secondaryIndexes((index) => [
      index("slug").projection("KEYS_ONLY"),
      index("author").sortKeys(["views"]).projection("INCLUDE", ["title"]),
      index("topic").projection("ALL"),
    ])
    .authorization((allow) => [allow.publicApiKey()]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "apiKey", apiKeyAuthorizationMode: { expiresInDays: 30 } },
});
