import { defineAuth } from "@aws-amplify/backend";
import { addUserToGroup } from "../data/add-user-to-group/resource";

/** Members of ADMINS may add users to groups: the function below does it for them. */
export const auth = defineAuth({
  loginWith: { email: true },
  groups: ["ADMINS"],
  access: (allow) => [allow.resource(addUserToGroup).to(["addUserToGroup"])],
});
