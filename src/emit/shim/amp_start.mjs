// Written by ampc: prepares the function before its own code, index, is loaded.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";

// What the environment cannot hold is read from the parameter store: AMP_PARAMETERS says which variable from where.
if (process.env.AMP_PARAMETERS) {
  const { prefix, names } = JSON.parse(process.env.AMP_PARAMETERS);
  // The runtime brings the SDK; `require` finds it from here, `import` would not.
  const { SSMClient, GetParametersCommand } = createRequire(import.meta.url)("@aws-sdk/client-ssm");
  const client = new SSMClient({});
  const wanted = [...new Set(Object.values(names))].map((name) => prefix + name);
  const values = new Map();
  // GetParameters takes ten names.
  for (let at = 0; at < wanted.length; at += 10) {
    const command = new GetParametersCommand({ Names: wanted.slice(at, at + 10), WithDecryption: true });
    for (const { Name, Value } of (await client.send(command)).Parameters ?? []) values.set(Name, Value);
  }
  const missing = wanted.filter((name) => !values.has(name));
  if (missing.length > 0) throw new Error(`not in the parameter store: ${missing.join(", ")}`);
  for (const [variable, name] of Object.entries(names)) process.env[variable] = values.get(prefix + name);
}

const file = ["index.mjs", "index.js", "index.cjs"].find((name) => existsSync(new URL(name, import.meta.url)));
const loaded = await import(`./${file}`);
const own = loaded.handler ?? loaded.default?.handler;

// Before a sign-up: owners are stored as `sub::username`, so a username with `::` could pass for somebody else.
const guarded = (...call) => {
  if (call[0].userName?.includes("::")) throw new Error("a username cannot hold ::");
  return own(...call);
};

export const handler = process.env.AMP_GUARDS_USERNAMES ? guarded : own;
