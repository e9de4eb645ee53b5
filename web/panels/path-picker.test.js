import assert from "node:assert/strict";
import { test } from "node:test";
import { decidePick } from "./path-picker.js";

const decide = (changes) => decidePick({ id: "a", isGroup: false, isAsked: false, picked: null, ...changes });

test("a card is not an end before paths are asked for", () => {
  assert.equal(decide({}), "none");
});

test("the first card that is asked for begins", () => {
  assert.equal(decide({ isAsked: true }), "begin");
});

test("any other card finishes, asked for or not", () => {
  assert.equal(decide({ picked: "b" }), "finish");
  assert.equal(decide({ picked: "b", isAsked: true }), "finish");
});

test("the first card, picked again, is given up", () => {
  assert.equal(decide({ picked: "a" }), "cancel");
});

test("a group is not an end", () => {
  assert.equal(decide({ isGroup: true, isAsked: true }), "none");
  assert.equal(decide({ isGroup: true, picked: "b" }), "none");
});
