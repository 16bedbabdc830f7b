// What scenarios say of answers.
import assert from "node:assert/strict";

/** The data of an answer without errors. */
export async function ok(answer) {
  const { data, errors, nextToken } = await answer;
  assert.equal(errors, undefined, JSON.stringify(errors));
  return nextToken === undefined ? data : Object.assign(data, { nextToken });
}

/** An answer with exactly one error, whose message is as a pattern says. */
export async function fails(answer, pattern, type) {
  const { data, errors } = await answer;
  assert.equal(errors?.length, 1, JSON.stringify({ data, errors }));
  assert.match(errors[0].message, pattern);
  if (type !== undefined) {
    assert.equal(errors[0].errorType, type);
  }
  // a list is empty then
  assert.ok(data === null || data.length === 0, JSON.stringify(data));
}

export const titles = (items) => items.map((it) => it.title);
export const CONDITION = [/The conditional request failed/, "DynamoDB:ConditionalCheckFailedException"];
// what editors may read: a field of an article is for ADMINS
export const VISIBLE = ["id", "title", "score", "open", "createdAt", "updatedAt"];
export const some = (to) => Array.from({ length: to }, (_, at) => at);
