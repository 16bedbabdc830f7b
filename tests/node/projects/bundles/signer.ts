import { env } from "$amplify/env/signer";
import jwt from "jsonwebtoken";

/** A CommonJS package that requires parts of Node when it is loaded. */
export const handler = async (event: { sub: string }) =>
  jwt.decode(jwt.sign({ sub: event.sub }, "key", { issuer: env.ISSUER, noTimestamp: true }));
