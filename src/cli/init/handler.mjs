import { AdminAddUserToGroupCommand, CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";

const cognito = new CognitoIdentityProviderClient();

/** Adds `event.userId` to `event.groupName`. The id of the user pool is there because `access` grants the function something on it. */
export const handler = async (event) => {
  await cognito.send(
    new AdminAddUserToGroupCommand({
      UserPoolId: process.env.AMPLIFY_AUTH_USERPOOL_ID,
      Username: event.userId,
      GroupName: event.groupName,
    }),
  );
  return { added: true };
};
