// Computes views of a graph. A view is a zoom and a pan; a viewport is a canvas and the view that it shows.
// docs/architecture.md, “The camera”, has the rules.

/** @import { Bounds, Fit, PlacedNode, Point, RenderedBox, View, Viewport } from "../types.d.ts" */

const NAMES_VISIBLE = 0.55; // zooms at which names can just be read, are easily read, and are shown in full
const FIRST_VIEW = 0.62; // zoom at which titles are 11 pixels high
const OVERVIEW = 0.42; // zoom down to which a comparison is shown whole: what differs counts more than names
const NAMES_READABLE = 0.75;
const NAMES_FULL = 1.2;
const USUAL_CANVAS = { width: 1280, height: 800 }; // a larger one is seen from further away, so all is larger on it
const ENOUGH = 0.5; // share of the cards that could be seen, to be seen where the focus stays where it is
const HALF_CARD = { x: 100, y: 29 }; // with its outline, where its width is not known
const OUTLINE = 6;
const REVEAL = { side: 24, top: 48, bottom: 72, legible: 0.5, readable: 0.75 };
const TOOLBAR = 56;

/** @param {readonly PlacedNode[]} nodes @returns {Bounds} */
export function measureBounds(nodes) {
  const half = (/** @type {PlacedNode} */ { data }) => (data.width ? data.width / 2 + OUTLINE : HALF_CARD.x);
  const ys = nodes.map(({ position }) => position.y);
  const x1 = Math.min(...nodes.map((node) => node.position.x - half(node)));
  const x2 = Math.max(...nodes.map((node) => node.position.x + half(node)));
  const y1 = Math.min(...ys) - HALF_CARD.y;
  const y2 = Math.max(...ys) + HALF_CARD.y;
  return { x1, x2, y1, y2, w: x2 - x1, h: y2 - y1 };
}

/** Return where a point of the graph lies on the canvas. @param {View} view @param {Point} point @returns {Point} */
export const toCanvas = ({ zoom, pan }, { x, y }) => ({ x: x * zoom + pan.x, y: y * zoom + pan.y });

/**
 * Return the view in which a point of the graph lies at a point of the canvas.
 *
 * @param {Point} position
 * @param {Point} point
 * @param {number} zoom
 * @returns {View}
 */
export const placeAt = (position, point, zoom) => ({
  zoom,
  pan: { x: point.x - position.x * zoom, y: point.y - position.y * zoom },
});

/** Return the same view as seen from a canvas that lies elsewhere. @param {View} view @param {Point} distance */
export const shiftView = ({ zoom, pan }, { x, y }) => ({ zoom, pan: { x: pan.x + x, y: pan.y + y } });

/** @param {View} one @param {View} other */
export const isSameView = (one, other) =>
  one.zoom === other.zoom && Math.hypot(one.pan.x - other.pan.x, one.pan.y - other.pan.y) < 0.5;

/**
 * Return where one axis begins: what fits is centered; of what does not, as much as there is room for is shown around
 * the focus.
 *
 * @param {number} room
 * @param {number} low
 * @param {number} high
 * @param {number} focus
 * @param {number} zoom
 */
function alignAxis(room, low, high, focus, zoom) {
  if ((high - low) * zoom <= room) return room / 2 - ((low + high) / 2) * zoom;
  return Math.min(-low * zoom, Math.max(room - high * zoom, room / 2 - focus * zoom));
}

/** @param {Viewport} viewport */
const enlarge = ({ width, height }) => Math.max(1, Math.min(width / USUAL_CANVAS.width, height / USUAL_CANVAS.height));

/** @param {readonly PlacedNode[]} nodes @param {string | null} focus */
const findFocus = (nodes, focus) => (nodes.find(({ data }) => data.id === focus) ?? nodes[0]).position;

/**
 * Fit the whole graph where its names can just be read, or where that is demanded; else the focus and as much around
 * it as there is room for.
 *
 * @param {Viewport} viewport
 * @param {readonly PlacedNode[]} nodes
 * @param {string | null} focus
 * @param {boolean} [whole]
 * @returns {View & { fit: Fit }}
 */
export function fitView(viewport, nodes, focus, whole = false) {
  const box = measureBounds(nodes);
  const { x, y } = findFocus(nodes, focus);
  const { left, top, right, bottom } = viewport.margins;
  const width = viewport.width - left - right;
  const height = viewport.height - top - bottom;
  const fitting = Math.min(width / box.w, height / box.h, NAMES_FULL * enlarge(viewport));
  const least = viewport.isOverview ? OVERVIEW : viewport.height > viewport.width ? NAMES_VISIBLE : FIRST_VIEW;
  const zoom =
    whole || fitting >= least
      ? Math.max(fitting, viewport.minZoom)
      : Math.min(NAMES_READABLE * enlarge(viewport), NAMES_FULL);
  const pan = {
    x: left + alignAxis(width, box.x1, box.x2, x, zoom),
    y: top + alignAxis(height, box.y1, box.y2, y, zoom),
  };
  return { zoom, pan, fit: { whole } };
}

/** @param {Viewport} viewport @param {Point} point */
const isInside = ({ width, height }, { x, y }) => x >= 0 && y >= 0 && x <= width && y <= height;

/** @param {Viewport} viewport @param {readonly PlacedNode[]} nodes @param {View} view */
const countInView = (viewport, nodes, view) =>
  nodes.filter(({ position }) => isInside(viewport, toCanvas(view, position))).length;

/**
 * Keep the focus at a point of the canvas, at this zoom, at the one that fits, or where names can just be read; where
 * too little would be seen so, fit the graph instead.
 *
 * @param {Viewport} viewport
 * @param {readonly PlacedNode[]} nodes
 * @param {string} focus
 * @param {Point} point
 * @returns {View}
 */
export function keepFocusAt(viewport, nodes, focus, point) {
  const best = fitView(viewport, nodes, focus);
  const position = findFocus(nodes, focus);
  const { zoom } = viewport;
  const least = Math.min(best.zoom, NAMES_VISIBLE); // shows most of what is around the focus
  const zooms = zoom >= least ? [zoom, best.zoom, least] : [best.zoom, least];
  const enough = ENOUGH * countInView(viewport, nodes, best);
  const candidates = isInside(viewport, point) ? zooms.map((level) => placeAt(position, point, level)) : [];
  return candidates.find((view) => countInView(viewport, nodes, view) >= enough) ?? best;
}

/**
 * Keep everything where it is, as long as anything is in view.
 *
 * @param {Viewport} viewport
 * @param {readonly PlacedNode[]} nodes
 * @param {string} focus
 * @param {Point} point where the focus stands on the canvas
 * @returns {View}
 */
export function keepStill(viewport, nodes, focus, point) {
  const view = placeAt(findFocus(nodes, focus), point, viewport.zoom);
  return countInView(viewport, nodes, view) ? view : fitView(viewport, nodes, focus);
}

/**
 * @typedef {object} Shown
 * @property {string | null} asked identifies the query and its question
 * @property {string | null} start
 * @property {string | null} orientation
 */

/**
 * Choose where to look at a graph that is to be drawn.
 *
 * The focus stays where it stands in view. What is only opened, hidden or colored differently moves nothing; another
 * question about the same focus is fitted.
 *
 * @param {Viewport} viewport
 * @param {readonly PlacedNode[]} nodes of the new graph
 * @param {object} change
 * @param {Shown & { start: string }} change.next
 * @param {Shown} change.previous
 * @param {Point | null} change.stoodAt where the new focus stood in the graph before; null if it was not drawn
 * @returns {View}
 */
export function chooseView(viewport, nodes, { next, previous, stoodAt }) {
  const { start } = next;
  const hasSameStart = start === previous.start;
  if (!stoodAt || (hasSameStart && next.asked !== previous.asked)) return fitView(viewport, nodes, start);
  const point = toCanvas(viewport, stoodAt);
  if (!hasSameStart || next.orientation !== previous.orientation) return keepFocusAt(viewport, nodes, start, point);
  return { fit: viewport.fit, ...keepStill(viewport, nodes, start, point) };
}

/** @param {Viewport} viewport @returns {Point} */
const findMiddle = ({ width, height }) => ({ x: width / 2, y: height / 2 });

/** @param {Viewport} viewport @param {Point} position */
export const centerView = (viewport, position) =>
  placeAt(position, findMiddle(viewport), Math.max(viewport.zoom, NAMES_FULL * enlarge(viewport)));

/** Zoom around the middle of the canvas. @param {Viewport} viewport @param {number} factor */
export function zoomView(viewport, factor) {
  const zoom = Math.min(viewport.maxZoom, Math.max(viewport.minZoom, viewport.zoom * factor));
  const middle = findMiddle(viewport);
  const { x, y } = viewport.pan;
  return placeAt({ x: (middle.x - x) / viewport.zoom, y: (middle.y - y) / viewport.zoom }, middle, zoom);
}

/**
 * Bring a card into the middle half of the canvas; null if it can be read where it is.
 *
 * @param {Viewport} viewport
 * @param {RenderedBox} box of the card on the canvas
 * @param {Point} position of the card in the graph
 * @returns {View | null}
 */
export function revealCard(viewport, box, position) {
  const { width, height } = viewport;
  const isInView =
    box.x1 > REVEAL.side && box.x2 < width - REVEAL.side && box.y1 > REVEAL.top && box.y2 < height - REVEAL.bottom;
  if (isInView && viewport.zoom >= REVEAL.legible) return null;
  const at = toCanvas(viewport, position);
  const limit = (/** @type {number} */ place, /** @type {number} */ size) =>
    Math.min(Math.max(place, size / 4), (size * 3) / 4);
  return placeAt(position, { x: limit(at.x, width), y: limit(at.y, height) }, Math.max(viewport.zoom, REVEAL.readable));
}

/**
 * Bring several cards into view by moving as little as possible.
 *
 * @param {Viewport} viewport
 * @param {readonly PlacedNode[]} nodes
 * @returns {View}
 */
export function revealCards(viewport, nodes) {
  const { x1, y1, w, h } = measureBounds(nodes);
  const room = { w: viewport.width - 2 * REVEAL.side, h: viewport.height - REVEAL.top - REVEAL.bottom };
  const zoom = Math.min(viewport.zoom, Math.max(Math.min(room.w / w, room.h / h), REVEAL.legible));
  const view = zoomAroundMiddle(viewport, zoom);
  return {
    zoom,
    pan: {
      x: moveLeast(view.pan.x, x1 * zoom, w * zoom, REVEAL.side, room.w),
      y: moveLeast(view.pan.y, y1 * zoom, h * zoom, REVEAL.top, room.h),
    },
  };
}

/** @param {Viewport} viewport @param {number} zoom @returns {View} */
function zoomAroundMiddle(viewport, zoom) {
  const middle = findMiddle(viewport);
  const scale = zoom / viewport.zoom;
  return {
    zoom,
    pan: {
      x: middle.x - (middle.x - viewport.pan.x) * scale,
      y: middle.y - (middle.y - viewport.pan.y) * scale,
    },
  };
}

/**
 * Return the pan nearest to the present one at which a range lies in a window; if it is longer, its beginning does.
 *
 * @param {number} pan
 * @param {number} low
 * @param {number} size
 * @param {number} from
 * @param {number} room
 */
const moveLeast = (pan, low, size, from, room) => Math.max(from - low, Math.min(pan, from + room - (low + size)));

/**
 * Whether a box lies on the canvas, clear of the toolbar and the legend.
 *
 * @param {Viewport} viewport
 * @param {RenderedBox} box
 */
export const isInClearView = ({ width, height }, { x1, x2, y1, y2 }) =>
  x1 >= 0 && y1 >= 0 && x2 <= width - TOOLBAR && y2 <= height - REVEAL.bottom;
