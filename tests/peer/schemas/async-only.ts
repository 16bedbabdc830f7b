import { a, defineData } from "@aws-amplify/backend";
import { worker } from "./functions";

const schema = a.schema({
  kick: a
    .mutation()
    .authorization((allow) => [allow.group("ADMINS")])
    .handler(a.handler.function(worker).async()),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
