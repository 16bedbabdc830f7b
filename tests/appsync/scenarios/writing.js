// Creations, updates and deletions.
import assert from "node:assert/strict";
import { ok, fails, CONDITION, VISIBLE } from "./expect.js";

export const writing = {
  async "what is created is there, with defaults and times"({ as }) {
    const before = new Date().toISOString();
    const made = await ok(as("editor").models.Article.create({ title: "One" }, { selectionSet: VISIBLE }));
    assert.match(made.id, /^[0-9a-f-]{36}$/);
    assert.equal(made.score, 5);
    assert.equal(made.open, true);
    assert.equal(made.createdAt, made.updatedAt);
    assert.ok(made.createdAt >= before);
    const got = await ok(
      as("member").models.Article.get(
        { id: made.id },
        { selectionSet: ["id", "title", "score", "createdAt"] },
      ),
    );
    assert.deepEqual(got, { id: made.id, title: "One", score: 5, createdAt: made.createdAt });
    assert.equal(await ok(as("member").models.Article.get({ id: "none" }, { selectionSet: ["id"] })), null);
  },

  async "all kinds of values go in and come out as they are"({ as }) {
    const values = {
      id: "own-id",
      title: "Kinds",
      status: "PUBLISHED",
      score: 0,
      day: "2026-02-28",
      seen: "2026-02-28T10:11:12.000Z",
      ratio: 0.25,
      open: false,
      tags: ["a", "b"],
      place: { city: "Ghent", at: { lat: 51.05, lon: 3.71 } },
      extra: JSON.stringify({ deep: [1, { x: null }] }),
      link: "https://example.com/a",
      mail: "a@example.com",
      stamp: 1700000000,
      memo: "for admins",
    };
    await as("admin").models.Article.create(values);
    const paths = [...Object.keys(values).filter((name) => name !== "place"), "place.*", "place.at.*"];
    const got = await ok(as("admin").models.Article.get({ id: "own-id" }, { selectionSet: paths }));
    assert.deepEqual(
      { ...got, extra: JSON.parse(got.extra) },
      { ...values, extra: JSON.parse(values.extra) },
    );
  },

  async "an id is there once"({ as }) {
    await ok(as("admin").models.Article.create({ id: "a", title: "First" }));
    await fails(as("admin").models.Article.create({ id: "a", title: "Second" }), ...CONDITION);
    assert.equal((await ok(as("admin").models.Article.get({ id: "a" }))).title, "First");
  },

  async "an update changes what is given, and null removes"({ as, sleep }) {
    const made = await ok(
      as("admin").models.Article.create({ title: "One", day: "2026-01-01", tags: ["x"] }),
    );
    await sleep(5);
    await ok(as("admin").models.Article.update({ id: made.id, title: "Two", day: null }));
    const got = await ok(as("admin").models.Article.get({ id: made.id }));
    assert.equal(got.title, "Two");
    assert.equal(got.day, null);
    assert.deepEqual(got.tags, ["x"]);
    assert.equal(got.createdAt, made.createdAt);
    assert.ok(got.updatedAt > made.updatedAt);
    // and may be set again
    await ok(
      as("editor").models.Article.update({ id: made.id, day: "2026-01-02" }, { selectionSet: ["id"] }),
    );
    await fails(
      as("editor").models.Article.update({ id: made.id, day: null }, { selectionSet: ["id"] }),
      /^Unauthorized on \[day\]$/,
      "Unauthorized",
    );
    assert.equal((await ok(as("admin").models.Article.get({ id: made.id }))).day, "2026-01-02");
  },

  async "an update or deletion of what is not there"({ as }) {
    await fails(as("admin").models.Article.update({ id: "none", title: "Two" }), ...CONDITION);
    assert.deepEqual(await ok(as("admin").models.Article.list()), Object.assign([], { nextToken: null }));
    // AppSync takes it for a success
    assert.equal(await ok(as("admin").models.Article.delete({ id: "none" })), null);
  },

  async "what is deleted comes back, and is gone"({ as }) {
    const made = await ok(as("admin").models.Article.create({ title: "One" }));
    const gone = await ok(as("admin").models.Article.delete({ id: made.id }));
    assert.equal(gone.title, "One");
    assert.equal(await ok(as("admin").models.Article.get({ id: made.id })), null);
  },

  async "conditions of the caller's"({ as, graphql }) {
    const made = await ok(as("admin").models.Article.create({ title: "One", score: 3 }));
    const update = `mutation M($id: ID!, $condition: ModelArticleConditionInput) {
      updateArticle(input: {id: $id, score: 4}, condition: $condition) { id score }
    }`;
    const remove = `mutation M($id: ID!, $condition: ModelArticleConditionInput) {
      deleteArticle(input: {id: $id}, condition: $condition) { id score }
    }`;
    const given = (condition) => ({ id: made.id, condition });
    const not = { score: { gt: 3 } };
    await fails(graphql("admin", update, given(not)), ...CONDITION);
    await fails(graphql("admin", remove, given(not)), ...CONDITION);
    assert.equal((await ok(as("admin").models.Article.get({ id: made.id }))).score, 3);
    const yes = {
      or: [
        { title: { eq: "none" } },
        { and: [{ score: { between: [3, 9] } }, { not: { title: { contains: "x" } } }] },
      ],
    };
    assert.deepEqual((await ok(graphql("admin", update, given(yes)))).updateArticle, {
      id: made.id,
      score: 4,
    });
    assert.deepEqual((await ok(graphql("admin", remove, given({})))).deleteArticle, {
      id: made.id,
      score: 4,
    });
  },

  async "conditions and filters do not tell what may not be read"({ as, graphql }) {
    const made = await ok(as("admin").models.Article.create({ title: "One", memo: "secret" }));
    const update = `mutation M($id: ID!, $condition: ModelArticleConditionInput) {
      updateArticle(input: {id: $id, score: 4}, condition: $condition) { id }
    }`;
    await fails(
      graphql("editor", update, { id: made.id, condition: { memo: { eq: "secret" } } }),
      /Unauthorized on \[memo\]/,
    );
    assert.equal((await ok(as("admin").models.Article.get({ id: made.id }))).score, 5);
    const author = await ok(as("admin").models.Author.create({ name: "Ann" }));
    await ok(as("admin").models.Article.update({ id: made.id, status: "DRAFT", authorId: author.id }));
    const filter = 'filter: {memo: {beginsWith: "s"}}';
    const queries = [
      `{ listArticles(${filter}) { items { id } } }`,
      `{ articlesByStatus(status: DRAFT, ${filter}) { items { id } } }`,
      `{ getAuthor(id: "${author.id}") { articles(${filter}) { items { id } } } }`,
    ];
    for (const query of queries) {
      assert.match(JSON.stringify(await ok(graphql("admin", query))), new RegExp(made.id), query);
      const answer = JSON.stringify(await graphql("apiKey", query));
      assert.doesNotMatch(answer, new RegExp(made.id), query);
      assert.match(answer, /Unauthorized on \[memo\]/, query);
    }
  },

  async "values are validated, with their messages"({ as }) {
    const create = (values) => as("admin").models.Article.create({ title: "Right", ...values });
    await fails(create({ title: "ab" }), /^too short$/);
    await fails(
      create({ title: "a".repeat(21) }),
      /^Field title of type Article must have a maximum length of 20$/,
    );
    await fails(create({ score: -1 }), /^Field score of type Article must be greater than or equal to 0$/);
    await fails(create({ score: 1000 }), /^Field score of type Article must be less than 1000$/);
    await fails(create({ status: "LOST" }), /LOST/);
    await fails(create({ mail: "nobody" }), /email/i);
    assert.equal((await ok(as("admin").models.Article.list())).length, 0);
    const made = await ok(create({ score: 999 }));
    await fails(as("admin").models.Article.update({ id: made.id, title: "ab" }), /^too short$/);
    assert.equal((await ok(as("admin").models.Article.get({ id: made.id }))).title, "Right");
  },

  async "fields with rules of their own"({ as }) {
    const made = await ok(as("admin").models.Article.create({ title: "One", memo: "secret" }));
    assert.equal((await ok(as("admin").models.Article.get({ id: made.id }))).memo, "secret");
    for (const caller of ["editor", "member", "apiKey"]) {
      const { data, errors } = await as(caller).models.Article.get(
        { id: made.id },
        { selectionSet: ["title", "memo"] },
      );
      assert.deepEqual(data, { title: "One", memo: null }, caller);
      assert.match(errors[0].message, /Not Authorized to access memo on type Article/);
    }
    // without asking for it, there is no error
    await ok(as("editor").models.Article.update({ id: made.id, title: "Two" }, { selectionSet: ["title"] }));
    const select = { selectionSet: ["id"] };
    await fails(
      as("editor").models.Article.update({ id: made.id, memo: "mine" }, select),
      /^Unauthorized on \[memo\]$/,
      "Unauthorized",
    );
    await fails(
      as("editor").models.Article.create({ title: "Mine", memo: "mine" }, select),
      /^Unauthorized on \[memo\]$/,
      "Unauthorized",
    );
    assert.equal((await ok(as("admin").models.Article.get({ id: made.id }))).memo, "secret");
    assert.equal((await ok(as("admin").models.Article.list())).length, 1);
  },

  async "values within values"({ as }) {
    const { Article } = as("admin").models;
    const keep = async (values) => {
      const made = await ok(Article.create({ title: "Deep", ...values }));
      const got = await ok(
        Article.get({ id: made.id }, { selectionSet: ["tags", "place.*", "place.at.*", "extra"] }),
      );
      return { ...got, extra: got.extra && JSON.parse(got.extra) };
    };
    const none = { tags: null, place: null, extra: null };
    assert.deepEqual(await keep({}), none);
    assert.deepEqual(await keep({ tags: [], extra: "[]" }), { ...none, tags: [], extra: [] });
    assert.deepEqual(await keep({ tags: ["", null, "é\"'"] }), { ...none, tags: ["", null, "é\"'"] });
    assert.deepEqual(await keep({ place: { city: null } }), { ...none, place: { city: null, at: null } });
    assert.deepEqual(await keep({ extra: "false" }), { ...none, extra: false });
    assert.deepEqual(await keep({ extra: '"text"' }), { ...none, extra: "text" });
  },
};
