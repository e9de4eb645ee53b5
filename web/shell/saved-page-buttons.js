// Buttons of a saved page: toolbar, copying, and the list of entities.

import { moveTo } from "../graph/graph-view.js";
import { registerPageButtons } from "./page-buttons.js";

const MIN_WIDTH = 1080; // of a window in which the list stands beside the graph

function registerListToggle() {
  const button = /** @type {HTMLElement} */ (document.getElementById("list"));
  const columns = /** @type {HTMLElement} */ (document.querySelector(".columns"));
  /** @param {boolean} isOpen */
  const toggle = (isOpen) => {
    columns.classList.toggle("alone", !isOpen);
    button.setAttribute("aria-expanded", String(isOpen));
  };
  toggle(window.innerWidth >= MIN_WIDTH);
  button.addEventListener("click", () => toggle(columns.classList.contains("alone")));
}

/** @param {{canCenter: boolean}} options whether there is a start to center on */
export function registerSavedPageButtons({ canCenter }) {
  const center = /** @type {HTMLElement} */ (document.getElementById("centre"));
  center.hidden = !canCenter;
  registerListToggle();
  registerPageButtons(moveTo);
}
