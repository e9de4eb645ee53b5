// Buttons and keys of the page, by one listener each on the document: they hold for whatever comes later.

import { setProps } from "../data/dash.js";
import { setParameter } from "../data/navigation.js";
import { moveTo } from "../graph/graph-view.js";
import { orientation } from "../state/orientation.js";
import { registerPageButtons } from "./page-buttons.js";
import { savePage } from "./save-page.js";

// A control tells Dash what stands in it a frame after the last key, later on a busy page.
const SETTLED_MS = 50,
  BUSY_MS = 500;

/** @param {string} id */
const clickElement = (id) => document.getElementById(id)?.click();

const findKeyList = () => /** @type {HTMLDialogElement | null} */ (document.getElementById("keys"));

/** @param {Element} target */
const isTypingIn = (target) => target.closest("input, textarea, select, [contenteditable], dialog") !== null;

/** The list of keys opens by `?` and by its button. */
function registerKeyList() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || isTypingIn(/** @type {Element} */ (event.target))) return;
    event.preventDefault();
    findKeyList()?.showModal(); // before the page has come there is none
  });
  document.addEventListener("click", ({ target }) => {
    const element = /** @type {Element} */ (target),
      list = findKeyList();
    if (element.closest("#show-keys")) list?.showModal();
    else if (element === list || element.closest("#keys button")) list?.close();
  });
}

/** Run the query by Enter in the start box, and by Ctrl+Enter or Command+Enter anywhere. */
function registerRunKey() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    const isInStart = /** @type {Element} */ (event.target).id === "start" && !event.shiftKey;
    if (!isInStart && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    setTimeout(() => requestIdleCallback(() => clickElement("run"), { timeout: BUSY_MS }), SETTLED_MS);
  });
}

export function registerShortcuts() {
  registerPageButtons(moveTo);
  document.addEventListener("click", ({ target }) => {
    const button = /** @type {Element} */ (target).closest("button");
    if (!button) return;
    if (button.matches(".notice .close")) setProps("notice", { children: [] });
    else if (button.dataset.press) clickElement(button.dataset.press);
    else if (button.id === "save") savePage(button);
    else if (button.id === "flow") setParameter("flow", orientation.isDown() ? "right" : "down");
  });
  // What is opened at the lower edge of a panel is read without scrolling for it. The event does not bubble.
  document.addEventListener(
    "toggle",
    ({ target }) => {
      if (target instanceof HTMLDetailsElement && target.open && target.closest("#answer")) {
        target.scrollIntoView({ block: "nearest" });
      }
    },
    true,
  );
  registerKeyList();
  registerRunKey();
}
