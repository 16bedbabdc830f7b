import { defineStorage } from "@aws-amplify/backend";
import { tool } from "../tool/resource.js";
export const files = defineStorage({
  name: "files",
  isDefault: true,
  access: (allow) => ({
    "media/*": [allow.groups(["ADMINS", "EDITORS"]).to(["read", "write"]), allow.resource(tool).to(["read"])],
  }),
});
export const archive = defineStorage({
  name: "archive",
  versioned: true,
  access: (allow) => ({
    "media/*": [allow.groups(["ADMINS"]).to(["read"]), allow.guest.to(["get"]), allow.resource(tool).to(["write"])],
  }),
});
export const empty = defineStorage({ name: "empty" });
