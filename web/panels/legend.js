// The legend as a filter: a click hides or shows a kind; with Shift, Ctrl or Command, or a double click, all
// others. What is hidden stands in the address.

import { hideKinds } from "../data/navigation.js";
import { findClosest, getElement } from "../state/elements.js";
import { getHiddenKinds } from "../state/url.js";

/**
 * @typedef {object} Kind
 * @property {string} word Word of the address that hides the kind.
 * @property {string[]} hidingWords Words of the address that hide some of it.
 * @property {boolean} isShown
 */

/** The hidden words after a click on a kind.
 * @param {Set<string>} hidden @param {Kind} kind */
export function toggleKind(hidden, { word, hidingWords, isShown }) {
  if (isShown) return new Set([...hidden, word]);
  return new Set([...hidden].filter((other) => !hidingWords.includes(other)));
}

/** The hidden words when only one kind is shown; if it is alone already, nothing is hidden.
 * @param {Set<string>} hidden @param {Kind} kind @param {string[]} otherWords words of the other kinds */
export function isolateKind(hidden, { word, hidingWords }, otherWords) {
  const own = [word, ...hidingWords];
  const isolated = new Set([...hidden].filter((other) => !own.includes(other)).concat(otherWords));
  const isAlone = isolated.size === hidden.size && [...isolated].every((other) => hidden.has(other));
  return isAlone ? new Set() : isolated;
}

/** @param {string} title @param {string} word @param {Set<string>} hidden */
export function describeHidden(title, word, hidden) {
  if (!hidden.size) return "Everything is shown";
  return `${title} ${hidden.has(word) ? "hidden" : "shown"}, ${hidden.size} hidden in all`;
}

const listEntries = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#legend .entry")]);

/** @param {HTMLElement} entry @returns {Kind} */
const readKind = ({ dataset, ariaPressed }) => ({
  word: dataset.word ?? "",
  hidingWords: JSON.parse(dataset.words ?? "[]"),
  isShown: ariaPressed === "true",
});

/** Keep the keyboard at an entry: the legend that follows is another.
 * @param {string} word */
function keepFocus(word) {
  const observer = new MutationObserver(() => {
    observer.disconnect();
    if (document.activeElement !== document.body) return;
    const entry = listEntries().find(({ dataset }) => dataset.word === word);
    entry?.focus();
  });
  observer.observe(getElement("legend"), { childList: true, subtree: true });
}

/** @param {(text: string) => void} announce */
export function registerLegend(announce) {
  document.addEventListener("click", (event) => {
    const entry = findClosest(event.target, "#legend .entry");
    if (!entry) return;
    const kind = readKind(entry),
      hidden = getHiddenKinds(window.location.search);
    const isOnly = event.shiftKey || event.ctrlKey || event.metaKey || event.detail === 2;
    const others = listEntries().filter((other) => other !== entry);
    const words = isOnly
      ? isolateKind(
          hidden,
          kind,
          others.map((other) => readKind(other).word),
        )
      : toggleKind(hidden, kind);
    announce(describeHidden(entry.querySelector(".title")?.textContent ?? "", kind.word, words));
    keepFocus(kind.word);
    hideKinds([...words].sort());
  });
  document.addEventListener("click", ({ target }) => {
    if (findClosest(target, "#legend .show-all")) keepFocus(listEntries()[0].dataset.word ?? "");
  });
}
