// Lists on the first screen what this reader pinned and saw last: only the browser knows that.

import { createElement, createIcon } from "../dom/create-element.js";
import { findTarget } from "../dom/get-element.js";
import { readStoredJson, writeStoredJson } from "../state/stored-json.js";
import { labelEntry } from "./entry-label.js";

/** @typedef {{ arn: string, name: string, kind?: string, at?: number }} KeptStart */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MAX_PINS = 12;
const MAX_SHOWN = 5;
const getStorage = () => window.localStorage;

/**
 * Pin a start, or take its pin away.
 *
 * @param {readonly KeptStart[]} pins
 * @param {KeptStart} start
 */
export const togglePin = (pins, start) =>
  pins.some(({ arn }) => arn === start.arn)
    ? pins.filter(({ arn }) => arn !== start.arn)
    : [start, ...pins].slice(0, MAX_PINS);

/**
 * Return how long ago something was seen, in words; empty if nobody noted it.
 *
 * @param {number | undefined} at
 * @param {number} now
 */
export function formatSince(at, now) {
  if (!at) return "";
  const age = now - at;
  if (age < MINUTE) return "now";
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min ago`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h ago`;
  const days = Math.floor(age / DAY);
  return days === 1 ? "yesterday" : `${days} days ago`;
}

/**
 * @param {object} options
 * @param {string} options.startsKey name of the former starts in the storage
 * @param {string} options.pinsKey name of the pins in the storage
 * @param {(arn: string) => string} options.linkTo
 */
export function createHomeLists({ startsKey, pinsKey, linkTo }) {
  /** @returns {KeptStart[]} */
  const readPins = () => readStoredJson(getStorage, pinsKey, []);
  /** @returns {KeptStart[]} */
  const readStarts = () => readStoredJson(getStorage, startsKey, []);

  /**
   * @param {KeptStart} start
   * @param {readonly KeptStart[]} starts
   * @param {boolean} isPinned
   */
  function renderItem(start, starts, isPinned) {
    const label = labelEntry(start, starts);
    const link = createElement("a", "", createElement("bdi", "", label));
    link.href = linkTo(start.arn);
    link.title = start.arn;
    const button = createElement("button", "pin", createIcon("pin"));
    button.type = "button";
    button.title = isPinned ? "Unpin" : "Pin";
    button.setAttribute("aria-label", `${button.title} ${label}`);
    button.setAttribute("aria-pressed", String(isPinned));
    Object.assign(button.dataset, { pin: start.arn, name: start.name, kind: start.kind ?? "" });
    const since = isPinned ? "" : formatSince(start.at, Date.now());
    return createElement("li", "", link, ...(since ? [createElement("small", "", since)] : []), button);
  }

  /**
   * Fill the lists in a part of the page, and press the pins of what is pinned.
   *
   * @param {ParentNode} place
   */
  function fill(place) {
    const pins = readPins();
    const isPinned = (/** @type {string} */ arn) => pins.some((pin) => pin.arn === arn);
    const recent = readStarts().filter(({ arn }) => !isPinned(arn));
    for (const [name, starts] of Object.entries({ pinned: pins, recent: recent.slice(0, MAX_SHOWN) })) {
      const section = /** @type {HTMLElement | null} */ (place.querySelector(`[data-list=${name}]`));
      if (!section) continue;
      section.hidden = starts.length === 0;
      const items = starts.map((start) => renderItem(start, starts, name === "pinned"));
      section.querySelector("ul")?.replaceChildren(...items);
    }
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll("th [data-pin]"))) {
      button.setAttribute("aria-pressed", String(isPinned(button.dataset.pin ?? "")));
    }
  }

  document.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement | null} */ (findTarget(event, "[data-pin]"));
    const { pin: arn, name = "", kind = "" } = button?.dataset ?? {};
    const place = button?.closest(".home");
    if (!arn || !place) return;
    event.preventDefault();
    writeStoredJson(getStorage, pinsKey, togglePin(readPins(), { arn, name, kind }));
    fill(place);
    const again = /** @type {HTMLElement | null} */ (place.querySelector(`[data-pin="${CSS.escape(arn)}"]`));
    again?.focus();
  });
  document.addEventListener("click", (event) => {
    const opener = /** @type {HTMLElement | null} */ (findTarget(event, "[data-opens]"));
    if (opener?.dataset.opens) document.getElementById(opener.dataset.opens)?.click();
  });
  document.addEventListener("lineage-inserted", ({ target }) => fill(/** @type {HTMLElement} */ (target)));

  return { fill };
}
