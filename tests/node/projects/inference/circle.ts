import { a, defineData, type ClientSchema } from "@aws-amplify/backend";

const schema = a
  .schema({
    Team: a.model({ name: a.string(), members: a.hasMany("Member", "teamId"), logo: a.hasOne("Logo", "teamId") }),
    Member: a.model({ teamId: a.id(), team: a.belongsTo("Team", "teamId"), badges: a.hasMany("Badge", "memberId") }),
    Badge: a.model({ memberId: a.id(), member: a.belongsTo("Member", "memberId"), kind: a.ref("Kind") }),
    Logo: a.model({ teamId: a.id(), team: a.belongsTo("Team", "teamId"), url: a.url() }),
    Kind: a.enum(["GOLD", "TIN"]),
  })
  .authorization((allow) => [allow.publicApiKey()]);

export type Schema = ClientSchema<typeof schema>;

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "apiKey", apiKeyAuthorizationMode: { expiresInDays: 7 } },
});
