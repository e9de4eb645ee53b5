// Shows faint headings over the columns of the graph, or beside its rows; they move with it.

/** @import { Core } from "cytoscape" */
/** @import { Heading } from "../types.d.ts" */
/** @import { Orientation } from "./orientation.js" */
import { createElement } from "../dom/create-element.js";

const LEGIBLE = 0.4; // zoom below which the columns are too narrow for headings
const GAP = 16;

/**
 * @param {Core} cy
 * @param {Orientation} orientation
 */
export function createStageHeadings(cy, orientation) {
  const layer = createElement("div", "lanes");
  layer.setAttribute("aria-hidden", "true");
  cy.container()?.parentElement?.append(layer);
  /** @type {readonly Heading[]} */
  let headings = [];

  function place() {
    const zoom = cy.zoom();
    const offset = orientation.getAlong(cy.pan());
    const isDown = orientation.isDown();
    const axis = isDown ? "Y" : "X";
    layer.classList.toggle("far", zoom < LEGIBLE);
    layer.classList.toggle("down", isDown);
    const distance = Math.min(...headings.slice(1).map(({ at }, i) => at - headings[i].at)) * zoom;
    for (const [i, { at }] of headings.entries()) {
      const { style } = /** @type {HTMLElement} */ (layer.children[i]);
      style.maxWidth = isDown ? "" : `${distance - GAP}px`;
      style.transform = `translate${axis}(${at * zoom + offset}px) translate${axis}(-50%)`;
    }
  }

  cy.on("lineage-drawn", (_, /** @type {readonly Heading[]} */ drawn) => {
    headings = drawn;
    layer.replaceChildren(...headings.map(({ title }) => createElement("span", "", title)));
    place();
  });
  cy.on("pan zoom resize", place);
}
