// Steps through the scenes of a saved story: one canvas, drawn anew for each.

/** @import { SavedDrawing } from "../types.d.ts" */
import { findTarget, getElement, isFromField } from "../dom/get-element.js";

/**
 * @typedef {object} SavedScene
 * @property {string} title
 * @property {string} note
 * @property {string} [error] why it cannot be shown
 * @property {SavedDrawing} drawing
 * @property {string} legend HTML
 * @property {string} rows HTML
 * @property {string} notice HTML
 * @property {string} sentence
 * @property {string} origin HTML
 */

/** @param {string} selector */
const find = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

/**
 * Wire the scenes of the page, if it has any, and show the first.
 *
 * @param {(drawing: SavedDrawing) => unknown} draw
 * @returns whether there are scenes
 */
export function wireScenes(draw) {
  const data = document.getElementById("scenes");
  if (!data) return false;
  /** @type {readonly SavedScene[]} */
  const scenes = JSON.parse(data.textContent ?? "[]");
  let current = 0;
  document.documentElement.dataset.story = "";

  /** @param {number} index */
  function show(index) {
    const scene = scenes[index];
    if (!scene) return;
    current = index;
    find("h1").textContent = scene.title;
    document.title = scene.title;
    find(".story-place").textContent = `${index + 1} of ${scenes.length}`;
    find(".story-notes").textContent = scene.note;
    for (const button of document.querySelectorAll("[data-scene]"))
      button.toggleAttribute("aria-current", button.getAttribute("data-scene") === String(index));
    getElement("status").textContent = scene.error ?? scene.sentence;
    find("#lineage").toggleAttribute("data-gone", Boolean(scene.error));
    if (scene.error) return;
    find(".legend").innerHTML = scene.legend; // escaped by the server
    find(".twin").innerHTML = scene.rows;
    find(".status-bar .quiet").innerHTML = scene.origin;
    draw(scene.drawing);
  }

  document.addEventListener("click", (event) => {
    const { scene, step } = findTarget(event, "[data-scene], [data-step]")?.dataset ?? {};
    if (scene !== undefined || step) show(scene === undefined ? current + Number(step) : Number(scene));
  });
  document.addEventListener("keydown", (event) => {
    if (isFromField(event)) return;
    const targets = { PageDown: current + 1, PageUp: current - 1, Home: 0, End: scenes.length - 1 };
    const target = targets[/** @type {keyof typeof targets} */ (event.key)];
    if (target !== undefined) show(target);
    else if (event.key === "n") find(".story-notes").hidden = !find(".story-notes").hidden;
    else return;
    event.preventDefault();
  });
  show(0);
  return true;
}
