import assert from "node:assert/strict";
import { test } from "node:test";
import { createOrientation } from "./orientation.js";

test("time flows to the right at first", () => {
  const orientation = createOrientation();
  assert.ok(!orientation.isDown());
  assert.equal(orientation.getAlong({ x: 3, y: 7 }), 3);
  assert.equal(orientation.getAcross({ x: 3, y: 7 }), 7);
  assert.equal(orientation.translateKey("ArrowDown"), "ArrowDown");
});

test("where time flows down, axes and arrow keys are exchanged", () => {
  const orientation = createOrientation();
  orientation.setOrientation("down");
  assert.equal(orientation.getAlong({ x: 3, y: 7 }), 7);
  assert.equal(orientation.getAcross({ x: 3, y: 7 }), 3);
  assert.equal(orientation.translateKey("ArrowDown"), "ArrowRight");
  assert.equal(orientation.translateKey("ArrowLeft"), "ArrowUp");
  assert.equal(orientation.translateKey("Home"), "Home");
});

test("each setting is reported", () => {
  const seen = [];
  const orientation = createOrientation((isDown) => seen.push(isDown));
  orientation.setOrientation("down");
  orientation.setOrientation("right");
  assert.deepEqual(seen, [true, false]);
});
