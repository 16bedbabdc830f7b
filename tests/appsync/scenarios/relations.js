// Relations, identifiers of several fields, subscriptions.
import assert from "node:assert/strict";
import { ok, fails, titles, CONDITION, some } from "./expect.js";

export const relations = {
  async "relations, lazily and by selection"({ as }) {
    const { Article, Author, Comment, Cover } = as("admin").models;
    const author = await ok(Author.create({ name: "Ann" }));
    const article = await ok(Article.create({ title: "One", authorId: author.id }));
    await ok(Article.create({ title: "Lonely" }));
    for (const at of some(3)) {
      await ok(Comment.create({ text: `${at}`, articleId: article.id }));
    }
    await ok(Comment.create({ text: "elsewhere", articleId: "other" }));
    await ok(Cover.create({ link: "https://example.com/c", articleId: article.id }));

    const got = await ok(Article.get({ id: article.id }));
    assert.equal((await ok(got.author())).name, "Ann");
    const comments = await ok(got.comments());
    assert.deepEqual(comments.map((it) => it.text).sort(), ["0", "1", "2"]);
    assert.equal((await ok(comments[0].article())).title, "One");
    assert.equal((await ok(got.cover())).link, "https://example.com/c");
    assert.deepEqual(titles(await ok((await ok(got.author())).articles())), ["One"]);

    as("apiKey");
    const selectionSet = ["title", "author.name", "comments.text", "comments.article.title", "cover.link"];
    const all = await ok(as("apiKey").models.Article.list({ selectionSet }));
    const one = all.find((it) => it.title === "One");
    assert.deepEqual(one.author, { name: "Ann" });
    assert.equal(one.comments.length, 3);
    assert.ok(one.comments.every((it) => it.article?.title === "One"));
    assert.deepEqual(one.cover, { link: "https://example.com/c" });
    const lonely = all.find((it) => it.title === "Lonely");
    assert.deepEqual(lonely, { title: "Lonely", author: null, comments: [], cover: null });
  },

  async "children are filtered, limited and paged"({ as, graphql }) {
    const article = await ok(as("admin").models.Article.create({ title: "One" }));
    for (const at of some(4)) {
      await ok(as("apiKey").models.Comment.create({ text: `${at}`, articleId: article.id }));
    }
    const comments = async (args) => {
      const query = `query Q($id: ID!) { getArticle(id: $id) { comments${args} { items { text } nextToken } } }`;
      return (await ok(graphql("apiKey", query, { id: article.id }))).getArticle.comments;
    };
    assert.deepEqual((await comments('(filter: {text: {gt: "1"}})')).items.map((it) => it.text).sort(), [
      "2",
      "3",
    ]);
    const page = await comments("(limit: 3)");
    assert.equal(page.items.length, 3);
    const rest = await comments(`(limit: 3, nextToken: "${page.nextToken}")`);
    assert.deepEqual([...page.items, ...rest.items].map((it) => it.text).sort(), ["0", "1", "2", "3"]);
  },

  async "behind a relation, the rules of what is there hold"({ as }) {
    const author = await ok(as("admin").models.Author.create({ id: "x", name: "Ann" }));
    await ok(as("admin").models.Article.create({ id: "x", title: "One", authorId: author.id }));
    await ok(as("apiKey").models.Comment.create({ id: "x", text: "first", articleId: "x" }));
    const seen = async (caller, name, selectionSet) => {
      const { data, errors } = await as(caller).models[name].get({ id: "x" }, { selectionSet });
      return [JSON.stringify(data), ...(errors ?? []).map((it) => it.message)];
    };
    for (const caller of ["editor", "member"]) {
      const [data, ...errors] = await seen(caller, "Article", ["title", "comments.text", "author.name"]);
      assert.match(data, /One/, caller);
      assert.doesNotMatch(data, /first|Ann/, caller);
      assert.deepEqual(errors.sort(), [
        "Not Authorized to access author on type Article",
        "Not Authorized to access comments on type Article",
      ]);
    }
    for (const caller of ["guest", "signedIn", "adminRole"]) {
      const [data, ...errors] = await seen(caller, "Author", ["name", "articles.title", "articles.memo"]);
      assert.match(data, /Ann/, caller);
      assert.doesNotMatch(data, /One/, caller);
      assert.deepEqual(errors, ["Not Authorized to access articles on type Author"]);
    }
    // and two steps away
    const [data, ...errors] = await seen("apiKey", "Comment", [
      "text",
      "article.memo",
      "article.author.name",
    ]);
    assert.deepEqual(JSON.parse(data), {
      text: "first",
      article: { memo: null, author: { name: "Ann" } },
    });
    assert.deepEqual(errors, ["Not Authorized to access memo on type Article"]);
  },

  async "what a mutation gives has no relations, so that subscribers get none"({ as, graphql }) {
    const author = await ok(as("admin").models.Author.create({ name: "Ann" }));
    const mutation = `mutation M($author: ID) {
      createArticle(input: {title: "One", authorId: $author, memo: "secret"}) {
        title memo author { name } comments { items { id } }
      }
    }`;
    const { createArticle } = await ok(graphql("admin", mutation, { author: author.id }));
    assert.deepEqual(createArticle, { title: "One", memo: null, author: null, comments: { items: [] } });
  },

  async "identifiers of several fields"({ as }) {
    const { Seat, Ticket, Room } = as("apiKey").models;
    for (const [hall, row, no] of [
      ["A", 1, "x"],
      ["A", 1, "y"],
      ["A", 2, "x"],
      ["B", 1, "x"],
    ]) {
      await ok(Seat.create({ hall, row, no, who: `${hall}${row}${no}` }));
    }
    const key = { hall: "A", row: 1, no: "y" };
    await fails(Seat.create({ ...key, who: "again" }), ...CONDITION);
    assert.equal((await ok(Seat.get(key))).who, "A1y");
    assert.equal(await ok(Seat.get({ ...key, row: 9 })), null);
    await ok(Seat.update({ ...key, who: "Bo" }));
    assert.equal((await ok(Seat.get(key))).who, "Bo");
    const who = async (given) =>
      (await ok(Seat.list({ selectionSet: ["who"], ...given }))).map((it) => it.who);
    assert.deepEqual((await who({})).sort(), ["A1x", "A2x", "B1x", "Bo"]);
    assert.deepEqual(await who({ hall: "A" }), ["A1x", "Bo", "A2x"]);
    assert.deepEqual(await who({ hall: "A", sortDirection: "DESC" }), ["A2x", "Bo", "A1x"]);
    assert.deepEqual(await who({ hall: "A", rowNo: { beginsWith: { row: 1 } } }), ["A1x", "Bo"]);
    assert.deepEqual(await who({ hall: "A", rowNo: { eq: { row: 2, no: "x" } } }), ["A2x"]);
    await fails(
      Seat.list({ rowNo: { eq: { row: 2, no: "x" } } }),
      /you must also provide 'hall'/,
      "InvalidArgumentsError",
    );
    await fails(
      Seat.list({ sortDirection: "DESC" }),
      /you must also provide argument 'hall'/,
      "InvalidArgumentsError",
    );

    await ok(Ticket.create({ price: 9.5, ...key }));
    await ok(Ticket.create({ price: 8, ...key, no: "x" }));
    const ticket = (await ok(Ticket.list({ selectionSet: ["price", "seat.who"] }))).find(
      (it) => it.price === 9.5,
    );
    assert.equal(ticket.seat.who, "Bo");
    const seat = await ok(Seat.get(key, { selectionSet: ["who", "tickets.price"] }));
    assert.deepEqual(seat, { who: "Bo", tickets: [{ price: 9.5 }] });
    assert.deepEqual(
      (await ok((await ok(Seat.get(key))).tickets())).map((it) => it.price),
      [9.5],
    );
    await ok(Seat.delete(key));
    assert.equal(await ok(Seat.get(key)), null);

    for (const number of [1, 2, 10]) {
      await ok(Room.create({ house: "H", number, beds: number }));
    }
    const rooms = async (given) => (await ok(Room.list({ house: "H", ...given }))).map((it) => it.number);
    assert.deepEqual(await rooms({}), [1, 2, 10]);
    assert.deepEqual(await rooms({ number: { ge: 2 } }), [2, 10]);
    assert.deepEqual(await rooms({ number: { between: [1, 2] }, sortDirection: "DESC" }), [2, 1]);
    assert.equal(Room.delete, undefined);
  },

  async "subscribers get what they may, and what they ask for"({ as, listen, sleep }) {
    const all = await listen(as("apiKey").models.Article.onCreate({ selectionSet: ["title", "score"] }));
    const high = await listen(
      as("apiKey").models.Article.onCreate({ filter: { score: { gt: 10 } }, selectionSet: ["title"] }),
    );
    const hidden = await listen(
      as("apiKey").models.Article.onCreate({ selectionSet: ["title", "memo", "author.name"] }),
    );
    const author = await ok(as("admin").models.Author.create({ name: "Ann" }));
    const values = { authorId: author.id, memo: "secret" };
    await ok(as("admin").models.Article.create({ title: "Low", score: 1, ...values }));
    await ok(as("admin").models.Article.create({ title: "High", score: 11, ...values }));
    await sleep(100);
    assert.deepEqual(all.events, [
      { title: "Low", score: 1 },
      { title: "High", score: 11 },
    ]);
    assert.deepEqual(high.events, [{ title: "High" }]);
    assert.ok(!JSON.stringify([hidden.events, hidden.errors]).includes("secret"), JSON.stringify(hidden));
    assert.ok(!JSON.stringify(hidden.events).includes("Ann"), JSON.stringify(hidden));
    for (const it of [all, high, hidden]) {
      it.close();
    }
  },

  async "who may not list may not subscribe"({ refused }) {
    const query = "subscription S { onCreateArticle { title } }";
    const may = ["apiKey", "admin", "editor", "both"];
    const not = [
      "member",
      "other",
      "guest",
      "signedIn",
      "adminRole",
      "auditor",
      "operator",
      "otherUser",
      "partner",
      "refused",
    ];
    for (const caller of [...may, ...not]) {
      const errors = await refused(caller, query);
      assert.equal(errors === undefined, may.includes(caller), `${caller}: ${JSON.stringify(errors)}`);
    }
  },
};
