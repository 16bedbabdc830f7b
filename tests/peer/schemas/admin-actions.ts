import { a, defineData } from "@aws-amplify/backend";
import { addUserToGroup } from "./functions";

const schema = a.schema({
  User: a.model({ name: a.string() }).authorization((allow) => [allow.group("ADMINS")]),
  addUserToGroup: a
    .mutation()
    .arguments({ userId: a.string().required(), groupName: a.string().required() })
    .authorization((allow) => [allow.group("ADMINS")])
    .handler(a.handler.function(addUserToGroup))
    .returns(a.json()),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "iam" },
});
