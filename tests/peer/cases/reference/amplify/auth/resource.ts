import { referenceAuth } from "@aws-amplify/backend";
import { addUser } from "../functions/add-user/resource.js";
export const auth = referenceAuth({
  userPoolId: "us-east-1_abc",
  identityPoolId: "us-east-1:00000000-1111-2222-3333-444444444444",
  userPoolClientId: "cli",
  authRoleArn: "arn:aws:iam::123456789012:role/auth",
  unauthRoleArn: "arn:aws:iam::123456789012:role/unauth",
  groups: { ADMINS: "arn:aws:iam::123456789012:role/adm" },
  access: (allow) => [allow.resource(addUser).to(["addUserToGroup"])],
});
