// Handles the pointer on the canvas: a click is passed on, hovering shows and highlights.

/** @import { Core, NodeSingular } from "cytoscape" */
/** @import { Tooltip } from "./tooltip.js" */
import { clearHighlight, highlightRelatives } from "./highlight.js";

export const REST_MS = 90; // on its way to a click, a pointer highlights nothing: repainting would delay the click

/**
 * @param {Core} cy
 * @param {object} options
 * @param {Tooltip} options.tooltip
 * @param {(node: NodeSingular) => void} [options.onRest] called when the pointer rests on a card
 * @param {(node: NodeSingular, event: MouseEvent | undefined) => void} options.onClick
 */
export function wirePointer(cy, { tooltip, onRest, onClick }) {
  const container = /** @type {HTMLElement} */ (cy.container());
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  let isLongPress = false;

  function hide() {
    clearTimeout(resting);
    tooltip.hide();
  }

  function leave() {
    container.style.cursor = "";
    clearHighlight(cy);
    hide();
  }

  cy.on("tapstart", () => {
    isLongPress = false;
  });
  cy.on("taphold", "node", () => {
    isLongPress = true;
  });
  cy.on("tap", "node", ({ target, originalEvent }) => {
    hide();
    if (!isLongPress) onClick(target, originalEvent);
  });
  cy.on("mouseover", "node", ({ target }) => {
    container.style.cursor = "pointer";
    clearTimeout(resting);
    resting = setTimeout(() => {
      highlightRelatives(target);
      tooltip.show(target);
      onRest?.(target);
    }, REST_MS);
  });
  cy.on("mouseout", "node", leave);
  container.addEventListener("mouseleave", leave); // Cytoscape does not notice
  cy.on("mouseover", "edge", ({ target }) => target.addClass("lit named spelled"));
  cy.on("mouseout", "edge", () => clearHighlight(cy));
  cy.on("pan zoom lineage-drawn cxttap taphold", hide);
}
