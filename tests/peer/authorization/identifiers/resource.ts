import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Seat: a
    .model({ hall: a.string().required(), row: a.integer().required(), text: a.string() })
    .identifier(["hall", "row"])
    .authorization((allow) => [allow.owner(), allow.group("ADMINS").to(["read"])]),
  Diary: a
    .model({ writer: a.string().required(), day: a.string().required(), text: a.string() })
    .identifier(["writer", "day"])
    .authorization((allow) => [allow.ownerDefinedIn("writer")]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
