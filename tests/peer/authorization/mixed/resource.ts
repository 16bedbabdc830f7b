import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Job: a
    .model({
      text: a.string(),
      owner: a.string(),
      team: a.string(),
      teams: a.string().array(),
      viewers: a.string().array(),
    })
    .authorization((allow) => [
      allow.owner(),
      allow.groupDefinedIn("team").to(["read", "update"]),
      allow.groupsDefinedIn("teams").to(["read"]),
      allow.ownersDefinedIn("viewers").to(["get", "delete"]),
      allow.group("OTHERS").to(["list", "create"]),
    ]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
