import { defineStorage } from "@aws-amplify/backend";
export const files = defineStorage({
  name: "files",
  access: (allow) => ({
    "get/*": [allow.guest.to(["get"]), allow.authenticated.to(["get"]), allow.groups(["ADMINS"]).to(["get"])],
    "list/*": [allow.guest.to(["list"]), allow.authenticated.to(["list"]), allow.groups(["ADMINS"]).to(["list"])],
    "write/*": [allow.guest.to(["write"]), allow.authenticated.to(["write"]), allow.groups(["ADMINS"]).to(["write"])],
    "delete/*": [allow.authenticated.to(["delete"]), allow.groups(["ADMINS"]).to(["delete"])],
  }),
});
