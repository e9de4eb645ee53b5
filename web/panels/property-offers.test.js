import assert from "node:assert/strict";
import { test } from "node:test";
import { addChosen } from "./property-offers.js";

test("what a box holds stays among its offers, each once", () => {
  assert.deepEqual(addChosen(["a:1", "b:2"], ["c:3", "a:1"]), ["a:1", "b:2", "c:3"]);
  assert.deepEqual(addChosen(["a:1"], null), ["a:1"]);
  assert.deepEqual(addChosen([], ["c:3"]), ["c:3"]);
});
