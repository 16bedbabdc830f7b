// Items that belong to somebody, in projects/workshop: owners, groups named by items, fields with rules of their own().
import assert from "node:assert/strict";
import { ok, fails, some } from "./expect.js";

const UNAUTHORIZED = [/Not Authorized/, "Unauthorized"];
const OPEN = ["id", "text", "owner"];
const texts = (items) => items.map((it) => it.text).sort();
const note = (client, values, selectionSet = OPEN) => ok(client.models.Note.create(values, { selectionSet }));

const none = async (answer) => assert.equal((await ok(answer)).length, 0);

/** An item and errors at these of its fields. */
async function without(answer, ...hidden) {
  const { data, errors } = await answer;
  assert.deepEqual(
    errors?.map((it) => it.path.at(-1)).sort(),
    hidden.sort(),
    JSON.stringify({ data, errors }),
  );
  for (const name of hidden) {
    assert.equal(data[name], null);
  }
  return data;
}

export const owning = {
  async "who creates an item owns it, and nobody else touches it"({ as, api }) {
    const { id, ...made } = await note(as("member"), { text: "one", pin: "1234" });
    assert.deepEqual(made, { text: "one", owner: "mel" });
    // who calls is whom `as` named last
    const own = () => as("member").models.Note;
    assert.equal((await ok(own().get({ id }))).pin, "1234");
    assert.equal((await ok(own().update({ id, text: "two", pin: null }))).text, "two");
    assert.equal((await ok(own().get({ id }))).pin, null);
    const before = api.calls.length;
    await ok(own().update({ id, text: "three" }));
    assert.equal(api.calls.length, before + 1, "one request for a write");
    for (const name of ["other", "editor"]) {
      const theirs = () => as(name).models.Note;
      await fails(theirs().get({ id }), ...UNAUTHORIZED);
      await none(theirs().list());
      await fails(theirs().update({ id, text: "mine" }), ...UNAUTHORIZED);
      await fails(theirs().delete({ id }), ...UNAUTHORIZED);
    }
    await fails(as("admin").models.Note.update({ id, text: "mine" }), ...UNAUTHORIZED);
    await fails(as("admin").models.Note.delete({ id }), ...UNAUTHORIZED);
    assert.equal((await ok(own().get({ id }))).text, "three");
    assert.equal((await ok(own().delete({ id }, { selectionSet: OPEN }))).text, "three");
    assert.equal(await ok(own().get({ id })), null);
  },

  async "what is not there is refused as what is somebody's"({ as }) {
    const { id } = await note(as("member"), { text: "one" });
    const { Note } = as("other").models;
    const answers = async (one) =>
      JSON.stringify([await Note.update({ id: one, text: "x" }), await Note.delete({ id: one })]);
    assert.equal(await answers(id), await answers("nothing"));
  },

  async "an id that somebody has is not overwritten"({ as }) {
    await ok(as("member").models.Cover.create({ id: "c", text: "one" }));
    const { data, errors } = await as("other").models.Cover.create({ id: "c", text: "mine" });
    assert.equal(data, null);
    assert.ok(!JSON.stringify(errors).includes("one"), JSON.stringify(errors));
    assert.equal((await ok(as("member").models.Cover.get({ id: "c" }))).text, "one");
    // and is for others to give where some fields are not theirs
    await fails(as("member").models.Note.create({ id: "n", text: "x" }), /Unauthorized on \[id\]/);
  },

  async "conditions hold beside the owner's"({ graphql, as }) {
    const { id } = await note(as("member"), { text: "one", pin: "1" });
    const update = `mutation U($condition: ModelNoteConditionInput) {
      updateNote(input: {id: "${id}", text: "two"}, condition: $condition) { text }
    }`;
    const met = { condition: { text: { eq: "one" } } };
    const failed = { condition: { text: { eq: "no" } } };
    await fails(graphql("other", update, met), ...UNAUTHORIZED);
    await fails(graphql("other", update, failed), ...UNAUTHORIZED);
    await fails(graphql("member", update, failed), /conditional request failed/);
    assert.equal((await ok(graphql("member", update, met))).updateNote.text, "two");
    // an `or` of the caller's is no way around
    const either = { condition: { or: [{ text: { ne: "x" } }, { owner: { ne: "x" } }] } };
    await fails(graphql("other", update, either), ...UNAUTHORIZED);
  },

  async "lists hold what one may see, page by page"({ as }) {
    for (const at of some(6)) {
      await note(as("member"), { text: `m${at}` });
      await note(as("other"), { text: `o${at}` });
    }
    const all = [];
    let nextToken = null;
    let pages = 0;
    do {
      const page = await as("member").models.Note.list({ limit: 5, nextToken, selectionSet: OPEN });
      assert.equal(page.errors, undefined);
      all.push(...page.data);
      nextToken = page.nextToken;
      pages += 1;
    } while (nextToken);
    assert.ok(pages >= 3);
    assert.deepEqual(
      texts(all),
      some(6).map((at) => `m${at}`),
    );
    const filtered = (filter) => as("member").models.Note.list({ filter, selectionSet: OPEN });
    assert.deepEqual(texts(await ok(filtered({ text: { beginsWith: "o" } }))), []);
    assert.deepEqual(texts(await ok(filtered({ or: [{ text: { eq: "m1" } }, { text: { eq: "o1" } }] }))), [
      "m1",
    ]);
    assert.equal((await ok(as("admin").models.Note.list({ selectionSet: OPEN }))).length, 12);
    assert.equal((await ok(as("apiKey").models.Note.list({ selectionSet: OPEN }))).length, 12);
  },

  async "fields of others are null, with an error, and cannot be asked for by filters"({ as }) {
    const { id } = await note(as("member"), { text: "one", pin: "1234" });
    await without(as("admin").models.Note.get({ id }), "pin");
    const [found] = (await as("apiKey").models.Note.list()).data;
    assert.deepEqual([found.text, found.pin, found.grade], ["one", null, null]);
    // the grade is for ADMINS to give, and for the owner to read
    await fails(as("member").models.Note.update({ id, grade: "A" }), /Unauthorized on \[grade\]/);
    await fails(as("member").models.Note.create({ text: "x", grade: "A" }), /Unauthorized on \[grade\]/);
    await ok(as("admin").models.Note.update({ id, grade: "A" }, { selectionSet: ["id"] }));
    assert.equal((await ok(as("member").models.Note.get({ id }))).grade, "A");
    await fails(as("admin").models.Note.update({ id, pin: "0" }), /Unauthorized on \[pin\]|Not Authorized/);
    const guess = { filter: { pin: { eq: "1234" } }, selectionSet: OPEN };
    const { data } = await as("admin").models.Note.list(guess);
    assert.deepEqual(data, []);
    assert.deepEqual(texts(await ok(as("member").models.Note.list(guess))), ["one"]);
  },

  async "an owner that may not be changed stays"({ as }) {
    const { Deed } = as("member").models;
    const made = await ok(Deed.create({ text: "house" }));
    const { id } = made;
    assert.equal(made.owner, "mel");
    await fails(Deed.update({ id, owner: "otto" }), /Unauthorized on \[owner\]/);
    await fails(Deed.create({ text: "boat", owner: "otto" }), ...UNAUTHORIZED);
    await ok(Deed.update({ id, text: "home" }));
    assert.equal((await ok(Deed.get({ id }))).text, "home");
  },

  async "nobody creates in another's name; who may give an item away, gives it"({ as }) {
    const { Comment } = as("member").models;
    await fails(Comment.create({ text: "x", author: "otto" }), ...UNAUTHORIZED);
    await ok(Comment.create({ id: "c", text: "mine" }));
    await ok(Comment.create({ id: "e", text: "by name", author: "mel" }));
    await ok(Comment.update({ id: "c", author: "sub-of-otto::otto" }));
    await fails(Comment.get({ id: "c" }), ...UNAUTHORIZED);
    assert.equal((await ok(as("other").models.Comment.get({ id: "c" }))).author, "otto");
    assert.deepEqual(texts(await ok(as("editor").models.Comment.list())), ["by name", "mine"]);
  },

  async "relations are filtered by the rules of what they lead to"({ as }) {
    const { id } = await note(as("member"), { text: "one" });
    await ok(as("member").models.Comment.create({ text: "by mel", noteId: id }));
    await ok(as("other").models.Comment.create({ text: "by otto", noteId: id }));
    await ok(as("other").models.Cover.create({ text: "cover", noteId: id }));
    const asked = { selectionSet: ["text", "comments.text"] };
    const got = await ok(as("member").models.Note.get({ id }, asked));
    assert.deepEqual(got, { text: "one", comments: [{ text: "by mel" }] });
    const seen = await ok(as("admin").models.Note.get({ id }, asked));
    assert.deepEqual(seen.comments, []);
    const whole = await ok(as("member").models.Note.get({ id }));
    assert.deepEqual(texts(await ok(whole.comments())), ["by mel"]);
    // the cover is Otto's, and the note Mel's
    await without(as("member").models.Note.get({ id }, { selectionSet: ["text", "cover.text"] }), "cover");
    const { data } = await as("other").models.Comment.list({ selectionSet: ["text", "note.text"] });
    assert.deepEqual(data, [{ text: "by otto", note: null }]);
  },

  async "members of an item's group work on it, its helpers in part"({ as, graphql }) {
    const task = () => as("editor").models.Task;
    await ok(
      task().create({ id: "t", title: "paint", team: "EDITORS", helpers: ["mel", "sub-of-otto"], hours: 1 }),
    );
    await ok(task().create({ id: "own", title: "rest" }));
    assert.deepEqual(
      (await ok(as("both").models.Task.list())).map((it) => it.title),
      ["paint"],
    );
    await none(as("admin").models.Task.list());
    await fails(as("admin").models.Task.get({ id: "t" }), ...UNAUTHORIZED);
    for (const name of ["member", "other", "both"]) {
      assert.equal((await ok(as(name).models.Task.update({ id: "t", title: name }))).title, name);
    }
    for (const name of ["member", "other", "admin"]) {
      await fails(as(name).models.Task.delete({ id: "t" }), ...UNAUTHORIZED);
    }
    // a helper may not remove what it holds
    const { errors } = await as("member").models.Task.update({ id: "t", hours: null });
    assert.equal(errors.length, 1);
    assert.equal((await ok(task().get({ id: "t" }))).hours, 1);
    // what is handed to another team, is theirs
    await ok(as("both").models.Task.update({ id: "t", team: "ADMINS", helpers: [] }));
    await fails(as("editor").models.Task.update({ id: "t", title: "mine" }), ...UNAUTHORIZED);
    assert.equal((await ok(as("editor").models.Task.get({ id: "t" }))).team, "ADMINS");
    assert.equal((await ok(as("admin").models.Task.delete({ id: "t" }))).title, "both");
  },

  async "indexes hold what one may see"({ as }) {
    for (const [id, team, title] of [
      ["1", "EDITORS", "a"],
      ["2", "EDITORS", "b"],
      ["3", "ADMINS", "c"],
    ]) {
      await ok(as("both").models.Task.create({ id, team, title, ...(id === "2" && { helpers: ["otto"] }) }));
    }
    const ask = async (name, team, more) =>
      (await ok(as(name).models.Task.tasksOfTeam({ team, ...more }))).map((it) => it.title);
    assert.deepEqual(await ask("editor", "EDITORS"), ["a", "b"]);
    assert.deepEqual(await ask("editor", "EDITORS", { title: { gt: "a" } }), ["b"]);
    assert.deepEqual(await ask("editor", "ADMINS"), []);
    assert.deepEqual(await ask("other", "EDITORS"), ["b"]);
    assert.deepEqual(await ask("both", "EDITORS", { title: { beginsWith: "a" } }), ["a"]);
  },

  async "one of several groups is enough"({ as }) {
    await ok(as("both").models.Board.create({ id: "b", title: "plan", teams: ["EDITORS", "ADMINS"] }));
    await fails(as("editor").models.Board.create({ title: "x", teams: ["ADMINS"] }), ...UNAUTHORIZED);
    await fails(as("editor").models.Board.create({ title: "x", teams: [] }), ...UNAUTHORIZED);
    await fails(as("editor").models.Board.create({ title: "x" }), ...UNAUTHORIZED);
    assert.equal((await ok(as("editor").models.Board.update({ id: "b", title: "p" }))).title, "p");
    assert.equal((await ok(as("crowd").models.Board.list())).length, 1);
    await fails(as("other").models.Board.get({ id: "b" }), ...UNAUTHORIZED);
    await none(as("other").models.Board.list());
    await fails(as("member").models.Board.list(), ...UNAUTHORIZED);
  },

  async "owners by mail address"({ as }) {
    await ok(as("member").models.Letter.create({ id: "l", text: "dear", to: "paula@example.com" }));
    await ok(as("member").models.Letter.create({ id: "k", text: "sir", to: "quinn@example.com" }));
    assert.deepEqual(texts(await ok(as("paula").models.Letter.list())), ["dear"]);
    await fails(as("paula").models.Letter.get({ id: "k" }), ...UNAUTHORIZED);
    await fails(as("paula").models.Letter.update({ id: "l", text: "x" }), ...UNAUTHORIZED);
    assert.equal((await ok(as("paula").models.Letter.delete({ id: "l" }))).text, "dear");
    assert.deepEqual(texts(await ok(as("member").models.Letter.list())), ["sir"]);
  },
};
