// Keeps a list of the graph's entities in step with the canvas: what the keyboard and a screen reader have of it. Its
// rows have `data-arn`; one of them is where Tab leads to.

/** @import { Core } from "cytoscape" */
/** @import { Selection } from "../state/selection.js" */
import { findTarget } from "../dom/get-element.js";

/** @param {HTMLElement} list @returns {HTMLElement[]} */
const getRows = (list) => [.../** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("[data-arn]"))];

/** @param {HTMLElement} row */
const isInSight = (row) => !row.parentElement?.hidden && !row.closest("details:not([open])");

/**
 * Return the number of the row to which a key leads; undefined if it is not a key of the list.
 *
 * @param {string} key
 * @param {number} index of the present row
 * @param {number} count of the rows
 * @returns {number | undefined}
 */
export function stepRow(key, index, count) {
  /** @type {Record<string, number>} */
  const steps = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: count - 1 };
  return steps[key];
}

/**
 * Mark a row, or with none the first, as the one that Tab leads to.
 *
 * @param {readonly HTMLElement[]} rows
 * @param {HTMLElement | undefined} row
 */
function markRow(rows, row) {
  for (const other of rows) {
    other.tabIndex = other === (row ?? rows[0]) ? 0 : -1;
    if (other !== row) other.removeAttribute("aria-current");
  }
  if (!row) return;
  if (row.parentElement) row.parentElement.hidden = false;
  row.closest("details")?.setAttribute("open", "");
  row.setAttribute("aria-current", "true");
  row.scrollIntoView({ block: "nearest" });
}

/**
 * Return the row to which a key leads: up and down the list, or along an association.
 *
 * @param {Core} cy
 * @param {HTMLElement} list
 * @param {HTMLElement} row
 * @param {string} key
 */
function findNextRow(cy, list, row, key) {
  const rows = getRows(list).filter(isInSight);
  const index = stepRow(key, rows.indexOf(row), rows.length);
  if (index !== undefined) return rows[index];
  const node = cy.getElementById(row.dataset.arn ?? "");
  if (key !== "ArrowLeft" && key !== "ArrowRight") return undefined;
  const neighbors = key === "ArrowLeft" ? node.incomers("node") : node.outgoers("node");
  const isNeighbor = (/** @type {HTMLElement} */ other) =>
    other !== row && neighbors.getElementById(other.dataset.arn ?? "").nonempty();
  return getRows(list).find(isNeighbor);
}

/**
 * @param {Core} cy
 * @param {HTMLElement} list
 * @param {Selection} selection
 * @returns {() => void} marks the rows, once they are there or others are
 */
export function syncList(cy, list, { select, getSelected }) {
  function update() {
    const rows = getRows(list);
    const id = getSelected()?.id();
    markRow(
      rows,
      rows.find((row) => row.dataset.arn === id),
    );
  }

  /**
   * A link leads away when it is clicked; a button selects, which also highlights what was found.
   *
   * @param {Event} event
   */
  function selectRow(event) {
    const row = findTarget(event, "[data-arn]");
    const isWanted = event.type === "click" ? "button" : ":focus-visible:not([aria-current])";
    if (row?.matches(isWanted)) select(cy.getElementById(row.dataset.arn ?? ""));
  }

  list.addEventListener("focusin", selectRow);
  list.addEventListener("click", selectRow); // not every browser moves the focus to a button
  list.addEventListener("keydown", (event) => {
    const row = findTarget(event, "[data-arn]");
    if (!row) return;
    const next = findNextRow(cy, list, row, event.key);
    if (event.key.startsWith("Arrow") || next) event.preventDefault();
    next?.focus();
  });
  cy.on("lineage-selected", update);
  cy.on("lineage-found", (_, /** @type {ReadonlySet<string> | null} */ found) => {
    for (const row of getRows(list)) {
      if (row.parentElement) row.parentElement.hidden = Boolean(found && !found.has(row.dataset.arn ?? ""));
    }
  });
  update();
  return update;
}
