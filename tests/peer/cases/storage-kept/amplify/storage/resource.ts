import { defineStorage } from "@aws-amplify/backend";
export const files = defineStorage({
  name: "files",
  keepOnDelete: true,
  access: (allow) => ({ "public/*": [allow.guest.to(["get"]), allow.authenticated.to(["read"])] }),
});
