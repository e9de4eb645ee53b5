import assert from "node:assert/strict";
import { test } from "node:test";
import { describeAge, describeProgress } from "./read-wording.js";

const NOW = Date.UTC(2026, 10, 28, 12, 0, 0);
const ageOf = (seconds) => describeAge(new Date(NOW - seconds * 1000), NOW);

test("progress counts pages, entities and seconds while reading goes on", () => {
  const progress = { pages: 3, entities: 1240, more: true };
  assert.equal(describeProgress(progress, 2.34), "Loading: 1,240 entities (3 pages), 2.3 s");
});

test("progress names one page and one entity in the singular", () => {
  assert.equal(describeProgress({ pages: 1, entities: 1, more: true }, 0), "Loading: 1 entity (1 page), 0.0 s");
});

test("stopped reading says how far it came", () => {
  const progress = { pages: 4, entities: 200, more: false };
  assert.equal(describeProgress(progress, 9), "Stopped: 200 entities (4 pages) loaded");
});

test("an age is said in minutes within the first hour", () => {
  assert.equal(ageOf(59), "just now");
  assert.equal(ageOf(60), "1 minute ago");
  assert.equal(ageOf(59 * 60), "59 minutes ago");
  assert.equal(ageOf(60 * 60), "an hour ago");
});

test("after two hours the time itself is said", () => {
  assert.match(ageOf(3 * 60 * 60), /28 Nov 2026/);
});

test("what is waited for follows the progress", () => {
  const progress = { pages: 0, entities: 0, more: true, note: "SageMaker answered Bad Gateway 3 times" };
  const sentence = describeProgress(progress, 4);
  assert.equal(sentence, "Loading: 0 entities (0 pages), 4.0 s. SageMaker answered Bad Gateway 3 times");
});
