#!/usr/bin/env node
// Asks Amplify who may do what: its own resolvers, synthesized by its packages, run in VTL, and answer the questions of
// tests/appsync/authorization about each schema in authorization/. The answers are kept in expected.json.
//   node authorization.mjs PEER [--again] [CASE...]
// PEER is the folder of compare.py; tests/appsync must be installed (`npm ci --ignore-scripts`). Synthesizing takes two
// seconds a case, and is left out if what is there is of the same schema, unless `--again`.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { cases, project, questions, record } from "../appsync/authorization/cases.js";
import { answers } from "../appsync/authorization/questions.js";
import { PeerApi } from "./api.js";

const [peer, ...rest] = process.argv.slice(2);
const again = rest.includes("--again");
const named = rest.filter((it) => it !== "--again");
const asked = named.length > 0 ? named : cases;

const folder = (name) => join(resolve(peer), "authorization", name);
const schema = (name) => readFileSync(join(folder(name), "amplify/data/resource.ts"), "utf8");
const missing = asked.filter((name) => {
  const made = join(folder(name), "out/made.ts");
  mkdirSync(folder(name), { recursive: true });
  project(name, folder(name));
  return again || !existsSync(made) || readFileSync(made, "utf8") !== schema(name);
});
if (missing.length > 0) {
  const program = fileURLToPath(new URL("schemas.mjs", import.meta.url));
  execFileSync("node", [program, peer, "synthesize", ...missing.map(folder)], {
    stdio: ["ignore", "ignore", "inherit"],
  });
}
let count = 0;
for (const name of asked) {
  const api = await PeerApi.start(join(folder(name), "out"));
  try {
    const answered = await answers(api, questions(name));
    record(name, answered);
    count += Object.keys(answered).length;
    console.log(`${name}: ${Object.keys(answered).length} questions`);
  } finally {
    await api.close();
  }
}
console.log(`${asked.length} cases, ${count} questions`);
process.exit(0);
