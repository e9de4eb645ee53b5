// Handles the start box: sends what stands in it at each pause, offers former starts, and lets the arrow keys lead from
// the box into what it offers.

import { createElement } from "../dom/create-element.js";
import { findTarget, hasFocus, isFromField } from "../dom/get-element.js";
import { readStoredJson, writeStoredJson } from "../state/stored-json.js";
import { labelEntry } from "./entry-label.js";

/** @typedef {{ arn: string, name: string, kind?: string, at?: number }} FormerStart */
/** @typedef {ReturnType<typeof createStartBox>} StartBox */

const PAUSE_MS = 350;
const AGAIN_MS = 500;
const SUGGEST_MS = 1000; // the server waits so long for names
const HIDE_MS = 150; // a click on an offer comes first
const MAX_STARTS = 8;
const getStorage = () => window.localStorage;

/**
 * Put a start at the head of the former ones.
 *
 * @param {readonly FormerStart[]} starts
 * @param {FormerStart} start
 */
export const addStart = (starts, start) =>
  [start, ...starts.filter(({ arn }) => arn !== start.arn)].slice(0, MAX_STARTS);

/**
 * Return the number of the offer to which an arrow leads: -1 is the box itself, undefined nothing.
 *
 * @param {string} key
 * @param {number} index of the present offer; -1 for the box
 * @param {number} count of the offers
 */
export function stepOffer(key, index, count) {
  if (!count || (index < 0 && key === "ArrowUp")) return undefined;
  return key === "ArrowDown" ? Math.min(index + 1, count - 1) : index - 1;
}

/**
 * Whether a text is the ARN of an entity, which needs no look-up.
 *
 * @param {string} text
 */
export const isEntityArn = (text) =>
  /^arn:aws[a-z-]*:sagemaker:[a-z0-9-]+:\d{12}:(artifact|action|context|experiment-trial-component)\/[\w-]+$/.test(
    text,
  );

/**
 * Whether a key runs the question: Enter in the start box, elsewhere with Ctrl or Command.
 *
 * @param {Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey" | "isComposing">} event
 * @param {boolean} isInStartBox
 */
export function isRunKey({ key, shiftKey, ctrlKey, metaKey, isComposing }, isInStartBox) {
  if (key !== "Enter" || isComposing) return false;
  return ctrlKey || metaKey || (isInStartBox && !shiftKey);
}

const getBox = () => /** @type {HTMLTextAreaElement | null} */ (document.getElementById("start"));

/** @returns {HTMLElement[]} */
const getOffers = () => [
  .../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#hits a, .recent:not([hidden]) a")),
];

/**
 * @param {object} options
 * @param {string} options.key name in the storage
 * @param {(text: string) => void} options.setTypedText sends the text, or an empty one to end the suggestions
 * @param {(arn: string) => string} options.linkTo
 * @param {(arn: string) => void} options.focus
 * @param {() => void} options.openSearch
 */
export function createStartBox({ key, setTypedText, linkTo, focus, openSearch }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pausing;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let repeating;

  /** @returns {FormerStart[]} */
  const readStarts = () => readStoredJson(getStorage, key, []);

  /** @param {FormerStart} start @param {readonly FormerStart[]} starts */
  function renderStart(start, starts) {
    const { arn } = start;
    const link = createElement("a", "", createElement("bdi", "", labelEntry(start, starts)));
    link.href = linkTo(arn);
    link.title = arn;
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      focus(arn);
    });
    return link;
  }

  function showFormerStarts() {
    const list = /** @type {HTMLElement | null} */ (document.querySelector(".recent"));
    const box = getBox();
    if (!list || !box || hasFocus(list)) return; // there is none before the page has come
    const starts = readStarts();
    list.hidden = !hasFocus(box) || Boolean(box.value.trim()) || starts.length === 0;
    if (list.hidden) return;
    list.replaceChildren(createElement("p", "", "Recent"), ...starts.map((start) => renderStart(start, starts)));
  }

  /** @param {KeyboardEvent} event */
  function step(event) {
    const offers = getOffers();
    const box = getBox();
    const index = offers.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    if (index < 0 && document.activeElement !== box) return;
    const next = stepOffer(event.key, index, offers.length);
    if (next === undefined) return;
    event.preventDefault();
    (next < 0 ? box : offers[next])?.focus();
  }

  function focusBox() {
    openSearch();
    const skeletonBox = /** @type {HTMLTextAreaElement | null} */ (document.querySelector(".waiting textarea"));
    const box = getBox() ?? skeletonBox;
    box?.focus();
    box?.select();
  }

  /** Send the text again while names are still loading: the server says so when it has waited for them. */
  function sendAgain() {
    if (!document.querySelector("#hits .still-loading")) return;
    setTypedText(getBox()?.value ?? "");
    repeating = setTimeout(sendAgain, AGAIN_MS + SUGGEST_MS);
  }
  const answers = new MutationObserver(() => {
    clearTimeout(repeating);
    repeating = setTimeout(sendAgain, AGAIN_MS);
  });

  document.addEventListener("input", ({ target }) => {
    const box = getBox();
    if (!box || target !== box) return;
    clearTimeout(pausing);
    pausing = setTimeout(() => setTypedText(box.value), PAUSE_MS);
    showFormerStarts();
  });
  /** Go to an entity at once, where the first screen's search holds nothing but its ARN. @param {Event} event */
  function goToEntity(event) {
    const text = getBox()?.value.trim() ?? "";
    const { left, share } = document.documentElement.dataset;
    const hasOnlyStart = left === "search" && !share && window.location.search === "";
    if (!hasOnlyStart || !isEntityArn(text)) return;
    clearTimeout(pausing);
    event.preventDefault();
    event.stopPropagation(); // the server need not turn the form into an address
    focus(text);
  }

  const runs = (/** @type {Event} */ event) =>
    event instanceof KeyboardEvent
      ? isRunKey(event, event.target === getBox())
      : Boolean(findTarget(/** @type {MouseEvent} */ (event), "#run"));
  for (const type of ["click", "keydown"])
    document.addEventListener(type, (event) => runs(event) && goToEntity(event), true);
  document.addEventListener("click", (event) => {
    if (findTarget(event, "#run")) clearTimeout(pausing); // what is asked needs no suggestion
    if (findTarget(event, "#search, .waiting .home-search")) focusBox();
  });
  document.addEventListener("focusin", () => {
    const hits = document.getElementById("hits"); // it is there before the box has the focus
    if (hits) answers.observe(hits, { childList: true, subtree: true });
    showFormerStarts();
  });
  document.addEventListener("focusout", ({ relatedTarget }) => {
    const isOffer = relatedTarget instanceof Element && relatedTarget.closest(".recent");
    if (!isOffer) setTimeout(showFormerStarts, HIDE_MS);
  });
  document.addEventListener("keydown", (event) => {
    const isSlash = event.key === "/" && !isFromField(event, "[contenteditable]");
    if (isSlash || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey))) {
      event.preventDefault();
      focusBox();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") step(event);
    else if (event.target !== getBox()) return;
    else if (event.key === "Enter") clearTimeout(pausing);
    else if (event.key === "Escape") setTypedText("");
  });

  return {
    /** @param {FormerStart} start */
    rememberStart(start) {
      writeStoredJson(getStorage, key, addStart(readStarts(), { ...start, at: Date.now() }));
    },
  };
}
