import assert from "node:assert/strict";
import { test } from "node:test";
import { describeHidden, isolateKind, toggleKind } from "./legend.js";

const data = { word: "data", hidingWords: ["data", "DataSet"], isShown: true };

test("a click hides a kind that is shown", () => {
  assert.deepEqual(toggleKind(new Set(["image"]), data), new Set(["image", "data"]));
});

test("a click shows a hidden kind, whatever word hides it", () => {
  const hidden = new Set(["DataSet", "image"]);
  assert.deepEqual(toggleKind(hidden, { ...data, isShown: false }), new Set(["image"]));
});

test("isolating a kind hides all others", () => {
  assert.deepEqual(isolateKind(new Set(), data, ["image", "job"]), new Set(["image", "job"]));
});

test("isolating a hidden kind shows it", () => {
  assert.deepEqual(isolateKind(new Set(["data"]), data, ["image"]), new Set(["image"]));
});

test("isolating a kind that is alone shows everything", () => {
  assert.deepEqual(isolateKind(new Set(["image", "job"]), data, ["image", "job"]), new Set());
});

test("what is hidden is said", () => {
  assert.equal(describeHidden("Data", "data", new Set(["data", "image"])), "Data hidden, 2 hidden in all");
  assert.equal(describeHidden("Data", "data", new Set()), "Everything is shown");
});
