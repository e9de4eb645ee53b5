import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import {
  centerView,
  computeBounds,
  fitView,
  holdView,
  keepFocusInPlace,
  shiftView,
  toRendered,
  zoomView,
} from "./camera.js";

/** A canvas as Cytoscape reports it. */
const createCanvas = ({ width = 1280, height = 800, zoom = 1, pan = { x: 0, y: 0 } } = {}) => ({
  width: () => width,
  height: () => height,
  zoom: () => zoom,
  pan: () => pan,
  minZoom: () => 0.05,
  maxZoom: () => 3,
});
const card = (id, x, y) => ({ data: { id }, position: { x, y } });

beforeEach(() => {
  globalThis.document = /** @type {any} */ ({ documentElement: {} });
  globalThis.getComputedStyle = /** @type {any} */ (() => ({ getPropertyValue: () => "" }));
});

test("bounds include the whole cards at the edges", () => {
  const { x1, x2, w, h } = computeBounds([card("a", 0, 0), card("b", 200, 100)]);
  assert.ok(x1 < -68 && x2 > 268);
  assert.ok(w > 200 + 136 && h > 100 + 106);
});

test("a small graph is fitted whole and centered", () => {
  const nodes = [card("a", 0, 0), card("b", 400, 0)];
  const view = fitView(createCanvas(), nodes, "a");
  const left = toRendered(view, nodes[0].position),
    right = toRendered(view, nodes[1].position);
  assert.ok(left.x > 0 && right.x < 1280);
  assert.ok(Math.abs((left.x + right.x) / 2 - 640) < 60);
});

test("a graph that is too large to be read shows its focus at a readable zoom", () => {
  const nodes = Array.from({ length: 200 }, (_, i) => card(String(i), i * 400, 0));
  const view = fitView(createCanvas(), nodes, "100");
  assert.ok(view.zoom >= 0.5);
  const { x } = toRendered(view, nodes[100].position);
  assert.ok(x > 0 && x < 1280);
});

test("a large graph is fitted whole if that is asked for", () => {
  const nodes = Array.from({ length: 50 }, (_, i) => card(String(i), i * 400, 0));
  const view = fitView(createCanvas(), nodes, "25", true);
  assert.ok(toRendered(view, nodes[0].position).x >= 0);
  assert.ok(toRendered(view, nodes[49].position).x <= 1280);
  assert.deepEqual(view.fits, { whole: true });
});

test("a small graph is not magnified beyond its readable size", () => {
  assert.ok(fitView(createCanvas(), [card("a", 0, 0)], "a").zoom <= 0.9);
});

test("a larger canvas shows a graph larger", () => {
  const nodes = [card("a", 0, 0)];
  const small = fitView(createCanvas(), nodes, "a"),
    large = fitView(createCanvas({ width: 2560, height: 1600 }), nodes, "a");
  assert.ok(large.zoom > small.zoom);
});

test("the focus stays where it stands when enough is seen there", () => {
  const nodes = [card("a", 0, 0), card("b", 300, 0)];
  const view = keepFocusInPlace(createCanvas(), nodes, "a", { x: 500, y: 400 });
  assert.deepEqual(toRendered(view, { x: 0, y: 0 }), { x: 500, y: 400 });
});

test("the focus moves when nearly nothing would be seen", () => {
  const nodes = Array.from({ length: 20 }, (_, i) => card(String(i), 0, -i * 130));
  const view = keepFocusInPlace(createCanvas(), nodes, "0", { x: 5, y: 5 });
  assert.notDeepEqual(toRendered(view, { x: 0, y: 0 }), { x: 5, y: 5 });
});

test("a view that is held moves nothing while anything is in view", () => {
  const nodes = [card("a", 0, 0), card("b", 9000, 0)];
  const view = holdView(createCanvas({ zoom: 0.7 }), nodes, "a", { x: 10, y: 10 });
  assert.equal(view.zoom, 0.7);
  assert.deepEqual(toRendered(view, { x: 0, y: 0 }), { x: 10, y: 10 });
});

test("a view in which nothing is left is fitted", () => {
  const view = holdView(createCanvas(), [card("a", 0, 0)], "a", { x: -500, y: 10 });
  assert.ok(toRendered(view, { x: 0, y: 0 }).x > 0);
});

test("centering puts a card into the middle", () => {
  const view = centerView(createCanvas({ zoom: 0.2 }), { x: 100, y: 100 });
  assert.deepEqual(toRendered(view, { x: 100, y: 100 }), { x: 640, y: 400 });
  assert.ok(view.zoom >= 0.9);
});

test("zooming keeps the middle of the canvas", () => {
  const canvas = createCanvas({ zoom: 1, pan: { x: 40, y: 20 } });
  const view = zoomView(canvas, 2);
  assert.equal(view.zoom, 2);
  const middle = { x: 640 - 40, y: 400 - 20 };
  assert.deepEqual(toRendered(view, middle), { x: 640, y: 400 });
});

test("zooming ends at the limits of the canvas", () => {
  assert.equal(zoomView(createCanvas({ zoom: 2.9 }), 2).zoom, 3);
  assert.equal(zoomView(createCanvas({ zoom: 0.06 }), 0.1).zoom, 0.05);
});

test("a view can be seen from a canvas that lies elsewhere", () => {
  assert.deepEqual(shiftView({ zoom: 2, pan: { x: 1, y: 1 } }, { x: 10, y: -1 }), {
    zoom: 2,
    pan: { x: 11, y: 0 },
  });
});
