// Finds parts of the page.

/**
 * Return the element with an id.
 *
 * @param {string} id
 * @returns {HTMLElement}
 * @throws {Error} The page has no such element.
 */
export function getElement(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no element “${id}”.`);
  return element;
}

/**
 * Return the closest element around an event's target that matches a selector.
 *
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function findTarget(event, selector) {
  return event.target instanceof Element ? /** @type {HTMLElement | null} */ (event.target.closest(selector)) : null;
}

/**
 * Whether the event comes from a field in which one types.
 *
 * @param {Event} event
 * @param {string} [alsoIn] more places where keys have another meaning
 */
export function isFromField(event, alsoIn = "") {
  const places = ["input", "textarea", "select", ...(alsoIn ? [alsoIn] : [])];
  return findTarget(event, places.join(", ")) !== null;
}

/**
 * Whether a click asks for nothing but to follow the link in this tab.
 *
 * @param {MouseEvent} event
 */
export const isPlainClick = (event) =>
  event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

/**
 * Whether the keyboard is in an element. `document.activeElement` would compute the styles of the whole page first.
 *
 * @param {Element} element
 */
export const hasFocus = (element) => element.matches(":focus-within");

/**
 * Run a function once, as soon as the page contains an element.
 *
 * @param {string} id
 * @param {() => void} run
 */
export function onceOnPage(id, run) {
  new MutationObserver((_, observer) => {
    if (!document.getElementById(id)) return;
    observer.disconnect();
    run();
  }).observe(document.body, { childList: true, subtree: true });
}
