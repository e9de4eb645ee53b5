// The pointer on the canvas: a click focuses, hovering explains and highlights.

import { clearHighlight, highlightLineage } from "./highlight.js";
import { hideTooltip, showTooltip } from "./tooltip.js";

const REST_MS = 90; // a pointer on its way to a click highlights nothing: repainting would delay the click

/**
 * @param {import("cytoscape").Core} cy
 * @param {object} actions
 * @param {(id: string, inNewTab: boolean) => void} actions.focus
 * @param {(role: string) => string} actions.describeClick
 * @param {(node: import("cytoscape").NodeSingular, isAsked: boolean) => boolean} [actions.pickEnd] Take a card
 *   as the end of paths; a saved page has none.
 */
export function connectPointer(cy, { focus, describeClick, pickEnd }) {
  const container = /** @type {HTMLElement} */ (cy.container());
  /** @type {number | undefined} */
  let timer;
  let isHeld = false; // a long press is no click
  const hide = () => {
    clearTimeout(timer);
    hideTooltip(cy);
  };
  const leave = () => {
    container.style.cursor = "";
    clearHighlight(cy);
    hide();
  };
  cy.on("tapstart", () => {
    isHeld = false;
  });
  cy.on("taphold", "node", () => {
    isHeld = true;
  });
  cy.on("tap", "node", ({ target, originalEvent }) => {
    hide();
    if (isHeld) return;
    if (pickEnd?.(target, Boolean(originalEvent?.shiftKey))) return;
    focus(target.id(), Boolean(originalEvent?.ctrlKey || originalEvent?.metaKey));
  });
  cy.on("mouseover", "node", ({ target }) => {
    container.style.cursor = "pointer";
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      highlightLineage(cy, target);
      showTooltip(cy, target, describeClick(target.data("role")));
    }, REST_MS);
  });
  cy.on("mouseout", "node", leave);
  container.addEventListener("mouseleave", leave); // Cytoscape itself does not notice
  cy.on("mouseover", "edge", ({ target }) => {
    target.addClass("lit named spelled");
  });
  cy.on("mouseout", "edge", () => clearHighlight(cy));
  cy.on("pan zoom lineage-drawn cxttap taphold", hide);
}
