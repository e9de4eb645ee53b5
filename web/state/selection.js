// Keeps which entity is selected: reached by key, found, or chosen in a list. Its card is outlined and its relatives
// are highlighted; who shows more of it listens to `lineage-selected`.

/** @import { Core, NodeSingular } from "cytoscape" */

/** @typedef {ReturnType<typeof createSelection>} Selection */

/**
 * @param {Core} cy
 * @param {object} options
 * @param {(node: NodeSingular) => void} options.highlight highlights what is up- and downstream
 * @param {() => void} options.clearHighlight
 * @param {(node: NodeSingular) => Promise<unknown>} options.reveal brings a card into view
 */
export function createSelection(cy, { highlight, clearHighlight, reveal }) {
  /** @type {NodeSingular | null} */
  let selected = null;
  let isHighlighting = false;

  /**
   * Select a node, or none. Resolves when its card is in view.
   *
   * @param {NodeSingular | null} node
   * @param {{ withRelatives?: boolean, move?: boolean }} [options]
   */
  function select(node, { withRelatives = true, move = true } = {}) {
    const wasHighlighting = isHighlighting;
    selected?.removeClass("current");
    selected = node;
    isHighlighting = Boolean(node && withRelatives);
    node?.addClass("current");
    if (wasHighlighting && !isHighlighting) clearHighlight();
    else restoreHighlight();
    cy.emit("lineage-selected", [node]);
    return node && move ? reveal(node) : Promise.resolve();
  }

  function restoreHighlight() {
    if (isHighlighting && selected) highlight(selected);
  }

  /** Keep the selection of a card that stays in a new graph. */
  function restoreSelection() {
    if (selected?.removed()) select(null);
    else selected?.addClass("current");
  }

  cy.on("mouseout", "node, edge", restoreHighlight);
  cy.container()?.addEventListener("mouseleave", restoreHighlight);
  cy.on("lineage-drawn", () => {
    isHighlighting = false; // at once: a card that is selected from now on is highlighted in the new graph
    if (selected) requestIdleCallback(restoreSelection);
  });
  cy.on("lineage-settled", restoreHighlight);
  return { select, getSelected: () => selected };
}
