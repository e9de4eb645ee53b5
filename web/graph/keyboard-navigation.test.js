import assert from "node:assert/strict";
import { test } from "node:test";
import { describeCard, readKey } from "./keyboard-navigation.js";
import { createOrientation } from "./orientation.js";

const NO_MODIFIERS = { ctrlKey: false, metaKey: false, altKey: false };
const read = (key, modifiers = {}) => readKey({ key, ...NO_MODIFIERS, ...modifiers });

test("keys on the canvas mean what the list of keys says", () => {
  assert.deepEqual(read("ArrowLeft"), { name: "step", key: "ArrowLeft" });
  assert.deepEqual(read("Home"), { name: "step", key: "Home" });
  assert.deepEqual(read("Enter"), { name: "focus" });
  assert.deepEqual(read("e"), { name: "expand" });
  assert.deepEqual(read("E"), { name: "collapse" });
  assert.deepEqual(read("p"), { name: "pick" });
  assert.deepEqual(read("P"), { name: "pick" });
  assert.deepEqual(read("Escape"), { name: "leave" });
});

test("plus, minus and zero move the camera", () => {
  assert.deepEqual(read("+"), { name: "look", look: "in" });
  assert.deepEqual(read("-"), { name: "look", look: "out" });
  assert.deepEqual(read("0"), { name: "look", look: "fit" });
});

test("Enter with Ctrl or Command opens a new tab", () => {
  assert.deepEqual(read("Enter", { ctrlKey: true }), { name: "focusInNewTab" });
  assert.deepEqual(read("Enter", { metaKey: true }), { name: "focusInNewTab" });
});

test("keys with other modifiers are the browser's", () => {
  assert.equal(read("e", { ctrlKey: true }), null);
  assert.equal(read("ArrowLeft", { altKey: true }), null);
  assert.equal(read("x"), null);
});

test("arrows follow the orientation", () => {
  const orientation = createOrientation();
  orientation.setOrientation("down");
  const action = readKey({ key: "ArrowDown", ...NO_MODIFIERS }, orientation.translateKey);
  assert.deepEqual(action, { name: "step", key: "ArrowRight" });
});

test("a card is announced with its kind, its edges and the way to it", () => {
  const data = { type_title: "Data set", title: "train.csv", subtitle: "run a", role: "match" };
  assert.equal(
    describeCard(data, { incoming: 2, outgoing: 3, via: "Contributed to" }),
    "Contributed to: Data set train.csv, run a, 2 upstream, 3 downstream",
  );
});

test("the focus says so, and a name that begins with its kind stands alone", () => {
  const data = { type_title: "Model", title: "Model 7", subtitle: "", role: "start" };
  assert.equal(describeCard(data, { incoming: 0, outgoing: 1 }), "Model 7, current focus, 0 upstream, 1 downstream");
});
