import assert from "node:assert/strict";
import { test } from "node:test";
import { isOnPath, setPathLookup } from "./path-membership.js";

test("nothing is on a path before a graph is drawn", () => {
  assert.equal(isOnPath("a"), false);
});

test("the graph says what is on a path", () => {
  setPathLookup((id) => id === "a");
  assert.deepEqual([isOnPath("a"), isOnPath("b")], [true, false]);
});
