import assert from "node:assert/strict";
import { test } from "node:test";
import { placeNode } from "../testing/fake-graph.js";
import {
  centerView,
  chooseView,
  fitView,
  isInClearView,
  keepFocusAt,
  keepStill,
  measureBounds,
  placeAt,
  revealCard,
  revealCards,
  shiftView,
  toCanvas,
  zoomView,
} from "./camera-geometry.js";

const viewport = (changes = {}) => ({
  width: 1000,
  height: 700,
  zoom: 1,
  pan: { x: 0, y: 0 },
  minZoom: 0.05,
  maxZoom: 3,
  margins: { left: 24, top: 48, right: 64, bottom: 72 },
  fit: null,
  ...changes,
});
const row = (count, distance = 200) => Array.from({ length: count }, (_, i) => placeNode(`n${i}`, i * distance, 0));
const at = (view, id, nodes) => toCanvas(view, nodes.find(({ data }) => data.id === id).position);
const near = (one, other) => Math.hypot(one.x - other.x, one.y - other.y) < 1e-6;

test("bounds include the cards around their centers", () => {
  assert.deepEqual(measureBounds([placeNode("a", 0, 0), placeNode("b", 100, 50)]), {
    x1: -100,
    x2: 200,
    y1: -29,
    y2: 79,
    w: 300,
    h: 108,
  });
});

test("a point of the graph lies where it was placed", () => {
  const view = placeAt({ x: 30, y: 40 }, { x: 500, y: 300 }, 0.5);
  assert.deepEqual(toCanvas(view, { x: 30, y: 40 }), { x: 500, y: 300 });
});

test("a small graph is fitted whole, no larger than names need", () => {
  const nodes = row(3);
  const view = fitView(viewport(), nodes, "n0");
  assert.equal(view.zoom, 1.2);
  for (const { data } of nodes) {
    const { x, y } = at(view, data.id, nodes);
    assert.ok(x > 24 && x < 936 && y > 48 && y < 628);
  }
});

test("a graph whose names could not be read is shown around its focus", () => {
  const nodes = row(40);
  const view = fitView(viewport(), nodes, "n20");
  assert.equal(view.zoom, 0.75);
  const { x } = at(view, "n20", nodes);
  assert.ok(Math.abs(x - (24 + (1000 - 24 - 64) / 2)) < 1);
});

test("a long graph shows its beginning when its focus is the first card", () => {
  const nodes = row(40);
  const { x } = at(fitView(viewport(), nodes, "n0"), "n0", nodes);
  assert.equal(x, 24 + 100 * 0.75);
});

test("the whole graph is fitted where that is demanded, however small it becomes", () => {
  const view = fitView(viewport(), row(40), "n0", true);
  assert.ok(view.zoom < 0.35);
  assert.deepEqual(view.fit, { whole: true });
});

test("an overview shows the whole graph where names can hardly be read", () => {
  const nodes = row(9);
  const { zoom } = fitView(viewport({ isOverview: true }), nodes, "n0");
  assert.ok(zoom < fitView(viewport(), nodes, "n0").zoom);
  assert.equal(zoom, fitView(viewport(), nodes, "n0", true).zoom);
});

test("an upright canvas shows all that can just be read, because it has no width to give", () => {
  const [wide, upright] = [viewport({ width: 820, height: 800 }), viewport({ width: 820, height: 1000 })];
  const nodes = row(5, 265);
  const fitted = fitView(upright, nodes, "n0", true).zoom;
  assert.ok(fitted >= 0.55 && fitted < 0.62, String(fitted));
  assert.equal(fitView(upright, nodes, "n0").zoom, fitted);
  assert.ok(fitView(wide, nodes, "n0").zoom > fitted);
});

test("on a larger canvas everything may be larger", () => {
  assert.equal(fitView(viewport({ width: 2560, height: 1600 }), row(2), "n0").zoom, 2.4);
});

test("a new focus stays where it was clicked, at the same zoom", () => {
  const nodes = row(3);
  const view = keepFocusAt(viewport({ zoom: 0.8 }), nodes, "n1", { x: 400, y: 300 });
  assert.equal(view.zoom, 0.8);
  assert.ok(near(at(view, "n1", nodes), { x: 400, y: 300 }));
});

test("a focus is moved where too few of the other cards would be seen", () => {
  const nodes = row(3);
  const view = keepFocusAt(viewport({ zoom: 0.8 }), nodes, "n0", { x: 990, y: 690 });
  assert.ok(!near(at(view, "n0", nodes), { x: 990, y: 690 }));
  assert.deepEqual(view, fitView(viewport({ zoom: 0.8 }), nodes, "n0"));
});

test("the zoom changes around the focus where nothing could be read", () => {
  const nodes = row(3);
  const view = keepFocusAt(viewport({ zoom: 0.1 }), nodes, "n1", { x: 480, y: 300 });
  assert.equal(view.zoom, 1.2);
  assert.ok(near(at(view, "n1", nodes), { x: 480, y: 300 }));
});

test("a focus stays where its surroundings are seen from as far away as names can be read", () => {
  const nodes = row(7);
  const from = viewport({ zoom: 0.1 });
  const view = keepFocusAt(from, nodes, "n6", { x: 380, y: 300 });
  assert.ok(fitView(from, nodes, "n6").zoom > 0.6);
  assert.equal(view.zoom, 0.55);
  assert.ok(near(at(view, "n6", nodes), { x: 380, y: 300 }));
});

test("everything stays where it is as long as a card is in view", () => {
  const nodes = row(3);
  assert.deepEqual(keepStill(viewport(), nodes, "n0", { x: 10, y: 10 }), placeAt({ x: 0, y: 0 }, { x: 10, y: 10 }, 1));
  assert.ok(keepStill(viewport(), nodes, "n0", { x: -5000, y: 10 }).fit);
});

test("a first graph is fitted", () => {
  const next = { asked: "q", start: "n0", orientation: "right" };
  const previous = { asked: null, start: null, orientation: null };
  const view = chooseView(viewport(), row(3), { next, previous, stoodAt: null });
  assert.deepEqual(view, fitView(viewport(), row(3), "n0"));
});

test("another question about the same focus is fitted", () => {
  const next = { asked: "other", start: "n0", orientation: "right" };
  const previous = { asked: "q", start: "n0", orientation: "right" };
  const view = chooseView(viewport(), row(3), { next, previous, stoodAt: { x: 0, y: 0 } });
  assert.deepEqual(view.fit, { whole: false });
});

test("what only changes how the same graph is shown moves nothing", () => {
  const next = { asked: "q", start: "n0", orientation: "right" };
  const from = viewport({ zoom: 0.7, pan: { x: 120, y: 90 }, fit: { whole: true } });
  const view = chooseView(from, row(3), { next, previous: next, stoodAt: { x: 0, y: 0 } });
  assert.deepEqual(view, { zoom: 0.7, pan: { x: 120, y: 90 }, fit: { whole: true } });
});

test("another orientation keeps the focus at its point", () => {
  const previous = { asked: "q", start: "n1", orientation: "right" };
  const from = viewport({ zoom: 0.8, pan: { x: 300, y: 300 } });
  const nodes = row(3);
  const view = chooseView(from, nodes, {
    next: { ...previous, orientation: "down" },
    previous,
    stoodAt: { x: 50, y: 20 },
  });
  assert.ok(near(at(view, "n1", nodes), { x: 340, y: 316 }));
});

test("the view moves with the corner of its canvas", () => {
  assert.deepEqual(shiftView({ zoom: 2, pan: { x: 1, y: 2 } }, { x: 10, y: -2 }), { zoom: 2, pan: { x: 11, y: 0 } });
});

test("the start is centered, at least as large as names need", () => {
  const view = centerView(viewport({ zoom: 0.2 }), { x: 70, y: 80 });
  assert.equal(view.zoom, 1.2);
  assert.ok(near(toCanvas(view, { x: 70, y: 80 }), { x: 500, y: 350 }));
});

test("zooming keeps the middle of the canvas, within the limits", () => {
  const from = viewport({ pan: { x: 120, y: 60 } });
  const view = zoomView(from, 2);
  const middle = { x: 500 - 120, y: 350 - 60 };
  assert.ok(near(toCanvas(view, middle), { x: 500, y: 350 }));
  assert.equal(zoomView(from, 100).zoom, 3);
  assert.equal(zoomView(from, 0.0001).zoom, 0.05);
});

test("a card that can be read where it is does not move", () => {
  assert.equal(revealCard(viewport(), { x1: 400, x2: 536, y1: 300, y2: 406 }, { x: 468, y: 353 }), null);
});

test("a card out of view comes as far as the middle half of the canvas", () => {
  const view = revealCard(viewport(), { x1: 1900, x2: 2036, y1: 300, y2: 406 }, { x: 1968, y: 353 });
  assert.ok(near(toCanvas(view, { x: 1968, y: 353 }), { x: 750, y: 353 }));
});

test("a card too small to be read is enlarged", () => {
  const view = revealCard(viewport({ zoom: 0.3 }), { x1: 400, x2: 440, y1: 300, y2: 330 }, { x: 1400, y: 1050 });
  assert.equal(view.zoom, 0.75);
});

test("cards in view do not move, cards beside it come to its edge", () => {
  assert.deepEqual(revealCards(viewport(), [placeNode("a", 500, 350)]), { zoom: 1, pan: { x: 0, y: 0 } });
  const { zoom, pan } = revealCards(viewport(), [placeNode("a", 1200, 350)]);
  assert.deepEqual([zoom, 1200 + 100 + pan.x, pan.y], [1, 1000 - 24, 0]);
});

test("cards that are too far apart are shown smaller, though never too small to be read", () => {
  const { zoom } = revealCards(viewport(), [placeNode("a", 0, 0), placeNode("b", 20_000, 0)]);
  assert.equal(zoom, 0.5);
});

test("a box under the toolbar or the legend is not in clear view", () => {
  assert.ok(isInClearView(viewport(), { x1: 0, x2: 900, y1: 0, y2: 600 }));
  assert.ok(!isInClearView(viewport(), { x1: 0, x2: 960, y1: 0, y2: 600 }));
  assert.ok(!isInClearView(viewport(), { x1: 0, x2: 900, y1: 0, y2: 650 }));
});
