import assert from "node:assert/strict";
import { test } from "node:test";
import { formatTime } from "./format-date.js";

const MOMENT = new Date("2026-11-09T16:20:42.936+02:00");

test("a moment is told to the minute, in UTC", () => {
  assert.equal(formatTime(MOMENT), "9 Nov 2026, 14:20 UTC");
});

test("paper has the seconds, too", () => {
  assert.equal(formatTime(MOMENT, { hasSeconds: true }), "9 Nov 2026, 14:20:42 UTC");
});
