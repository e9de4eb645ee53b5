// Elements of the page that are always there.

/** Return an element of the page.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T} */
export function getElement(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no element #${id}`);
  return /** @type {T} */ (element);
}

/** Return the closest ancestor of an event's target, or the target itself, that matches; null for none.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {EventTarget | null} target
 * @param {string} selector
 * @returns {T | null} */
export function findClosest(target, selector) {
  return target instanceof Element ? /** @type {T | null} */ (target.closest(selector)) : null;
}

/** Return the canvas's element.
 * @param {import("cytoscape").Core} cy */
export const getContainer = (cy) => /** @type {HTMLElement} */ (cy.container());
