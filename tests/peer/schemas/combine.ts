import { a, defineData } from "@aws-amplify/backend";
import { measure } from "./functions";

const people = a
  .schema({
    Person: a.model({ name: a.string().required(), role: a.ref("Role") }),
    Role: a.enum(["BOSS", "WORKER"]),
  })
  .authorization((allow) => [allow.owner()]);
const things = a
  .schema({
    Thing: a.model({ name: a.string(), size: a.ref("Size") }),
    Size: a.customType({ width: a.integer(), height: a.integer() }),
    measure: a.query().arguments({ id: a.id().required() }).returns(a.ref("Size")).handler(a.handler.function(measure)),
  })
  .authorization((allow) => [allow.publicApiKey()]);
const schema = a.combine([people, things]);

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool", apiKeyAuthorizationMode: { expiresInDays: 30 } },
});
