/* A list of the picture's entities, in step with the canvas: what the keyboard and a screen reader have of it. Its
   rows are what has `data-arn`; one of them is where Tab leads to. */
(() => {
  const rowsOf = (list) => [...list.querySelectorAll("[data-arn]")];
  const seen = (row) => !row.parentElement.hidden && !row.closest("details:not([open])");

  /* Mark a row, or with none the first, as the one that Tab leads to. */
  function mark(rows, row) {
    for (const other of rows) {
      other.tabIndex = other === (row || rows[0]) ? 0 : -1;
      if (other !== row) other.removeAttribute("aria-current");
    }
    if (!row) return;
    row.parentElement.hidden = false;
    row.closest("details")?.setAttribute("open", "");
    row.setAttribute("aria-current", "true");
    row.scrollIntoView({ block: "nearest" });
  }

  /* Say which row a key leads to: up and down the list, or along an association. */
  function led(cy, list, row, key) {
    const inSight = rowsOf(list).filter(seen), at = inSight.indexOf(row);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: inSight.length - 1 };
    if (key in to) return inSight[to[key]];
    const node = cy.getElementById(row.dataset.arn), along = { ArrowLeft: node.incomers("node"), ArrowRight: node.outgoers("node") }[key];
    return along && rowsOf(list).find((other) => other !== row && along.getElementById(other.dataset.arn).nonempty());
  }

  /* Returns what marks the rows once they are there, or others. */
  function twin(cy, list, { show, shown }) {
    const follow = () => {
      const rows = rowsOf(list), looked = shown()?.id();
      mark(rows, rows.find((row) => row.dataset.arn === looked));
    };

    /* A link leads away when it is clicked; a button shows, which also lights the way of what was found. */
    const look = ({ target, type }) => {
      const row = target.closest("[data-arn]");
      const meant = type === "click" ? row?.matches("button") : row?.matches(":focus-visible:not([aria-current])");
      if (meant) show(cy.getElementById(row.dataset.arn));
    };
    list.addEventListener("focusin", look);
    list.addEventListener("click", look); // not every browser moves the focus to a button
    list.addEventListener("keydown", (event) => {
      const row = event.target.closest("[data-arn]"), to = row && led(cy, list, row, event.key);
      if (row && (event.key.startsWith("Arrow") || to)) event.preventDefault();
      to?.focus();
    });
    cy.on("lineage-current", follow);
    cy.on("lineage-found", (_, found) => {
      for (const row of rowsOf(list)) row.parentElement.hidden = Boolean(found && !found.has(row.dataset.arn));
    });
    follow();
    return follow;
  }

  window.lineage = Object.assign(window.lineage || {}, { twin });
})();
