import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Task: a
    .model({ text: a.string(), team: a.string() })
    .authorization((allow) => [allow.groupDefinedIn("team").withClaimIn("roles")]),
  Many: a
    .model({ text: a.string(), teams: a.string().array() })
    .authorization((allow) => [allow.groupsDefinedIn("teams").withClaimIn("roles")]),
  Fixed: a
    .model({ text: a.string() })
    .authorization((allow) => [
      allow.group("ADMINS").withClaimIn("roles"),
      allow.groups(["EDITORS"]).to(["read"]),
    ]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
