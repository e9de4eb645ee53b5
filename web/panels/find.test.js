import assert from "node:assert/strict";
import { test } from "node:test";
import { splitWords } from "./find.js";

test("words are searched without case and spaces", () => {
  assert.deepEqual(splitWords("  Customer  CHURN "), ["customer", "churn"]);
});

test("nothing is searched for an empty text", () => {
  assert.deepEqual(splitWords("   "), []);
});
