import { defineStorage } from "@aws-amplify/backend";
import { tool } from "../tool/resource.js";
export const files = defineStorage({
  name: "files",
  access: (allow) => ({
    "media/*": [
      allow.guest.to(["read"]),
      allow.authenticated.to(["read", "write"]),
      allow.groups(["ADMINS"]).to(["read", "write", "delete"]),
      allow.resource(tool).to(["read"]),
    ],
    "media/drafts/*": [allow.groups(["EDITORS"]).to(["read", "write"])],
  }),
});
