import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseLevel, withLevelClass } from "./semantic-zoom.js";

test("cards show less from further away", () => {
  assert.deepEqual([0.1, 0.34, 0.5, 0.6, 2].map(chooseLevel), ["far", "middle", "middle", "near", "near"]);
});

test("a new card begins at the present level", () => {
  assert.equal(withLevelClass("data match"), "data match middle");
});
