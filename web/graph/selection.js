// The selected card: reached by keyboard, found, or chosen in a list.

import { getContainer } from "../state/elements.js";
import { clearHighlight, highlightLineage } from "./highlight.js";

const NEAR = 24,
  HEAD = 48,
  FOOT = 72,
  LEGIBLE = 0.4,
  READABLE = 0.56,
  GLIDE_MS = 250;

/* The middle half of the canvas: what is brought into view comes no further than there. */
const clampToMiddle = (at, size) => Math.min(Math.max(at, size / 4), (size * 3) / 4);

/* Bring a card into view; what can be read where it is stays where it is. Resolves when it has come. */
async function revealCard(cy, node, releaseFit) {
  const box = node.renderedBoundingBox({ includeLabels: false }),
    zoom = Math.max(cy.zoom(), READABLE);
  const inView = box.x1 > NEAR && box.x2 < cy.width() - NEAR && box.y1 > HEAD && box.y2 < cy.height() - FOOT;
  if (inView && cy.zoom() >= LEGIBLE) return;
  const { x, y } = node.position(),
    at = node.renderedPosition();
  const view = {
    zoom,
    pan: { x: clampToMiddle(at.x, cy.width()) - x * zoom, y: clampToMiddle(at.y, cy.height()) - y * zoom },
  };
  cy.stop();
  releaseFit();
  if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) cy.viewport(view);
  else
    await cy
      .animation({ ...view, duration: GLIDE_MS, easing: "ease-in-out-cubic" })
      .play()
      .promise();
}

export function createSelection(cy, { releaseFit }) {
  let shown = null,
    lit = false;

  /* Look at a node, or with null at none: `way` lights what is up- and downstream of it. */
  function show(node, { way = true, move = true } = {}) {
    const unlit = lit && !(node && way);
    shown?.removeClass("current");
    shown = node;
    lit = Boolean(node && way);
    node?.addClass("current");
    if (unlit) clearHighlight(cy);
    else relight();
    cy.emit("lineage-current", [node]);
    return node && move ? revealCard(cy, node, releaseFit) : Promise.resolve();
  }

  function relight() {
    if (lit) highlightLineage(cy, shown);
  }

  /** Keep the selection of a card that stays in a new graph. */
  function keepSelection() {
    if (shown?.removed()) show(null);
    else shown?.addClass("current");
  }

  cy.on("mouseout", "node, edge", relight);
  getContainer(cy).addEventListener("mouseleave", relight);
  cy.on("lineage-drawn", () => {
    lit = false; // at once: a card that is selected from now on is highlighted in the new graph
    if (shown) requestIdleCallback(keepSelection);
  });
  cy.on("lineage-settled", relight);
  return { show, getSelected: () => shown };
}
