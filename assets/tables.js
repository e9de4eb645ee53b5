/* Sorts a table by the column whose head was pressed: once up, twice down. */
(() => {
  document.addEventListener("click", (event) => {
    const head = event.target.closest("table.sortable thead th");
    if (!head) return;
    const table = head.closest("table"), body = table.tBodies[0], column = head.cellIndex;
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const order = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
    const rows = [...body.rows].sort((a, b) => order.compare(a.cells[column].textContent, b.cells[column].textContent));
    body.append(...(down ? rows.reverse() : rows));
  });
})();
