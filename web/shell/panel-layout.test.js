import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseLayout } from "./panel-layout.js";

test("panels stand as they were left where there is room; the form is closed until it is wanted", () => {
  assert.deepEqual(chooseLayout(false, {}), { left: "closed", right: "open" });
  assert.deepEqual(chooseLayout(false, { right: "closed" }), { left: "closed", right: "closed" });
  assert.deepEqual(chooseLayout(false, { left: "open" }), { left: "open", right: "open" });
});

test("panels are closed in a narrow window", () => {
  assert.deepEqual(chooseLayout(true, { left: "open" }), { left: "closed", right: "closed" });
});
