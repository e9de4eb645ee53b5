import assert from "node:assert/strict";
import { test } from "node:test";
import { describeBadge } from "./expansion-badges.js";

test("a badge says how many neighbors are not shown on its side", () => {
  assert.equal(describeBadge({ unseen: { up: 3 } }, "up")?.text, "+3");
  assert.equal(describeBadge({ unseen: { up: 3 } }, "down"), null);
});

test("a badge says when there may be more than it counts", () => {
  assert.equal(describeBadge({ unseen: { up: 100, down: 2 }, more: ["up"] }, "up")?.text, "+100+");
});

test("a count that is complete is not told as a minimum", () => {
  assert.equal(describeBadge({ unseen: { up: 100, down: 2 }, more: ["up"] }, "down")?.text, "+2");
});

test("an expanded side can be collapsed", () => {
  assert.equal(describeBadge({ expanded: ["down"] }, "down")?.grows, false);
});

test("a side at which reading ended may have more", () => {
  assert.equal(describeBadge({ limits: ["up"] }, "up")?.text, "…");
});

test("a side that was asked about and has nothing has no badge", () => {
  assert.equal(describeBadge({ limits: ["up"], more: [], unseen: {} }, "up"), null);
});
