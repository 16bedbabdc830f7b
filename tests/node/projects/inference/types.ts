import { a, defineData, defineFunction, type ClientSchema } from "@aws-amplify/backend";

const answer = defineFunction({ name: "answer", entry: "./answer.mjs" });
const schema = a
  .schema({
    Place: a.customType({ at: a.ref("Point").required(), name: a.string(), tags: a.string().array() }),
    Point: a.customType({ x: a.float().required(), y: a.float() }),
    Trip: a.model({ from: a.ref("Place"), stops: a.ref("Place").array(), how: a.enum(["FOOT", "BIKE"]) })
      .disableOperations(["subscriptions", "update"]),
    far: a.query().arguments({ to: a.ref("Point") }).returns(a.float()).handler(a.handler.function(answer)),
    near: a.mutation().returns(a.ref("Place").array()).handler(a.handler.function(answer)),
  })
  .authorization((allow) => [allow.publicApiKey()]);

export type Schema = ClientSchema<typeof schema>;

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "apiKey", apiKeyAuthorizationMode: { expiresInDays: 7 } },
});
