// Draws the whole graph once more before the page is printed: what is on the screen is as large as the screen, and may
// be a part of it only.

/** @import { Core } from "cytoscape" */
import { createElement } from "../dom/create-element.js";

const MAX_SIZE = { maxWidth: 3200, maxHeight: 2200 }; // pixels; paper shows no more

/** @param {Core} cy */
export function preparePrint(cy) {
  const image = createElement("img", "printed");
  image.alt = "Lineage graph";
  window.addEventListener("beforeprint", () => {
    document.querySelector(".status-bar")?.setAttribute("data-address", window.location.href);
    if (cy.nodes().empty()) return;
    image.src = cy.png({ full: true, ...MAX_SIZE });
    cy.container()?.after(image);
  });
  window.addEventListener("afterprint", () => image.remove());
}
