import { a, defineData } from "@aws-amplify/backend";
import { countTickets } from "./functions";

const schema = a.schema({
  Priority: a.enum(["low", "medium", "high"]),
  Ticket: a
    .model({
      title: a.string().required(),
      status: a.enum(["OPEN", "CLOSED"]),
      priority: a.ref("Priority"),
      needed: a.ref("Priority").required(),
      history: a.ref("Priority").array(),
      detail: a.customType({ kind: a.enum(["BUG", "TASK"]), priority: a.ref("Priority"), note: a.string() }),
      meta: a.ref("TicketMeta"),
    })
    .authorization((allow) => [allow.owner()]),
  TicketMeta: a.customType({ source: a.enum(["WEB", "MAIL"]), priority: a.ref("Priority").required() }),
  countTickets: a
    .query()
    .arguments({
      status: a.enum(["ANY", "OPEN"]),
      priority: a.ref("Priority").required(),
      many: a.ref("Priority").array(),
      detail: a.customType({ mood: a.enum(["GOOD", "BAD"]) }),
    })
    .returns(a.integer())
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(countTickets)),
  mood: a
    .query()
    .returns(a.enum(["HAPPY", "SAD"]))
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(countTickets)),
  topPriority: a
    .query()
    .returns(a.ref("Priority"))
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(countTickets)),
  priorities: a
    .query()
    .returns(a.ref("Priority").array())
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(countTickets)),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
