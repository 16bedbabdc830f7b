// Builds a project with ampc, in a folder of its own.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const NODE_MODULES = join(ROOT, "tests/node/node_modules");
const AMPC = resolve(process.env.AMPC ?? join(ROOT, "target/debug/ampc"));

/** Runs the compiler. What it prints comes back. */
function ampc(args, input) {
  const env = { ...process.env, NO_COLOR: "1" };
  return execFileSync(AMPC, args, { encoding: "utf8", env, input, stdio: "pipe" });
}

/**
 * Builds `source`, a path in the repository, with another `definition` in place of its own if there is one. `close`
 * removes all of it.
 */
export const built = (source, definition) =>
  compiled((project) => {
    cpSync(join(ROOT, source), project, { recursive: true });
    if (definition) {
      writeFileSync(join(project, "backend.amp"), definition);
    }
  });

/** Builds the project that `write(folder)` writes. */
export function compiled(write) {
  for (const needed of [AMPC, NODE_MODULES]) {
    if (!existsSync(needed)) {
      throw new Error(`no ${needed}: run \`cargo build\`, and \`npm ci --ignore-scripts\` in tests/node`);
    }
  }
  const folder = mkdtempSync(join(tmpdir(), "ampc-"));
  const close = () => rmSync(folder, { recursive: true });
  try {
    const project = join(folder, "project");
    write(project);
    symlinkSync(NODE_MODULES, join(project, "node_modules"));
    const out = join(project, "amp.out");
    ampc(["build", project, "--out", out]);
    return { project, out, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** `amplify_outputs.json` of a project whose stack has these outputs. */
export function outputs(project, values) {
  const Outputs = Object.entries(values).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue }));
  const described = { Stacks: [{ StackName: "demo", StackStatus: "CREATE_COMPLETE", Outputs }] };
  return JSON.parse(ampc(["outputs", project, "--stack", "-"], JSON.stringify(described)));
}
