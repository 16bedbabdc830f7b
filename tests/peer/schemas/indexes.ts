import { a, defineData } from "@aws-amplify/backend";

const schema = a.schema({
  Kind: a.enum(["CAR", "BIKE"]),
  Vehicle: a
    .model({
      plate: a.string().required(),
      ownerId: a.id().required(),
      year: a.integer().required(),
      weight: a.float(),
      bought: a.date(),
      kind: a.ref("Kind"),
      state: a.enum(["NEW", "USED"]),
      city: a.string(),
      mail: a.email(),
    })
    .secondaryIndexes((index) => [
      index("plate"),
      index("ownerId").sortKeys(["year"]),
      index("ownerId").sortKeys(["year", "city"]).queryField("vehiclesOfOwner"),
      index("kind").name("byKind").sortKeys(["bought", "weight"]),
      index("state").queryField("vehiclesByState"),
      index("year").sortKeys(["plate"]),
      index("city").name("hiddenByCity").queryField(null),
      index("mail").sortKeys(["state"]),
    ])
    .authorization((allow) => [allow.owner(), allow.group("ADMINS")]),
  Order: a
    .model({
      code: a.string().required(),
      line: a.integer().required(),
      customer: a.string().required(),
      placedAt: a.datetime().required(),
    })
    .identifier(["code", "line"])
    .secondaryIndexes((index) => [index("customer").sortKeys(["placedAt", "line"]), index("line")])
    .authorization((allow) => [allow.authenticated()]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
