import assert from "node:assert/strict";
import { test } from "node:test";
import { readBox } from "./text-field.js";

test("a box for numbers holds a number, or nothing", () => {
  assert.equal(readBox("11", "number"), 11);
  assert.equal(readBox("", "number"), "");
  assert.equal(readBox("11", undefined), "11");
});
