import { type ClientSchema, a, defineData } from "@aws-amplify/backend";
import { addUserToGroup } from "./add-user-to-group/resource";
import * as shared from "../shared";

const audited = {
  createdBy: a.string(),
  updatedBy: a.string(),
};

const schema = a
  .schema({
    Status: a.enum(["draft", "live", "archived"]),

    // people who write
    Author: a
      .model({
        name: a.string().required(),
        email: a.email(),
        biography: a.string().default("nothing is known, yet"),
        articles: a.hasMany("Article", "authorId"),
        ...audited,
      })
      .identifier(["email"])
      .authorization((allow) => [allow.owner(), allow.groups(["EDITORS"]).to(["read", "update"])]),

    Article: a
      .model({
        title: a.string().required().authorization((allow) => [allow.publicApiKey().to(["read"])]),
        text: a.string().array(),
        status: a.ref("Status"),
        score: a.float().default(-1.5e3),
        authorId: a.id(),
        author: a.belongsTo("Author", "authorId"), /* kept for the old clients */
        location: a.customType({ lat: a.float().required(), long: a.float().required() }),
      })
      .secondaryIndexes((index) => [index("authorId").sortKeys(["title"]).queryField("articlesByAuthor")])
      .authorization((allow) => [
        allow.owner(),
        allow.group(shared.Group.Admins),
        allow.authenticated().to(["read"]),
      ]),

    "Quoted": a.model({ key: a.string(), "other-key": a.string(), 3: a.integer() }).authorization((allow) => allow.owner()),
    tiny: a.id(),
    addUserToGroup: a
      .mutation()
      .arguments({ userId: a.string().required(), groupName: a.string().required() })
      .authorization((allow) => [allow.group("ADMINS")])
      .handler(a.handler.function(addUserToGroup))
      .returns(a.json()),
  })
  .authorization((allow) => [allow.resource(addUserToGroup)]);

export type Schema = ClientSchema<typeof schema>;

export const data = defineData({
  schema,
  authorizationModes: {
    defaultAuthorizationMode: "userPool",
    apiKeyAuthorizationMode: { expiresInDays: 30 },
  },
});
