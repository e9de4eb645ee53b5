import assert from "node:assert/strict";
import { test } from "node:test";
import { limitHeight } from "./answer-height.js";

test("answer and picture both keep some height, in whole pixels", () => {
  assert.equal(limitHeight(300.4, 700), 300);
  assert.equal(limitHeight(10, 700), 96);
  assert.equal(limitHeight(690, 700), 604);
});
