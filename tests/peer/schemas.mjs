// What Amplify makes of the data of projects, and what is in a schema. Without an account and without a network.
//   node schemas.mjs PEER make PROJECT...   writes schema.graphql, introspection.json and tables.json into each
//   node schemas.mjs PEER synthesize PROJECT...   writes all that would be deployed into the folder `out` of each
//   node schemas.mjs PEER view FILE...      prints each schema as JSON, one a line
// PEER is a folder where package.json of this folder is installed; projects lie below it, so that they find the packages.
// All projects are made by one process, since the packages take most of the time to load. Schemas are taken where they
// are made: they are in no template.
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [peer, command, ...rest] = process.argv.slice(2);
const paths = rest.map((it) => path.resolve(it));
const packages = path.join(path.resolve(peer), "node_modules");
const load = (file) => import(pathToFileURL(path.join(packages, file)));
const require = createRequire(path.join(packages, "@aws-amplify/graphql-api-construct/package.json"));

await { make, synthesize, view }[command]();

async function make() {
  const out = fs.mkdtempSync(path.join(os.tmpdir(), "ampc-peer-"));
  const core = "@aws-amplify/graphql-transformer-core/lib";
  const asset = require(`${core}/cdk-compat/schema-asset.js`);
  const { removeAmplifyInputDefinition } = require(`${core}/transformation/utils.js`);
  let made;
  asset.TransformerSchema = class extends asset.TransformerSchema {
    constructor() {
      super();
      made = this;
    }
  };
  await each((project) => {
    made = undefined;
    process.env.CDK_OUTDIR = fs.mkdtempSync(path.join(out, "project-"));
    return () => {
      process.emit("message", "amplifySynth", undefined); // what `ampx` sends when the backend is loaded
      const files = fs.readdirSync(process.env.CDK_OUTDIR, { recursive: true });
      const introspection = files.find((file) => file.endsWith("modelIntrospectionSchema.json"));
      const text = fs.readFileSync(path.join(process.env.CDK_OUTDIR, introspection));
      fs.writeFileSync(path.join(project, "introspection.json"), text);
      fs.writeFileSync(path.join(project, "schema.graphql"), removeAmplifyInputDefinition(made.definition));
      fs.writeFileSync(path.join(project, "tables.json"), JSON.stringify(tables()));
    };
  });
  fs.rmSync(out, { recursive: true });
  process.exit(0); // something of the packages goes on
}

/** The properties of all tables in the templates, by logical ID. */
function tables() {
  const found = {};
  for (const file of fs.readdirSync(process.env.CDK_OUTDIR).filter((it) => it.endsWith(".template.json"))) {
    const { Resources } = JSON.parse(fs.readFileSync(path.join(process.env.CDK_OUTDIR, file)));
    for (const [id, { Type, Properties }] of Object.entries(Resources ?? {})) {
      if (Type === "Custom::AmplifyDynamoDBTable") found[id] = Properties;
    }
  }
  return found;
}

async function synthesize() {
  await each((project) => {
    process.env.CDK_OUTDIR = path.join(project, "out");
    fs.rmSync(process.env.CDK_OUTDIR, { recursive: true, force: true });
    fs.mkdirSync(process.env.CDK_OUTDIR);
    return () => {
      process.emit("message", "amplifySynth", undefined);
      fs.copyFileSync(path.join(project, "amplify/data/resource.ts"), path.join(project, "out/made.ts"));
    };
  });
  process.exit(0);
}

/** Loads each project. `begin` is called before, and what it gives after. */
async function each(begin) {
  Object.assign(process.env, {
    AMPLIFY_DISABLE_TELEMETRY: "1",
    AWS_EC2_METADATA_DISABLED: "true",
    CDK_CONTEXT_JSON: JSON.stringify({
      "amplify-backend-namespace": "peer",
      "amplify-backend-name": "test",
      "amplify-backend-type": "sandbox",
      "aws:cdk:bundling-stacks": [],
    }),
    CDK_DISABLE_CLI_TELEMETRY: "true",
    JSII_DEPRECATED: "quiet",
    JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION: "1",
    JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: "1",
    JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: "1",
  });
  const { register } = await load("tsx/dist/esm/api/index.mjs");
  register();
  const { DataFactory } = await load("@aws-amplify/backend-data/lib/factory.js");
  const { AmplifyAuthFactory } = await load("@aws-amplify/backend-auth/lib/factory.js");
  for (const project of paths) {
    DataFactory.factoryCount = AmplifyAuthFactory.factoryCount = 0;
    const end = begin(project);
    process.chdir(project);
    try {
      await import(pathToFileURL(path.join(project, "amplify/backend.ts")));
      end();
    } catch (error) {
      for (let it = error; it; it = it.cause ?? it.downstreamError) console.error(`${project}: ${it.message}`);
      process.exit(1);
    }
    process.removeAllListeners("message");
  }
}

/** Definitions by name; what stands there several times says how often. */
function view() {
  const { parse, print, valueFromASTUntyped } = require("graphql");
  const named = (nodes, inside) => {
    const found = {};
    for (const node of nodes ?? []) {
      const { times = 0 } = found[node.name.value] ?? {};
      found[node.name.value] = { ...inside(node), ...(times && { repeated: times + 1 }) };
      Object.defineProperty(found[node.name.value], "times", { value: times + 1 });
    }
    return found;
  };
  const directives = (nodes) =>
    named(nodes, (it) => named(it.arguments, (argument) => ({ value: valueFromASTUntyped(argument.value) })));
  const type = (node) => ({ type: print(node.type) });
  const definition = (node) => ({
    kind: node.kind,
    directives: directives(node.directives),
    fields: named(node.fields, (field) => ({
      ...type(field),
      arguments: named(field.arguments, type),
      directives: directives(field.directives),
    })),
    values: node.values?.map((value) => value.name.value) ?? [],
  });
  for (const file of paths) {
    const { definitions } = parse(fs.readFileSync(file, "utf8"));
    console.log(JSON.stringify(named(definitions, definition)));
  }
}
