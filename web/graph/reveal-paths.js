// Brings highlighted paths into view, once for each that are chosen: when their list is there, because that takes its
// room from the graph.

/** @import { Core } from "cytoscape" */
/** @import { Camera } from "./camera.js" */
import { getElement } from "../dom/get-element.js";
import { isInClearView } from "./camera-geometry.js";

/**
 * @param {Core} cy
 * @param {Camera} camera
 * @param {() => string} getPathsKey identifies the highlighted paths
 */
export function revealPaths(cy, camera, getPathsKey) {
  let revealed = "";

  function reveal() {
    const key = getPathsKey();
    if (key === revealed) return;
    revealed = key;
    const chosen = cy.nodes(".stressed");
    const nodes = chosen.nonempty() ? chosen : cy.nodes(".between");
    if (nodes.empty()) return;
    const box = nodes.renderedBoundingBox({ includeLabels: false });
    if (!isInClearView(camera.readViewport(), box)) camera.showNodes(nodes);
  }

  new MutationObserver(() => requestAnimationFrame(() => requestAnimationFrame(reveal))).observe(
    getElement("between"),
    { childList: true, subtree: true },
  );
}
