// Keeps the view of the graph with the entry of the history, as soon as the camera rests.

/** @import { Core } from "cytoscape" */
/** @import { SavedCamera } from "../types.d.ts" */
/** @import { Camera } from "./camera.js" */

const REST_MS = 150;

/**
 * @param {Core} cy
 * @param {Camera} camera
 * @param {(view: SavedCamera) => void} save
 */
export function rememberCamera(cy, camera, save) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;

  function remember() {
    const start = cy.nodes(".start")[0];
    if (start) save({ ...camera.readWindowView(), focus: { ...start.position() } });
  }

  cy.on("viewport lineage-drawn", () => {
    clearTimeout(resting);
    resting = setTimeout(remember, REST_MS);
  });
  window.addEventListener("pagehide", remember);
}
