import { env } from "$amplify/env/big";
export const handler = async () => env.SEC;
