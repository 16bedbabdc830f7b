import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Team: a
    .model({ number: a.integer().required(), name: a.string(), members: a.hasMany("Member", "teamNumber") })
    .identifier(["number"])
    .authorization((allow) => [allow.authenticated()]),
  Member: a
    .model({
      name: a.string().required(),
      joined: a.date(),
      teamNumber: a.integer(),
      team: a.belongsTo("Team", "teamNumber"),
    })
    .secondaryIndexes((index) => [index("teamNumber").sortKeys(["joined"]), index("name").queryField("memberByName")])
    .authorization((allow) => [allow.authenticated()]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
