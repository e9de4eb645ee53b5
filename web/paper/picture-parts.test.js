import assert from "node:assert/strict";
import { test } from "node:test";
import { choosePictureSize, computeTitleSize, SMALLEST_TITLE, splitPicture, splitSpan } from "./picture-parts.js";

const PAGE = { width: 994, height: 690 };

/** Return cards in columns and rows. @param {number} columns @param {number} rows */
const placeCards = (columns, rows) =>
  Array.from({ length: columns * rows }, (_, i) => ({
    data: { width: 160 },
    position: { x: (i % columns) * 240, y: Math.floor(i / columns) * 70 },
  }));

test("cards show all their words while titles have seven points", () => {
  const size = choosePictureSize({ x: 0, y: 0, width: 1300, height: 600 }, PAGE);
  assert.equal(size.level, "near");
  assert.ok(size.isLegible);
});

test("a wider picture shows titles only, in larger type", () => {
  const size = choosePictureSize({ x: 0, y: 0, width: 1850, height: 600 }, PAGE);
  assert.equal(size.level, "middle");
  assert.ok(size.isLegible);
});

test("a picture whose titles would be too small is said to be illegible", () => {
  assert.equal(choosePictureSize({ x: 0, y: 0, width: 2600, height: 600 }, PAGE).isLegible, false);
});

test("a small picture is not blown up", () => {
  const { zoom } = choosePictureSize({ x: 0, y: 0, width: 200, height: 46 }, PAGE);
  assert.ok(computeTitleSize(zoom, "near") < 11);
});

test("parts end between columns", () => {
  const intervals = /** @type {const} */ ([
    [0, 100],
    [150, 250],
    [300, 400],
    [450, 550],
  ]);
  assert.deepEqual(splitSpan([0, 550], 320, intervals), [
    [0, 275],
    [275, 550],
  ]);
});

test("parts overlap by a card where nothing is between the cards", () => {
  const intervals = /** @type {const} */ ([
    [0, 100],
    [90, 190],
    [180, 280],
    [270, 370],
    [360, 460],
  ]);
  const spans = splitSpan([0, 460], 250, intervals);
  for (const [from, to] of intervals)
    assert.ok(
      spans.some(([start, end]) => start <= from && to <= end),
      `${from} to ${to} is cut on every page`,
    );
});

test("one part is enough for what is short enough", () => {
  assert.deepEqual(splitSpan([10, 90], 100, [[10, 90]]), [[10, 90]]);
});

test("each card is whole in some part, and every title has seven points", () => {
  for (const cards of [placeCards(12, 6), placeCards(4, 40), placeCards(20, 30)]) {
    const { zoom, boxes } = splitPicture(cards, PAGE);
    assert.ok(computeTitleSize(zoom, "near") >= SMALLEST_TITLE - 1e-9);
    for (const box of boxes) {
      assert.ok(box.width * zoom <= PAGE.width + 1e-9);
      assert.ok(box.height * zoom <= PAGE.height + 1e-9);
    }
    for (const { position, data } of cards)
      assert.ok(
        boxes.some(
          (box) =>
            box.x <= position.x - data.width / 2 &&
            position.x + data.width / 2 <= box.x + box.width &&
            box.y <= position.y - 23 &&
            position.y + 23 <= box.y + box.height,
        ),
      );
  }
});
