import assert from "node:assert/strict";
import { test } from "node:test";
import { stepRow } from "./synced-list.js";

test("arrows lead up and down the list, Home and End to its ends", () => {
  assert.equal(stepRow("ArrowDown", 1, 5), 2);
  assert.equal(stepRow("ArrowUp", 1, 5), 0);
  assert.equal(stepRow("Home", 3, 5), 0);
  assert.equal(stepRow("End", 1, 5), 4);
});

test("other keys are not steps through the list", () => {
  assert.equal(stepRow("ArrowLeft", 1, 5), undefined);
  assert.equal(stepRow("a", 1, 5), undefined);
});
