// Where we answer otherwise than Amplify, and why.
import { readFileSync } from "node:fs";

/**
 * [case, question, Amplify's answer, ours, words of docs/differences.md about it], the first four as patterns for the whole
 * text.
 */
export const DELIBERATE = [
  ["groups", "update Both .*", "refused on text", "refused", "a role that may only delete"],
];
const DOCUMENTED = readFileSync(new URL("../../../docs/differences.md", import.meta.url), "utf8");
for (const [, , , , words] of DELIBERATE) {
  if (!DOCUMENTED.includes(words)) {
    throw new Error(`docs/differences.md does not say "${words}"`);
  }
}

const whole = (pattern, text) => new RegExp(`^(?:${pattern})$`, "s").test(text);

/** What each caller is answered. */
function byCaller(answers) {
  const found = new Map();
  for (const [answer, names] of Object.entries(answers ?? {})) {
    for (const name of names.split(" ")) {
      found.set(name, answer);
    }
  }
  return found;
}

/** Differences between Amplify's answers and ours that are not deliberate, one a line. `used` gets those that are. */
export function compare(name, theirs, ours, used = new Set()) {
  const found = [];
  for (const question of new Set([...Object.keys(theirs), ...Object.keys(ours)])) {
    if (!(question in ours) || !(question in theirs)) {
      found.push(`${question}: only ${question in theirs ? "Amplify" : "ampc"} can be asked`);
      continue;
    }
    const [amplifys, amps] = [byCaller(theirs[question]), byCaller(ours[question])];
    const lines = new Map();
    for (const caller of new Set([...amplifys.keys(), ...amps.keys()])) {
      const answer = amplifys.get(caller) ?? "refused";
      const other = amps.get(caller) ?? "refused";
      if (answer === other) {
        continue;
      }
      const reason = DELIBERATE.find(([...patterns]) =>
        [name, question, answer, other].every((text, at) => whole(patterns[at], text)),
      );
      if (reason) {
        used.add(reason);
      } else {
        const line = `Amplify ${answer} | ampc ${other}`;
        lines.set(line, [...(lines.get(line) ?? []), caller]);
      }
    }
    found.push(...[...lines].map(([line, callers]) => `${question}: ${line} <${callers.join(" ")}>`));
  }
  return found;
}
