import assert from "node:assert/strict";
import { test } from "node:test";
import { formatArrowhead, formatLinePath } from "./line-shape.js";

const from = { x: 0, y: 0 };
const to = { x: 100, y: 40 };

test("a straight line is one piece", () => {
  assert.equal(formatLinePath({ from, to }), "M0 0 L100 40");
});

test("a line with corners goes through them", () => {
  assert.equal(formatLinePath({ from, to, bends: [{ x: 0, y: 40.26 }] }), "M0 0 L0 40.3 L100 40");
});

test("curves meet midway between their control points", () => {
  const controls = [
    { x: 20, y: 0 },
    { x: 60, y: 40 },
  ];
  assert.equal(formatLinePath({ from, to, controls }), "M0 0 Q20 0 40 20 Q60 40 100 40");
});

test("an arrowhead points where its line goes", () => {
  assert.equal(formatArrowhead([from, { x: 10, y: 0 }], 8), "M10 0 L2 4 L2 -4Z");
});

test("an arrowhead points the same way if the last control point is its tip", () => {
  const tip = { x: 10, y: 0 };
  assert.equal(formatArrowhead([from, tip, tip], 8), "M10 0 L2 4 L2 -4Z");
});

test("a line without a length still has an arrowhead", () => {
  assert.doesNotMatch(formatArrowhead([from, from], 8), /NaN/);
});
