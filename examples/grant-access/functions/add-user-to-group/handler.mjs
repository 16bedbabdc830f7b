import { AdminAddUserToGroupCommand, CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";

const cognito = new CognitoIdentityProviderClient();

/** Adds `event.userId` to `event.groupName`. The pool's id is in the environment, since `access` grants the function something on it. */
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
