import assert from "node:assert/strict";
import { test } from "node:test";
import { fetchFinished } from "./finished-answer.js";

/** @param {number[]} statuses of one answer after the other */
function answerWith(statuses) {
  const left = [...statuses];
  globalThis.fetch = () => Promise.resolve(new Response("", { status: left.shift() }));
  return left;
}

test("an answer that is being read is asked for again until it is there", async () => {
  answerWith([202, 202, 200]);
  const waits = /** @type {number[]} */ ([]);
  const wait = async (/** @type {number} */ time) => waits.push(time);
  assert.equal((await fetchFinished("around", { isWanted: () => true, wait }))?.status, 200);
  assert.deepEqual(waits, [500, 500]);
});

test("what nobody looks at any more is not asked for again", async () => {
  const left = answerWith([202, 200]);
  await fetchFinished("around", { isWanted: () => left.length === 2, wait: async () => {} });
  assert.deepEqual(left, [200]);
});

test("a refusal is final, and so is no answer", async () => {
  const left = answerWith([422, 200]);
  assert.equal((await fetchFinished("around", { isWanted: () => true }))?.status, 422);
  assert.deepEqual(left, [200]);
  globalThis.fetch = () => Promise.reject(new TypeError("no network"));
  assert.equal(await fetchFinished("around", { isWanted: () => true }), null);
});
