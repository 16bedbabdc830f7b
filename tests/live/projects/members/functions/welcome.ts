import { env } from "$amplify/env/welcome";
import { AdminAddUserToGroupCommand, CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import type { PostConfirmationTriggerHandler } from "aws-lambda";

const cognito = new CognitoIdentityProviderClient();

/** Puts every new user into a group: a trigger that needs the id of the pool that calls it. */
export const handler: PostConfirmationTriggerHandler = async (event) => {
  await cognito.send(
    new AdminAddUserToGroupCommand({
      UserPoolId: env.AMPLIFY_AUTH_USERPOOL_ID,
      Username: event.userName,
      GroupName: env.GROUP_NAME,
    }),
  );
  return event;
};
