// Operations of the schema's own, and who is behind them.
import assert from "node:assert/strict";
import { ok, fails, titles, some } from "./expect.js";

export const operations = {
  async "custom operations reach their functions"({ as, api }) {
    const asked = { name: "Bo", status: "DRAFT" };
    assert.deepEqual(await ok(as("editor").queries.greet(asked)), {
      text: "Hello Bo",
      status: "DRAFT",
      by: "eve",
    });
    await fails(as("editor").queries.greet({ name: "nobody" }), /nobody is not greeted/);
    // two functions, the second knows what the first one said
    assert.equal(await ok(as("apiKey").mutations.rename({ name: "Bo" })), "renamed Bo!");
    await fails(as("apiKey").mutations.rename({ name: "nobody" }), /nobody is not greeted/);
    // asynchronously: the answer does not wait, and a failure shows nowhere
    assert.deepEqual(await ok(as("apiKey").mutations.notice({ text: "x" })), { success: true });
    assert.equal(await api.later, "undefined!");
    assert.deepEqual(await ok(as("apiKey").mutations.notice({ text: "fail" })), { success: true });
    await assert.rejects(api.later, /the auditor fails/);
  },

  async "resolvers of the user's own read their table"({ as }) {
    for (const at of some(4)) {
      await ok(as("admin").models.Article.create({ title: `No ${at}`, status: "DRAFT", score: at }));
    }
    assert.deepEqual(titles(await ok(as("admin").queries.latest({ status: "DRAFT" }))), ["No 3", "No 2"]);
  },

  async "a function is a caller too, with its own role"({ as }) {
    const article = await ok(as("admin").models.Article.create({ title: "One" }));
    await ok(as("apiKey").models.Comment.create({ text: "first", articleId: article.id }));
    const report = "One: first; Not Authorized to access createArticle on type Mutation";
    assert.equal(await ok(as("admin").queries.report()), report);
  },

  async "who is not let in by the Lambda authorizer, or only a little"({ as }) {
    const { Seat } = as("authorized").models;
    await ok(Seat.create({ hall: "A", row: 1, no: "x", who: "Bo" }));
    const key = { hall: "A", row: 1, no: "x" };
    assert.equal((await ok(Seat.get(key, { selectionSet: ["who"] }))).who, "Bo");
    const { data } = await as("limited").models.Seat.get(key, { selectionSet: ["hall", "who"] });
    assert.deepEqual(data, { hall: "A", who: null });
    const refused = await as("refused")
      .models.Seat.get(key, { selectionSet: ["hall"] })
      .catch((error) => error);
    assert.ok(!refused.data, JSON.stringify(refused));
  },
};
