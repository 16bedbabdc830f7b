// A worker that builds schemas, asks their APIs, and says what differs from Amplify's answers.
import { parentPort } from "node:worker_threads";
import { Api } from "../appsync/api.js";
import { compiled } from "../appsync/build.js";
import { expected, project, questions } from "./cases.js";
import { DELIBERATE, compare } from "./deliberate.js";
import { NOTICED, concerned } from "./mistakes.js";
import { answers } from "./questions.js";

/** What differs, the mistakes that are not noticed, and the places of the deliberate differences that are met. */
async function ask(name) {
  const { out, close } = compiled((folder) => project(name, folder));
  const used = new Set();
  try {
    const api = await Api.start(out);
    // what functions do is not asked
    api.functions.invoke = async () => null;
    const differences = async (about) => {
      const ours = await answers(api, questions(name), about);
      const theirs = Object.entries(expected(name)).filter(([question]) => !about || question in ours);
      return compare(name, Object.fromEntries(theirs), ours, used);
    };
    try {
      const different = await differences();
      const missed = [];
      for (const [mistake, [field, change]] of Object.entries(NOTICED[name] ?? {})) {
        await api.changed(field, change, async () => {
          if ((await differences(concerned(field))).length === 0) {
            missed.push(mistake);
          }
        });
      }
      return { different, missed, used: [...used].map((it) => DELIBERATE.indexOf(it)) };
    } finally {
      await api.close();
    }
  } finally {
    close();
  }
}

parentPort.on("message", async (name) => {
  try {
    parentPort.postMessage({ name, said: await ask(name) });
  } catch (error) {
    parentPort.postMessage({ name, error: `${error.stack ?? error}` });
  }
});
