import { a, defineData } from "@aws-amplify/backend";
import { worker } from "./functions";

const schema = a.schema({
  Geo: a.customType({ lat: a.float(), inner: a.ref("Inner"), tag: a.customType({ t: a.string() }) }),
  Inner: a.customType({ deep: a.string() }),
  Place: a
    .model({ geo: a.ref("Geo"), own: a.customType({ x: a.integer() }) })
    .authorization((allow) => [allow.publicApiKey(), allow.owner()]),
  Spot: a.model({ geo: a.ref("Geo") }).authorization((allow) => [allow.guest()]),
  find: a
    .query()
    .returns(a.ref("Geo").array())
    .authorization((allow) => [allow.group("ADMINS")])
    .handler(a.handler.function(worker)),
  spot: a
    .query()
    .returns(a.ref("Spot"))
    .authorization((allow) => [allow.publicApiKey()])
    .handler(a.handler.function(worker)),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool", apiKeyAuthorizationMode: { expiresInDays: 30 } },
});
