// Handles buttons and keys of the page by one listener each, on the document, so that they hold for whatever the server
// sends later.

/** @import { Look } from "../graph/graph-view.js" */
import { findTarget, getElement, isFromField } from "../dom/get-element.js";
import { isRunKey } from "../panels/start-box.js";

const COPIED_MS = 1500;
const SETTLED_MS = 50; // a control tells Dash what stands in it a frame after the last key,
const BUSY_MS = 500; // later on a busy page

/** @type {Record<string, Look>} */
const LOOKS = { fit: "fit", center: "center", "zoom-in": "in", "zoom-out": "out" };

/** @param {string} id */
const press = (id) => document.getElementById(id)?.click();

/**
 * Copy a text, and show on the button that it was.
 *
 * @param {HTMLElement} button
 * @param {string} text
 */
async function copyText(button, text) {
  await navigator.clipboard.writeText(text);
  button.classList.add("copied");
  setTimeout(() => button.classList.remove("copied"), COPIED_MS);
}

/**
 * Wire the buttons that move the camera, copy, or press another button.
 *
 * @param {(look: Look) => void} look
 */
export function wireButtons(look) {
  document.addEventListener("click", (event) => {
    const button = /** @type {HTMLButtonElement | null} */ (findTarget(event, "button"));
    if (!button) return;
    if (button.dataset.press) press(button.dataset.press);
    else if (button.dataset.copy) copyText(button, button.dataset.copy);
    else if (button.id === "copy-link") copyText(button, window.location.href);
    else if (button.id in LOOKS) look(LOOKS[button.id]);
  });
  document.addEventListener("submit", (event) => event.preventDefault());
}

/**
 * Wire the buttons that only the explorer has, by their id or, with a dot, their class.
 *
 * @param {Record<string, (button: HTMLButtonElement) => void>} actions by selector
 */
export function wireActions(actions) {
  document.addEventListener("click", (event) => {
    const button = /** @type {HTMLButtonElement | null} */ (findTarget(event, "button"));
    if (!button) return;
    for (const [selector, run] of Object.entries(actions)) if (button.matches(selector)) run(button);
  });
}

/** Show what is opened at the lower edge of the answer, so that one need not scroll for it. */
export function wireAnswerToggles() {
  document.addEventListener(
    "toggle",
    ({ target }) => {
      if (!(target instanceof HTMLDetailsElement) || !target.open || !target.closest("#answer")) return;
      target.scrollIntoView({ block: "nearest" });
    },
    true, // it does not bubble
  );
}

export function wireRunKey() {
  document.addEventListener("keydown", (event) => {
    const isInStartBox = event.target instanceof Element && event.target.id === "start";
    if (!isRunKey(event, isInStartBox)) return;
    event.preventDefault();
    setTimeout(() => requestIdleCallback(() => press("run"), { timeout: BUSY_MS }), SETTLED_MS);
  });
}

/** Open the list of keys by `?` or its button, and close it. */
export function wireKeyList() {
  const getList = () => /** @type {HTMLDialogElement | null} */ (document.getElementById("keys"));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || isFromField(event, "[contenteditable], dialog")) return;
    event.preventDefault();
    getList()?.showModal();
  });
  document.addEventListener("click", (event) => {
    if (findTarget(event, "#show-keys")) getList()?.showModal();
    else if (event.target === getList() || findTarget(event, "#keys button")) getList()?.close();
  });
}

/** Announce a text to screen readers. @param {string} text */
export function announce(text) {
  getElement("spoken").textContent = text;
}
