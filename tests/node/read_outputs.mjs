// Reads an amplify_outputs.json with the official client's own reader and prints the configuration that comes of it.
//   node read_outputs.mjs FILE
// The reader ignores nearly every mistake in silence, so what it made of the file is what has to be compared.
import { readFileSync } from "node:fs";
import { isAmplifyOutputs, parseAmplifyOutputs } from "@aws-amplify/core/internals/utils";

const outputs = JSON.parse(readFileSync(process.argv[2], "utf8"));
if (!isAmplifyOutputs(outputs)) {
  throw new Error(`version ${JSON.stringify(outputs.version)}: the client would take it for a legacy configuration`);
}
const config = parseAmplifyOutputs(outputs);
if (outputs.auth && !(config.Auth?.Cognito?.userPoolId && config.Auth.Cognito.userPoolClientId)) {
  throw new Error("no user pool or client: nobody could sign in");
}
console.log(JSON.stringify(config, null, 2));
