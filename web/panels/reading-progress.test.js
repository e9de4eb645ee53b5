import assert from "node:assert/strict";
import { test } from "node:test";
import { describeProgress, formatAge } from "./reading-progress.js";

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

test("progress says what has been read and for how long", () => {
  const progress = { pages: 1, entities: 50, more: true };
  assert.equal(describeProgress(progress, 2.34), "Reading: 1 page, 50 entities, 2.3 s");
});

test("reading that was stopped says after what", () => {
  assert.equal(
    describeProgress({ pages: 2, entities: 1, more: false }, 9),
    "Stopped after 2 pages, 1 entity",
  );
});

test("what is waited for follows the progress", () => {
  const progress = { pages: 0, entities: 0, more: true, note: "SageMaker answered Bad Gateway 3 times" };
  const sentence = describeProgress(progress, 4);
  assert.equal(sentence, "Reading: 0 pages, 0 entities, 4.0 s. SageMaker answered Bad Gateway 3 times");
});
