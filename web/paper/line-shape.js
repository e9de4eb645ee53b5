// Computes the shapes of lines and arrowheads as paths of SVG, from the points through which Cytoscape draws them.

/** @import { Point } from "../types.d.ts" */

/** @param {number} number */
const round = (number) => Math.round(number * 10) / 10;

/** @param {Point} point */
const formatPoint = ({ x, y }) => `${round(x)} ${round(y)}`;

/**
 * Return the path of a line.
 *
 * @param {object} line
 * @param {Point} line.from
 * @param {Point} line.to
 * @param {readonly Point[]} [line.controls] control points of curves, each of which ends midway to the next
 * @param {readonly Point[]} [line.bends] corners of a line with straight pieces
 */
export function formatLinePath({ from, to, controls = [], bends = [] }) {
  if (!controls.length) return `M${[from, ...bends, to].map(formatPoint).join(" L")}`;
  const curves = controls.map((control, i) => {
    const next = controls[i + 1];
    const end = next ? { x: (control.x + next.x) / 2, y: (control.y + next.y) / 2 } : to;
    return ` Q${formatPoint(control)} ${formatPoint(end)}`;
  });
  return `M${formatPoint(from)}${curves.join("")}`;
}

/** @param {Point} a @param {Point} b */
const measureDistance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);

/**
 * Return the path of an arrowhead.
 *
 * @param {readonly Point[]} points of its line, in their order; the last ones may be the same
 * @param {number} size its length and width
 */
export function formatArrowhead(points, size) {
  const tip = points[points.length - 1];
  const before = points.findLast((point) => measureDistance(point, tip) >= 1) ?? tip;
  const length = measureDistance(tip, before) || 1;
  const along = { x: ((tip.x - before.x) / length) * size, y: ((tip.y - before.y) / length) * size };
  const side = { x: -along.y / 2, y: along.x / 2 };
  const base = { x: tip.x - along.x, y: tip.y - along.y };
  const corners = [tip, { x: base.x + side.x, y: base.y + side.y }, { x: base.x - side.x, y: base.y - side.y }];
  return `M${corners.map(formatPoint).join(" L")}Z`;
}
