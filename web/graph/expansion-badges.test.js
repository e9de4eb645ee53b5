import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseBadge } from "./expansion-badges.js";

test("a badge counts the neighbors that are not shown", () => {
  const badge = chooseBadge({ unseen: { up: 3 } }, "up");
  assert.deepEqual([badge.text, badge.title, badge.expands], ["+3", "3 more upstream: expand", true]);
});

test("a badge says that there may be more than were counted", () => {
  const badge = chooseBadge({ unseen: { down: 100 }, more: ["down"] }, "down");
  assert.deepEqual([badge.text, badge.title], ["+100+", "100 or more more downstream: expand"]);
});

test("what was expanded can be contracted", () => {
  const badge = chooseBadge({ expanded: ["up"] }, "up");
  assert.deepEqual([badge.text, badge.expands], ["−", false]);
});

test("a card at which reading ended says quietly that there may be more", () => {
  const badge = chooseBadge({ limits: ["up"] }, "up");
  assert.deepEqual([badge.text, badge.isQuiet], ["…", true]);
});

test("a card that was asked about needs no guess", () => {
  assert.equal(chooseBadge({ limits: ["up"], unseen: {}, more: [] }, "up"), null);
});

test("a side without anything beyond it has no badge", () => {
  assert.equal(chooseBadge({ expanded: ["down"], unseen: { down: 2 } }, "up"), null);
});
