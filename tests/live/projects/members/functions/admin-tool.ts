import { env } from "$amplify/env/admin-tool";
import * as cognito from "@aws-sdk/client-cognito-identity-provider";
import { GetParameterCommand, GetParametersByPathCommand, SSMClient } from "@aws-sdk/client-ssm";

interface Call {
  op: "add" | "remove" | "delete" | "get" | "list" | "groups" | "create" | "parameter" | "parameters" | "environment";
  Username?: string;
  GroupName?: string;
  Name?: string;
}

/** Tries one thing under the function's own role and says how it went. */
export const handler = async ({ op, Username, GroupName, Name }: Call) => {
  const UserPoolId = env.AMPLIFY_AUTH_USERPOOL_ID;
  const pool = new cognito.CognitoIdentityProviderClient();
  const parameters = new SSMClient();
  const tries = {
    add: () => pool.send(new cognito.AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName })),
    remove: () => pool.send(new cognito.AdminRemoveUserFromGroupCommand({ UserPoolId, Username, GroupName })),
    delete: () => pool.send(new cognito.AdminDeleteUserCommand({ UserPoolId, Username })),
    get: () => pool.send(new cognito.AdminGetUserCommand({ UserPoolId, Username })),
    list: () => pool.send(new cognito.ListUsersCommand({ UserPoolId })),
    groups: () => pool.send(new cognito.AdminListGroupsForUserCommand({ UserPoolId, Username })),
    create: () => pool.send(new cognito.CreateGroupCommand({ UserPoolId, GroupName })),
    parameter: () => parameters.send(new GetParameterCommand({ Name })),
    parameters: () => parameters.send(new GetParametersByPathCommand({ Path: Name, Recursive: true })),
  };
  if (op === "environment") {
    return { stage: env.STAGE, key: env.API_KEY, same: env.SAME_KEY, pool: UserPoolId, node: process.version };
  }
  try {
    await tries[op]();
    return { ok: true };
  } catch (error) {
    return { error: (error as Error).name };
  }
};
