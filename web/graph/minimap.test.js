import assert from "node:assert/strict";
import { test } from "node:test";
import { scaleToMap } from "./minimap.js";

test("the whole graph lies on the map, centered", () => {
  const bounds = { x1: 1000, x2: 3000, y1: -100, y2: 100, w: 2000, h: 200 };
  const { scale, x, y } = scaleToMap(bounds);
  assert.ok(Math.abs(1000 * scale + x - 6) < 1e-9);
  assert.ok(Math.abs(3000 * scale + x - 170) < 1e-9);
  assert.ok(Math.abs(0 * scale + y - 60) < 1e-9);
});
