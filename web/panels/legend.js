// Hides kinds by the legend: a click hides what an entry counts, or shows it again; with Shift, Ctrl or Command, or a
// double click, everything else is hidden, or shown again. What is hidden stands in the address.

import { findTarget, getElement } from "../dom/get-element.js";

/**
 * @typedef {object} LegendEntry
 * @property {string} title
 * @property {string} word what the address calls the kind
 * @property {readonly string[]} hidingWords words of the address that hide some of it
 * @property {boolean} isShown
 */

/**
 * Return the hidden kinds after a click on an entry.
 *
 * @param {LegendEntry} entry
 * @param {Iterable<string>} hidden
 */
export function toggleKind({ isShown, word, hidingWords }, hidden) {
  const words = new Set(hidden);
  if (isShown) words.add(word);
  else for (const hiding of hidingWords) words.delete(hiding);
  return words;
}

/**
 * Return the hidden kinds when only one is to be shown; none if it is the only one already.
 *
 * @param {LegendEntry} entry
 * @param {readonly LegendEntry[]} entries
 * @param {Iterable<string>} hidden
 */
export function isolateKind(entry, entries, hidden) {
  const before = new Set(hidden);
  const words = new Set(before);
  for (const word of [...entry.hidingWords, entry.word]) words.delete(word);
  for (const other of entries) if (other.word !== entry.word) words.add(other.word);
  const isSame = words.size === before.size && [...words].every((word) => before.has(word));
  return isSame ? new Set() : words;
}

/**
 * Say what a click did.
 *
 * @param {LegendEntry} entry
 * @param {ReadonlySet<string>} hidden the hidden kinds after it
 */
export function describeHidden({ title, word }, hidden) {
  if (!hidden.size) return "Everything is shown";
  return `${title} ${hidden.has(word) ? "hidden" : "shown"}, ${hidden.size} hidden in all`;
}

/** @returns {HTMLElement[]} */
const getEntries = () => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#legend .entry"))];

/** @param {HTMLElement} element @returns {LegendEntry} */
const readEntry = (element) => ({
  title: element.querySelector(".title")?.textContent ?? "",
  word: element.dataset.word ?? "",
  hidingWords: JSON.parse(element.dataset.words ?? "[]"),
  isShown: element.getAttribute("aria-pressed") === "true",
});

/** Keep the keyboard at the same entry of the legend that follows. @param {string | undefined} word */
function keepFocus(word) {
  new MutationObserver((_, observer) => {
    observer.disconnect();
    if (document.activeElement !== document.body) return;
    getEntries()
      .find((entry) => entry.dataset.word === word)
      ?.focus();
  }).observe(getElement("legend"), { childList: true, subtree: true });
}

/**
 * @param {object} options
 * @param {{ getHiddenKinds(): string[], withHiddenKinds(words: readonly string[]): string }} options.url
 * @param {(search: string) => void} options.go
 * @param {(text: string) => void} options.announce
 */
export function wireLegend({ url, go, announce }) {
  document.addEventListener("click", (event) => {
    if (findTarget(event, "#legend .show-all")) keepFocus(getEntries()[0].dataset.word);
    const element = findTarget(event, "#legend .entry");
    if (!element) return;
    const entry = readEntry(element);
    const isOnly = event.shiftKey || event.ctrlKey || event.metaKey || event.detail === 2;
    const hidden = url.getHiddenKinds();
    const words = isOnly ? isolateKind(entry, getEntries().map(readEntry), hidden) : toggleKind(entry, hidden);
    announce(describeHidden(entry, words));
    keepFocus(entry.word);
    go(url.withHiddenKinds([...words].sort()));
  });
}
