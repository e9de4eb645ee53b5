import assert from "node:assert/strict";
import { test } from "node:test";
import { formatNumber } from "./format-number.js";

test("thousands are separated by commas", () => {
  const numbers = [0, 7, 999, 1000, 12_345, 999_999, 1_000_000];
  assert.deepEqual(numbers.map(formatNumber), ["0", "7", "999", "1,000", "12,345", "999,999", "1,000,000"]);
});
