// Puts the side panels away and brings them back, and presents the graph in full screen. How the page is laid out is
// the reader's own, like light and dark, so it stands on the root element and not in the address.

import { findTarget, getElement, hasFocus, onceOnPage } from "../dom/get-element.js";
import { readStoredJson, writeStoredJson } from "../state/stored-json.js";

/** @typedef {"left" | "right"} PanelSide */

const KEY = "lineage-panels";
const getStorage = () => window.localStorage;
/** @type {readonly PanelSide[]} */
const SIDES = ["left", "right"];
const TOGGLES = { left: "toggle-question", right: "toggle-facts" };

/**
 * Return how the panels are: beside the graph as they were left where there is room, else closed. The form of the query
 * is closed unless the reader wants it there.
 *
 * @param {boolean} isNarrow
 * @param {{ left?: string, right?: string }} stored
 */
export function chooseLayout(isNarrow, stored) {
  if (isNarrow) return { left: "closed", right: "closed" };
  return { left: stored.left ?? "closed", right: stored.right ?? "open" };
}

/** Return the panel that the keyboard is in. @returns {PanelSide | undefined} */
const findActivePanel = () => SIDES.find((side) => [...document.querySelectorAll(`.panel.${side}`)].some(hasFocus));

/**
 * @param {object} options
 * @param {() => void} options.fitGraph
 * @param {boolean} options.hasStart whether the address has one
 */
export function createPanelLayout({ fitGraph, hasStart }) {
  const narrow = window.matchMedia("(max-width: 1079px)");
  const root = document.documentElement;
  const isPresenting = () => "present" in root.dataset;
  const isSearching = () => root.dataset.left === "search"; // only the start box of the form, below the header's
  /** The focus of the picture; none on the first screen, undefined before it has come. @type {string | undefined} */
  let drawnStart = hasStart ? undefined : "";
  let isRun = false; // whether the form was run as it stands

  function updateToggles() {
    for (const side of SIDES) {
      const isOpen = root.dataset[side] === "open";
      document.getElementById(TOGGLES[side])?.setAttribute("aria-expanded", String(isOpen));
    }
    document.getElementById("search")?.setAttribute("aria-expanded", String(isSearching()));
  }

  /** Bring the page in line with the layout; the keyboard does not stay in what is closed. */
  function followLayout() {
    updateToggles();
    const side = findActivePanel();
    if (side && root.dataset[side] === "closed") document.getElementById("lineage")?.focus({ preventScroll: true });
  }

  /** @param {PanelSide} side @param {"open" | "search" | "closed"} state */
  function setPanel(side, state) {
    root.dataset[side] = state;
    if ((narrow.matches || isPresenting()) && state !== "closed")
      root.dataset[side === "left" ? "right" : "left"] = "closed";
    followLayout();
  }

  function closePanels() {
    for (const side of SIDES) setPanel(side, "closed");
  }

  /** @param {PanelSide} side */
  function togglePanel(side) {
    setPanel(side, root.dataset[side] === "open" ? "closed" : "open");
    const stored = readStoredJson(getStorage, KEY, {});
    const isKept = !narrow.matches && !isPresenting();
    if (isKept) writeStoredJson(getStorage, KEY, { ...stored, [side]: root.dataset[side] });
  }

  function applyLayout() {
    Object.assign(root.dataset, chooseLayout(narrow.matches, readStoredJson(getStorage, KEY, {})));
    followLayout();
  }

  function present() {
    root.dataset.present = "";
    closePanels();
    root.requestFullscreen?.().catch(() => {}); // a window that may not fill the screen presents all the same
    getElement("lineage").focus({ preventScroll: true });
    fitGraph();
  }

  /** Returns whether the page was presenting. */
  function endPresentation() {
    if (!isPresenting()) return false;
    delete root.dataset.present;
    applyLayout();
    if (document.fullscreenElement) document.exitFullscreen();
    return true;
  }

  /** Close the search. Returns whether it was open. */
  function endSearch() {
    const was = isSearching();
    if (was) setPanel("left", "closed");
    return was;
  }

  /** Close the search, a panel that lies over what is presented, or end presenting. Returns whether there was any. */
  function leaveStep() {
    if (endSearch()) return true;
    const isCovered = isPresenting() && SIDES.some((side) => root.dataset[side] !== "closed");
    if (isCovered) closePanels();
    return isCovered || endPresentation();
  }

  document.addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement) endPresentation();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && leaveStep()) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const id = findTarget(event, "button")?.id;
    if (id === "present") present();
    if (id === "end") endPresentation();
    if (id === "whole-form") setPanel("left", "open");
    for (const side of SIDES) if (id === TOGGLES[side]) togglePanel(side);
    if (findTarget(event, ".panel.left a[href], #run")) isRun = true;
    if ((narrow.matches || isPresenting()) && findTarget(event, ".panel a[href]")) closePanels();
  });
  document.addEventListener("input", () => {
    isRun = false;
  });
  for (const kind of ["pointerdown", "focusin"])
    document.addEventListener(kind, ({ target }) => {
      if (target instanceof Element && !target.closest(".panel.left, #search, .home-search")) endSearch();
    });

  applyLayout();
  narrow.addEventListener("change", applyLayout);
  onceOnPage(TOGGLES.right, updateToggles);

  return {
    /** @param {PanelSide} side */
    openPanel(side) {
      isRun = false;
      if (root.dataset[side] !== "open") setPanel(side, "open");
    },

    /** Open the start box alone, where the form is closed. */
    openSearch() {
      isRun = false;
      if (root.dataset.left === "closed") setPanel("left", "search");
    },

    /** Open the form, which has an error to show; a search shows that of its start. @param {boolean} isOfStart */
    showError(isOfStart) {
      isRun = false;
      if (!(isOfStart && isSearching())) setPanel("left", "open");
    },

    /**
     * Let the form give way when another focus comes. It stays while somebody writes in it, or runs it for the same
     * focus; in a narrow window it lies over the picture that it was run for, as a search does everywhere.
     *
     * @param {string} start the focus; none on the first screen
     */
    followPicture(start) {
      const isOther = start !== drawnStart;
      drawnStart = start;
      if (findActivePanel() === "left" && !isRun) return;
      const isOver = narrow.matches || isPresenting() || isSearching(); // panels lie over the picture
      if (isSearching() && isRun) endSearch();
      else if (isOver && isRun) closePanels();
      else if (!isOver && isOther) applyLayout();
      isRun = false;
    },
  };
}
