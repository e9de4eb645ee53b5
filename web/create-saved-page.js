// Everything that the canvas of a saved page can do, wired together.

import { releaseFit } from "./graph/graph-view.js";
import { connectPointer } from "./graph/pointer.js";
import { createSelection } from "./graph/selection.js";
import { addSemanticZoom } from "./graph/semantic-zoom.js";
import { addStageHeadings } from "./graph/stage-headings.js";
import { createFind } from "./panels/find.js";
import { buildFacts } from "./panels/saved-facts.js";
import { syncList } from "./panels/synced-list.js";
import { addPrintImage } from "./shell/print.js";

/** Say on the main region what was drawn.
 * @param {import("./types.js").SavedDrawing} drawing */
export function announceDrawn({ state, start, vertices, associations, key }) {
  const region = document.getElementById("lineage");
  if (region) Object.assign(region.dataset, { start, vertices, edges: associations, key, state });
}

/** Show the facts of the selected card.
 * @param {import("cytoscape").Core} cy @param {HTMLElement} list @param {(node: any) => void} show */
function addFacts(cy, list, show) {
  const details = /** @type {HTMLElement} */ (document.getElementById("details"));
  cy.on("lineage-current", (_, node) => {
    details.hidden = !node;
    details.replaceChildren(...(node ? buildFacts(node) : []));
    details.scrollTop = 0;
  });
  details.addEventListener("click", ({ target }) => {
    const neighbor = /** @type {HTMLElement | null} */ (
      /** @type {Element} */ (target).closest("[data-walk]")
    );
    if (!neighbor) return;
    show(cy.getElementById(neighbor.dataset.walk ?? ""));
    /** @type {HTMLElement} */ (list.querySelector("[aria-current]")).focus();
  });
}

/** @param {import("cytoscape").Core} cy */
export function createSavedPage(cy) {
  // Before the selection, which highlights again what the pointer clears when it leaves.
  connectPointer(cy, {
    focus: (arn) => selection.show(cy.getElementById(arn), { move: false }),
    describeClick: () => "Click to keep its way lit",
  });
  const selection = createSelection(cy, { releaseFit });
  addStageHeadings(cy);
  addSemanticZoom(cy);
  addPrintImage(cy);
  const list = /** @type {HTMLElement} */ (document.querySelector(".twin"));
  addFacts(cy, list, selection.show); // before the list, which then knows its room
  syncList(cy, list, selection);
  const { open } = createFind(cy, selection);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || /** @type {Element} */ (event.target).closest("input")) return;
    event.preventDefault();
    open();
  });
  cy.on("tap", ({ target }) => {
    if (target === cy) selection.show(null);
  });
}
