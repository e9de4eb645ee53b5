import assert from "node:assert/strict";
import { test } from "node:test";
import { isRunKey } from "./shortcuts.js";

const ENTER = { key: "Enter", shiftKey: false, ctrlKey: false, metaKey: false, isComposing: false };

test("Enter runs the question from the start box, with Ctrl or Command from anywhere", () => {
  assert.ok(isRunKey(ENTER, true));
  assert.ok(!isRunKey(ENTER, false));
  assert.ok(isRunKey({ ...ENTER, ctrlKey: true }, false));
  assert.ok(isRunKey({ ...ENTER, metaKey: true }, false));
});

test("Shift+Enter in the start box is a new line", () => {
  assert.ok(!isRunKey({ ...ENTER, shiftKey: true }, true));
});

test("Enter that ends the input of a character runs nothing", () => {
  assert.ok(!isRunKey({ ...ENTER, isComposing: true }, true));
});
