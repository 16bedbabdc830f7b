import { a, defineData } from "@aws-amplify/backend";
import { worker } from "./functions";

const schema = a.schema({
  Level: a.enum(["LOW", "HIGH"]),
  Reply: a.customType({ level: a.ref("Level"), parts: a.ref("Part").array() }),
  Part: a.customType({ n: a.integer().required() }),
  ask: a
    .query()
    .arguments({ p: a.ref("Part"), level: a.ref("Level") })
    .returns(a.ref("Reply"))
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(worker)),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
