// Lists, filters, pages and indexes.
import assert from "node:assert/strict";
import { ok, fails, titles, CONDITION, some } from "./expect.js";

export const reading = {
  async "lists are filtered"({ as }) {
    for (const at of some(6)) {
      await ok(
        as("admin").models.Article.create({
          title: `No ${at}`,
          score: at,
          tags: at % 2 ? ["odd"] : ["even"],
        }),
      );
    }
    const found = async (filter) =>
      titles(await ok(as("apiKey").models.Article.list({ filter, selectionSet: ["title"] }))).sort();
    assert.equal((await found({})).length, 6);
    assert.deepEqual(await found({ score: { gt: 3 } }), ["No 4", "No 5"]);
    assert.deepEqual(await found({ score: { between: [1, 2] } }), ["No 1", "No 2"]);
    assert.deepEqual(await found({ title: { beginsWith: "No 1" } }), ["No 1"]);
    assert.deepEqual(await found({ or: [{ score: { eq: 0 } }, { score: { eq: 5 } }] }), ["No 0", "No 5"]);
    assert.deepEqual(await found({ and: [{ score: { lt: 4 } }, { tags: { contains: "odd" } }] }), [
      "No 1",
      "No 3",
    ]);
    assert.deepEqual(await found({ not: { tags: { contains: "even" } } }), ["No 1", "No 3", "No 5"]);
    assert.deepEqual(await found({ score: { ge: 1, le: 2 } }), ["No 1", "No 2"]);
    assert.deepEqual(await found({ day: { attributeExists: true } }), []);
    assert.equal((await found({ day: { attributeExists: false } })).length, 6);
  },

  async "lists come in pages"({ as }) {
    for (const at of some(5)) {
      await ok(as("admin").models.Comment.create({ id: `c${at}`, articleId: "a" }));
    }
    const seen = [];
    let nextToken;
    let pages = 0;
    do {
      const page = await as("apiKey").models.Comment.list({ limit: 2, nextToken });
      assert.equal(page.errors, undefined);
      assert.ok(page.data.length <= 2);
      seen.push(...page.data.map((it) => it.id));
      nextToken = page.nextToken;
      pages += 1;
      assert.ok(pages < 5, "the pages do not end");
    } while (nextToken);
    assert.deepEqual(seen.sort(), ["c0", "c1", "c2", "c3", "c4"]);
    assert.ok(pages >= 3);
  },

  async "indexes: one sort key, its conditions, both directions"({ as }) {
    for (const at of some(5)) {
      const status = at < 4 ? "DRAFT" : "PUBLISHED";
      await ok(as("admin").models.Article.create({ title: `No ${at}`, status, score: at * 3 }));
    }
    await ok(as("admin").models.Article.create({ title: "Bare" }));
    const { Article } = as("apiKey").models;
    const found = async (key, options) =>
      titles(
        await ok(
          Article.articlesByStatus({ status: "DRAFT", ...key }, { selectionSet: ["title"], ...options }),
        ),
      );
    assert.deepEqual(await found({}), ["No 0", "No 1", "No 2", "No 3"]);
    assert.deepEqual(await found({}, { sortDirection: "DESC" }), ["No 3", "No 2", "No 1", "No 0"]);
    assert.deepEqual(await found({ score: { eq: 3 } }), ["No 1"]);
    assert.deepEqual(await found({ score: { gt: 3 } }), ["No 2", "No 3"]);
    assert.deepEqual(await found({ score: { le: 3 } }), ["No 0", "No 1"]);
    assert.deepEqual(await found({ score: { between: [3, 6] } }), ["No 1", "No 2"]);
    assert.deepEqual(await found({}, { filter: { title: { eq: "No 2" } } }), ["No 2"]);
    const page = await Article.articlesByStatus({ status: "DRAFT" }, { limit: 3, selectionSet: ["title"] });
    assert.deepEqual(titles(page.data), ["No 0", "No 1", "No 2"]);
    assert.deepEqual(await found({}, { limit: 3, nextToken: page.nextToken }), ["No 3"]);
  },

  async "indexes: several sort keys, which go together"({ as, graphql }) {
    for (const [volume, page] of [
      [1, 1],
      [1, 2],
      [2, 1],
    ]) {
      await ok(as("admin").models.Article.create({ id: `${volume}-${page}`, title: "Same", volume, page }));
    }
    const { Article } = as("apiKey").models;
    const found = async (scoreDay, options) =>
      (
        await ok(
          Article.articlesByTitle({ title: "Same", ...scoreDay }, { selectionSet: ["id"], ...options }),
        )
      ).map((it) => it.id);
    assert.deepEqual(await found({}), ["1-1", "1-2", "2-1"]);
    assert.deepEqual(await found({ volumePage: { eq: { volume: 1, page: 2 } } }), ["1-2"]);
    assert.deepEqual(await found({ volumePage: { beginsWith: { volume: 1 } } }, { sortDirection: "DESC" }), [
      "1-2",
      "1-1",
    ]);
    await fails(
      Article.articlesByTitle({ title: "Same", volumePage: { eq: { page: 2 } } }, { selectionSet: ["id"] }),
      /you must also provide 'volumePage.eq.volume'/,
    );
    const part = /you must provide all fields for the key. Missing key: 'page'/;
    await fails(as("admin").models.Article.create({ title: "Same", volume: 3 }), part);
    await fails(as("admin").models.Article.update({ id: "1-1", volume: 3 }), part);
    // both are changed, and the index follows
    await ok(as("admin").models.Article.update({ id: "1-1", volume: 3, page: 9 }));
    as("apiKey");
    assert.deepEqual(await found({}), ["1-2", "2-1", "1-1"]);
    const raw = await graphql(
      "apiKey",
      '{ articlesByTitle(title: "Same", volumePage: {eq: {volume: 1, page: 2}, gt: {volume: 0}}) { items { id } } }',
    );
    assert.match(raw.errors?.[0]?.message ?? "", /at most one key condition/);
  },

  async "what an index is by may be null"({ as }) {
    const made = await ok(
      as("admin").models.Article.create({
        title: "None",
        status: null,
        authorId: null,
        day: null,
        score: null,
      }),
    );
    assert.equal(made.status, null);
    assert.equal(made.score, 5);
    await ok(
      as("admin").models.Article.update({ id: made.id, status: "DRAFT", authorId: "x", day: "2026-01-01" }),
    );
    await ok(
      as("admin").models.Article.update({
        id: made.id,
        status: null,
        authorId: null,
        score: null,
        volume: null,
        page: null,
      }),
    );
    assert.equal((await ok(as("admin").models.Article.articlesByStatus({ status: "DRAFT" }))).length, 0);
  },

  async "odd arguments"({ as, graphql, sleep }) {
    const { Article, Comment } = as("admin").models;
    await ok(Comment.create({ id: "c", text: "x", articleId: "a" }));
    await fails(graphql("admin", "{ listComments(limit: 0) { items { id } } }"), /Limit/i);
    await fails(Comment.list({ nextToken: "nonsense" }), /token/i);
    assert.equal((await ok(Comment.list({ filter: {}, limit: null, nextToken: null }))).length, 1);
    const made = await ok(Article.create({ title: "Old" }));
    // an update of nothing is one of the time
    await sleep(5);
    const after = await ok(Article.update({ id: made.id }));
    assert.equal(after.title, "Old");
    assert.ok(after.updatedAt > made.updatedAt);
    // a condition of a creation
    const create = `mutation M($condition: ModelArticleConditionInput) {
      createArticle(input: {id: "new", title: "New"}, condition: $condition) { id }
    }`;
    await fails(graphql("admin", create, { condition: { title: { eq: "Old" } } }), ...CONDITION);
    await ok(graphql("admin", create, { condition: { title: { attributeExists: false } } }));
    // a relation over several fields goes by all of them
    await fails(as("apiKey").models.Ticket.create({ hall: "A", row: 1 }), /Missing key: 'no'/);
    const ticket = await ok(as("apiKey").models.Ticket.create({ price: 1e-7 }));
    assert.equal(ticket.price, 1e-7);
    await fails(as("apiKey").models.Ticket.update({ id: ticket.id, row: 2 }), /Missing key/);
    assert.equal((await ok(as("apiKey").models.Ticket.list())).length, 1);
    // expressions that cannot be written
    await fails(
      as("admin").models.Article.list({ filter: { title: null } }),
      /Unable to process the filter expression/,
    );
    const sized = { title: { size: { gt: 2, lt: 4 } }, day: { attributeType: "string" } };
    await ok(Article.update({ id: made.id, day: "2026-01-01" }));
    assert.deepEqual(titles(await ok(as("admin").models.Article.list({ filter: sized }))), ["Old"]);
    assert.equal((await ok(as("admin").models.Article.list({ filter: { id: { eq: made.id } } }))).length, 1);
  },
};
