import { defineAuth } from "@aws-amplify/backend";
import { addUser } from "../functions/add-user/resource.js";
export const auth = defineAuth({
  loginWith: { email: true },
  groups: ["ADMINS", "EDITORS"],
  access: (allow) => [allow.resource(addUser).to(["addUserToGroup", "manageUsers"])],
});
