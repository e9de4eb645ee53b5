// Pick the two ends of paths: one card, then another; the address names both.
// The first end lives only while one is choosing. Esc cancels, and hides paths that are shown.

import { navigateTo } from "../data/navigation.js";
import { setPathLookup } from "../state/path-membership.js";
import { withPathEnds } from "../state/url.js";

const arePathsShown = () => document.querySelector("#between > *") !== null;

/** @param {import("cytoscape").Core} cy */
function createHint(cy) {
  const bar = document.createElement("div"),
    text = document.createElement("span");
  const cancelButton = document.createElement("button");
  Object.assign(cancelButton, { type: "button", className: "button", textContent: "Cancel" });
  bar.className = "picking";
  bar.hidden = true;
  bar.append(text, cancelButton);
  cy.container()?.parentElement?.append(bar);
  return { bar, text, cancelButton };
}

/** Keep the keyboard on the path that it chose: the list is made anew for each choice.
 * @param {HTMLElement} list */
function keepChosenFocused(list) {
  const listPaths = () => /** @type {HTMLElement[]} */ ([...list.querySelectorAll(".pick")]);
  let index = -1;
  list.addEventListener("click", ({ target }) => {
    const pick = /** @type {Element} */ (target).closest(".pick");
    index = listPaths().indexOf(/** @type {any} */ (pick));
  });
  new MutationObserver(() => {
    if (index >= 0) listPaths()[index]?.focus();
    index = -1;
  }).observe(list, { childList: true, subtree: true });
}

/**
 * @param {import("cytoscape").Core} cy
 * @param {(text: string) => void} announce
 */
export function createPathPicker(cy, announce) {
  const { bar, text, cancelButton } = createHint(cy);
  /** @type {string | null} */
  let first = null;
  keepChosenFocused(/** @type {HTMLElement} */ (document.getElementById("between")));
  setPathLookup((id) => cy.getElementById(id).hasClass("between"));

  /** Stop choosing; returns whether one was choosing. */
  function cancel() {
    if (first === null) return false;
    cy.getElementById(first).removeClass("end");
    first = null;
    bar.hidden = true;
    return true;
  }

  /** @param {import("cytoscape").NodeSingular} node */
  function begin(node) {
    first = node.id();
    node.addClass("end");
    text.textContent = `Paths from ${node.data("title")}: choose the other end (Esc ends)`;
    announce(text.textContent);
    bar.hidden = false;
  }

  /** Take a card as an end, if that is asked for or one is choosing; returns whether it was taken.
   *
   * A group is no end. The first end, picked again, is given up.
   * @param {import("cytoscape").NodeSingular} node
   * @param {boolean} [isAsked] */
  function pickEnd(node, isAsked = false) {
    if (node.data("role") === "group" || (!isAsked && first === null)) return false;
    const other = first;
    cancel();
    if (other === null) begin(node);
    else if (other !== node.id()) navigateTo(withPathEnds(window.location.search, other, node.id()));
    return true;
  }

  document.addEventListener("keydown", (event) => {
    const isTyping = /** @type {Element} */ (event.target).closest("input, textarea, select, dialog");
    if (event.key !== "Escape" || event.defaultPrevented || isTyping) return;
    if (cancel()) event.preventDefault();
    else if (arePathsShown()) {
      event.preventDefault();
      navigateTo(withPathEnds(window.location.search));
    }
  });
  cancelButton.addEventListener("click", () => {
    cancel();
    cy.container()?.focus({ preventScroll: true });
  });
  cy.on("lineage-drawn", () => {
    if (first === null) return;
    const node = cy.getElementById(first);
    if (node.empty()) cancel();
    else node.addClass("end"); // its card may have been drawn anew
  });

  /** @param {import("cytoscape").NodeSingular} node */
  function describeMenuItem(node) {
    if (node.data("role") === "group" || first === node.id()) return "";
    return first === null ? "Paths from here" : "Paths to here";
  }
  return { pickEnd, cancel, describeMenuItem };
}
