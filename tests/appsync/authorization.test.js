// Each schema of tests/peer/authorization is built, and its API asked what Amplify's was asked: all answers are equal,
// but for the differences in authorization/deliberate.js. Then mistakes are put into the resolvers of some, and must be
// noticed. As many schemas are asked at a time as there are processors.
import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { after, test } from "node:test";
import { Worker } from "node:worker_threads";
import { cases } from "./authorization/cases.js";
import { DELIBERATE } from "./authorization/deliberate.js";

const asked = new Map(cases.map((name) => [name, Promise.withResolvers()]));
const waiting = [...cases];
const workers = Array.from({ length: availableParallelism() }, () => {
  const worker = new Worker(new URL("./authorization/asker.js", import.meta.url));
  const next = () => waiting.length > 0 && worker.postMessage(waiting.shift());
  worker.on("message", ({ name, said, error }) => {
    const { resolve, reject } = asked.get(name);
    if (error) {
      reject(new Error(error));
    } else {
      resolve(said);
    }
    next();
  });
  worker.on("error", (error) => asked.forEach(({ reject }) => reject(error)));
  next();
  return worker;
});
// what fails before its test is awaited fails that test
asked.forEach(({ promise }) => promise.catch(() => {}));
after(() => Promise.all(workers.map((worker) => worker.terminate())));

const used = new Set();

for (const name of cases) {
  test(name, async () => {
    const said = await asked.get(name).promise;
    said.used.forEach((at) => used.add(at));
    assert.deepEqual(said.different, []);
    assert.deepEqual(said.missed, [], "mistakes that are not noticed");
  });
}

test("all that is deliberate is met", () =>
  assert.deepEqual(
    DELIBERATE.filter((_, at) => !used.has(at)),
    [],
  ));
