import assert from "node:assert/strict";
import { test } from "node:test";
import { listValues } from "./markup.js";

test("fields of a form that hold nothing are left out of the address", () => {
  const fields = [
    ["view", "browse"],
    ["text", "  churn v8 "],
    ["month", ""],
  ];
  assert.deepEqual(listValues(/** @type {[string, string][]} */ (fields)), [
    ["view", "browse"],
    ["text", "churn v8"],
  ]);
});
