import { a, defineData } from "@aws-amplify/backend";
import { worker } from "./functions";

const schema = a
  .schema({
    Note: a.model({ text: a.string() }),
    f: a.query().returns(a.string()).handler(a.handler.function(worker)),
    g: a.mutation().returns(a.ref("Note")).handler(a.handler.function(worker)),
  })
  .authorization((allow) => [allow.owner(), allow.groupDefinedIn("team")]);

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
