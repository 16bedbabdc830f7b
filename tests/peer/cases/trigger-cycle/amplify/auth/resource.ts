import { defineAuth, defineFunction } from "@aws-amplify/backend";
export const f = defineFunction({ entry: "./handler.ts", name: "f", resourceGroupName: "auth" });
export const auth = defineAuth({
  loginWith: { email: true },
  triggers: { postConfirmation: f },
  access: (allow) => [allow.resource(f).to(["addUserToGroup"])],
});
