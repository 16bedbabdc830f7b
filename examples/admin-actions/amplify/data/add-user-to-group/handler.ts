import { AdminAddUserToGroupCommand, CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { env } from "$amplify/env/add-user-to-group";

interface Arguments {
  userId: string;
  groupName: string;
}

const cognito = new CognitoIdentityProviderClient();

/** Resolves the mutation `addUserToGroup(userId, groupName)`. */
export const handler = async (event: { arguments: Arguments }) => {
  const { userId, groupName } = event.arguments;
  return cognito.send(
    new AdminAddUserToGroupCommand({
      UserPoolId: env.AMPLIFY_AUTH_USERPOOL_ID,
      Username: userId,
      GroupName: groupName,
    }),
  );
};
