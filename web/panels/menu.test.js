import assert from "node:assert/strict";
import { test } from "node:test";
import { describeCount, placeInRoom, stepItem } from "./menu.js";

const TITLES = ["Focus here", "Expand upstream", "Expand downstream", "Copy ARN"];

test("arrows lead through the menu in a circle", () => {
  assert.equal(stepItem("ArrowDown", 3, TITLES), 0);
  assert.equal(stepItem("ArrowUp", 0, TITLES), 3);
  assert.equal(stepItem("Home", 2, TITLES), 0);
  assert.equal(stepItem("End", 0, TITLES), 3);
});

test("a letter leads to the next item that begins with it", () => {
  assert.equal(stepItem("e", 0, TITLES), 1);
  assert.equal(stepItem("e", 1, TITLES), 2);
  assert.equal(stepItem("E", 2, TITLES), 1);
});

test("other keys lead nowhere", () => {
  assert.equal(stepItem("x", 0, TITLES), -1);
  assert.equal(stepItem(" ", 0, TITLES), -1);
  assert.equal(stepItem("Shift", 0, TITLES), -1);
});

test("a menu stays within the window", () => {
  assert.equal(placeInRoom(100, 200, 1000), 100);
  assert.equal(placeInRoom(950, 200, 1000), 792);
  assert.equal(placeInRoom(-20, 200, 1000), 8);
});

test("an item says how many neighbors it would bring", () => {
  assert.equal(describeCount({ unseen: { up: 3 }, more: ["down"] }, "up"), "3 more");
  assert.equal(describeCount({ unseen: { up: 100 }, more: ["up"] }, "up"), "100+ more");
  assert.equal(describeCount({ unseen: { up: 3 }, more: [] }, "down"), "none");
  assert.equal(describeCount({ unseen: {}, more: [], why: "Access was denied." }, "up"), "not known");
});
