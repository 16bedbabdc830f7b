import { defineStorage } from "@aws-amplify/backend";
export const files = defineStorage({
  name: "files",
  access: (allow) => ({
    "reports/*": [
      allow.groups(["THIRD", "FIRST"]).to(["read"]),
      allow.groups(["SECOND"]).to(["read", "write"]),
    ],
    "reports/2026/*": [allow.groups(["FIRST"]).to(["get", "list", "write", "delete"])],
  }),
});
