import { AdminAddUserToGroupCommand, CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { env } from "$amplify/env/add-user-to-group";
import type { Schema } from "$amplify/schema";

type Handler = Schema["addUserToGroup"]["functionHandler"];

const cognito = new CognitoIdentityProviderClient();

export const handler: Handler = async (event) => {
  const { userId, groupName } = event.arguments;
  return await cognito.send(
    new AdminAddUserToGroupCommand({
      Username: userId,
      GroupName: groupName,
      UserPoolId: env.AMPLIFY_AUTH_USERPOOL_ID,
    }),
  );
};
