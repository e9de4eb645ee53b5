import assert from "node:assert/strict";
import { test } from "node:test";
import { formatAge } from "./reading-progress.js";

const NOW = Date.UTC(2026, 10, 28, 12, 0);
const MINUTE = 60_000;
const age = (minutes) => formatAge(new Date(NOW - minutes * MINUTE), NOW);

test("an age under a minute is just now", () => {
  assert.equal(age(0.5), "just now");
});

test("an age under an hour is told in minutes", () => {
  assert.deepEqual([age(1), age(59)], ["1 minute ago", "59 minutes ago"]);
});

test("an age of an hour is told as such", () => {
  assert.equal(age(61), "an hour ago");
});

test("an older age is a date and time", () => {
  assert.match(age(60 * 24 * 3), /25 Nov 2026/);
});
