// Written by ampc: prepares the function before its own code, index, is loaded.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";

// What the environment cannot hold is read from the parameter store: AMP_PARAMETERS says which variable from where.
if (process.env.AMP_PARAMETERS) {
  const { prefix, names } = JSON.parse(process.env.AMP_PARAMETERS);
  // The runtime brings the SDK; `require` finds it from here, `import` would not.
  const { SSMClient, GetParameterCommand } = createRequire(import.meta.url)("@aws-sdk/client-ssm");
  const client = new SSMClient({});
  const read = async (name) => {
    const command = new GetParameterCommand({ Name: prefix + name, WithDecryption: true });
    try {
      return [name, (await client.send(command)).Parameter.Value];
    } catch (cause) {
      throw new Error(`${prefix}${name} cannot be read from the parameter store: ${cause.name}`, { cause });
    }
  };
  const values = new Map(await Promise.all([...new Set(Object.values(names))].map(read)));
  for (const [variable, name] of Object.entries(names)) process.env[variable] = values.get(name);
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
