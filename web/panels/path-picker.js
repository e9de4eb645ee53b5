// Picks the two ends of paths: one card, then another, and the address names both. The first lives only here; Esc gives
// it up, and closes paths that are shown.

/** @import { Core, NodeSingular } from "cytoscape" */
import { createButton, createElement } from "../dom/create-element.js";
import { getElement, isFromField } from "../dom/get-element.js";

/** @typedef {ReturnType<typeof createPathPicker>} PathPicker */

/** @typedef {"none" | "begin" | "cancel" | "finish"} Pick */

/**
 * Decide what picking a card does. A group is not an end; the first card, picked again, is given up.
 *
 * @param {object} pick
 * @param {string} pick.id
 * @param {boolean} pick.isGroup
 * @param {boolean} pick.isAsked whether the reader asked for paths; any card is taken while one is picked
 * @param {string | null} pick.picked the first end
 * @returns {Pick}
 */
export function decidePick({ id, isGroup, isAsked, picked }) {
  if (isGroup || (!isAsked && picked === null)) return "none";
  if (picked === null) return "begin";
  return picked === id ? "cancel" : "finish";
}

/** Keep the keyboard on the chosen path: the list is made anew for each choice. @param {HTMLElement} list */
function keepFocus(list) {
  const getPicks = () => [.../** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll(".pick"))];
  let index = -1;
  list.addEventListener("click", ({ target }) => {
    const pick = target instanceof Element ? target.closest(".pick") : null;
    index = getPicks().indexOf(/** @type {HTMLElement} */ (pick));
  });
  new MutationObserver(() => {
    if (index >= 0) getPicks()[index]?.focus();
    index = -1;
  }).observe(list, { childList: true, subtree: true });
}

/** @param {HTMLElement} canvas */
function addHint(canvas) {
  const text = createElement("span");
  const cancel = createButton("button", "Cancel");
  const bar = createElement("div", "picking", text, cancel);
  bar.hidden = true;
  canvas.append(bar);
  return { bar, text, cancel };
}

/**
 * @param {Core} cy
 * @param {object} options
 * @param {{ withPaths(ends: readonly string[]): string }} options.url
 * @param {(search: string) => void} options.go
 * @param {(text: string) => void} options.announce
 */
export function createPathPicker(cy, { url, go, announce }) {
  const container = /** @type {HTMLElement} */ (cy.container());
  const { bar, text, cancel: cancelButton } = addHint(/** @type {HTMLElement} */ (container.parentElement));
  const list = getElement("between");
  /** @type {string | null} */
  let picked = null;
  keepFocus(list);

  /** Give up the first end. Returns whether there was one. */
  function cancel() {
    if (picked === null) return false;
    cy.getElementById(picked).removeClass("end");
    picked = null;
    bar.hidden = true;
    return true;
  }

  /** @param {NodeSingular} node */
  function begin(node) {
    picked = node.id();
    node.addClass("end");
    text.textContent = `Path from ${node.data("title")}: click a second card (Esc to cancel)`;
    announce(text.textContent);
    bar.hidden = false;
  }

  /**
   * Take a card as an end, if that is asked for or one is picked. Returns whether it was taken.
   *
   * @param {NodeSingular} node
   * @param {boolean} [isAsked]
   */
  function pick(node, isAsked = false) {
    const id = node.id();
    const first = picked;
    const decision = decidePick({ id, isGroup: node.data("role") === "group", isAsked, picked });
    if (decision === "none") return false;
    cancel();
    if (decision === "begin") begin(node);
    else if (decision === "finish" && first !== null) go(url.withPaths([first, id]));
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || isFromField(event, "dialog")) return;
    if (cancel()) event.preventDefault();
    else if (list.firstElementChild) {
      event.preventDefault();
      go(url.withPaths([]));
    }
  });
  cancelButton.addEventListener("click", () => {
    cancel();
    container.focus({ preventScroll: true });
  });
  cy.on("lineage-drawn", () => {
    if (picked === null) return;
    const node = cy.getElementById(picked);
    if (node.empty()) cancel();
    else node.addClass("end"); // its card may have been drawn anew
  });
  return { pick, cancel, getPicked: () => picked };
}
