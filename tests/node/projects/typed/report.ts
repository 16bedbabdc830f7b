import { env } from "$amplify/env/report";
import type { Handler } from "aws-lambda";

export const handler: Handler<{ what: string }, string> = async ({ what }) => {
  const words: string[] = [what, env.STAGE, env.API_KEY, env.AMPLIFY_AUTH_USERPOOL_ID, env.AWS_REGION];
  return words.join(" ");
};
