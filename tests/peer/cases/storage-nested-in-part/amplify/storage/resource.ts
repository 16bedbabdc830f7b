import { defineStorage } from "@aws-amplify/backend";
export const files = defineStorage({
  name: "files",
  access: (allow) => ({
    "a/b/*": [allow.authenticated.to(["get", "delete"]), allow.groups(["ADMINS"]).to(["list"])],
    "a/*": [allow.authenticated.to(["read", "write"]), allow.groups(["ADMINS", "EDITORS"]).to(["read", "delete"])],
    "a/c/d/*": [allow.guest.to(["get"]), allow.groups(["ADMINS", "EDITORS"]).to(["read", "delete"])],
    "ab/*": [allow.guest.to(["write"])],
  }),
});
