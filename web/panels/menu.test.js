import assert from "node:assert/strict";
import { test } from "node:test";
import { findMenuTarget } from "./menu.js";
import { buildMenuItems, isNewSection, listFittingItems } from "./menu-items.js";

const node = (data) => ({ id: () => data.id ?? "a", data: (name) => data[name] });
const pathPicker = { describeMenuItem: () => "Paths from here", pickEnd: () => true };
const items = buildMenuItems({
  moveTo: () => {},
  announce: () => {},
  pathPicker: /** @type {any} */ (pathPicker),
});
const listWords = (card) => listFittingItems(items, card).map(({ words }) => words);
const buttons = ["Open", "Copy ARN", "Copy link"].map((textContent) => ({ textContent }));

test("the menu of a card can make it the focus and expand it", () => {
  const words = listWords(node({ role: "match" }));
  assert.equal(words[0], "Make focus");
  assert.ok(words.includes("Expand upstream") && words.includes("Copy ARN"));
});

test("the menu of the focus does not offer to make it the focus", () => {
  assert.ok(!listWords(node({ role: "start" })).includes("Make focus"));
});

test("the menu of a group opens it and copies no ARN", () => {
  const words = listWords(node({ role: "group" }));
  assert.equal(words[0], "Open");
  assert.ok(!words.includes("Copy ARN") && !words.some((word) => word.startsWith("Expand")));
});

test("the menu of a collapsed card offers to expand it again", () => {
  const words = listWords(node({ role: "match", beyond: { contracted: true } }));
  assert.ok(words.includes("Expand again") && !words.includes("Expand upstream"));
});

test("the menu of the canvas fits, finds and copies", () => {
  const words = listWords(null);
  assert.deepEqual(words, [
    "Fit the whole picture",
    "Centre on the start",
    "Find in the picture",
    "Copy link",
  ]);
});

test("a line stands between tens of items", () => {
  assert.equal(isNewSection({ order: 11 }, { order: 20 }), true);
  assert.equal(isNewSection({ order: 10 }, { order: 11 }), false);
});

test("arrow keys go around in the menu", () => {
  assert.equal(findMenuTarget(buttons, 2, "ArrowDown"), buttons[0]);
  assert.equal(findMenuTarget(buttons, 0, "ArrowUp"), buttons[2]);
});

test("Home and End go to the first and the last item", () => {
  assert.equal(findMenuTarget(buttons, 1, "Home"), buttons[0]);
  assert.equal(findMenuTarget(buttons, 1, "End"), buttons[2]);
});

test("a letter goes to the next item that begins with it", () => {
  assert.equal(findMenuTarget(buttons, 0, "c"), buttons[1]);
  assert.equal(findMenuTarget(buttons, 1, "c"), buttons[2]);
  assert.equal(findMenuTarget(buttons, 2, "C"), buttons[1]);
});

test("other keys go nowhere in the menu", () => {
  assert.equal(findMenuTarget(buttons, 0, "Enter"), null);
});
