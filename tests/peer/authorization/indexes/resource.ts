import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Entry: a
    .model({ text: a.string(), kind: a.string(), rank: a.integer(), owner: a.string(), team: a.string() })
    .secondaryIndexes((index) => [
      index("kind").sortKeys(["rank"]).queryField("byKind"),
      index("owner").queryField("byOwner"),
      index("team").queryField("byTeam"),
    ])
    .authorization((allow) => [
      allow.owner(),
      allow.groupDefinedIn("team").to(["read"]),
      allow.group("OTHERS").to(["get"]),
    ]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
