// Shows the whole graph, small, while only a part of it is in view: says which part, and leads elsewhere.

/** @import { Core } from "cytoscape" */
/** @import { Bounds, Point } from "../types.d.ts" */
/** @import { Camera } from "./camera.js" */
import { readToken, watchColorScheme } from "../dom/design-tokens.js";
import { measureBounds } from "./camera-geometry.js";
import { CARD } from "./card-images.js";

/** @typedef {{ scale: number, x: number, y: number }} MapScale how units of the graph lie on the map */
/** @typedef {{ position: Point, data: { id: string, width: number }, family: string }} MapCard */

const SIZE = { width: 176, height: 120 };
const PADDING = 6;
const MIN_CARD = 1.5;
const MIN_CANVAS = 3 * SIZE.height; // a map on a lower canvas would cover the cards
const SETTLED_MS = 400; // until what stays has glided to its place

/** @param {Bounds} bounds @returns {MapScale} */
export function scaleToMap({ x1, y1, w, h }) {
  const scale = Math.min((SIZE.width - 2 * PADDING) / w, (SIZE.height - 2 * PADDING) / h);
  return { scale, x: (SIZE.width - w * scale) / 2 - x1 * scale, y: (SIZE.height - h * scale) / 2 - y1 * scale };
}

/** @param {number} sharpness pixels of the screen in a pixel of CSS */
function createSheet(sharpness) {
  const sheet = document.createElement("canvas");
  sheet.width = SIZE.width * sharpness;
  sheet.height = SIZE.height * sharpness;
  return sheet;
}

/** @param {HTMLCanvasElement} sheet */
const getPen = (sheet) => /** @type {CanvasRenderingContext2D} */ (sheet.getContext("2d"));

/**
 * @param {readonly MapCard[]} cards
 * @param {MapScale} map
 * @param {number} sharpness
 */
function paintCards(cards, { scale, x, y }, sharpness) {
  const sheet = createSheet(sharpness);
  const pen = getPen(sheet);
  /** @type {Map<string, string>} */
  const colors = new Map();
  const height = Math.max(MIN_CARD, CARD.height * scale);
  pen.scale(sharpness, sharpness);
  for (const { position, data, family } of cards) {
    const width = Math.max(MIN_CARD, data.width * scale);
    const color = colors.get(family) ?? readToken(`--family-${family}`);
    colors.set(family, color);
    pen.fillStyle = color;
    pen.fillRect(position.x * scale + x - width / 2, position.y * scale + y - height / 2, width, height);
  }
  return sheet;
}

/**
 * @param {Core} cy
 * @param {Camera} camera
 */
export function createMinimap(cy, camera) {
  const sharpness = window.devicePixelRatio || 1;
  const face = createSheet(sharpness);
  face.className = "minimap";
  face.setAttribute("aria-hidden", "true"); // keys do the same
  face.hidden = true;
  cy.container()?.parentElement?.append(face);
  /** @type {{ bounds: Bounds, map: MapScale, cards: MapCard[] } | null} */
  let shown = null;
  /** @type {{ sheet: HTMLCanvasElement, color: string } | null} */
  let painted = null; // only where the map is seen
  let isScheduled = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let settling;

  function update() {
    const cards = cy.nodes().map((node) => ({
      data: { id: node.id(), width: node.data("width") },
      position: { ...node.position() },
      family: node.data("family"),
    }));
    const bounds = cards.length ? measureBounds(cards) : null;
    shown = bounds && { bounds, map: scaleToMap(bounds), cards };
    painted = null;
    frameView();
  }

  function frameView() {
    isScheduled = false;
    const { x1, y1, x2, y2, w, h } = cy.extent();
    const bounds = cy.height() < MIN_CANVAS ? null : shown?.bounds;
    const isHidden = !bounds || (x1 <= bounds.x1 && y1 <= bounds.y1 && x2 >= bounds.x2 && y2 >= bounds.y2);
    if (face.hidden !== isHidden) face.hidden = isHidden; // other styles depend on it
    if (!shown || isHidden) return;
    const { map, cards } = shown;
    painted ??= { sheet: paintCards(cards, map, sharpness), color: readToken("--accent") };
    const pen = getPen(face);
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, face.width, face.height);
    pen.drawImage(painted.sheet, 0, 0);
    pen.scale(sharpness, sharpness);
    pen.strokeStyle = painted.color;
    pen.lineWidth = 1.5;
    pen.strokeRect(x1 * map.scale + map.x, y1 * map.scale + map.y, w * map.scale, h * map.scale);
  }

  function scheduleFrame() {
    if (isScheduled || !shown) return;
    isScheduled = true;
    requestAnimationFrame(frameView);
  }

  /** @param {PointerEvent} event */
  function panTo(event) {
    if (!event.buttons || !shown) return;
    const { map } = shown;
    const box = face.getBoundingClientRect();
    const x = (event.clientX - box.x - map.x) / map.scale;
    const y = (event.clientY - box.y - map.y) / map.scale;
    cy.stop();
    camera.releaseFit();
    cy.pan({ x: cy.width() / 2 - x * cy.zoom(), y: cy.height() / 2 - y * cy.zoom() });
  }

  face.addEventListener("pointerdown", (event) => {
    face.setPointerCapture(event.pointerId);
    panTo(event);
  });
  face.addEventListener("pointermove", panTo);
  cy.on("pan zoom resize", scheduleFrame);
  cy.on("lineage-drawn", () => {
    clearTimeout(settling);
    requestIdleCallback(update);
    settling = setTimeout(update, SETTLED_MS);
  });
  watchColorScheme(update);
}
