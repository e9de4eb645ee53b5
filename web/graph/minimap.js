// Minimap: the whole graph, small, while only a part is in view.

import { getContainer } from "../state/elements.js";
import { computeBounds } from "./camera.js";
import { CARD } from "./card-images.js";

const WIDTH = 176,
  HEIGHT = 120,
  PAD = 6,
  GLIDE_MS = 400;

const readToken = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/* Where picture units lie on the map. */
function scaleToMap({ x1, y1, w, h }) {
  const scale = Math.min((WIDTH - 2 * PAD) / w, (HEIGHT - 2 * PAD) / h);
  return { scale, x: (WIDTH - w * scale) / 2 - x1 * scale, y: (HEIGHT - h * scale) / 2 - y1 * scale };
}

function paintCards(cards, map, sharpness) {
  const painting = document.createElement("canvas"),
    inks = new Map();
  painting.width = WIDTH * sharpness;
  painting.height = HEIGHT * sharpness;
  const context = /** @type {CanvasRenderingContext2D} */ (painting.getContext("2d"));
  context.scale(sharpness, sharpness);
  for (const {
    position: { x, y },
    family,
  } of cards) {
    if (!inks.has(family)) inks.set(family, readToken(`--family-${family}`));
    context.fillStyle = inks.get(family);
    const width = Math.max(1.5, CARD.w * map.scale),
      height = Math.max(1.5, CARD.h * map.scale);
    context.fillRect(x * map.scale + map.x - width / 2, y * map.scale + map.y - height / 2, width, height);
  }
  return painting;
}

export function addMinimap(cy, { releaseFit }) {
  const sharpness = window.devicePixelRatio || 1,
    canvas = document.createElement("canvas");
  canvas.className = "minimap";
  canvas.setAttribute("aria-hidden", "true"); // what it does, keys do as well
  canvas.width = WIDTH * sharpness;
  canvas.height = HEIGHT * sharpness;
  canvas.hidden = true;
  getContainer(cy).parentElement?.append(canvas);
  let box = null,
    map = null,
    painting = null,
    color = "",
    isRequested = false,
    timer;

  function paintMap() {
    const cards = cy.nodes().map((node) => ({ position: node.position(), family: node.data("family") }));
    box = cards.length ? computeBounds(cards) : null;
    if (!box) {
      canvas.hidden = true;
      return;
    }
    map = scaleToMap(box);
    painting = paintCards(cards, map, sharpness);
    color = readToken("--accent");
    paintFrame();
  }

  function paintFrame() {
    isRequested = false;
    if (!box) return;
    const { x1, y1, x2, y2, w, h } = cy.extent();
    canvas.hidden = x1 <= box.x1 && y1 <= box.y1 && x2 >= box.x2 && y2 >= box.y2;
    if (canvas.hidden) return;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.drawImage(painting, 0, 0);
    context.scale(sharpness, sharpness);
    context.strokeStyle = color;
    context.lineWidth = 1.5;
    context.strokeRect(x1 * map.scale + map.x, y1 * map.scale + map.y, w * map.scale, h * map.scale);
  }

  const requestFrame = () => {
    if (isRequested) return;
    isRequested = true;
    requestAnimationFrame(paintFrame);
  };

  function panTo(event) {
    if (!event.buttons) return;
    const at = canvas.getBoundingClientRect(),
      zoom = cy.zoom();
    const x = (event.clientX - at.x - map.x) / map.scale,
      y = (event.clientY - at.y - map.y) / map.scale;
    cy.stop();
    releaseFit();
    cy.pan({ x: cy.width() / 2 - x * zoom, y: cy.height() / 2 - y * zoom });
  }

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    panTo(event);
  });
  canvas.addEventListener("pointermove", panTo);
  cy.on("pan zoom resize", requestFrame);
  cy.on("lineage-drawn", () => {
    clearTimeout(timer);
    requestIdleCallback(paintMap);
    timer = setTimeout(paintMap, GLIDE_MS); // what stayed has come to its place
  });
  new MutationObserver(paintMap).observe(document.documentElement, {
    attributeFilter: ["data-mantine-color-scheme"],
  });
}
