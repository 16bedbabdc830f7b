import { a, defineData } from "@aws-amplify/backend";
import { authorizer, measure } from "./functions";

const schema = a.schema({
  Place: a.customType({ name: a.string() }),
  everybody: a
    .query()
    .returns(a.string())
    .handler(a.handler.function(measure))
    .authorization((allow) => [allow.authenticated(), allow.publicApiKey(), allow.guest()]),
  admins: a
    .mutation()
    .arguments({ n: a.integer() })
    .returns(a.ref("Place"))
    .handler(a.handler.function(measure))
    .authorization((allow) => [allow.group("ADMINS")]),
  claimed: a
    .query()
    .returns(a.string())
    .handler(a.handler.function(measure))
    .authorization((allow) => [allow.groups(["ADMINS", "EDITORS"])]),
  signed: a
    .query()
    .returns(a.string())
    .handler(a.handler.function(measure))
    .authorization((allow) => [allow.authenticated("identityPool"), allow.custom()]),
});

export const data = defineData({
  schema,
  authorizationModes: {
    defaultAuthorizationMode: "userPool",
    apiKeyAuthorizationMode: { expiresInDays: 7 },
    lambdaAuthorizationMode: { function: authorizer, timeToLiveInSeconds: 60 },
  },
});
