// Puts the side panels away and brings them back, and presents the graph in full screen. How the page is laid out is
// the reader's own, like light and dark, so it stands on the root element and not in the address.

import { findTarget, getElement, onceOnPage } from "../dom/get-element.js";
import { readStoredJson, writeStoredJson } from "../state/stored-json.js";

/** @typedef {"left" | "right"} PanelSide */

const KEY = "lineage-panels";
const getStorage = () => window.localStorage;
/** @type {readonly PanelSide[]} */
const SIDES = ["left", "right"];
const TOGGLES = { left: "toggle-question", right: "toggle-facts" };

/**
 * Return how the panels are: beside the graph as they were left where there is room, else closed. The form of the query
 * gives way to a picture until the reader wants it there.
 *
 * @param {boolean} isNarrow
 * @param {{ left?: string, right?: string }} stored
 * @param {boolean} hasPicture
 */
export const chooseLayout = (isNarrow, stored, hasPicture) =>
  isNarrow ? { left: "closed", right: "closed" } : { left: hasPicture ? "closed" : "open", right: "open", ...stored };

/**
 * @param {object} options
 * @param {() => void} options.fitGraph
 * @param {boolean} options.hasStart whether the address has one
 */
export function createPanelLayout({ fitGraph, hasStart }) {
  const narrow = window.matchMedia("(max-width: 1079px)");
  const root = document.documentElement;
  let hasPicture = hasStart;

  function updateToggles() {
    for (const side of SIDES) {
      const isOpen = root.dataset[side] !== "closed";
      document.getElementById(TOGGLES[side])?.setAttribute("aria-expanded", String(isOpen));
    }
  }

  /** @param {PanelSide} side @param {"open" | "closed"} state */
  function setPanel(side, state) {
    root.dataset[side] = state;
    if (narrow.matches && state === "open") root.dataset[side === "left" ? "right" : "left"] = "closed";
    updateToggles();
  }

  /** @param {PanelSide} side */
  function togglePanel(side) {
    setPanel(side, root.dataset[side] === "closed" ? "open" : "closed");
    const stored = readStoredJson(getStorage, KEY, {});
    if (!narrow.matches) writeStoredJson(getStorage, KEY, { ...stored, [side]: root.dataset[side] });
  }

  function applyLayout() {
    Object.assign(root.dataset, chooseLayout(narrow.matches, readStoredJson(getStorage, KEY, {}), hasPicture));
    updateToggles();
  }

  function present() {
    root.dataset.present = "";
    root.requestFullscreen?.().catch(() => {}); // a window that may not fill the screen presents all the same
    getElement("lineage").focus({ preventScroll: true });
    fitGraph();
  }

  /** Returns whether the page was presenting. */
  function endPresentation() {
    if (!("present" in root.dataset)) return false;
    delete root.dataset.present;
    if (document.fullscreenElement) document.exitFullscreen();
    return true;
  }

  document.addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement) endPresentation();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && endPresentation()) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const id = findTarget(event, "button")?.id;
    if (id === "present") present();
    if (id === "end") endPresentation();
    for (const side of SIDES) if (id === TOGGLES[side]) togglePanel(side);
    if (narrow.matches && findTarget(event, ".panel a[href], #run")) {
      for (const side of SIDES) setPanel(side, "closed");
    }
  });

  applyLayout();
  narrow.addEventListener("change", applyLayout);
  onceOnPage(TOGGLES.right, updateToggles);

  return {
    /** @param {PanelSide} side */
    openPanel(side) {
      if (root.dataset[side] === "closed") setPanel(side, "open");
    },

    /** Let the form give way when a picture comes, and come back on the first screen. @param {boolean} isPicture */
    followPicture(isPicture) {
      if (hasPicture === isPicture && root.dataset.left === "closed") return;
      hasPicture = isPicture;
      if (!narrow.matches) applyLayout();
    },
  };
}
