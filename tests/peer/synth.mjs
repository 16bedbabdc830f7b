// Takes an Amplify Gen 2 project through the published packages, without an account and without a network.
//   node synth.mjs PEER PROJECT OUT
// PEER is a folder where package.json of this folder is installed; PROJECT lies below it, so that it finds the packages.
// OUT gets every CloudFormation template and amplify_outputs.json with <names> for what only a deployed stack knows.
// The last line printed is {"milliseconds": ...} of the synthesis alone, the start of Node not included.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [peer, project, out] = process.argv.slice(2).map((it) => path.resolve(it));
const load = (file) => import(pathToFileURL(path.join(peer, "node_modules", file)));

fs.mkdirSync(out, { recursive: true });
process.chdir(project);
Object.assign(process.env, {
  AMPLIFY_DISABLE_TELEMETRY: "1",
  AWS_EC2_METADATA_DISABLED: "true",
  CDK_CONTEXT_JSON: JSON.stringify({
    "amplify-backend-namespace": "peer",
    "amplify-backend-name": "test",
    "amplify-backend-type": "sandbox",
  }),
  CDK_DISABLE_CLI_TELEMETRY: "true",
  CDK_OUTDIR: out,
  JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION: "1",
  JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: "1",
  JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: "1",
});

const fail = (error) => {
  for (let it = error; it; it = it.cause) console.error(`${it.name}: ${it.message}`);
  process.exit(1);
};
process.on("uncaughtException", fail);
process.on("unhandledRejection", fail);

const begun = performance.now();
const { tsImport } = await load("tsx/dist/esm/api/index.mjs");
await tsImport(pathToFileURL(path.join(project, "amplify", "backend.ts")).href, import.meta.url);
process.emit("message", "amplifySynth", undefined); // what `ampx` sends when the backend is loaded
const milliseconds = Math.round(performance.now() - begun);

const isRoot = (file) => file.endsWith(".template.json") && !file.includes(".nested.");
const root = JSON.parse(fs.readFileSync(path.join(out, fs.readdirSync(out).find(isRoot))));
fs.writeFileSync(path.join(out, "amplify_outputs.json"), JSON.stringify(await outputs(root), null, 2));
console.log(JSON.stringify({ milliseconds }));
process.exit(0);

/**
 * The client's configuration, by the package's own contributors, from the outputs that the root template declares; empty
 * where a custom resource finds them when the stack is deployed (referenceAuth).
 */
async function outputs(root) {
  const { ClientConfigContributorFactory } = await load(
    "@aws-amplify/client-config/lib/client-config-contributor/client_config_contributor_factory.js",
  );
  const factory = new ClientConfigContributorFactory({ getModelIntrospectionSchemaFromS3Uri: async () => ({}) });
  const given = {};
  for (const [key, { version, stackOutputs }] of Object.entries(root.Metadata)) {
    if (!stackOutputs) continue;
    given[key] = { version, payload: Object.fromEntries(stackOutputs.map((it) => [it, text(root.Outputs[it].Value)])) };
  }
  if (JSON.stringify(given).includes("<undefined>")) return {};
  const found = {};
  for (const contributor of factory.getContributors("1.5")) Object.assign(found, await contributor.contribute(given));
  return found;
}

function text(value) {
  if (typeof value === "string") return value;
  if (value.Ref) return `<${value.Ref}>`;
  if (value["Fn::Join"]) return value["Fn::Join"][1].map(text).join(value["Fn::Join"][0]);
  const attribute = value["Fn::GetAtt"][1];
  const made = attribute.match(/(?:storage|function)(\w+(?:Bucket|lambda))[0-9A-F]{8}Ref$/)?.[1];
  const ids = ["UserPoolDomain", "UserPoolAppClient", "UserPool", "IdentityPool"];
  return `<${made ?? ids.find((it) => attribute.includes(it))}>`;
}
