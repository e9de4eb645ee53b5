// Highlight of what is upstream and downstream of a card.

/** Give a class to exactly these elements; each class that comes or goes costs a restyling.
 * @param {import("cytoscape").Core} cy
 * @param {string} name
 * @param {import("cytoscape").CollectionReturnValue | import("cytoscape").EdgeCollection} wanted */
function setClass(cy, name, wanted) {
  const marked = cy.elements(`.${name}`);
  marked.not(/** @type {any} */ (wanted)).removeClass(name);
  wanted.not(/** @type {any} */ (marked)).addClass(name);
}

/** @param {import("cytoscape").Core} cy @param {import("cytoscape").NodeSingular} node */
export function highlightLineage(cy, node) {
  const lineage = node.predecessors().union(node.successors()).union(node);
  cy.batch(() => {
    setClass(cy, "faded", cy.elements().not(lineage));
    setClass(cy, "lit", lineage.edges());
    setClass(cy, "named", node.connectedEdges());
  });
}

/** @param {import("cytoscape").Core} cy */
export function clearHighlight(cy) {
  cy.batch(() => cy.elements(".faded, .lit, .named, .spelled").removeClass("faded lit named spelled"));
}
