import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { orientation } from "./orientation.js";

globalThis.document ??= { getElementById: () => null };

afterEach(() => orientation.set("right"));

test("time runs along x in a graph that flows to the right", () => {
  orientation.set("right");
  assert.equal(orientation.along({ x: 3, y: 5 }), 3);
  assert.equal(orientation.across({ x: 3, y: 5 }), 5);
});

test("time runs along y in a graph that flows down", () => {
  orientation.set("down");
  assert.equal(orientation.along({ x: 3, y: 5 }), 5);
  assert.equal(orientation.across({ x: 3, y: 5 }), 3);
});

test("arrow keys follow the flow", () => {
  orientation.set("down");
  assert.equal(orientation.mapKey("ArrowDown"), "ArrowRight");
  assert.equal(orientation.mapKey("ArrowLeft"), "ArrowUp");
});

test("keys that are no arrows are the same in both flows", () => {
  orientation.set("down");
  assert.equal(orientation.mapKey("Home"), "Home");
});

test("a graph flows to the right unless it is said", () => {
  orientation.set(undefined);
  assert.equal(orientation.isDown(), false);
});
