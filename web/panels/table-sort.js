// Sort tables by a pressed column head: once up, twice down. A history entry remembers how its tables were
// sorted and how far they were scrolled, so that names that arrive, Back and a reload leave them so.

import { findClosest } from "../state/elements.js";

/** @typedef {{column?: number, down?: boolean, top?: number}} TableState */

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/** Sort rows by the texts of one column; digits count as numbers, and case does not matter.
 * @template {{cells: ArrayLike<{textContent: string | null}>}} Row
 * @param {Iterable<Row>} rows @param {number} column @param {boolean} [down] @returns {Row[]} */
export function sortRows(rows, column, down = false) {
  /** @param {Row} row */
  const getText = (row) => row.cells[column].textContent ?? "";
  const sorted = [...rows].sort((a, b) => collator.compare(getText(a), getText(b)));
  return down ? sorted.reverse() : sorted;
}

/** @param {HTMLTableElement} table */
const listHeads = (table) => table.tHead?.rows[0].cells ?? [];

/** @param {HTMLTableElement} table @param {number} column @param {boolean} [down] */
function sortTable(table, column, down) {
  const [body] = table.tBodies,
    heads = listHeads(table);
  for (const head of heads) head.removeAttribute("aria-sort");
  heads[column].setAttribute("aria-sort", down ? "descending" : "ascending");
  body.append(...sortRows(body.rows, column, down));
}

/** @param {string} id @returns {TableState} */
const readState = (id) => window.history.state?.tables?.[id] ?? {};

/** @param {string} id @param {TableState} change */
function saveState(id, change) {
  const { state } = window.history;
  const tables = { ...state?.tables, [id]: { ...readState(id), ...change } };
  window.history.replaceState({ ...state, tables }, "");
}

export function registerTableSort() {
  document.addEventListener("click", ({ target }) => {
    /** @type {HTMLTableCellElement | null} */
    const head = findClosest(target, "table.sortable thead th");
    if (!head) return;
    const column = head.cellIndex,
      down = head.getAttribute("aria-sort") === "ascending";
    sortTable(/** @type {HTMLTableElement} */ (head.closest("table")), column, down);
    saveState(head.closest("[data-marked]")?.id ?? "", { column, down });
  });
  document.addEventListener(
    "scrollend",
    ({ target }) => {
      if (target instanceof HTMLElement && target.id === "table")
        saveState(target.id, { top: target.scrollTop });
    },
    true, // the event does not bubble
  );
  document.addEventListener("lineage-marked", ({ target }) => {
    const place = /** @type {HTMLElement} */ (target);
    const table = /** @type {HTMLTableElement | null} */ (place.querySelector("table.sortable"));
    const { column, down, top } = readState(place.id);
    if (!table) return;
    if (column !== undefined && listHeads(table)[column]) sortTable(table, column, down);
    if (top) place.scrollTop = top;
  });
}
