// Each schema of tests/peer/authorization is built, and its API asked what Amplify's was asked: all answers are equal,
// but for the differences in authorization/deliberate.js.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Api } from "./appsync/api.js";
import { compiled } from "./appsync/build.js";
import { cases, expected, project, questions } from "./authorization/cases.js";
import { DELIBERATE, compare } from "./authorization/deliberate.js";
import { answers } from "./authorization/questions.js";

// who owns an item is not looked at yet: these are refused, all others are built
const BUILT = ["groups", "modes", "operations"];
// `text`, which has no rules of its own, is not in what mutations give
const WRONG = ["fields"];
const used = new Set();

/** What our API answers. */
async function asked(name) {
  const { out, close } = compiled((folder) => project(name, folder));
  try {
    const api = await Api.start(out);
    try {
      // what functions do is not asked
      api.functions.invoke = async () => null;
      return await answers(api, questions(name));
    } finally {
      await api.close();
    }
  } finally {
    close();
  }
}

for (const name of cases) {
  if (BUILT.includes(name)) {
    test(name, async () => assert.deepEqual(compare(name, expected(name), await asked(name), used), []));
  } else if (WRONG.includes(name)) {
    test(`${name} is not right yet`, async () =>
      assert.notDeepEqual(compare(name, expected(name), await asked(name)), []));
  } else {
    test(`${name} is refused`, () => assert.rejects(() => asked(name), { stderr: /AMP1101/ }));
  }
}

after(() =>
  assert.deepEqual(
    DELIBERATE.filter((it) => !used.has(it)),
    [],
  ),
);
