// Starts a saved page: mounts Cytoscape where the explorer has its component, draws, and says on the main region what
// was drawn.

/** @import { SavedDrawing } from "./types.d.ts" */
/** @import { Canvas } from "./graph/graph-view.js" */
/** @import { Core } from "cytoscape" */
/** @import { Selection } from "./state/selection.js" */
import { findTarget, getElement, isFromField } from "./dom/get-element.js";
import { createGraphView } from "./graph/graph-view.js";
import { clearHighlight, highlightRelatives } from "./graph/highlight.js";
import { createOrientation } from "./graph/orientation.js";
import { wirePointer } from "./graph/pointer.js";
import { createStageHeadings } from "./graph/stage-headings.js";
import { createTooltip } from "./graph/tooltip.js";
import { renderFacts } from "./panels/entity-facts.js";
import { createFind } from "./panels/find.js";
import { wireScenes } from "./panels/scene-steps.js";
import { syncList } from "./panels/synced-list.js";
import { preparePrint } from "./paper/paper-document.js";
import { defineIcons } from "./shell/icons.js";
import { wireAnswerToggles, wireButtons } from "./shell/shortcuts.js";
import { createSelection } from "./state/selection.js";

const WIDE = 1080; // pixels of a window that has room for the list beside the graph

function mountCytoscape() {
  const { cytoscape } = /** @type {{ cytoscape: typeof import("cytoscape") }} */ (/** @type {unknown} */ (window));
  return cytoscape({
    container: document.getElementById("graph"),
    layout: { name: "preset", fit: false },
    autoungrabify: true,
    boxSelectionEnabled: false,
    minZoom: 0.05,
    maxZoom: 3,
  });
}

/** Open and close the list by its button. */
function wireListButton() {
  const button = getElement("list");
  const columns = /** @type {HTMLElement} */ (document.querySelector(".columns"));
  const setOpen = (/** @type {boolean} */ isOpen) => {
    columns.classList.toggle("alone", !isOpen);
    button.setAttribute("aria-expanded", String(isOpen));
  };
  setOpen(window.innerWidth >= WIDE);
  button.addEventListener("click", () => setOpen(columns.classList.contains("alone")));
}

/**
 * Show facts about the selected entity.
 *
 * @param {Core} cy
 * @param {HTMLElement} list
 * @param {Selection} selection
 */
function wireFacts(cy, list, { select }) {
  const details = getElement("details");
  cy.on("lineage-selected", (_, node) => {
    details.hidden = !node;
    details.replaceChildren(...(node ? renderFacts(node) : []));
    details.scrollTop = 0;
  });
  details.addEventListener("click", (event) => {
    const arn = findTarget(event, "[data-walk]")?.dataset.walk;
    if (!arn) return;
    select(cy.getElementById(arn));
    /** @type {HTMLElement | null} */ (list.querySelector("[aria-current]"))?.focus();
  });
}

function openSavedPage() {
  /** @type {SavedDrawing} */
  const drawing = JSON.parse(getElement("drawing").textContent ?? "");
  const orientation = createOrientation();
  const graph = createGraphView({ orientation, wireFeatures });

  /** Wire what a saved page offers on its canvas. @param {Canvas} canvas */
  function wireFeatures({ cy, camera }) {
    const tooltip = createTooltip(cy, () => "Click to keep its path highlighted");
    wirePointer(cy, { tooltip, onClick: (node) => selection.select(node, { move: false }) });
    createStageHeadings(cy, orientation);
    preparePrint(cy, orientation);
    const selection = createSelection(cy, {
      highlight: highlightRelatives,
      clearHighlight: () => clearHighlight(cy),
      reveal: camera.revealNode,
    });
    const list = /** @type {HTMLElement} */ (document.querySelector(".twin"));
    wireFacts(cy, list, selection); // before the list, which then knows its room
    syncList(cy, list, selection);
    const { open } = createFind(cy, { selection, orientation });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || isFromField(event)) return;
      event.preventDefault();
      open();
    });
    cy.on("tap", ({ target }) => {
      if (target === cy) selection.select(null);
    });
  }

  defineIcons();
  wireButtons(graph.look);
  wireAnswerToggles();
  getElement("center").hidden = !drawing.start;
  wireListButton();
  mountCytoscape();

  /** @param {SavedDrawing} shown */
  function draw(shown) {
    graph.draw(shown).then(() => {
      const { state, start, vertices, associations, key } = shown;
      const data = { start, vertices: String(vertices), edges: String(associations), key, state };
      Object.assign(getElement("lineage").dataset, data);
    });
  }
  if (!wireScenes(draw)) draw(drawing);
}

openSavedPage();
