// Inserts parts of the page that come as HTML text (components/markup.py), and follows their links without loading the
// page anew.

import { findTarget, getElement, hasFocus, isPlainClick } from "../dom/get-element.js";
import { REST_MS } from "../graph/pointer.js";

const MARK = "data-marked";

/**
 * Replace the content of an element; the keyboard stays on what says the same.
 *
 * @param {string} id
 * @param {string} html
 */
export function insertMarkup(id, html) {
  const place = getElement(id);
  const focused = hasFocus(place) ? document.activeElement : null;
  place.setAttribute(MARK, "");
  place.innerHTML = html;
  place.dispatchEvent(new Event("lineage-inserted", { bubbles: true }));
  if (focused) (findAlike(place, focused) ?? getElement("lineage")).focus({ preventScroll: true });
}

/**
 * @param {Element} place
 * @param {Element} element
 * @returns {HTMLElement | undefined}
 */
const findAlike = (place, element) =>
  [.../** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll(element.localName))].find(
    ({ textContent }) => textContent === element.textContent,
  );

/**
 * Return the address to which a link leads on this page; null elsewhere.
 *
 * @param {Event} event
 */
function findSearch(event) {
  const link = /** @type {HTMLAnchorElement | null} */ (findTarget(event, "a[href]:not([href^='#'], [download])"));
  const { origin, pathname } = window.location;
  return link && !link.target && link.origin + link.pathname === origin + pathname ? link.search : null;
}

/**
 * Follow links to other addresses of the page, wherever they stand.
 *
 * @param {object} options
 * @param {(search: string) => void} options.go
 * @param {(search: string) => void} options.onRest called when the pointer rests on one
 */
export function wireMarkupLinks({ go, onRest }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  document.addEventListener("click", (event) => {
    const search = findSearch(event);
    if (search === null || !isPlainClick(event) || event.defaultPrevented) return;
    event.preventDefault();
    go(search);
  });
  document.addEventListener("mouseover", (event) => {
    clearTimeout(resting);
    const search = findSearch(event);
    if (search !== null) resting = setTimeout(() => onRest(search), REST_MS);
  });
}

/**
 * Submit forms of the markup without loading the page anew; a choice submits its form.
 *
 * @param {object} options
 * @param {(search: string) => void} options.go
 * @param {(fields: string[][]) => string} options.formatFields returns the address with some parameters
 */
export function wireMarkupForms({ go, formatFields }) {
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!form.matches(`[${MARK}] form[method=get]`)) return;
    event.preventDefault();
    go(formatFields(listValues(new FormData(form))));
  });
  document.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLSelectElement)) return;
    /** @type {HTMLFormElement | null} */ (target.closest(`[${MARK}] form[method=get]`))?.requestSubmit();
  });
}

/**
 * Return the names and values of a form's fields that hold something.
 *
 * @param {Iterable<[string, FormDataEntryValue]>} fields
 */
export const listValues = (fields) =>
  [...fields].map(([name, value]) => [name, String(value).trim()]).filter(([, value]) => value);
