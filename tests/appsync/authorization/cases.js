// The cases in tests/peer/authorization: a schema, items and what creates are tried, and what Amplify answers.
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PEER = fileURLToPath(new URL("../../peer", import.meta.url));
const CASES = join(PEER, "authorization");
// what is not a schema, and where it lies in a project
const SHARED = {
  "backend.ts": "amplify/backend.ts",
  "auth.ts": "amplify/auth/resource.ts",
  "functions.ts": "amplify/data/functions.ts",
  "handler.ts": "amplify/data/handler.ts",
};

export const cases = readdirSync(CASES).sort();

const json = (name, file) => JSON.parse(readFileSync(join(CASES, name, file), "utf8"));

/** What is asked about a case, and what Amplify answered: `{items, creates, operations}`, `{question: {answer: who}}`. */
export const questions = (name) => json(name, "questions.json");
export const expected = (name) => json(name, "expected.json");

/** Keeps answers as what Amplify says. */
export function record(name, answers) {
  writeFileSync(join(CASES, name, "expected.json"), `${JSON.stringify(answers, null, 1)}\n`);
}

/** Writes the project of a case. */
export function project(name, folder) {
  for (const [file, place] of Object.entries(SHARED)) {
    mkdirSync(join(folder, place, ".."), { recursive: true });
    cpSync(join(PEER, "schemas/shared", file), join(folder, place));
  }
  cpSync(join(CASES, name, "resource.ts"), join(folder, "amplify/data/resource.ts"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
}
