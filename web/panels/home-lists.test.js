import assert from "node:assert/strict";
import { test } from "node:test";
import { formatSince, togglePin } from "./home-lists.js";

const MINUTE = 60_000;

test("a pin is put first, and taken away by the second press", () => {
  const a = { arn: "a", name: "A" };
  const b = { arn: "b", name: "B" };
  const pins = togglePin([a], b);
  assert.deepEqual(pins, [b, a]);
  assert.deepEqual(togglePin(pins, b), [a]);
});

test("the age of a start is told in words", () => {
  const now = 1_000 * 24 * 60 * MINUTE;
  const ages = [0.5, 10, 90, 30 * 60, 3 * 24 * 60].map((minutes) => formatSince(now - minutes * MINUTE, now));
  assert.deepEqual(ages, ["now", "10 min ago", "1 h ago", "yesterday", "3 days ago"]);
});

test("a start of which nobody noted the time has no age", () => {
  assert.equal(formatSince(undefined, 5), "");
});
