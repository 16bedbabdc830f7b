import { generateClient } from "aws-amplify/data";
import type { Schema } from "$amplify/schema";

const client = generateClient<Schema>();

export async function promote(userId: string): Promise<boolean> {
  const { data, errors } = await client.mutations.addUserToGroup({ userId, groupName: "ADMINS" });
  return !errors && data !== null;
}
