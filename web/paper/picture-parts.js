// Chooses how a picture is put on paper: how large, with how many words on its cards, and in how many parts.

/** @import { NodeElement } from "../types.d.ts" */
import { CARD } from "../graph/card-images.js";
import { TITLE_SIZES } from "../graph/semantic-zoom.js";

/** @typedef {{ x: number, y: number, width: number, height: number }} Box */
/** @typedef {{ width: number, height: number }} Room pixels of paper, of which an inch has 96 */
/** @typedef {"near" | "middle"} WordLevel */
/** @typedef {Pick<NodeElement, "position"> & { data: { width: number } }} PlacedCard */

export const SMALLEST_TITLE = 7; // points
const PIXELS_PER_POINT = 96 / 72;
const LARGEST_ZOOM = 1.1; // titles of 11 points
const SLACK = 1.2; // how much longer a part may be than its equal share, to end between two columns

/** Return the size of titles in points. @param {number} zoom @param {WordLevel} level */
export const computeTitleSize = (zoom, level) => (TITLE_SIZES[level] * zoom) / PIXELS_PER_POINT;

/** @param {PlacedCard} card @returns {Box} */
const getCardBox = ({ position: { x, y }, data: { width } }) => ({
  x: x - width / 2,
  y: y - CARD.height / 2,
  width,
  height: CARD.height,
});

/** Return the box around cards. @param {readonly PlacedCard[]} cards @returns {Box} */
export function measureCards(cards) {
  const boxes = cards.map(getCardBox);
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** @param {Box} box @param {Room} room */
const fitZoom = (box, room) => Math.min(room.width / box.width, room.height / box.height, LARGEST_ZOOM);

/**
 * Choose how large the whole picture is, and the words on its cards: all of them, or only titles in larger type.
 *
 * @param {Box} box
 * @param {Room} room
 * @returns {{ zoom: number, level: WordLevel, isLegible: boolean }}
 */
export function choosePictureSize(box, room) {
  const zoom = fitZoom(box, room);
  const level = computeTitleSize(zoom, "near") >= SMALLEST_TITLE ? "near" : "middle";
  return { zoom, level, isLegible: computeTitleSize(zoom, level) >= SMALLEST_TITLE };
}

/**
 * Return the last place before `latest`, and not before `earliest`, at which no interval is cut.
 *
 * @param {readonly (readonly [number, number])[]} intervals
 * @param {number} earliest
 * @param {number} latest
 */
function findCut(intervals, earliest, latest) {
  let best = null;
  let end = -Infinity;
  for (const [from, to] of [...intervals].sort(([a], [b]) => a - b)) {
    const cut = Math.min((end + from) / 2, latest);
    if (from > end && cut >= end && cut >= earliest) best = cut;
    if (from >= latest) break;
    end = Math.max(end, to);
  }
  return best;
}

/**
 * Split a length into parts that cut no interval; where that is not possible, parts overlap by the longest of them.
 *
 * @param {readonly [number, number]} span
 * @param {number} longest length of a part
 * @param {readonly (readonly [number, number])[]} intervals
 * @returns {(readonly [number, number])[]}
 */
export function splitSpan([from, to], longest, intervals) {
  const share = (to - from) / Math.ceil((to - from) / longest);
  const length = Math.min(longest, share * SLACK);
  const overlap = Math.min(Math.max(...intervals.map(([a, b]) => b - a)), length / 2);
  /** @type {(readonly [number, number])[]} */
  const spans = [];
  let start = from;
  while (to - start > length) {
    const cut = findCut(intervals, start + length / 2, start + length);
    spans.push([start, cut ?? start + length]);
    start = cut ?? start + length - overlap;
  }
  return [...spans, [start, to]];
}

/**
 * Split a picture into parts that can be read, each for a page of its own, in reading order.
 *
 * @param {readonly PlacedCard[]} cards
 * @param {Room} room of a page
 * @returns {{ zoom: number, boxes: Box[] }}
 */
export function splitPicture(cards, room) {
  const { x, y, width, height } = measureCards(cards);
  const smallest = SMALLEST_TITLE / computeTitleSize(1, "near");
  const places = cards.map(getCardBox);
  const columns = splitSpan(
    [x, x + width],
    room.width / smallest,
    places.map((box) => [box.x, box.x + box.width]),
  );
  const rows = splitSpan(
    [y, y + height],
    room.height / smallest,
    places.map((box) => [box.y, box.y + box.height]),
  );
  const isIn =
    (/** @type {Box} */ part) =>
    (/** @type {PlacedCard} */ { position }) =>
      position.x >= part.x &&
      position.x <= part.x + part.width &&
      position.y >= part.y &&
      position.y <= part.y + part.height;
  const boxes = rows
    .flatMap(([top, bottom]) =>
      columns.map(([left, right]) => ({ x: left, y: top, width: right - left, height: bottom - top })),
    )
    .filter((box) => cards.some(isIn(box)));
  return { zoom: Math.min(...boxes.map((box) => fitZoom(box, room))), boxes };
}
