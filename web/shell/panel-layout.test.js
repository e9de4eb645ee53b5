import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseLayout } from "./panel-layout.js";

test("panels stand as they were left where there is room", () => {
  assert.deepEqual(chooseLayout(false, {}, false), { left: "open", right: "open" });
  assert.deepEqual(chooseLayout(false, { right: "closed" }, false), { left: "open", right: "closed" });
});

test("the first screen has the form, even if the reader keeps it off pictures", () => {
  assert.deepEqual(chooseLayout(false, { left: "closed" }, false), { left: "open", right: "open" });
});

test("the form gives way to a picture, unless the reader keeps it there", () => {
  assert.deepEqual(chooseLayout(false, {}, true), { left: "closed", right: "open" });
  assert.deepEqual(chooseLayout(false, { left: "open" }, true), { left: "open", right: "open" });
});

test("panels are closed in a narrow window", () => {
  assert.deepEqual(chooseLayout(true, { left: "open" }, true), { left: "closed", right: "closed" });
});
