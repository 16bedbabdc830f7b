import { defineStorage } from "@aws-amplify/backend";
export const files = defineStorage({
  name: "files",
  access: (allow) => ({
    "private/{entity_id}/*": [allow.entity("identity").to(["read", "write", "delete"])],
  }),
});
