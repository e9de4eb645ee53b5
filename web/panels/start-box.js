// The start box: tells the server what stands in it at each pause, remembers former starts in this browser,
// and lets the arrow keys move from the box into what it offers.

import { setProps } from "../data/dash.js";
import { buildFocusSearch, focusOn } from "../data/navigation.js";
import { isRedacted } from "../state/redaction-mode.js";

const PAUSE_MS = 350,
  CLICK_MS = 150,
  MAX_REMEMBERED = 8;

/** @typedef {{arn: string, name: string}} FormerStart */

// Each mode remembers names of its own.
const getStorageKey = () => (isRedacted() ? "lineage-starts-shared" : "lineage-starts");
const findBox = () => /** @type {HTMLTextAreaElement | null} */ (document.getElementById("start"));

/** @param {string} text */
const sendTyped = (text) => setProps("typed", { data: text });

/** @returns {FormerStart[]} */
function readFormerStarts() {
  try {
    return JSON.parse(localStorage.getItem(getStorageKey()) ?? "null") ?? [];
  } catch {
    return [];
  }
}

/** The former starts with one more, which comes first.
 * @param {FormerStart[]} former @param {FormerStart} start @returns {FormerStart[]} */
export const addFormerStart = (former, start) =>
  [start, ...former.filter(({ arn }) => arn !== start.arn)].slice(0, MAX_REMEMBERED);

/** @param {string} arn @param {string} name */
export function rememberStart(arn, name) {
  try {
    localStorage.setItem(getStorageKey(), JSON.stringify(addFormerStart(readFormerStarts(), { arn, name })));
  } catch {
    // Storage is full or forbidden: not worth a word.
  }
}

/** @param {FormerStart} start */
function createLink({ arn, name }) {
  const link = Object.assign(document.createElement("a"), { title: arn, textContent: name });
  link.href = buildFocusSearch(arn);
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    focusOn(arn);
  });
  return link;
}

/** Offer former starts while the box is focused and empty. */
function offerFormerStarts() {
  const list = /** @type {HTMLElement | null} */ (document.querySelector(".recent"));
  const former = readFormerStarts(),
    box = findBox();
  if (!list || list.contains(document.activeElement)) return; // before the page has come there is none
  const isWanted = document.activeElement === box && !box?.value.trim() && former.length > 0;
  list.hidden = !isWanted;
  if (!isWanted) return;
  const heading = Object.assign(document.createElement("p"), { textContent: "Where you were before" });
  list.replaceChildren(heading, ...former.map(createLink));
}

const listOffers = () =>
  /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#hits a, .recent:not([hidden]) a")]);

/** The index of the offer that an arrow key leads to, -1 for the box, null for none.
 * @param {number} count offers
 * @param {number} current index of the focused offer, -1 in the box
 * @param {string} key */
export function findNextOffer(count, current, key) {
  if (!count || (current < 0 && key === "ArrowUp")) return null;
  return key === "ArrowDown" ? Math.min(current + 1, count - 1) : current - 1;
}

/** @param {KeyboardEvent} event */
function moveByArrow(event) {
  const offers = listOffers(),
    active = document.activeElement;
  const current = offers.indexOf(/** @type {any} */ (active));
  if (current < 0 && active !== findBox()) return;
  const next = findNextOffer(offers.length, current, event.key);
  if (next === null) return;
  event.preventDefault();
  (next < 0 ? findBox() : offers[next])?.focus();
}

/** @param {KeyboardEvent} event */
function isShortcut(event) {
  const isTyping = /** @type {Element} */ (event.target).closest(
    "input, textarea, select, [contenteditable]",
  );
  const isCommand = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
  return (event.key === "/" && !isTyping) || isCommand;
}

/** @param {(side: string) => void} openPanel opens the panel that the box is in */
export function registerStartBox(openPanel) {
  /** @type {number | undefined} */
  let timer;
  document.addEventListener("input", ({ target }) => {
    const box = findBox();
    if (target !== box || !box) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => sendTyped(box.value), PAUSE_MS);
    offerFormerStarts();
  });
  document.addEventListener("click", ({ target }) => {
    if (/** @type {Element} */ (target).closest("#run")) clearTimeout(timer); // what is asked needs no suggestion
  });
  document.addEventListener("focusin", offerFormerStarts);
  document.addEventListener("focusout", ({ relatedTarget }) => {
    const isInList = relatedTarget instanceof Element && relatedTarget.closest(".recent");
    if (!isInList) setTimeout(offerFormerStarts, CLICK_MS); // a click on an entry comes first
  });
  document.addEventListener("keydown", (event) => {
    if (isShortcut(event)) {
      event.preventDefault();
      openPanel("left");
      const box =
        findBox() ?? /** @type {HTMLTextAreaElement} */ (document.querySelector(".waiting textarea"));
      box.focus();
      box.select();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") moveByArrow(event);
    else if (event.key === "Enter" && event.target === findBox()) clearTimeout(timer);
    else if (event.key === "Escape" && event.target === findBox()) sendTyped("");
  });
}
