// Shows headings over the columns of the graph, or beside its rows, and a band behind each stage; they move with it.

import { createElement } from "../dom/create-element.js";
/** @import { Core } from "cytoscape" */
/** @import { Heading } from "../types.d.ts" */
/** @import { Orientation } from "./orientation.js" */
import { formatNumber } from "../dom/format-number.js";

const LEGIBLE = 0.3; // zoom below which the columns are too narrow for headings
const GAP = 16;
const OVERHANG = 12; // of a heading over the gap after its band

/**
 * @param {Core} cy
 * @param {Orientation} orientation
 */
export function createStageHeadings(cy, orientation) {
  const layer = createElement("div", "lanes");
  const bands = createElement("div", "bands");
  for (const element of [layer, bands]) element.setAttribute("aria-hidden", "true");
  cy.container()?.parentElement?.append(layer);
  cy.container()?.parentElement?.prepend(bands);
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
    for (const [i, { at, sides }] of headings.entries()) {
      const { style } = /** @type {HTMLElement} */ (layer.children[i]);
      if (sides) {
        const [left, right] = sides.map((side) => side * zoom + offset);
        style.maxWidth = `${right - left + OVERHANG}px`;
        style.transform = `translateX(${left}px)`;
        const band = /** @type {HTMLElement} */ (bands.children[i]);
        band.style.width = `${right - left}px`;
        band.style.transform = `translateX(${left}px)`;
      } else {
        style.maxWidth = isDown ? "" : `${distance - GAP}px`;
        style.transform = `translate${axis}(${at * zoom + offset}px) translate${axis}(-50%)`;
      }
    }
  }

  /** @param {Heading} heading */
  function createHeading({ title, sides, count }) {
    const heading = createElement("span", sides ? "stage" : "", sides ? createElement("b", "", title) : title);
    if (count) heading.append(createElement("small", "", formatNumber(count)));
    return heading;
  }

  cy.on("lineage-drawn", (_, /** @type {readonly Heading[]} */ drawn) => {
    headings = drawn;
    layer.replaceChildren(...headings.map(createHeading));
    bands.replaceChildren(...headings.map(({ sides }) => createElement("div", sides ? "band" : "")));
    place();
  });
  cy.on("pan zoom resize", place);
}
