import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Plan: a
    .model({
      text: a.string(),
      team: a.string(),
      teams: a.string().array(),
      cost: a.string().authorization((allow) => [allow.groupDefinedIn("team")]),
      risk: a
        .string()
        .authorization((allow) => [
          allow.groupsDefinedIn("teams").to(["read", "update"]),
          allow.group("OTHERS"),
        ]),
    })
    .authorization((allow) => [allow.authenticated()]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
