// Sorts a table by the column whose head was pressed: once up, twice down. An entry of the history remembers how its
// tables were sorted and how far they were scrolled, so that names that arrive, Back and a reload leave them so.

/** @import { SavedTable } from "../types.d.ts" */
import { findTarget } from "../dom/get-element.js";

/**
 * Return the numbers of rows in the order of their texts; numbers within texts count as numbers.
 *
 * @param {readonly string[]} texts
 * @param {boolean} isDescending
 */
export function orderRows(texts, isDescending) {
  const { compare } = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  const order = [...texts.keys()].sort((a, b) => compare(texts[a], texts[b]));
  return isDescending ? order.reverse() : order;
}

/**
 * @param {HTMLTableElement} table
 * @param {number} column
 * @param {boolean} isDescending
 */
function sortTable(table, column, isDescending) {
  const [body] = table.tBodies;
  const heads = table.tHead?.rows[0].cells ?? [];
  for (const head of heads) head.removeAttribute("aria-sort");
  heads[column].setAttribute("aria-sort", isDescending ? "descending" : "ascending");
  const rows = [...body.rows];
  const texts = rows.map(({ cells }) => cells[column].textContent ?? "");
  body.append(...orderRows(texts, isDescending).map((index) => rows[index]));
}

/**
 * @param {object} history
 * @param {(id: string) => SavedTable} history.getTable
 * @param {(id: string, change: SavedTable) => void} history.saveTable
 */
export function wireTableSort({ getTable, saveTable }) {
  document.addEventListener("click", (event) => {
    const head = /** @type {HTMLTableCellElement | null} */ (findTarget(event, "table.sortable thead th"));
    const table = head?.closest("table");
    if (!head || !table) return;
    const column = head.cellIndex;
    const down = head.getAttribute("aria-sort") === "ascending";
    sortTable(table, column, down);
    saveTable(head.closest("[data-marked]")?.id ?? "", { column, down });
  });
  document.addEventListener(
    "scrollend",
    ({ target }) => {
      if (target instanceof Element && target.id === "table") saveTable(target.id, { top: target.scrollTop });
    },
    true, // it does not bubble
  );
  document.addEventListener("lineage-inserted", ({ target }) => {
    const place = /** @type {HTMLElement} */ (target);
    const table = /** @type {HTMLTableElement | null} */ (place.querySelector("table.sortable"));
    const { column, down = false, top } = getTable(place.id);
    if (!table) return;
    if (column !== undefined && table.tHead?.rows[0].cells[column]) sortTable(table, column, down);
    if (top) place.scrollTop = top;
  });
}
