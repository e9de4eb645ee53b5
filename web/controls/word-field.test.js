import assert from "node:assert/strict";
import { test } from "node:test";
import { addWords, filterOffers, readOffers, stepThrough } from "./word-field.js";

const KINDS = readOffers([{ value: "Artifact", label: "Artifacts" }, "Context"]);

test("offers are words, or values with a label", () => {
  assert.deepEqual(KINDS[1], { value: "Context", label: "Context" });
});

test("what is held already is not offered, and what is typed narrows the rest", () => {
  assert.deepEqual(
    filterOffers(KINDS, ["Artifact"], "").map(({ value }) => value),
    ["Context"],
  );
  assert.deepEqual(
    filterOffers(KINDS, [], " ARTI").map(({ value }) => value),
    ["Artifact"],
  );
  assert.deepEqual(filterOffers(KINDS, [], "nothing"), []);
});

test("typed words are added once each, at commas", () => {
  assert.deepEqual(addWords(["a:1"], " b:2, a:1,", null), ["a:1", "b:2"]);
  assert.deepEqual(addWords(["a:1"], "  ", null), ["a:1"]);
});

test("where only offers are taken, a word is the offer of that label", () => {
  assert.deepEqual(addWords([], "artifacts, elsewhere", KINDS), ["Artifact"]);
});

test("arrows lead through the offers and back to the box", () => {
  assert.equal(stepThrough("ArrowDown", -1, 2), 0);
  assert.equal(stepThrough("ArrowDown", 1, 2), -1);
  assert.equal(stepThrough("ArrowUp", -1, 2), 1);
  assert.equal(stepThrough("ArrowDown", -1, 0), -1);
});
