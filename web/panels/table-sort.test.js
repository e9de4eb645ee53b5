import assert from "node:assert/strict";
import { test } from "node:test";
import { orderRows } from "./table-sort.js";

test("numbers within texts are sorted as numbers, letters whatever their case", () => {
  assert.deepEqual(orderRows(["run 10", "run 9", "Run 1"], false), [2, 1, 0]);
});

test("the other order is the reverse", () => {
  assert.deepEqual(orderRows(["b", "a", "c"], true), [2, 0, 1]);
});

test("rows with equal texts keep their order", () => {
  assert.deepEqual(orderRows(["x", "x", "a"], false), [2, 0, 1]);
});
