// Parts of the page that come as HTML text. Their links lead to addresses, without a reload.

import { navigateTo } from "./navigation.js";

const MARKED = "data-marked";

/** Put a text in the place of an element's content; the keyboard stays at what says the same.
 * @param {string} id
 * @param {string} text */
export function putMarkup(id, text) {
  const place = /** @type {HTMLElement} */ (document.getElementById(id));
  const active = document.activeElement,
    hadFocus = active && place.contains(active);
  place.setAttribute(MARKED, "");
  place.innerHTML = text;
  place.dispatchEvent(new Event("lineage-marked", { bubbles: true }));
  if (hadFocus)
    (findAlike(place, active) ?? document.getElementById("lineage"))?.focus({ preventScroll: true });
}

/** @param {HTMLElement} place @param {Element} active @returns {HTMLElement | undefined} */
const findAlike = (place, active) =>
  [.../** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll(active.localName))].find(
    ({ textContent }) => textContent === active.textContent,
  );

/** Whether a click means this tab: the left button and no key.
 * @param {MouseEvent} event */
export const isPlainClick = (event) =>
  event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

/** @param {HTMLAnchorElement} link */
const leadsToThisPage = (link) =>
  !link.target && link.origin + link.pathname === window.location.origin + window.location.pathname;

export function registerMarkupLinks() {
  document.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest(`[${MARKED}] a[href]`);
    if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented) return;
    if (!isPlainClick(event) || !leadsToThisPage(link)) return;
    event.preventDefault();
    navigateTo(link.search);
  });
}
