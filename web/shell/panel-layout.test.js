import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseLayout } from "./panel-layout.js";

test("panels stand as they were left where there is room", () => {
  assert.deepEqual(chooseLayout(false, {}), { left: "open", right: "open" });
  assert.deepEqual(chooseLayout(false, { right: "closed" }), { left: "open", right: "closed" });
});

test("panels are closed in a narrow window", () => {
  assert.deepEqual(chooseLayout(true, { left: "open" }), { left: "closed", right: "closed" });
});
