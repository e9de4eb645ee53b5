// Breadcrumbs: the last focuses over the graph, each a link to what was seen there. The tab remembers them.

import { navigateTo } from "../data/navigation.js";
import { isRedacted } from "../state/redaction-mode.js";

const MAX_CRUMBS = 6;

/** @typedef {{name: string, kind: string, start: string, search: string}} Crumb */

// Each mode remembers names of its own.
const getStorageKey = () => (isRedacted() ? "lineage-trail-shared" : "lineage-trail");

/** @returns {Crumb[]} */
function readCrumbs() {
  try {
    return JSON.parse(sessionStorage.getItem(getStorageKey()) ?? "null") ?? [];
  } catch {
    return [];
  }
}

/** The crumbs with one more. A focus that is among them keeps its place, so that Back changes nothing else.
 * @param {Crumb[]} crumbs @param {Crumb} crumb @returns {Crumb[]} */
export function addCrumb(crumbs, crumb) {
  const index = crumbs.findIndex(({ start }) => start === crumb.start);
  const added = index < 0 ? [...crumbs, crumb] : crumbs.map((other, i) => (i === index ? crumb : other));
  return added.slice(-MAX_CRUMBS);
}

/** The name of a crumb, with its kind where another one is called alike.
 * @param {Crumb} crumb @param {Crumb[]} crumbs */
export function formatCrumb({ name, kind, start }, crumbs) {
  const isAmbiguous = crumbs.some((other) => other.name === name && other.start !== start);
  return kind && isAmbiguous ? `${name} (${kind})` : name;
}

/** @param {Crumb} crumb @param {Crumb[]} crumbs @param {string} current */
function createCrumb(crumb, crumbs, current) {
  const link = document.createElement("a"),
    item = document.createElement("li");
  link.href = crumb.search;
  link.textContent = link.title = formatCrumb(crumb, crumbs);
  if (crumb.start === current) link.setAttribute("aria-current", "page");
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    navigateTo(crumb.search);
  });
  item.append(link);
  return item;
}

/** @param {string} start @param {string} name @param {string} kind */
export function updateBreadcrumbs(start, name, kind) {
  const crumbs = addCrumb(readCrumbs(), { name, kind, start, search: window.location.search });
  try {
    sessionStorage.setItem(getStorageKey(), JSON.stringify(crumbs));
  } catch {
    // Storage is full or forbidden: not worth a word.
  }
  document
    .querySelector("#trail ol")
    ?.replaceChildren(...crumbs.map((crumb) => createCrumb(crumb, crumbs, start)));
}
