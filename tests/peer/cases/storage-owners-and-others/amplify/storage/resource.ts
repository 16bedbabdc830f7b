import { defineStorage } from "@aws-amplify/backend";
import { tool } from "../tool/resource.js";
export const files = defineStorage({
  name: "files",
  access: (allow) => ({
    "profiles/{entity_id}/*": [
      allow.entity("identity").to(["read", "write", "delete"]),
      allow.authenticated.to(["get"]),
      allow.guest.to(["get"]),
      allow.groups(["ADMINS"]).to(["read", "delete"]),
      allow.resource(tool).to(["read", "write"]),
    ],
    "shared/all/{entity_id}/*": [allow.entity("identity").to(["write"]), allow.authenticated.to(["read"])],
  }),
});
