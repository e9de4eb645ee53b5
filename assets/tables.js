/* Sorts a table by the column whose head was pressed: once up, twice down. An entry of the history remembers how its
   tables were sorted and how far they were scrolled, so that names that arrive, Back and a reload leave them so. */
(() => {
  const order = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

  function sort(table, column, down) {
    const [body] = table.tBodies, { cells } = table.tHead.rows[0];
    for (const head of cells) head.removeAttribute("aria-sort");
    cells[column].setAttribute("aria-sort", down ? "descending" : "ascending");
    const rows = [...body.rows].sort((a, b) => order.compare(a.cells[column].textContent, b.cells[column].textContent));
    body.append(...(down ? rows.reverse() : rows));
  }

  function note(place, what) {
    const tables = window.history.state?.tables ?? {};
    window.history.replaceState({ ...window.history.state, tables: { ...tables, [place.id]: { ...tables[place.id], ...what } } }, "");
  }

  document.addEventListener("click", ({ target }) => {
    const head = target.closest("table.sortable thead th");
    if (!head) return;
    const column = head.cellIndex, down = head.getAttribute("aria-sort") === "ascending";
    sort(head.closest("table"), column, down);
    note(head.closest("[data-marked]"), { column, down });
  });

  document.addEventListener("scrollend", ({ target }) => { if (target.id === "table") note(target, { top: target.scrollTop }); }, true); // does not bubble

  document.addEventListener("lineage-marked", ({ target }) => {
    const table = target.querySelector("table.sortable"), { column, down, top } = window.history.state?.tables?.[target.id] ?? {};
    if (!table) return;
    if (table.tHead.rows[0].cells[column]) sort(table, column, down);
    if (top) target.scrollTop = top;
  });
})();
