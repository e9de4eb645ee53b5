// A list of the cards, in step with the canvas.

import { findClosest } from "../state/elements.js";

const listRows = (list) => [...list.querySelectorAll("[data-arn]")];
const isVisible = (row) => !row.parentElement.hidden && !row.closest("details:not([open])");

/* Mark a row, or with none the first, as the one that Tab leads to. */
function markRow(rows, row) {
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
function findNextRow(cy, list, row, key) {
  const inSight = listRows(list).filter(isVisible),
    at = inSight.indexOf(row);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: inSight.length - 1 };
  if (key in to) return inSight[to[key]];
  const node = cy.getElementById(row.dataset.arn),
    along = { ArrowLeft: node.incomers("node"), ArrowRight: node.outgoers("node") }[key];
  return (
    along &&
    listRows(list).find((other) => other !== row && along.getElementById(other.dataset.arn).nonempty())
  );
}

/* Returns what marks the rows once they are there, or others. */
export function syncList(cy, list, { show, getSelected }) {
  const markSelected = () => {
    const rows = listRows(list),
      selected = getSelected()?.id();
    markRow(
      rows,
      rows.find((row) => row.dataset.arn === selected),
    );
  };

  /* A link leads away when it is clicked; a button shows, which also lights the way of what was found. */
  const selectRow = ({ target, type }) => {
    const row = findClosest(target, "[data-arn]");
    const meant =
      type === "click" ? row?.matches("button") : row?.matches(":focus-visible:not([aria-current])");
    if (row && meant) show(cy.getElementById(row.dataset.arn));
  };
  list.addEventListener("focusin", selectRow);
  list.addEventListener("click", selectRow); // not every browser moves the focus to a button
  list.addEventListener("keydown", (event) => {
    const row = findClosest(event.target, "[data-arn]"),
      to = row && findNextRow(cy, list, row, event.key);
    if (row && (event.key.startsWith("Arrow") || to)) event.preventDefault();
    to?.focus();
  });
  cy.on("lineage-current", markSelected);
  cy.on("lineage-found", (_, found) => {
    for (const row of listRows(list))
      row.parentElement.hidden = Boolean(found && !found.has(row.dataset.arn));
  });
  markSelected();
  return markSelected;
}
