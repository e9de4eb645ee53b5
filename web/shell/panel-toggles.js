// Panels that are closed and opened, and presenting. Kept in this browser, not in the address.

import { moveTo } from "../graph/graph-view.js";
import { findClosest, getElement } from "../state/elements.js";

const NARROW = window.matchMedia("(max-width: 1079px)"),
  KEY = "lineage-panels";
const root = document.documentElement,
  TOGGLES = { left: "toggle-question", right: "toggle-facts" };

function readSaved() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "null") || {};
  } catch {
    return {};
  }
}

function markToggles() {
  for (const [side, toggle] of Object.entries(TOGGLES)) {
    document.getElementById(toggle)?.setAttribute("aria-expanded", String(root.dataset[side] !== "closed"));
  }
}

function setPanel(side, state) {
  root.dataset[side] = state;
  if (NARROW.matches && state === "open") root.dataset[side === "left" ? "right" : "left"] = "closed"; // one at a time
  markToggles();
}

function togglePanel(side) {
  setPanel(side, root.dataset[side] === "closed" ? "open" : "closed");
  if (NARROW.matches) return;
  try {
    localStorage.setItem(KEY, JSON.stringify({ left: root.dataset.left, right: root.dataset.right }));
  } catch {
    /* full or forbidden: not worth a word */
  }
}

/* Beside the picture where there is room, as they were left; put away where there is none. */
function arrangePanels() {
  const wanted = NARROW.matches
    ? { left: "closed", right: "closed" }
    : { left: "open", right: "open", ...readSaved() };
  Object.assign(root.dataset, wanted);
  markToggles();
}

export const openPanel = (side) => {
  if (root.dataset[side] === "closed") setPanel(side, "open");
};

/* --- presenting ------------------------------------------------------------------------------ */

export function startPresenting() {
  root.dataset.present = "";
  root.requestFullscreen?.().catch(() => {}); // a window that may not fill the screen presents all the same
  getElement("lineage").focus({ preventScroll: true });
  moveTo("present");
}

/* Returns whether one was presenting. */
function endPresenting() {
  if (!("present" in root.dataset)) return false;
  delete root.dataset.present;
  if (document.fullscreenElement) document.exitFullscreen();
  return true;
}

export function registerPanelToggles() {
  document.addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement) endPresenting();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && endPresenting()) event.preventDefault();
  });
  document.addEventListener("click", ({ target }) => {
    const id = findClosest(target, "button")?.id;
    if (id === "present") startPresenting();
    if (id === "end") endPresenting();
    for (const [side, toggle] of Object.entries(TOGGLES)) if (id === toggle) togglePanel(side);
    if (NARROW.matches && findClosest(target, ".panel a[href], #run"))
      for (const side of Object.keys(TOGGLES)) setPanel(side, "closed");
  });

  arrangePanels();
  NARROW.addEventListener("change", arrangePanels);
  new MutationObserver((_, watch) => {
    if (!document.getElementById(TOGGLES.right)) return;
    watch.disconnect(); // the page has come
    markToggles();
  }).observe(document.body, { childList: true, subtree: true });
}
