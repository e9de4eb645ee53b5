import assert from "node:assert/strict";
import { test } from "node:test";
import { findDay, formatDaysAgo } from "./date-fields.js";

test("the last days are counted back from now, in UTC", () => {
  const now = Date.parse("2026-03-03T23:30:00-05:00"); // the 4th in UTC
  assert.equal(formatDaysAgo(7, now), "2026-02-25");
  assert.equal(formatDaysAgo(90, now), "2025-12-04");
});

test("the calendar opens at the day of the field, if it is written as a calendar writes it", () => {
  assert.equal(findDay("2026-03-03"), "2026-03-03");
  assert.equal(findDay(" 2026-03-03 14:00"), "2026-03-03");
  assert.equal(findDay("3 Mar 2026"), "");
  assert.equal(findDay("2026-03-031"), "");
  assert.equal(findDay(""), "");
});
