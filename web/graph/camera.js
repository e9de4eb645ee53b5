// Views of the graph: a view is a zoom and a pan. All but `moveCamera` only compute views.

import { orientation } from "../state/orientation.js";

export const GLIDE_MS = 250;
const MIN_FIT_ZOOM = 0.35,
  READABLE_ZOOM = 0.5,
  MAX_FIT_ZOOM = 0.9; // zooms: names can just be read, easily, and in full
const USUAL_CANVAS = { width: 1280, height: 800 }; // of these zooms; a larger one is seen from further away
const MIN_VISIBLE_SHARE = 0.5; // of the cards that could be seen, must be where the focus stays where it is
const HALF_CARD = { x: 74, y: 59 }; // of a card, and its outline

/* What is kept free: of headings, which stand over columns or beside rows, of the toolbar, and of the legend. */
function readMargins() {
  const scale = parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--scale")) || 1;
  const { left, top } = orientation.isDown() ? { left: 112, top: 24 } : { left: 24, top: 48 };
  return { left: left * scale, top: top * scale, right: 64 * scale, bottom: 72 * scale };
}

const scaleForCanvas = (cy) =>
  Math.max(1, Math.min(cy.width() / USUAL_CANVAS.width, cy.height() / USUAL_CANVAS.height));

export const prefersReducedMotion = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

export function computeBounds(nodes) {
  const xs = nodes.map((n) => n.position.x),
    ys = nodes.map((n) => n.position.y);
  const x1 = Math.min(...xs) - HALF_CARD.x,
    x2 = Math.max(...xs) + HALF_CARD.x;
  const y1 = Math.min(...ys) - HALF_CARD.y,
    y2 = Math.max(...ys) + HALF_CARD.y;
  return { x1, x2, y1, y2, w: x2 - x1, h: y2 - y1 };
}

export const toRendered = (view, { x, y }) => ({
  x: x * view.zoom + view.pan.x,
  y: y * view.zoom + view.pan.y,
});

/* The view in which a place of the picture lies at a point of the canvas. */
export const holdAt = (position, point, zoom) => ({
  zoom,
  pan: { x: point.x - position.x * zoom, y: point.y - position.y * zoom },
});

/* Centres what fits; of what does not, shows as much as there is room for around the focus. */
function placeAlong(size, low, high, focus, zoom) {
  if ((high - low) * zoom <= size) return size / 2 - ((low + high) / 2) * zoom;
  return Math.min(-low * zoom, Math.max(size - high * zoom, size / 2 - focus * zoom));
}

const findFocus = (nodes, focus) => (nodes.find((n) => n.data.id === focus) || nodes[0]).position;

/* The whole graph, where its names can just be read or where that is asked; else the focus and what fits around. */
export function fitView(cy, nodes, focus, whole = false) {
  const box = computeBounds(nodes),
    { x, y } = findFocus(nodes, focus);
  const { left, top, right, bottom } = readMargins(),
    width = cy.width() - left - right,
    height = cy.height() - top - bottom;
  const fitting = Math.min(width / box.w, height / box.h, MAX_FIT_ZOOM * scaleForCanvas(cy));
  const zoom =
    whole || fitting >= MIN_FIT_ZOOM
      ? Math.max(fitting, cy.minZoom())
      : Math.min(READABLE_ZOOM * scaleForCanvas(cy), MAX_FIT_ZOOM);
  const pan = {
    x: left + placeAlong(width, box.x1, box.x2, x, zoom),
    y: top + placeAlong(height, box.y1, box.y2, y, zoom),
  };
  return { zoom, pan, fits: { whole } };
}

const isInside = (cy, { x, y }) => x >= 0 && y >= 0 && x <= cy.width() && y <= cy.height();

const countVisible = (cy, nodes, view) =>
  nodes.filter((n) => isInside(cy, toRendered(view, n.position))).length;

/* A view of the picture around a focus whose card stands at a point: there it stays, at this zoom, else at the zoom
   that fits. Only where so little would be seen, or nothing could be read, is it moved. */
export function keepFocusInPlace(cy, nodes, focus, point) {
  const best = fitView(cy, nodes, focus),
    position = findFocus(nodes, focus),
    zoom = cy.zoom();
  const zooms = zoom >= MIN_FIT_ZOOM || zoom >= best.zoom ? [zoom, best.zoom] : [best.zoom];
  const enough = MIN_VISIBLE_SHARE * countVisible(cy, nodes, best);
  const staying = isInside(cy, point) ? zooms.map((level) => holdAt(position, point, level)) : [];
  return staying.find((view) => countVisible(cy, nodes, view) >= enough) ?? best;
}

/* The view that holds still: everything stays where it is, as long as anything is in view. */
export function holdView(cy, nodes, focus, point) {
  const view = holdAt(findFocus(nodes, focus), point, cy.zoom());
  return countVisible(cy, nodes, view) ? view : fitView(cy, nodes, focus);
}

/* --- what buttons ask --------------------------------------------------------------------------- */

const getMiddle = (cy) => ({ x: cy.width() / 2, y: cy.height() / 2 });

export const centerView = (cy, position) =>
  holdAt(position, getMiddle(cy), Math.max(cy.zoom(), MAX_FIT_ZOOM * scaleForCanvas(cy)));

export function zoomView(cy, factor) {
  const zoom = Math.min(cy.maxZoom(), Math.max(cy.minZoom(), cy.zoom() * factor)),
    { x, y } = getMiddle(cy),
    pan = cy.pan();
  return holdAt({ x: (x - pan.x) / cy.zoom(), y: (y - pan.y) / cy.zoom() }, { x, y }, zoom);
}

/* --- what moves -------------------------------------------------------------------------------- */

export const getView = (cy) => ({ zoom: cy.zoom(), pan: { ...cy.pan() } });

/* The same view seen from a canvas whose corner is elsewhere in the window. */
export const shiftView = ({ zoom, pan }, { x, y }) => ({ zoom, pan: { x: pan.x + x, y: pan.y + y } });

const isSameView = (one, other) =>
  one.zoom === other.zoom && Math.hypot(one.pan.x - other.pan.x, one.pan.y - other.pan.y) < 0.5;

export function moveCamera(cy, { zoom, pan }, animated) {
  cy.stop();
  if (isSameView(getView(cy), { zoom, pan })) return;
  if (animated && !prefersReducedMotion())
    cy.animate({ zoom, pan }, { duration: GLIDE_MS, easing: "ease-in-out-cubic" });
  else cy.viewport({ zoom, pan });
}
