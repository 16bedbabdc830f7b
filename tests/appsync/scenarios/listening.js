// Who hears what of items that belong to somebody, in projects/workshop.
import assert from "node:assert/strict";
import { ok, some } from "./expect.js";

const OPEN = ["id", "text", "owner"];
const texts = ({ events }) => events.map((it) => it.text ?? it.title).sort();

/** What each of several callers hears of `onCreate` of a model while `action` runs: by name, in any order. */
async function heard({ as, listen, sleep }, model, names, action, options) {
  const open = [];
  for (const name of names) {
    open.push(await listen(as(name).models[model].onCreate(options)));
  }
  await action();
  await sleep(100);
  open.forEach((it) => it.close());
  assert.deepEqual(open.map((it) => it.errors).flat(), []);
  return Object.fromEntries(names.map((name, at) => [name, texts(open[at])]));
}

export const listening = {
  async "owners hear of their own items, others of none"(world) {
    const { as } = world;
    const action = async () => {
      await ok(as("member").models.Note.create({ text: "mel's" }, { selectionSet: OPEN }));
      await ok(as("other").models.Note.create({ text: "otto's" }, { selectionSet: OPEN }));
    };
    assert.deepEqual(
      await heard(world, "Note", ["member", "other", "admin", "editor"], action, { selectionSet: OPEN }),
      { member: ["mel's"], other: ["otto's"], admin: ["mel's", "otto's"], editor: [] },
    );
  },

  async "filters of the listener's hold beside the owner's"(world) {
    const { as } = world;
    const action = async () => {
      for (const text of ["a", "b"]) {
        await ok(as("member").models.Note.create({ text }, { selectionSet: OPEN }));
        await ok(as("other").models.Note.create({ text: `${text}${text}` }, { selectionSet: OPEN }));
      }
    };
    const filter = { or: [{ text: { eq: "a" } }, { text: { eq: "bb" } }] };
    const options = { filter, selectionSet: OPEN };
    assert.deepEqual(await heard(world, "Note", ["member", "other", "admin"], action, options), {
      member: ["a"],
      other: ["bb"],
      admin: ["a", "bb"],
    });
  },

  async "updates and deletions are heard of by the owner"({ as, listen, sleep }) {
    const { id } = await ok(as("member").models.Note.create({ text: "one" }, { selectionSet: OPEN }));
    const options = { selectionSet: OPEN };
    const open = [];
    for (const name of ["member", "other"]) {
      open.push(await listen(as(name).models.Note.onUpdate(options)));
      open.push(await listen(as(name).models.Note.onDelete(options)));
    }
    await ok(as("member").models.Note.update({ id, text: "two" }, options));
    await ok(as("member").models.Note.delete({ id }, options));
    await sleep(100);
    open.forEach((it) => it.close());
    assert.deepEqual(open.map(texts), [["two"], ["two"], [], []]);
  },

  async "nobody listens in another's name"({ refused }) {
    const query = (owner) => `subscription S { onCreateNote(owner: "${owner}") { id } }`;
    for (const owner of ["mel", "sub-of-mel", "sub-of-mel::mel"]) {
      assert.equal(await refused("member", query(owner)), undefined);
      assert.ok(await refused("other", query(owner)));
      assert.equal(await refused("admin", query(owner)), undefined);
    }
    assert.ok(await refused("apiKey", query("mel")));
  },

  async "what a mutation's caller may see does not come to listeners"({ as, listen, sleep, graphql }) {
    const { id } = await ok(
      as("member").models.Note.create({ text: "one", pin: "secret" }, { selectionSet: OPEN }),
    );
    await ok(as("member").models.Comment.create({ text: "secret too", noteId: id }));
    await ok(as("member").models.Cover.create({ text: "secret as well", noteId: id }));
    const all = { selectionSet: ["id", "pin", "grade", "comments.text", "cover.text"] };
    const open = [];
    for (const name of ["member", "admin"]) {
      open.push(await listen(as(name).models.Note.onUpdate(all)));
    }
    const mutation = `mutation M { updateNote(input: {id: "${id}", pin: "secret still"}) {
      id owner pin grade cover { text } comments { items { text } } } }`;
    const answer = await graphql("member", mutation);
    assert.deepEqual(answer.data.updateNote, {
      id,
      owner: "mel",
      pin: null,
      grade: null,
      cover: null,
      comments: { items: [] },
    });
    await sleep(100);
    open.forEach((it) => it.close());
    for (const { events } of open) {
      assert.equal(events.length, 1);
      assert.ok(!JSON.stringify(events).includes("secret"), JSON.stringify(events));
    }
  },

  async "members of an item's group hear of it, its helpers too"(world) {
    const { as } = world;
    const options = { selectionSet: ["id", "title", "team", "helpers", "owner"] };
    const action = async () => {
      const { Task } = as("both").models;
      await ok(Task.create({ title: "e", team: "EDITORS" }, options));
      await ok(Task.create({ title: "a", team: "ADMINS", helpers: ["mel"] }, options));
      await ok(Task.create({ title: "own" }, options));
    };
    assert.deepEqual(
      await heard(world, "Task", ["editor", "admin", "both", "member", "other", "crowd"], action, options),
      { editor: ["e"], admin: ["a"], both: ["a", "e", "own"], member: ["a"], other: [], crowd: ["e"] },
    );
  },

  async "one of several groups is enough to hear"(world) {
    const { as } = world;
    const options = { selectionSet: ["id", "title", "teams"] };
    const action = async () => {
      const { Board } = as("both").models;
      await ok(Board.create({ title: "e", teams: ["EDITORS"] }, options));
      await ok(Board.create({ title: "ae", teams: ["ADMINS", "EDITORS"] }, options));
    };
    assert.deepEqual(await heard(world, "Board", ["editor", "admin", "other", "crowd"], action, options), {
      editor: ["ae", "e"],
      admin: ["ae"],
      other: [],
      crowd: ["ae", "e"],
    });
  },

  async "what does not fit into AppSync's filters is refused"({ refused }) {
    // of the groups of an item, five are compared at once, and ten alternatives fit
    assert.equal(await refused("crowd", "subscription S { onCreateTask { id } }"), undefined);
    assert.ok(await refused("throng", "subscription S { onCreateTask { id } }"));
    assert.equal(await refused("throng", "subscription S { onCreateBoard { id } }"), undefined);
    assert.ok(await refused("member", "subscription S { onCreateBoard { id } }"));
  },

  async "a live list holds one's own"({ as, sleep }) {
    await ok(as("member").models.Note.create({ text: "before" }, { selectionSet: OPEN }));
    await ok(as("other").models.Note.create({ text: "not mine" }, { selectionSet: OPEN }));
    const seen = [];
    const live = as("member")
      .models.Note.observeQuery({ selectionSet: OPEN })
      .subscribe({ next: ({ items }) => seen.push(items.map((it) => it.text).sort()) });
    await sleep(500);
    await ok(as("member").models.Note.create({ text: "then" }, { selectionSet: OPEN }));
    await ok(as("other").models.Note.create({ text: "nor this" }, { selectionSet: OPEN }));
    await sleep(300);
    live.unsubscribe();
    assert.deepEqual(seen.at(-1), ["before", "then"]);
    assert.ok(some(seen.length).every((at) => !seen[at].some((text) => text.startsWith("no"))));
  },
};
