import { defineStorage } from "@aws-amplify/backend";
import { tool } from "../tool/resource.js";
export const files = defineStorage({
  name: "files",
  triggers: { onUpload: tool },
  access: (allow) => ({ "in/*": [allow.authenticated.to(["write"]), allow.resource(tool).to(["read", "delete"])] }),
});
